import type { Static } from 'typebox'
import { changeStanding, holdAccount, type Standing } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { forbidden, unprocessable } from '../../kit/index.ts'
import { emitAt } from '../../signals/index.ts'
import type { Tx } from '../../storage/index.ts'
import { act } from '../act.ts'
import type { AccountAction, AdminAccount } from '../admin-schema.ts'
import { canonicalEmailHash } from '../blocks/emails.ts'
import { canonicalBlocks, endCanonicalBlocksOf } from '../blocks/queries.ts'
import { insertRow } from '../rows/queries.ts'
import { suspensionAged } from '../signals.ts'
import { decide, refuseRank } from './decide.ts'
import { accountForStaff } from './list.ts'

/** So long a suspension can be taken back; then the account is deleted. Mastodon's time. */
export const SUSPENSION_MS = 30 * 24 * 3600 * 1000

const changes = { sensitive: 'sensitized', disable: 'disabled', silence: 'silenced', suspend: 'suspended' } as const

/**
 * Decides about an account: `none` only warns, `sensitive` covers its pictures, `disable` keeps its person from signing
 * in, `silence` hides it from those who do not follow it, `suspend` from everybody.
 *
 * @throws Problem 403 (see `act`; or an equal or higher role), 404, 422 (nobody can sign in to an import anyway).
 */
export async function actOnAccount(
  app: App,
  viewer: Viewer,
  id: string,
  body: Static<typeof AccountAction>,
): Promise<Record<string, never>> {
  const { type, ...decision } = body
  return await act(app, viewer, 'manage_users', async (tx, note, role) => {
    const account = await holdAccount(tx, Number(id))
    refuseRank(role, account)
    if (type === 'disable' && !account.has_person) throw unprocessable('Nobody can sign in to this account.')
    const now = app.now()
    if (type !== 'none') await changeStanding(tx, account, changes[type], now)
    if (type === 'suspend') await beginSuspension(tx, account, now)
    const details = await decide(app, tx, viewer, { account, action: type, decision, postIds: [] })
    note({ action: `account.${type === 'none' ? 'warn' : type}`, targetType: 'account', targetId: account.id, details })
    return {}
  })
}

/**
 * Its address signs nobody up meanwhile, and after 30 days it is deleted, unless it is let back in.
 *
 * @param now since when it is suspended: the job knows by this moment that it is still the same suspension.
 */
async function beginSuspension(tx: Tx, account: Standing, now: Date): Promise<void> {
  if (account.suspended_at !== null) return
  const fact = { accountId: account.id, since: now.toISOString() }
  await emitAt(tx, suspensionAged, fact, new Date(now.getTime() + SUSPENSION_MS))
  if (account.email === null) return
  const hash = canonicalEmailHash(account.email)
  if ((await canonicalBlocks(tx, hash)).length > 0) return
  await insertRow(tx, 'canonical_email_blocks', { canonical_email_hash: hash, reference_account_id: account.id })
}

const undoings = {
  enable: 'enabled',
  unsensitive: 'unsensitized',
  unsilence: 'unsilenced',
  unsuspend: 'unsuspended',
} as const

/**
 * Takes a decision back; nothing was lost by it. What does not hold is no error.
 *
 * @throws Problem 403, 404; 422 when the 30 days of a suspension are over.
 */
export async function undoAction(
  app: App,
  viewer: Viewer,
  id: string,
  verb: keyof typeof undoings,
): Promise<AdminAccount> {
  await act(app, viewer, 'manage_users', async (tx, note, role) => {
    const account = await holdAccount(tx, Number(id))
    refuseRank(role, account)
    if (verb === 'unsuspend') await endSuspension(app, tx, account)
    await changeStanding(tx, account, undoings[verb], app.now())
    note({ action: `account.${verb}`, targetType: 'account', targetId: account.id })
  })
  return await accountForStaff(app, id)
}

async function endSuspension(app: App, tx: Tx, account: Standing): Promise<void> {
  if (account.suspended_at !== null && account.suspended_at.getTime() + SUSPENSION_MS <= app.now().getTime()) {
    throw unprocessable('The 30 days in which this suspension could be taken back are over: the account is deleted.')
  }
  await endCanonicalBlocksOf(tx, account.id, app.now())
}

/** @throws Problem 403 when it is not suspended. */
export function refuseUnsuspended(account: Standing): void {
  if (account.suspended_at === null) throw forbidden('Only a suspended account can be deleted: suspend it first.')
}
