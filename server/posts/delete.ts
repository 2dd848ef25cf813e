import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { releaseMedia } from '../media/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import type { PostEntry } from './entries.ts'
import { deletePosts, setBoost } from './queries.ts'
import type { Status } from './schema.ts'
import { type PostFact, postDeleted } from './signals.ts'
import { requirePost, requireStatus } from './views.ts'

/**
 * Deletes a post of one's own and the boosts that show it; a boost of one's own is taken back.
 *
 * @returns the post as it was, with its text as written, so that an app can offer to write it again.
 * @throws Problem 404: not there for this person, or somebody else's.
 */
export async function deletePost(app: App, viewer: Viewer, id: string): Promise<Status> {
  const post = await requirePost(app, viewer, id)
  if (post.row.author_id !== viewer.accountId) throw notFound('There is no such post of yours.')
  const status = await requireStatus(app, viewer, id)
  await transact(app.db, (tx) => removePost(tx, app, post))
  return { ...status, text: post.row.text }
}

/** The tombstones and the fact, in the caller's transaction. */
export async function removePost(tx: Tx, app: App, post: PostEntry): Promise<void> {
  const { row } = post
  const removed = await deletePosts(tx, row.id, app.now())
  if (removed.length === 0) return
  if (row.boost_of_id !== null) await setBoost(tx, row.author_id, row.boost_of_id, row.id, false)
  await releaseMedia(app, tx, [row.id])
  const fact = factOf(post)
  for (const one of removed) await emit(tx, postDeleted, one.id === row.id ? fact : boostFact(one, fact))
}

/** A job when a post was deleted at the other site: what was boosted here meanwhile goes as well. */
export async function removeLateBoosts(tx: Tx, app: App, fact: PostFact): Promise<void> {
  if (fact.boostOfId !== null) return
  for (const one of await deletePosts(tx, fact.postId, app.now())) await emit(tx, postDeleted, boostFact(one, fact))
}

const factOf = ({ row, stable }: PostEntry): PostFact => ({
  postId: row.id,
  authorId: row.author_id,
  limited: row.limited,
  visibility: row.visibility,
  boostOfId: row.boost_of_id,
  boostOfAuthorId: null,
  language: row.language,
  inReplyToId: row.in_reply_to_id,
  inReplyToAccountId: row.in_reply_to_account_id,
  conversationId: row.conversation_id,
  mentions: row.mentions.map((one) => one.id),
  tags: row.tags.map((one) => one.tag),
  hasMedia: stable.media_attachments.length > 0,
  quoteOfId: row.quote_of_id,
  hasPoll: row.poll !== null,
})

const boostFact = (boost: { id: number; author_id: number; limited: boolean }, of: PostFact): PostFact => ({
  postId: boost.id,
  authorId: boost.author_id,
  limited: boost.limited,
  visibility: of.visibility,
  boostOfId: of.postId,
  boostOfAuthorId: of.authorId,
  language: null,
  inReplyToId: null,
  inReplyToAccountId: null,
  conversationId: of.conversationId,
  mentions: [],
  tags: [],
  hasMedia: false,
  quoteOfId: null,
  hasPoll: false,
})
