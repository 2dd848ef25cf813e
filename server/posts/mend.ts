import type { App } from '../app.ts'
import { emit } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { removeLateBoosts } from './delete.ts'
import { boostedAndGone, leftWithPosts } from './queries.ts'
import { authorLeft } from './signals.ts'

/**
 * A job when rows came from the other site without facts: boosts of posts that were deleted there go, and so does what
 * people had written here whose account was deleted there.
 */
export async function mendPosts(tx: Tx, app: App): Promise<void> {
  for (const { id, author_id, visibility, conversation_id } of await boostedAndGone(tx)) {
    await removeLateBoosts(tx, app, {
      postId: id,
      authorId: author_id,
      visibility,
      conversationId: conversation_id,
      limited: false,
      language: null,
      boostOfId: null,
      boostOfAuthorId: null,
      inReplyToId: null,
      inReplyToAccountId: null,
      mentions: [],
      tags: [],
      hasMedia: false,
      quoteOfId: null,
      hasPoll: false,
    })
  }
  for (const { id } of await leftWithPosts(tx)) await emit(tx, authorLeft, { accountId: id })
}
