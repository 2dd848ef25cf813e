import type { App } from '../app.ts'
import { type ProblemDetails, unprocessable } from '../kit/index.ts'
import { sendMail } from '../mail/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { confirmAccount, requireUser } from './confirm.ts'
import { parseEmail } from './emails.ts'
import { makeLink, readLink, spendLink } from './links.ts'
import { passwordChangedMail, resetMail } from './mails.ts'
import { hashPassword } from './passwords.ts'
import { countMailTokens, spendMailTokens, updatePassword, userByEmail, userRow } from './queries.ts'
import { sentences, passwordProblem } from './sign-up.ts'
import { credentialsChanged, linkAsked } from './signals.ts'
import { mailConfirmation } from './confirm.ts'
import { lifetimeMs } from './links.ts'

/** So that nobody's mailbox is filled by somebody else: links of a kind per account and lifetime of one. */
const MOST_LINKS = 5

/**
 * Somebody asks for a link to be mailed to an address. What happens does not depend on whether it belongs to anybody:
 * a job finds that out, so neither the answer nor its time tells.
 */
export async function askForLink(app: App, purpose: 'confirm' | 'reset-password', email: string): Promise<void> {
  const parsed = parseEmail(email)
  if (parsed === null) throw refusal({ email: [{ error: 'ERR_INVALID', description: 'is not an e-mail address' }] })
  await transact(app.db, (tx) => emit(tx, linkAsked, { purpose, emailKey: parsed.key }))
}

/** The job: mails the link if the address is somebody's who can use it. */
export async function mailLink(
  app: App,
  tx: Tx,
  { purpose, emailKey }: { purpose: 'confirm' | 'reset-password'; emailKey: string },
): Promise<void> {
  const [found] = await userByEmail(tx, emailKey)
  if (!found) return
  const user = await requireUser(tx, found.account_id)
  if (user.email === null || (purpose === 'confirm' && user.confirmed_at !== null)) return
  const [made] = await countMailTokens(tx, user.account_id, purpose, app.now())
  if (made!.count >= MOST_LINKS) return
  if (purpose === 'confirm') return await mailConfirmation(app, tx, user)
  const link = await makeLink(app, tx, { purpose, accountId: user.account_id, email: user.email })
  await sendMail(tx, {
    to: user.email,
    template: resetMail,
    data: { network: app.config.name, username: user.username, link },
  })
}
