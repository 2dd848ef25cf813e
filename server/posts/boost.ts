import { postingDefaults, type Visibility } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { forbidden, notFound, unprocessable } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { removePost } from './delete.ts'
import { type PostEntry, postEntries } from './entries.ts'
import { holdPost, insertPost, lockBoost, setBoost } from './queries.ts'
import type { Status } from './schema.ts'
import { posted } from './signals.ts'
import { requirePost, requireStatus } from './views.ts'

export interface BoostOptions {
  readonly visibility?: Visibility | undefined
  readonly appId?: number | null
  readonly createdAt?: Date
}

/**
 * Boosts a post: a post of one's own that shows it, as visible as one's posts are unless the app says otherwise.
 * Boosting again gives the same boost.
 *
 * @throws Problem 404, or 422/403 when it may not be boosted: direct, or for followers and somebody else's.
 */
export async function boost(app: App, viewer: Viewer, id: string, options: BoostOptions = {}): Promise<Status> {
  const target = await original(app, viewer, id)
  const { row } = target
  const own = row.author_id === viewer.accountId
  if (row.visibility === 'direct') throw unprocessable('Validation failed: This post cannot be boosted')
  if (row.visibility === 'private' && !own) throw forbidden('This post is for its author’s followers')
  const wanted = options.visibility ?? (await postingDefaults(app, viewer.accountId)).visibility
  const visibility = row.visibility === 'private' ? 'private' : wanted
  const boostId = await transact(app.db, async (tx) => {
    if ((await holdPost(tx, row.id)).length === 0) throw notFound()
    const before = await lockBoost(tx, viewer.accountId, row.id)
    if (before.active) return before.id
    const made = await insertPost(tx, {
      author_id: viewer.accountId,
      boost_of_id: row.id,
      in_reply_to_id: null,
      in_reply_to_account_id: null,
      conversation_id: row.conversation_id,
      visibility,
      sensitive: false,
      spoiler_text: '',
      text: '',
      content: '',
      language: null,
      quote_of_id: null,
      quote_policy: 'nobody',
      reply_policy: 'everyone',
      card_url: null,
      app_id: options.appId ?? null,
      created_at: options.createdAt ?? app.now(),
      imported: options.createdAt !== undefined,
      mentions: [],
      tags: [],
    })
    const postId = made[0]!.id
    await setBoost(tx, viewer.accountId, row.id, postId, true)
    await emit(tx, posted, {
      postId,
      authorId: viewer.accountId,
      limited: made[0]!.limited,
      visibility,
      boostOfId: row.id,
      boostOfAuthorId: row.author_id,
      language: null,
      quoteOfId: null,
      hasPoll: false,
      inReplyToId: null,
      inReplyToAccountId: null,
      conversationId: row.conversation_id,
      mentions: [],
      tags: [],
      hasMedia: false,
    })
    return postId
  })
  return await requireStatus(app, viewer, boostId)
}

/** Takes a boost back; without one it changes nothing. @returns the post itself. */
export async function unboost(app: App, viewer: Viewer, id: string): Promise<Status> {
  const { row } = await original(app, viewer, id)
  await transact(app.db, async (tx) => {
    const before = await lockBoost(tx, viewer.accountId, row.id)
    if (!before.active) return
    const boosted = await postEntries(app).get(before.id)
    if (boosted) await removePost(tx, app, boosted)
    else await setBoost(tx, viewer.accountId, row.id, before.id, false)
  })
  return await requireStatus(app, viewer, row.id)
}

/** The post that is meant, also when the id is of a boost of it. */
export async function original(app: App, viewer: Viewer, id: string): Promise<PostEntry> {
  const post = await requirePost(app, viewer, id)
  if (post.row.boost_of_id === null) return post
  const inner = await requirePost(app, viewer, String(post.row.boost_of_id))
  if (inner.row.boost_of_id !== null) throw notFound()
  return inner
}
