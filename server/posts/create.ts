import {
  accountIdsByUsername,
  type PostingDefaults,
  postingDefaults,
  profileUrl,
  type Visibility,
} from '../accounts/index.ts'
import type { App } from '../app.ts'
import { linkAddress, wantCard } from '../cards/index.ts'
import type { Viewer } from '../http/index.ts'
import { forbidden, notFound, unprocessable } from '../kit/index.ts'
import { attachMedia } from '../media/index.ts'
import { hiddenFor } from '../relations/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { keepNew, type PostEntry, viewerFlags } from './entries.ts'
import { addPoll } from './polls/change.ts'
import { type CheckedPoll, checkPoll } from './polls/check.ts'
import {
  claimIdempotencyKey,
  fillIdempotencyKey,
  holdPost,
  insertPost,
  type MadePost,
  type NewPost,
} from './queries.ts'
import { requireQuotable } from './quotes/quotes.ts'
import type { CreateStatus, Status } from './schema.ts'
import { type PostFact, posted, quoted } from './signals.ts'
import { countCharacters, detectLanguage, type Mention, render, scan } from './text/index.ts'
import { requirePost, requireStatus } from './views.ts'

export interface CreateOptions {
  /** The app that it is written with. */
  readonly appId?: number | null
  /** A repeated key gives the first answer again and changes nothing. */
  readonly idempotencyKey?: string | undefined
  /** An import of an old post: it keeps its date, and its id sorts by it. */
  readonly createdAt?: Date
}

const MOST_MENTIONS = 100
const MOST_TAGS = 100

/**
 * Publishes a post.
 *
 * @throws Problem 422 (empty, too long, media not there), 404 (the post replied to is not there for this person),
 * 403 (its author blocks them).
 */
export async function createPost(
  app: App,
  viewer: Viewer,
  wanted: CreateStatus,
  options: CreateOptions = {},
): Promise<Status> {
  const write = await preparePost(app, viewer, wanted, options)
  return await requireStatus(app, viewer, await transact(app.db, write))
}

/**
 * Checks a post as `createPost` does; @returns what writes it, in a transaction of the caller, and answers its id.
 *
 * @throws Problem as `createPost`; writing may throw 422 (media not there) and 404 (what it quotes is gone).
 */
export async function preparePost(
  app: App,
  viewer: Viewer,
  wanted: CreateStatus,
  options: CreateOptions = {},
): Promise<(tx: Tx) => Promise<number>> {
  const text = (wanted.status ?? '').trim()
  const spoiler = (wanted.spoiler_text ?? '').trim()
  const mediaIds = (wanted.media_ids ?? []).map(Number)
  checkLength(app, text, spoiler, mediaIds.length > 0 || wanted.quoted_status_id !== undefined)
  const poll = wanted.poll ? checkPoll(wanted.poll, mediaIds) : null
  const defaults = await postingDefaults(app, viewer.accountId)
  const visibility = wanted.visibility ?? defaults.visibility
  const parent = wanted.in_reply_to_id ? await requireParent(app, viewer, wanted.in_reply_to_id) : null
  const quoting = wanted.quoted_status_id
    ? await requireQuotable(app, viewer, wanted.quoted_status_id, visibility)
    : null
  const mentioned = await resolveMentions(app, viewer, text)
  const language = wanted.language ?? (await detectLanguage(text, defaults.language)) ?? defaults.language
  const parts = { text, spoiler, parent, quoting, defaults, visibility, language, mentioned, options }
  const composed = compose(app, viewer, wanted, parts)
  const post = quoting || mediaIds.length > 0 ? { ...composed, card_url: null } : composed
  const also = { mediaIds, poll, quoting, key: options.idempotencyKey?.slice(0, 200) }
  return (tx) => write(tx, app, viewer, post, also)
}

/** A post is something: words, a warning, or what is attached to it. @throws Problem 422. */
export function checkLength(app: App, text: string, spoiler: string, hasMore: boolean): void {
  if (text === '' && spoiler === '' && !hasMore) {
    throw unprocessable("Validation failed: Text can't be blank", {
      status: [{ error: 'ERR_BLANK', description: "can't be blank" }],
    })
  }
  const most = app.config.postCharacters
  // A cheap bound first, so that an absurd text is not counted by graphemes.
  if (text.length > most * 100 || countCharacters(text, spoiler) > most) {
    const description = `character limit of ${most} exceeded`
    throw unprocessable(`Validation failed: Text ${description}`, { status: [{ error: 'ERR_TOO_LONG', description }] })
  }
}

async function requireParent(app: App, viewer: Viewer, id: string): Promise<PostEntry> {
  const parent = await requirePost(app, viewer, id)
  if (parent.row.boost_of_id !== null) return await requireParent(app, viewer, String(parent.row.boost_of_id))
  const { blocking } = await hiddenFor(app, viewer.accountId)
  if (blocking.has(parent.row.author_id)) throw forbidden('You block the author of the post that this replies to')
  const flags = await (await viewerFlags(app, viewer.accountId)).get(parent.row.id)
  if (!flags?.may_reply) throw forbidden('The author of this conversation lets only some people reply')
  return parent
}

/** username in lower case -> id, of those who are there. Who blocks the author is named but not told. */
export async function resolveMentions(app: App, viewer: Viewer, text: string): Promise<Map<string, number>> {
  const names = new Set<string>()
  for (const entity of scan(text)) {
    if (entity.type === 'mention' && isLocal(app, entity)) names.add(entity.user.toLowerCase())
    if (names.size === MOST_MENTIONS) break
  }
  const found = await accountIdsByUsername(app.db.read, [...names])
  const { blockedBy } = await hiddenFor(app, viewer.accountId)
  for (const [name, id] of found) if (blockedBy.has(id)) found.delete(name)
  return found
}

const isLocal = (app: App, mention: Mention) => mention.host === null || mention.host === app.config.domain

interface Parts {
  readonly text: string
  readonly spoiler: string
  readonly parent: PostEntry | null
  readonly quoting: PostEntry | null
  readonly defaults: PostingDefaults
  readonly visibility: Visibility
  readonly language: string | null
  readonly mentioned: Map<string, number>
  readonly options: CreateOptions
}

function compose(app: App, viewer: Viewer, wanted: CreateStatus, parts: Parts): NewPost {
  const { text, spoiler, parent, quoting, defaults, visibility, language, mentioned, options } = parts
  return {
    author_id: viewer.accountId,
    boost_of_id: null,
    in_reply_to_id: parent?.row.id ?? null,
    in_reply_to_account_id: parent?.row.author_id ?? null,
    conversation_id: parent?.row.conversation_id ?? null,
    visibility,
    sensitive: wanted.sensitive ?? (spoiler !== '' || defaults.sensitive),
    spoiler_text: spoiler,
    text,
    language,
    quote_of_id: quoting?.row.id ?? null,
    quote_policy: wanted.quote_approval_policy ?? defaults.quotePolicy,
    reply_policy: wanted.reply_policy ?? 'everyone',
    app_id: options.appId ?? null,
    created_at: options.createdAt ?? app.now(),
    imported: options.createdAt !== undefined,
    ...wordingOf(app, viewer, text, mentioned),
  }
}

/** What follows from the text of a post. */
export type Wording = Pick<NewPost, 'content' | 'mentions' | 'tags' | 'card_url'>

export function wordingOf(app: App, viewer: Viewer, text: string, mentioned: Map<string, number>): Wording {
  const tags = new Map<string, string>()
  let card_url: string | null = null
  for (const entity of scan(text)) {
    if (entity.type === 'link') card_url ??= linkAddress(entity.url)
    if (entity.type === 'hashtag' && tags.size < MOST_TAGS && !tags.has(entity.key)) tags.set(entity.key, entity.name)
  }
  const content = render(text, {
    tagBase: app.config.url,
    mention: (mention) => {
      const known = isLocal(app, mention) && mentioned.has(mention.user.toLowerCase())
      return known ? profileUrl(app, mention.user) : null
    },
  })
  return {
    content,
    card_url,
    mentions: [...new Set(mentioned.values())].filter((id) => id !== viewer.accountId),
    tags: [...tags].map(([tag, name]) => ({ tag, name })).sort((a, b) => (a.tag < b.tag ? -1 : 1)),
  }
}

interface Also {
  readonly mediaIds: readonly number[]
  readonly poll: CheckedPoll | null
  readonly quoting: PostEntry | null
  readonly key: string | undefined
}

async function write(tx: Tx, app: App, viewer: Viewer, post: NewPost, also: Also): Promise<number> {
  const { mediaIds, poll, quoting, key } = also
  if (key !== undefined) {
    const before = await claimIdempotencyKey(tx, viewer.accountId, key)
    if (before !== null) return before
  }
  if (quoting && (await holdPost(tx, quoting.row.id)).length === 0) throw notFound('The quoted post is gone.')
  const made = (await insertPost(tx, post))[0]!
  const { id } = made
  if (key !== undefined) await fillIdempotencyKey(tx, viewer.accountId, key, id)
  if (mediaIds.length > 0) await attachMedia(tx, viewer.accountId, mediaIds, id)
  if (poll) await addPoll(tx, app, id, poll)
  if (post.card_url !== null) await wantCard(app, tx, post.card_url)
  if (mediaIds.length === 0 && post.mentions.length === 0 && !poll) {
    const rest = { mentions: [], edited_at: null, poll: null, quote_revoked: false }
    tx.afterCommit(() => keepNew(app, { ...post, ...made, ...rest }))
  }
  const fact = factOf(made, post, also)
  await emit(tx, posted, fact)
  if (quoting) {
    const { id: quotedPostId, author_id: quotedAuthorId } = quoting.row
    await emit(tx, quoted, { postId: id, authorId: viewer.accountId, quotedPostId, quotedAuthorId })
  }
  return id
}

const factOf = (made: MadePost, post: NewPost, { mediaIds, poll }: Also): PostFact => ({
  postId: made.id,
  authorId: post.author_id,
  limited: made.limited,
  visibility: post.visibility,
  boostOfId: null,
  boostOfAuthorId: null,
  language: post.language,
  inReplyToId: post.in_reply_to_id,
  inReplyToAccountId: post.in_reply_to_account_id,
  conversationId: made.conversation_id,
  mentions: post.mentions,
  tags: post.tags.map((one) => one.tag),
  hasMedia: mediaIds.length > 0,
  quoteOfId: post.quote_of_id,
  hasPoll: poll !== null,
})
