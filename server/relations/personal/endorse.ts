import { type Account, accountsJson, requireAccount } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { unprocessable } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import { hiddenFor, isHidden } from '../hidden.ts'
import { type ListCall, onePage } from '../lists.ts'
import { isFollowing, lockPair } from '../queries.ts'
import type { Relationship } from '../schema.ts'
import { relationship } from '../views.ts'
import { dropEndorsement, holdEndorsement, listEndorsements } from './queries.ts'

/**
 * Features an account on the viewer's profile; no error when it is there already.
 *
 * @throws Problem 404 when there is no such account; 422 when the viewer does not follow it.
 */
export async function endorse(app: App, viewer: Viewer, id: string): Promise<Relationship> {
  const { row: target } = await requireAccount(app, id)
  await transact(app.db, async (tx) => {
    await lockPair(tx, viewer.accountId, target.id)
    if (!(await isFollowing(tx, viewer.accountId, target.id))) {
      throw unprocessable('Validation failed: You must be already following the person you want to endorse')
    }
    await holdEndorsement(tx, viewer.accountId, target.id)
  })
  return await relationship(app, viewer.accountId, target.id)
}

/** Features an account no longer; no error when it was not. @throws Problem 404. */
export async function unendorse(app: App, viewer: Viewer, id: string): Promise<Relationship> {
  const { row: target } = await requireAccount(app, id)
  await transact(app.db, (tx) => dropEndorsement(tx, viewer.accountId, target.id))
  return await relationship(app, viewer.accountId, target.id)
}

/** Whom the viewer features. */
export const showOwnEndorsements = (call: ListCall<Viewer>): Promise<Account[]> =>
  showEndorsements(call, String(call.viewer.accountId))

/**
 * Whom an account features: nothing for those whom it blocks; and whom the viewer blocks or mutes, or who blocks them,
 * is left out, so a page may be shorter than the limit while its Link header goes on.
 */
export async function showEndorsements(call: ListCall<Viewer | null>, id: string): Promise<Account[]> {
  const { app, viewer } = call
  const { row: target } = await requireAccount(app, id)
  const hidden = viewer && viewer.accountId !== target.id ? await hiddenFor(app, viewer.accountId) : null
  if (hidden?.blockedBy.has(target.id)) return []
  const rows = await onePage(call, (page) => listEndorsements(app.db.read, target.id, page))
  const shown = rows.map((row) => row.account_id).filter((other) => !hidden || !isHidden(hidden, other))
  return await accountsJson(app, shown)
}
