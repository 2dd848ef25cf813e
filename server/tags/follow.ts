import type { Static } from 'typebox'
import type { App } from '../app.ts'
import { type Call, linkPages, type PageQuery, pageOf, type Viewer } from '../http/index.ts'
import { unprocessable } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { countTags, endTag, followedPage, holdTag, lockTags } from './queries.ts'
import type { Tag } from './schema.ts'
import { tagFollowed, tagUnfollowed } from './signals.ts'
import { requireKey, showTag, tagsJson } from './views.ts'

/** A home is built from all of them. */
const MOST_FOLLOWED = 1000

/** Follows a hashtag; no error when it is followed. @throws Problem 404 (cannot be one), 422 (too many). */
export async function followTag(app: App, viewer: Viewer, name: string): Promise<Tag> {
  const { accountId } = viewer
  const tag = requireKey(name)
  await transact(app.db, async (tx) => {
    await lockTags(tx, accountId)
    if ((await holdTag(tx, 'followed_tags', accountId, tag)).length === 0) return
    if ((await countTags(tx, 'followed_tags', accountId)) > MOST_FOLLOWED) {
      throw unprocessable(`You can follow ${MOST_FOLLOWED} hashtags. Unfollow one first.`)
    }
    await emit(tx, tagFollowed, { accountId, tag })
  })
  return await showTag(app, viewer, tag)
}

/** Takes that back; no error when it is not followed. @throws Problem 404 (cannot be one). */
export async function unfollowTag(app: App, viewer: Viewer, name: string): Promise<Tag> {
  const { accountId } = viewer
  const tag = requireKey(name)
  await transact(app.db, async (tx) => {
    const ended = await endTag(tx, 'followed_tags', accountId, tag)
    if (ended.length > 0) await emit(tx, tagUnfollowed, { accountId, tag })
  })
  return await showTag(app, viewer, tag)
}

/** The hashtags that the viewer follows, the last followed first. */
export async function showFollowed(
  call: Call<Viewer, unknown, Static<ReturnType<typeof PageQuery>>, unknown>,
): Promise<Tag[]> {
  const { app, viewer } = call
  const page = pageOf(call.query)
  const rows = [...(await followedPage(app.db.read, viewer.accountId, page))].sort((a, b) => b.id - a.id)
  const keys = rows.map((row) => row.id)
  linkPages(call, keys, page.limit)
  const names = rows.map((row) => row.tag)
  return await tagsJson(app, viewer, names)
}
