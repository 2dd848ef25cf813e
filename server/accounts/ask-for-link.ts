import type { App } from '../app.ts'
import { sendMail } from '../mail/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { mailConfirmation, requireUser } from './confirm.ts'
import { parseEmail } from './emails.ts'
import { makeLink } from './links.ts'
import { resetMail } from './mails.ts'
import { countMailTokens, userByEmail } from './queries.ts'
import { notAnAddress, refuse } from './refusals.ts'
import { linkAsked } from './signals.ts'

/** Links of a kind that an account may have waiting, so that nobody's mailbox is filled by somebody else. */
const MOST_LINKS = 5

/**
 * Somebody asks for a link to be mailed to an address. Whether it belongs to anybody is found out by a job, so that
 * neither the answer nor the time it takes tells.
 *
 * @throws Problem 422 when it is no address.
 */
export async function askForLink(app: App, purpose: 'confirm' | 'reset-password', email: string): Promise<void> {
  const parsed = parseEmail(email)
  if (parsed === null) return refuse({ email: notAnAddress })
  await transact(app.db, (tx) => emit(tx, linkAsked, { purpose, emailKey: parsed.key }))
}

/** The job: mails the link, where the address is somebody's who can use it. */
export async function mailLink(
  app: App,
  tx: Tx,
  { purpose, emailKey }: { purpose: 'confirm' | 'reset-password'; emailKey: string },
): Promise<void> {
  const [found] = await userByEmail(tx, emailKey)
  if (!found) return
  const user = await requireUser(tx, found.account_id)
  if (user.email === null || (purpose === 'confirm' && user.confirmed_at !== null)) return
  const [waiting] = await countMailTokens(tx, user.account_id, purpose, app.now())
  if (waiting!.count >= MOST_LINKS) return
  if (purpose === 'confirm') return await mailConfirmation(app, tx, user)
  const link = await makeLink(app, tx, { purpose, accountId: user.account_id, email: user.email })
  const data = { network: app.config.name, username: user.username, link }
  await sendMail(tx, { to: user.email, template: resetMail, data })
}
