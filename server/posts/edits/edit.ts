import type { App } from '../../app.ts'
import { wantCard } from '../../cards/index.ts'
import type { Viewer } from '../../http/index.ts'
import { notFound, unprocessable } from '../../kit/index.ts'
import { attachMedia, describeMedia, type MediaAttachment, mediaOfPosts, readChange } from '../../media/index.ts'
import { emit } from '../../signals/index.ts'
import { type Tx, transact } from '../../storage/index.ts'
import { checkLength, resolveMentions, type Wording, wordingOf } from '../create.ts'
import { changePoll } from '../polls/change.ts'
import { type CheckedPoll, checkPoll } from '../polls/check.ts'
import type { QuotePolicy } from '../queries.ts'
import { setQuotePolicy } from '../quotes/queries.ts'
import type { EditStatus, Status } from '../schema.ts'
import { policyChanged, postEdited } from '../signals.ts'
import { requirePost, requireStatus } from '../views.ts'
import { insertEdit, type KeptPicture, lockPost, setMentions, setTags, type TextRow, updateText } from './queries.ts'

/** What a post is to say. */
interface Version extends Wording {
  readonly text: string
  readonly spoiler: string
  readonly mediaIds: readonly number[]
  readonly sensitive: boolean | undefined
  readonly language: string | undefined
  readonly poll: CheckedPoll | null
  readonly quotePolicy: QuotePolicy | undefined
}

/**
 * Says a post of one's own anew, as Mastodon does: text, warning and pictures that are absent are none, the other fields
 * stay when they are absent. An edit that changes nothing leaves no version behind. Visibility, thread and author stay.
 *
 * @throws Problem 404 (not there for this person, or somebody else's), 422 (a boost; whatever a new post may not be).
 */
export async function editPost(app: App, viewer: Viewer, id: string, wanted: EditStatus): Promise<Status> {
  const { row } = await requirePost(app, viewer, id)
  if (row.author_id !== viewer.accountId) throw notFound('There is no such post of yours.')
  if (row.boost_of_id !== null) throw unprocessable('A boost cannot be edited: it has no words of its own.')
  const text = (wanted.status ?? '').trim()
  const spoiler = (wanted.spoiler_text ?? '').trim()
  const mediaIds = (wanted.media_ids ?? []).map(Number)
  checkLength(app, text, spoiler, mediaIds.length > 0 || row.quote_of_id !== null)
  const poll = wanted.poll ? checkPoll(wanted.poll, mediaIds) : null
  const wording = wordingOf(app, viewer, text, await resolveMentions(app, viewer, text))
  const { sensitive, language, quote_approval_policy: quotePolicy } = wanted
  const version = { ...wording, text, spoiler, mediaIds, sensitive, language, poll, quotePolicy }
  await transact(app.db, (tx) => write(tx, app, row.id, version, wanted.media_attributes ?? []))
  return await requireStatus(app, viewer, id)
}

async function write(tx: Tx, app: App, postId: number, wanted: Version, changes: MediaChanges): Promise<void> {
  const [before] = await lockPost(tx, postId)
  if (!before) throw notFound()
  const pictures = await picturesOf(app, tx, postId)
  await attachMedia(tx, before.author_id, wanted.mediaIds, postId)
  await describe(tx, before.author_id, postId, wanted.mediaIds, changes)
  const now: TextRow = {
    ...before,
    text: wanted.text,
    content: wanted.content,
    card_url: wanted.mediaIds.length > 0 || before.quote_of_id !== null ? null : wanted.card_url,
    spoiler_text: wanted.spoiler,
    sensitive: wanted.sensitive ?? (wanted.spoiler !== '' || before.sensitive),
    language: wanted.language ?? before.language,
  }
  const poll = await changePoll(tx, app, postId, wanted.poll)
  if (wanted.quotePolicy && (await setQuotePolicy(tx, postId, wanted.quotePolicy)).length > 0) {
    await emit(tx, policyChanged, { postId, authorId: before.author_id })
  }
  const same = saysTheSame(before, now) && isSame(pictures, await picturesOf(app, tx, postId))
  if (same && !poll.changed) {
    // The end of a poll may have moved, which is nothing that it says.
    if (wanted.poll) await emit(tx, policyChanged, { postId, authorId: before.author_id })
    return
  }
  const since = before.edited_at ?? before.created_at
  await insertEdit(tx, before, pictures, poll.before, since)
  // Versions are told apart by their times, so no two are of the same millisecond.
  await updateText(tx, now, new Date(Math.max(app.now().getTime(), since.getTime() + 1)))
  if (now.card_url !== null) await wantCard(app, tx, now.card_url)
  const retagged = await setTags(tx, postId, wanted.tags)
  const named = await setMentions(tx, postId, wanted.mentions)
  await emit(tx, postEdited, {
    postId,
    authorId: before.author_id,
    visibility: before.visibility,
    language: now.language,
    boostOfId: null,
    boostOfAuthorId: null,
    inReplyToId: before.in_reply_to_id,
    inReplyToAccountId: before.in_reply_to_account_id,
    conversationId: before.conversation_id,
    mentions: wanted.mentions,
    tags: wanted.tags.map((one) => one.tag),
    hasMedia: wanted.mediaIds.length > 0,
    quoteOfId: before.quote_of_id,
    hasPoll: wanted.poll !== null,
    mentioned: named.flatMap((one) => (one.active ? one.account_id : [])),
    unmentioned: named.flatMap((one) => (one.active ? [] : one.account_id)),
    languageChanged: now.language !== before.language,
    retagged: retagged.map((one) => one.tag),
  })
}

type MediaChanges = NonNullable<EditStatus['media_attributes']>

/** At most as many as a post may have pictures; the last one about a picture counts. @throws Problem 422. */
async function describe(
  tx: Tx,
  accountId: number,
  postId: number,
  mediaIds: readonly number[],
  changes: MediaChanges,
): Promise<void> {
  for (const [id, change] of new Map(changes.map((one) => [Number(one.id), one]))) {
    if (!mediaIds.includes(id)) {
      throw unprocessable(`media_attributes describes picture ${id}, which media_ids leaves out.`)
    }
    await describeMedia(tx, accountId, id, postId, readChange(change))
  }
}

export const picturesOf = async (app: App, tx: Tx, postId: number): Promise<KeptPicture[]> =>
  ((await mediaOfPosts(app, tx, [postId])).get(postId) ?? []).map(kept)

const kept = ({ id, description, meta }: MediaAttachment): KeptPicture => ({
  id,
  description,
  focus: meta.focus ?? null,
})

/** `content` is not compared: it follows from the text, and changes by itself when somebody mentioned has left. */
const saysTheSame = (a: TextRow, b: TextRow): boolean =>
  a.text === b.text && a.spoiler_text === b.spoiler_text && a.sensitive === b.sensitive && a.language === b.language

const isSame = (a: readonly KeptPicture[], b: readonly KeptPicture[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b)
