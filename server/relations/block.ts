import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { endBlock, holdBlock, isBlocked, lockPair } from './queries.ts'
import type { Relationship } from './schema.ts'
import { blocked, unblocked } from './signals.ts'
import { requireOther } from './target.ts'
import { dropRequest, endFollowing } from './unfollow.ts'
import { relationship } from './views.ts'

/** Blocks an account: neither follows the other from now on, nor waits to. */
export async function block(app: App, viewer: Viewer, id: string): Promise<Relationship> {
  const { row: target } = await requireOther(app, viewer, id)
  const blockerId = viewer.accountId
  const blockedId = target.id
  await transact(app.db, async (tx) => {
    await lockPair(tx, blockerId, blockedId)
    const begun = await holdBlock(tx, blockerId, blockedId)
    // Also when it held before: another site may have written a follow beside the block.
    await endBetween(tx, blockerId, blockedId)
    if (begun.length > 0) await emit(tx, blocked, { blockerId, blockedId })
  })
  return await relationship(app, blockerId, blockedId)
}

async function endBetween(tx: Tx, blockerId: number, blockedId: number): Promise<void> {
  for (const [one, other] of [[blockerId, blockedId] as const, [blockedId, blockerId] as const]) {
    await endFollowing(tx, one, other)
    await dropRequest(tx, one, other)
  }
}

/** A job when a block was made at the other site: who followed here meanwhile does not any more, while it holds. */
export async function endBlockedThere(tx: Tx, blockerId: number, blockedId: number): Promise<void> {
  await lockPair(tx, blockerId, blockedId)
  if ((await isBlocked(tx, blockerId, blockedId)).length > 0) await endBetween(tx, blockerId, blockedId)
}

/** Takes a block back; what it ended stays ended. */
export async function unblock(app: App, viewer: Viewer, id: string): Promise<Relationship> {
  const { row: target } = await requireOther(app, viewer, id)
  await transact(app.db, async (tx) => {
    await lockPair(tx, viewer.accountId, target.id)
    const ended = await endBlock(tx, viewer.accountId, target.id)
    if (ended.length > 0) await emit(tx, unblocked, { blockerId: viewer.accountId, blockedId: target.id })
  })
  return await relationship(app, viewer.accountId, target.id)
}
