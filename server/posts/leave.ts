import type { App } from '../app.ts'
import { letGoOfMedia } from '../media/index.ts'
import { emit } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { removePost } from './delete.ts'
import { postEntries } from './entries.ts'
import { endRowsOf } from './later/queries.ts'
import { endFavourites } from './marks/queries.ts'
import { newestPosts } from './queries.ts'
import { authorLeft, unfavourited } from './signals.ts'

/** So many posts, and so many favourites, in one transaction: nobody waits long for what it locks. */
export const AT_ONCE = 100

/**
 * A job after the deletion of an account: some of its posts are deleted, as if one by one by their author (boosts of
 * them go, pictures are released, whoever shows them is told), and some of its favourites are taken back; its drafts and
 * scheduled posts are forgotten. While there is more, it leaves the next job behind.
 */
export async function deleteLeft(app: App, tx: Tx, accountId: number): Promise<void> {
  // First, since one of them may be about to become a post.
  const drafts = await endRowsOf(tx, accountId)
  const media = new Set(drafts.flatMap(({ params }) => (params.media_ids ?? []).map(Number)))
  await letGoOfMedia(app, tx, accountId, [...media])
  const ids = (await newestPosts(tx, accountId, AT_ONCE)).map((row) => row.id)
  for (const post of (await postEntries(app).getMany(ids)).values()) await removePost(tx, app, post)
  const ended = await endFavourites(tx, accountId, AT_ONCE)
  for (const { post_id: postId, author_id: authorId } of ended) {
    await emit(tx, unfavourited, { postId, authorId, accountId })
  }
  if (Math.max(ids.length, ended.length) === AT_ONCE) await emit(tx, authorLeft, { accountId })
}
