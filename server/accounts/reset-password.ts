import type { App } from '../app.ts'
import { sendMail } from '../mail/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { confirmAccount, requireUser } from './confirm.ts'
import { readLink, spendLink } from './links.ts'
import { passwordChangedMail } from './mails.ts'
import { hashPassword } from './passwords.ts'
import { spendMailTokens, type UserRow, updateUser, userRow } from './queries.ts'
import { passwordProblem, refuse } from './refusals.ts'
import { credentialsChanged } from './signals.ts'

/**
 * Gives a person a new password: every session and token of theirs ends (oauth hears `credentialsChanged`), links that
 * were mailed before stop working, and they are told by mail.
 *
 * @throws Problem 404 when there is no such account; 422 when the password will not do.
 */
export async function setPassword(app: App, accountId: number, password: string): Promise<void> {
  refusePassword(password)
  const hash = await hashPassword(password)
  await transact(app.db, async (tx) => storePassword(app, tx, await requireUser(tx, accountId), hash))
}

/** Whose password a mailed link may set, or null when it is used up, too old, or of somebody who is gone. */
export async function readResetLink(app: App, token: string): Promise<UserRow | null> {
  const link = await readLink(app.db.read, 'reset-password', token)
  if (link === null || link.used_at !== null || link.expires_at <= app.now()) return null
  const [user] = await userRow(app.db.read, link.account_id)
  // Who has moved to another address since is not reached by the old one any more.
  return user && user.email === link.email ? user : null
}

/**
 * Sets a new password by a mailed link, which is used up. It proves the address as a confirmation does.
 *
 * @returns whose it was; null when the link does not work.
 * @throws Problem 422 when the password will not do: the link still works.
 */
export async function resetPassword(app: App, token: string, password: string): Promise<number | null> {
  if ((await readResetLink(app, token)) === null) return null
  refusePassword(password)
  const hash = await hashPassword(password)
  return await transact(app.db, async (tx) => {
    const link = await spendLink(tx, 'reset-password', token, app.now())
    if (link === null) return null
    const user = await requireUser(tx, link.account_id)
    if (user.email !== link.email) return null
    await storePassword(app, tx, user, hash)
    await confirmAccount(tx, user.account_id, app.now())
    return user.account_id
  })
}

function refusePassword(password: string): void {
  const problem = passwordProblem(password)
  if (problem) refuse({ password: problem })
}

async function storePassword(app: App, tx: Tx, user: UserRow, hash: string): Promise<void> {
  const { account_id: accountId, email, username } = user
  await updateUser(tx, accountId, { password_hash: hash })
  await spendMailTokens(tx, accountId, 'reset-password', app.now())
  // Whoever is thrown out by the new password must not take the account along by an address they entered before.
  await spendMailTokens(tx, accountId, 'change-email', app.now())
  await emit(tx, credentialsChanged, { accountId, what: 'password' })
  if (email === null) return
  const data = { network: app.config.name, username, link: `${app.config.url}/auth/password/new` }
  await sendMail(tx, { to: email, template: passwordChangedMail, data })
}
