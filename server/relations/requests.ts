import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { acceptRequest, beginFollow } from './follow.ts'
import { lockPair } from './queries.ts'
import type { Relationship } from './schema.ts'
import { requireOther } from './target.ts'
import { dropRequest } from './unfollow.ts'
import { relationship } from './views.ts'

const noRequest = () => notFound('This account has not asked to follow you.')

/**
 * Lets somebody who asked follow the viewer, with the settings that they asked for.
 *
 * @throws Problem 404 when nobody such asked.
 */
export async function authorizeRequest(app: App, viewer: Viewer, id: string): Promise<Relationship> {
  const { row: follower } = await requireOther(app, viewer, id)
  await transact(app.db, async (tx) => {
    await lockPair(tx, viewer.accountId, follower.id)
    const settings = await acceptRequest(tx, follower.id, viewer.accountId)
    if (!settings) throw noRequest()
    await beginFollow(tx, follower.id, viewer.accountId, settings, true)
  })
  return await relationship(app, viewer.accountId, follower.id)
}

/** @throws Problem 404 when nobody such asked. */
export async function rejectRequest(app: App, viewer: Viewer, id: string): Promise<Relationship> {
  const { row: follower } = await requireOther(app, viewer, id)
  await transact(app.db, async (tx) => {
    await lockPair(tx, viewer.accountId, follower.id)
    if (!(await dropRequest(tx, follower.id, viewer.accountId))) throw noRequest()
  })
  return await relationship(app, viewer.accountId, follower.id)
}
