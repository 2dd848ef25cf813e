import type { App } from '../app.ts'
import { notFound } from '../kit/index.ts'
import { sendMail } from '../mail/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { makeLink, readLink, spendLink } from './links.ts'
import { approvedMail, confirmMail } from './mails.ts'
import { lockUser, type UserRow, updateUser, userRow } from './queries.ts'
import { accountActivated } from './signals.ts'

/** Reads a person for writing. @throws Problem 404 when there is none, or they are gone. */
export async function requireUser(tx: Tx, accountId: number): Promise<UserRow> {
  await lockUser(tx, accountId)
  const [user] = await userRow(tx, accountId)
  if (!user) throw notFound('There is no such account.')
  return user
}

/** Mails the link that confirms the person's address. */
export async function mailConfirmation(app: App, tx: Tx, user: UserRow): Promise<void> {
  if (user.email === null) return
  const link = await makeLink(app, tx, { purpose: 'confirm', accountId: user.account_id, email: user.email })
  const data = { network: app.config.name, username: user.username, link, approval: user.approved_at === null }
  await sendMail(tx, { to: user.email, template: confirmMail, data })
}

/**
 * The address is theirs. Does nothing when that was known.
 *
 * @throws Problem 404 when there is no such account.
 */
export async function confirmAccount(tx: Tx, accountId: number, now: Date): Promise<void> {
  const user = await requireUser(tx, accountId)
  if (user.confirmed_at !== null) return
  await updateUser(tx, accountId, { confirmed_at: now })
  if (user.approved_at !== null) await emit(tx, accountActivated, { accountId })
}

/**
 * A moderator (or the network's mode) lets them in, and they are told by mail when they were waiting. Does nothing when
 * they were in.
 *
 * @throws Problem 404 when there is no such account.
 */
export async function approveAccount(app: App, tx: Tx, accountId: number): Promise<void> {
  const user = await requireUser(tx, accountId)
  if (user.approved_at !== null) return
  await updateUser(tx, accountId, { approved_at: app.now() })
  if (user.confirmed_at === null) return
  await emit(tx, accountActivated, { accountId })
  if (user.email === null) return
  const data = { network: app.config.name, username: user.username, link: `${app.config.url}/auth/sign_in` }
  await sendMail(tx, { to: user.email, template: approvedMail, data })
}

/**
 * A confirmation link was opened. Programs that scan mails open links before people do, so opening it again says the
 * same as the first time.
 *
 * @returns what the person is told.
 */
export async function openConfirmation(app: App, token: string): Promise<'confirmed' | 'waiting' | 'expired'> {
  const link = await readLink(app.db.read, 'confirm', token)
  if (link === null) return 'expired'
  return await transact(app.db, async (tx) => {
    const user = await requireUser(tx, link.account_id)
    const fresh = user.email === link.email && (await spendLink(tx, 'confirm', token, app.now())) !== null
    if (fresh) await confirmAccount(tx, user.account_id, app.now())
    else if (user.confirmed_at === null) return 'expired'
    return user.approved_at === null ? 'waiting' : 'confirmed'
  })
}
