import { approveAccount, buryAccount, changeRole, holdAccount, outranks, releaseClaims } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Role, Viewer } from '../../http/index.ts'
import { forbidden, Problem, unprocessable } from '../../kit/index.ts'
import type { Tx } from '../../storage/index.ts'
import { act, actAtHome } from '../act.ts'
import type { AdminAccount } from '../admin-schema.ts'
import { insertEntry } from '../audit/queries.ts'
import { refuseUnsuspended } from './action.ts'
import { refuseRank } from './decide.ts'
import { accountForStaff, showAccount } from './list.ts'

/** Lets somebody in who waits. @throws Problem 403 when they do not; 404. */
export async function approve(app: App, viewer: Viewer, id: string): Promise<AdminAccount> {
  await act(app, viewer, 'manage_users', async (tx, note, role) => {
    const account = await holdAccount(tx, Number(id))
    refuseRank(role, account)
    if (!account.has_person || account.approved_at !== null) throw forbidden('Nobody waits for approval there.')
    await approveAccount(app, tx, account.id)
    note({ action: 'account.approve', targetType: 'account', targetId: account.id })
  })
  return await accountForStaff(app, id)
}

/**
 * Turns a request to join down: nobody ever saw the account, so it goes at once and its name and address are free.
 *
 * @returns the account as it was. @throws Problem 403 when nobody waits there; 404.
 */
export async function reject(app: App, viewer: Viewer, id: string): Promise<AdminAccount> {
  const before = await showAccount(app, viewer, id)
  await actAtHome(app, viewer, 'manage_users', async (tx, note, role) => {
    const account = await holdAccount(tx, Number(id))
    refuseRank(role, account)
    if (!account.has_person || account.approved_at !== null) throw forbidden('Nobody waits for approval there.')
    await buryAccount(app, tx, account.id)
    await releaseClaims(tx, account.id)
    const details = { username: account.username }
    note({ action: 'account.reject', targetType: 'account', targetId: account.id, details })
  })
  return before
}

/** Deletes a suspended account for good, before its 30 days are over. @returns it as it was. @throws Problem 403, 404. */
export async function destroyAccount(app: App, viewer: Viewer, id: string): Promise<AdminAccount> {
  const before = await showAccount(app, viewer, id)
  await act(app, viewer, 'delete_user_data', async (tx, note, role) => {
    const account = await holdAccount(tx, Number(id))
    refuseRank(role, account)
    refuseUnsuspended(account)
    await buryAccount(app, tx, account.id)
    const details = { username: account.username }
    note({ action: 'account.destroy', targetType: 'account', targetId: account.id, details })
  })
  return before
}

/** The job 30 days after a suspension: deletes the account, unless it was let back in (or is gone) since. */
export async function deleteAged(app: App, tx: Tx, accountId: number, since: string): Promise<void> {
  const account = await holdAccount(tx, accountId).catch((error) => {
    if (error instanceof Problem) return null
    throw error
  })
  if (account?.suspended_at?.toISOString() !== since) return
  await buryAccount(app, tx, accountId)
  await insertEntry(tx, {
    actor_id: null,
    action: 'account.destroy',
    target_type: 'account',
    target_id: accountId,
    details: { username: account.username, suspended_at: since },
    created_at: app.now(),
  })
}

/**
 * Gives somebody a role. An owner may give every role, everybody else only roles below their own.
 *
 * @throws Problem 403, 404; 422 for an account that nobody can sign in to.
 */
export async function giveRole(app: App, viewer: Viewer, id: string, wanted: Role): Promise<AdminAccount> {
  await act(app, viewer, 'manage_roles', async (tx, note, role) => {
    const account = await holdAccount(tx, Number(id))
    refuseRank(role, account)
    if (role !== 'owner' && !outranks(role, wanted)) throw forbidden('You may only give roles below your own.')
    if (!account.has_person) throw unprocessable('Nobody can sign in to this account.')
    await changeRole(tx, account, wanted)
    const details = { from: account.role, to: wanted }
    note({ action: 'account.change_role', targetType: 'account', targetId: account.id, details })
  })
  return await accountForStaff(app, id)
}
