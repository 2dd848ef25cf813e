import { accountIdsByUsername, type PostingDefaults, postingDefaults, profileUrl } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { forbidden, unprocessable } from '../kit/index.ts'
import { attachMedia } from '../media/index.ts'
import { hiddenFor } from '../relations/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { keepNew, type PostEntry } from './entries.ts'
import { claimIdempotencyKey, fillIdempotencyKey, insertPost, type NewPost } from './queries.ts'
import type { CreateStatus, Status } from './schema.ts'
import { type PostFact, posted } from './signals.ts'
import { countCharacters, type Mention, render, scan } from './text/index.ts'
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
  refuseWhatIsNotThere(wanted)
  const text = (wanted.status ?? '').trim()
  const spoiler = (wanted.spoiler_text ?? '').trim()
  const mediaIds = (wanted.media_ids ?? []).map(Number)
  checkLength(app, text, spoiler, mediaIds)
  const defaults = await postingDefaults(app, viewer.accountId)
  const parent = wanted.in_reply_to_id ? await requireParent(app, viewer, wanted.in_reply_to_id) : null
  const mentioned = await resolveMentions(app, viewer, text)
  const post = compose(app, viewer, wanted, { text, spoiler, parent, defaults, mentioned, options })
  const id = await transact(app.db, (tx) => write(tx, app, viewer, post, mediaIds, options.idempotencyKey))
  return await requireStatus(app, viewer, id)
}

/** Said plainly rather than dropped silently: these come with their own parts. */
export function refuseWhatIsNotThere(wanted: Pick<CreateStatus, 'scheduled_at' | 'poll' | 'quoted_status_id'>): void {
  if (wanted.scheduled_at) throw unprocessable('Scheduled posts are not offered on this network yet.')
  if (wanted.poll) throw unprocessable('Polls are not offered on this network yet.')
  if (wanted.quoted_status_id) throw unprocessable('Quotes are not offered on this network yet.')
}

/** A post is something: words, a warning or pictures. @throws Problem 422. */
export function checkLength(app: App, text: string, spoiler: string, mediaIds: readonly number[]): void {
  if (text === '' && spoiler === '' && mediaIds.length === 0) {
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
  readonly defaults: PostingDefaults
  readonly mentioned: Map<string, number>
  readonly options: CreateOptions
}

function compose(app: App, viewer: Viewer, wanted: CreateStatus, parts: Parts): NewPost {
  const { text, spoiler, parent, defaults, mentioned, options } = parts
  return {
    author_id: viewer.accountId,
    boost_of_id: null,
    in_reply_to_id: parent?.row.id ?? null,
    in_reply_to_account_id: parent?.row.author_id ?? null,
    conversation_id: parent?.row.conversation_id ?? null,
    visibility: wanted.visibility ?? defaults.visibility,
    sensitive: wanted.sensitive ?? (spoiler !== '' || defaults.sensitive),
    spoiler_text: spoiler,
    text,
    language: wanted.language ?? defaults.language,
    app_id: options.appId ?? null,
    created_at: options.createdAt ?? app.now(),
    imported: options.createdAt !== undefined,
    ...wordingOf(app, viewer, text, mentioned),
  }
}

/** What follows from the text of a post. */
export type Wording = Pick<NewPost, 'content' | 'mentions' | 'tags'>

export function wordingOf(app: App, viewer: Viewer, text: string, mentioned: Map<string, number>): Wording {
  const tags = new Map<string, string>()
  for (const entity of scan(text)) {
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
    mentions: [...new Set(mentioned.values())].filter((id) => id !== viewer.accountId),
    tags: [...tags].map(([tag, name]) => ({ tag, name })).sort((a, b) => (a.tag < b.tag ? -1 : 1)),
  }
}

async function write(
  tx: Tx,
  app: App,
  viewer: Viewer,
  post: NewPost,
  mediaIds: readonly number[],
  key: string | undefined,
): Promise<number> {
  if (key !== undefined) {
    const before = await claimIdempotencyKey(tx, viewer.accountId, key.slice(0, 200))
    if (before !== null) return before
  }
  const made = (await insertPost(tx, post))[0]!
  const { id, conversation_id } = made
  if (key !== undefined) await fillIdempotencyKey(tx, viewer.accountId, key.slice(0, 200), id)
  if (mediaIds.length > 0) await attachMedia(tx, viewer.accountId, mediaIds, id)
  if (mediaIds.length === 0 && post.mentions.length === 0) {
    tx.afterCommit(() => keepNew(app, { ...post, ...made, mentions: [], edited_at: null }))
  }
  await emit(tx, posted, factOf(id, conversation_id, post, mediaIds.length > 0))
  return id
}

const factOf = (postId: number, conversationId: number, post: NewPost, hasMedia: boolean): PostFact => ({
  postId,
  authorId: post.author_id,
  visibility: post.visibility,
  boostOfId: null,
  boostOfAuthorId: null,
  language: post.language,
  inReplyToId: post.in_reply_to_id,
  inReplyToAccountId: post.in_reply_to_account_id,
  conversationId,
  mentions: post.mentions,
  tags: post.tags.map((one) => one.tag),
  hasMedia,
})
