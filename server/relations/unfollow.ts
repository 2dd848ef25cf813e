import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { endFollow, endRequest, lockPair } from './queries.ts'
import type { Relationship } from './schema.ts'
import { followRequestGone, unfollowed } from './signals.ts'
import { requireOther } from './target.ts'
import { relationship } from './views.ts'

/** Takes a follow or a request to follow back; no error when there is none. */
export async function unfollow(app: App, viewer: Viewer, id: string): Promise<Relationship> {
  const { row: target } = await requireOther(app, viewer, id)
  await transact(app.db, async (tx) => {
    await lockPair(tx, viewer.accountId, target.id)
    await endFollowing(tx, viewer.accountId, target.id)
    await dropRequest(tx, viewer.accountId, target.id)
  })
  return await relationship(app, viewer.accountId, target.id)
}

/** Ends somebody's follow of the viewer; they are not told, and may follow again. */
export async function removeFollower(app: App, viewer: Viewer, id: string): Promise<Relationship> {
  const { row: follower } = await requireOther(app, viewer, id)
  await transact(app.db, async (tx) => {
    await lockPair(tx, viewer.accountId, follower.id)
    await endFollowing(tx, follower.id, viewer.accountId)
  })
  return await relationship(app, viewer.accountId, follower.id)
}

/** Ends a follow if there is one, and says so. The pair must be locked. */
export async function endFollowing(tx: Tx, followerId: number, followeeId: number): Promise<void> {
  const ended = await endFollow(tx, followerId, followeeId)
  if (ended.length > 0) await emit(tx, unfollowed, { followerId, followeeId })
}

/** Ends a request without accepting it; @returns whether there was one. The pair must be locked. */
export async function dropRequest(tx: Tx, followerId: number, followeeId: number): Promise<boolean> {
  const ended = await endRequest(tx, followerId, followeeId)
  if (ended.length > 0) await emit(tx, followRequestGone, { followerId, followeeId, accepted: false })
  return ended.length > 0
}
