import type { App } from '../app.ts'
import { unprocessable } from '../kit/index.ts'
import type { Tx } from '../storage/index.ts'
import { claimMedia, hideOthers, releasePosts } from './queries.ts'

export const MOST_PER_POST = 4

/**
 * Makes these, in this order, the pictures of a post, when it is written and when it is edited. Pictures that an edit
 * leaves out stay with the post for its older versions, but are not shown with it any more.
 * @throws Problem 422 unless each is this account's, there, and no other post's; or for more than four.
 */
export async function attachMedia(
  tx: Tx,
  accountId: number,
  mediaIds: readonly number[],
  postId: number,
): Promise<void> {
  const ids = [...new Set(mediaIds)]
  if (ids.length > MOST_PER_POST) throw unprocessable(`A post can have at most ${MOST_PER_POST} pictures.`)
  if (ids.length > 0 && (await claimMedia(tx, accountId, ids, postId)).length < ids.length) {
    throw unprocessable('A picture is not there any more, is not yours, or belongs to another post. Upload it again.')
  }
  await hideOthers(tx, ids, postId)
}

/**
 * Frees the pictures of deleted posts: for a day their owner may put them into a new post ("delete and redraft"), then
 * they are swept.
 */
export async function releaseMedia(app: App, tx: Tx, postIds: readonly number[]): Promise<void> {
  await releasePosts(tx, postIds, app.now())
}
