import type { App } from '../../app.ts'
import { emit } from '../../signals/index.ts'
import type { Tx } from '../../storage/index.ts'
import type { PostEntry } from '../entries.ts'
import { postEdited } from '../signals.ts'
import { picturesOf } from './edit.ts'
import { insertEdit, lockPost, updateText } from './queries.ts'

/**
 * Makes the pictures of a post sensitive, as an edit of it that everybody can see in its history. Does nothing to a post
 * that is so, or gone.
 */
export async function markSensitive(tx: Tx, app: App, { row, stable }: PostEntry): Promise<void> {
  const [before] = await lockPost(tx, row.id)
  if (!before || before.sensitive) return
  const since = before.edited_at ?? before.created_at
  await insertEdit(tx, before, await picturesOf(app, tx, row.id), row.poll?.options ?? null, since)
  const now = new Date(Math.max(app.now().getTime(), since.getTime() + 1))
  await updateText(tx, { ...before, sensitive: true }, now)
  await emit(tx, postEdited, {
    postId: row.id,
    authorId: row.author_id,
    visibility: row.visibility,
    language: row.language,
    boostOfId: null,
    boostOfAuthorId: null,
    inReplyToId: row.in_reply_to_id,
    inReplyToAccountId: row.in_reply_to_account_id,
    conversationId: row.conversation_id,
    mentions: row.mentions.map((one) => one.id),
    tags: row.tags.map((one) => one.tag),
    hasMedia: stable.media_attachments.length > 0,
    quoteOfId: before.quote_of_id,
    hasPoll: row.poll !== null,
    mentioned: [],
    unmentioned: [],
    languageChanged: false,
    retagged: [],
  })
}
