import type { App } from '../app.ts'
import { unprocessable } from '../kit/index.ts'
import type { Tx } from '../storage/index.ts'
import { claimMedia, hideOthers, releasePosts, selectMedia } from './queries.ts'

export const MOST_PER_POST = 4

/** Mastodon's words, which apps may know. */
const NOT_READY = 'Cannot attach files that have not finished processing. Try again in a moment!'
const NOT_TOGETHER = 'Cannot attach a video to a post that already contains images'

/**
 * Makes these, in this order, the pictures of a post (or its one video or sound), when it is written and when it is edited. Pictures that an edit
 * leaves out stay with the post for its older versions, but are not shown with it any more.
 * @throws Problem 422 unless each is this account's, there, ready, and no other post's; or for more than four; or when
 * a video or a sound is among several.
 */
export async function attachMedia(
  tx: Tx,
  accountId: number,
  mediaIds: readonly number[],
  postId: number,
): Promise<void> {
  const ids = [...new Set(mediaIds)]
  if (ids.length > MOST_PER_POST) throw unprocessable(`A post can have at most ${MOST_PER_POST} files.`)
  const claimed = ids.length > 0 ? await claimMedia(tx, accountId, ids, postId) : []
  if (claimed.length < ids.length) await explain(tx, accountId, ids)
  if (claimed.length > 1 && claimed.some(({ type }) => type === 'video' || type === 'audio')) {
    throw unprocessable(NOT_TOGETHER)
  }
  await hideOthers(tx, ids, postId)
}

/** @throws Problem 422 always: why not all of these could be had. */
async function explain(tx: Tx, accountId: number, ids: readonly number[]): Promise<never> {
  const own = (await selectMedia(tx, ids)).filter((row) => row.account_id === accountId)
  if (own.some(({ state }) => state === 'processing')) throw unprocessable(NOT_READY)
  for (const { error } of own) if (error !== null) throw unprocessable(error)
  throw unprocessable('A file is not there any more, is not yours, or belongs to another post. Upload it again.')
}

/**
 * Frees the pictures of deleted posts: for a day their owner may put them into a new post ("delete and redraft"), then
 * they are swept.
 */
export async function releaseMedia(app: App, tx: Tx, postIds: readonly number[]): Promise<void> {
  await releasePosts(tx, postIds, app.now())
}
