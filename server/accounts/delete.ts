import type { App } from '../app.ts'
import { sendMail } from '../mail/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { requireUser } from './confirm.ts'
import { deletedMail } from './mails.ts'
import { bury, type ProfileRow, profileRow, spendMailTokens, updateUser } from './queries.ts'
import { dropSecondFactor } from './second-factor/change.ts'
import { accountDeleted, picturesDropped } from './signals.ts'

/**
 * Deletes an account: its profile is emptied and hidden at once, its password and address are forgotten, and whoever
 * keeps what it made hears `accountDeleted`. The claims on its name and its address stay, so that nobody comes back
 * under them; its row stays as a tombstone.
 *
 * @throws Problem 404 when there is no such account, or it is deleted.
 */
export async function deleteAccount(app: App, accountId: number): Promise<void> {
  await transact(app.db, async (tx) => {
    const user = await requireUser(tx, accountId)
    await buryAccount(app, tx, accountId)
    if (user.email === null) return
    const data = { network: app.config.name, username: user.username }
    await sendMail(tx, { to: user.email, template: deletedMail, data })
  })
}

/** The same in the caller's transaction, and nobody is told. The account must be there. */
export async function buryAccount(app: App, tx: Tx, accountId: number): Promise<void> {
  const names = picturesOf((await profileRow(tx, accountId))[0]!)
  await bury(tx, accountId, app.now())
  await updateUser(tx, accountId, { email: null, password_hash: null, reason: '' })
  await endLinks(tx, accountId, app.now())
  await dropSecondFactor(app, tx, accountId)
  if (names.length > 0) await emit(tx, picturesDropped, { names })
  await emit(tx, accountDeleted, { accountId })
}

/** The names of the stored pictures of a profile. */
export function picturesOf(row: Pick<ProfileRow, 'avatar' | 'avatar_static' | 'header' | 'header_static'>): string[] {
  const names = [row.avatar, row.avatar_static, row.header, row.header_static].filter((name) => name !== null)
  return [...new Set(names)]
}

async function endLinks(tx: Tx, accountId: number, now: Date): Promise<void> {
  for (const purpose of ['confirm', 'reset-password', 'change-email'] as const) {
    await spendMailTokens(tx, accountId, purpose, now)
  }
}
