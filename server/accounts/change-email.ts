import type { App } from '../app.ts'
import { sendMail } from '../mail/index.ts'
import { emit } from '../signals/index.ts'
import { transactHome } from '../sites/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { requireUser } from './confirm.ts'
import { parseEmail } from './emails.ts'
import { makeLink, readLink, spendLink } from './links.ts'
import { addressTakenMail, changeEmailMail, emailChangeNotice } from './mails.ts'
import {
  claimEmail,
  countMailTokens,
  releaseEmail,
  spendMailTokens,
  type UserRow,
  updateUser,
  userByEmail,
  userRow,
} from './queries.ts'
import { blockedAddress, notAnAddress, refuse, taken, wrong } from './refusals.ts'
import { credentialsChanged, signUpVerdict } from './signals.ts'

const MOST_WAITING = 5

/**
 * Asks for another address: a link goes there, and a notice to the old one. Nothing changes until the link is opened.
 * Where the address is somebody else's, they are told instead, and the asker learns nothing.
 *
 * @throws Problem 422 when it is no address, or after too many of these in a day.
 */
export async function askForEmailChange(app: App, accountId: number, email: string): Promise<void> {
  const parsed = parseEmail(email)
  if (parsed === null) return refuse({ email: notAnAddress })
  await refuseBlocked(app, parsed.address)
  await transact(app.db, async (tx) => {
    const user = await requireUser(tx, accountId)
    const [waiting] = await countMailTokens(tx, accountId, 'change-email', app.now())
    if (waiting!.count >= MOST_WAITING) refuse({ email: wrong('ERR_TOO_MANY', 'was changed too often today') })
    // Made in either case, so that it counts in either case.
    const link = await makeLink(app, tx, { purpose: 'change-email', accountId, email: parsed.address })
    const [holder] = await userByEmail(tx, parsed.key)
    if (holder && holder.account_id !== accountId) await tellHolder(app, tx, holder.account_id)
    else {
      const data = { network: app.config.name, username: user.username, link }
      await sendMail(tx, { to: parsed.address, template: changeEmailMail, data })
    }
    await notice(app, tx, user, parsed.address, false)
  })
}

/** What may not sign up may not be changed to either. */
async function refuseBlocked(app: App, email: string): Promise<void> {
  const verdict = await app.bus.ask(signUpVerdict, { email, ip: null })
  if (verdict?.emailBlocked) refuse({ email: blockedAddress })
}

async function tellHolder(app: App, tx: Tx, accountId: number): Promise<void> {
  const [user] = await userRow(tx, accountId)
  if (!user || user.email === null) return
  await sendMail(tx, { to: user.email, template: addressTakenMail, data: letter(app, user) })
}

/**
 * The link in the mail to a new address was opened. Opening it again says the same.
 *
 * @returns the address, or null when the link does not work.
 * @throws Problem 422 when somebody else has taken the address meanwhile.
 */
export async function openEmailChange(app: App, token: string): Promise<string | null> {
  const known = await readLink(app.db.read, 'change-email', token)
  if (known === null) return null
  return await transactHome(app, async (tx) => {
    const user = await requireUser(tx, known.account_id)
    const link = await spendLink(tx, 'change-email', token, app.now())
    if (link === null) return user.email === known.email ? known.email : null
    await moveEmail(app, tx, user, link.email)
    await notice(app, tx, user, link.email, true)
    return link.email
  })
}

/**
 * Puts right the address of somebody who has not confirmed one yet, in a transaction at home; the caller sends the new
 * confirmation.
 */
export async function correctEmail(app: App, tx: Tx, user: UserRow, email: string): Promise<void> {
  const parsed = parseEmail(email)
  if (parsed === null) return refuse({ email: notAnAddress })
  await refuseBlocked(app, parsed.address)
  await spendMailTokens(tx, user.account_id, 'confirm', app.now())
  await claim(tx, user.account_id, parsed.address)
}

async function moveEmail(app: App, tx: Tx, user: UserRow, email: string): Promise<void> {
  await claim(tx, user.account_id, email)
  for (const purpose of ['change-email', 'reset-password', 'confirm'] as const) {
    await spendMailTokens(tx, user.account_id, purpose, app.now())
  }
  await emit(tx, credentialsChanged, { accountId: user.account_id, what: 'email' })
}

async function claim(tx: Tx, accountId: number, email: string): Promise<void> {
  await releaseEmail(tx, accountId)
  const claimed = await claimEmail(tx, parseEmail(email)!.key, accountId)
  if (claimed.length === 0) refuse({ email: taken })
  await updateUser(tx, accountId, { email })
}

async function notice(app: App, tx: Tx, user: UserRow, email: string, done: boolean): Promise<void> {
  if (user.email === null) return
  await sendMail(tx, { to: user.email, template: emailChangeNotice, data: { ...letter(app, user), email, done } })
}

const letter = (app: App, { username }: UserRow) => ({
  network: app.config.name,
  username,
  link: `${app.config.url}/auth/password/new`,
})
