import type { App } from '../app.ts'
import { forbidden, type ProblemDetails } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { transactHome } from '../sites/index.ts'
import type { Tx } from '../storage/index.ts'
import { confirmAccount, mailConfirmation, requireUser } from './confirm.ts'
import { createAccount } from './create.ts'
import { type Email, parseEmail } from './emails.ts'
import { noteIp } from './moderation/index.ts'
import { checkUsername, isUsername, looksAlike, USERNAME_LENGTH_MAX } from './names.ts'
import { hashPassword } from './passwords.ts'
import { emailClaim, freeUnconfirmed, namesLike, updateUser, useInvite } from './queries.ts'
import { blank, blockedAddress, passwordProblem, refuse, taken, tooLong, wrong } from './refusals.ts'
import { accountDeleted, signUpVerdict } from './signals.ts'

/** What a person fills in, as it was typed. */
export interface SignUpForm {
  readonly username: string
  readonly email: string
  readonly password: string
  readonly agreement: boolean
  readonly locale: string
  readonly reason: string
  readonly inviteCode: string
  /** The network address that it comes from. */
  readonly ip: string | null
  /** The app that sends it; null for the server's own page. */
  readonly appId: number | null
}

export interface SignedUp {
  readonly accountId: number
  /** They may use their account at once. */
  readonly active: boolean
}

const REASON_MAX = 2000
const UNCONFIRMED_MS = 7 * 24 * 3600 * 1000

/**
 * Makes an account for somebody who asks for it, as the network's mode allows, and mails them a link to confirm their
 * address. The first person of the network owns it, and no moderator has to agree; where mails are only written to
 * files, they need not confirm either, because nobody could read their mail before them.
 *
 * @param within what else must happen in the same transaction.
 * @throws Problem 403 when nobody may sign up, or nobody from there; 422 with details for each field that will not do.
 */
export async function signUp<T>(
  app: App,
  form: SignUpForm,
  within: (tx: Tx, made: SignedUp) => Promise<T>,
): Promise<T> {
  const { registration } = app.config
  if (registration === 'closed') throw forbidden('This network takes no new accounts at the moment.')
  refuse(checkForm(form, registration === 'approval' && form.inviteCode === ''))
  const email = parseEmail(form.email)!
  const verdict = await app.bus.ask(signUpVerdict, { email: email.address, ip: form.ip })
  if (verdict?.addressBlocked) throw forbidden('Nobody may sign up from this network address.')
  if (verdict?.emailBlocked) refuse({ email: blockedAddress })
  // Before anybody looks whether the name is taken, so that the answer takes as long.
  const passwordHash = await hashPassword(form.password)
  return await transactHome(app, async (tx) => {
    await freeStale(app, tx, form, email)
    refuse({ ...(await checkTaken(tx, form, email)), ...(await checkInvite(app, tx, form)) })
    const made = await createAccount(tx, {
      username: form.username,
      email: form.email,
      passwordHash,
      locale: /^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(form.locale) ? form.locale : 'en',
      reason: form.reason,
      inviteCode: form.inviteCode || null,
      approved: !verdict?.approvalNeeded && (registration !== 'approval' || form.inviteCode !== ''),
      appId: form.appId,
      now: app.now(),
    })
    await noteIp(app, tx, made.id, form.ip)
    return await within(tx, { accountId: made.id, active: await welcome(app, tx, made) })
  })
}

/** @returns whether they may use the account at once. */
async function welcome(app: App, tx: Tx, made: { id: number; role: string }): Promise<boolean> {
  if (made.role === 'owner') {
    await updateUser(tx, made.id, { approved_at: app.now() })
    if (app.config.mail.smtpUrl === null) {
      await confirmAccount(tx, made.id, app.now())
      return true
    }
  }
  await mailConfirmation(app, tx, await requireUser(tx, made.id))
  return false
}

/** What can be said without looking anything up. */
function checkForm(form: SignUpForm, reasonNeeded: boolean): ProblemDetails {
  const username = checkName(form.username)
  const password = passwordProblem(form.password)
  const { email, reason } = form
  return {
    ...(username ? { username } : {}),
    ...(email.trim() === '' ? { email: blank } : {}),
    ...(email.trim() !== '' && parseEmail(email) === null
      ? { email: wrong('ERR_INVALID', 'is not an e-mail address that mail can be sent to') }
      : {}),
    ...(password ? { password } : {}),
    ...(form.agreement ? {} : { agreement: wrong('ERR_ACCEPTED', 'must be accepted') }),
    ...(reasonNeeded && reason.trim() === '' ? { reason: blank } : {}),
    ...(reason.length > REASON_MAX ? { reason: tooLong(REASON_MAX) } : {}),
  }
}

function checkName(username: string): ProblemDetails[string] | null {
  if (username === '') return blank
  if (username.length > USERNAME_LENGTH_MAX) return tooLong(USERNAME_LENGTH_MAX)
  if (!isUsername(username)) return wrong('ERR_INVALID', 'may have letters a to z, digits and underscores only')
  const checked = checkUsername(username)
  return checked.ok ? null : wrong('ERR_RESERVED', checked.reason)
}

async function checkTaken(tx: Tx, form: SignUpForm, email: Email): Promise<ProblemDetails> {
  const checked = checkUsername(form.username)
  const names = (checked.ok ? await namesLike(tx, checked.skeleton) : []).map((row) => row.username)
  const same = names.some((name) => name.toLowerCase() === form.username.toLowerCase())
  const alike = names.find((name) => looksAlike(name, form.username))
  const mailTaken = (await emailClaim(tx, email.key)).length > 0
  return {
    ...(same ? { username: taken } : {}),
    ...(alike && !same ? { username: wrong('ERR_TAKEN', `looks too much like ${alike}, who is here already`) } : {}),
    ...(mailTaken ? { email: taken } : {}),
  }
}

/** Uses the code up where the mode looks at one; in approval mode it stands for the moderator's word. */
async function checkInvite(app: App, tx: Tx, form: SignUpForm): Promise<ProblemDetails> {
  const { registration } = app.config
  if (registration === 'open' || (registration === 'approval' && form.inviteCode === '')) return {}
  if (form.inviteCode === '') return { invite_code: blank }
  const used = await useInvite(tx, form.inviteCode.trim(), app.now())
  return used.length > 0 ? {} : { invite_code: wrong('ERR_INVALID', 'is unknown, used up or too old') }
}

/** Who signed up and never confirmed must not keep a name or somebody else's address for ever. */
async function freeStale(app: App, tx: Tx, form: SignUpForm, email: Email): Promise<void> {
  const now = app.now()
  const before = new Date(now.getTime() - UNCONFIRMED_MS)
  for (const { id } of await freeUnconfirmed(tx, form.username.toLowerCase(), email.key, before, now)) {
    await emit(tx, accountDeleted, { accountId: id })
  }
}
