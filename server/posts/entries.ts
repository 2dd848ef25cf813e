import { accountCache, profileUrl } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { type CustomEmoji, type EmojiSet, emojisFor, knownEmojis } from '../emojis/index.ts'
import { Cache, perApp } from '../kit/index.ts'
import { type MediaAttachment, mediaOfPosts } from '../media/index.ts'
import { collectionIdsIn } from './collections.ts'
import { type FlagsRow, flagsRows, type PostRow, postRows, type StatsRow, statsRows } from './queries.ts'

/**
 * What is the same for every viewer of a post is rendered once and kept; what changes often (counters) and what differs
 * by viewer (flags) is kept beside it. All of it is forgotten by the listeners (listeners.ts) after the commit that
 * changed it, so a warm timeline costs no statement at all.
 */
export interface PostEntry {
  readonly row: PostRow
  /** The fields that are the same for everybody, without the account and the boosted post. */
  readonly stable: ReturnType<typeof stableFields>
  /** `stable` as bytes, without its last brace, so that the rest can follow. */
  readonly head: Buffer
  /** For filters (Filterable): all words of it. */
  readonly id: number
  readonly searchable: string
  /** Collections of this network that it links to. */
  readonly collectionIds: readonly number[]
  /** Of its poll's options. */
  readonly pollEmojis: CustomEmoji[]
  /** Of a boost: its head as it is shown around the post that it was last shown with (bytes.ts). */
  boostHead?: { readonly around: PostEntry; readonly bytes: Buffer }
}

const POSTS_KEPT = 50_000
const VIEWERS_KEPT = 20_000
const FLAGS_KEPT = 160

export const postEntries = perApp(
  (app: App) =>
    new Cache<number, PostEntry>(POSTS_KEPT, async (ids) => {
      const [rows, emojis] = await Promise.all([postRows(app.db.read, ids), emojisFor(app)])
      const media = await mediaOfPosts(
        app,
        app.db.read,
        rows.map((row) => row.id),
      )
      return new Map(rows.map((row) => [row.id, entry(app, row, media.get(row.id) ?? [], emojis)]))
    }),
)

export const postStats = perApp(
  (app: App) =>
    new Cache<number, StatsRow>(POSTS_KEPT, async (ids) => {
      return new Map((await statsRows(app.db.read, ids)).map((row) => [row.post_id, row]))
    }),
)

type Flags = Cache<number, FlagsRow>

const flagsByViewer = perApp(
  (app: App) =>
    new Cache<number, Flags>(VIEWERS_KEPT, async (viewerIds) => {
      return new Map(viewerIds.map((viewerId) => [viewerId, flagsOf(app, viewerId)]))
    }),
)

const flagsOf = (app: App, viewerId: number): Flags =>
  new Cache(
    FLAGS_KEPT,
    async (ids) => new Map((await flagsRows(app.db.read, viewerId, ids)).map((row) => [row.id, row])),
  )

/** The flags of one viewer: a cache of its own, so that forgetting a person is one step. */
export const viewerFlags = async (app: App, viewerId: number): Promise<Flags> =>
  (await flagsByViewer(app).get(viewerId))!

/** The same when it is here already. */
export const knownFlags = (app: App, viewerId: number): Flags | undefined => flagsByViewer(app).peek(viewerId)

/**
 * Keeps a post of one's own that was just committed and has neither mentions nor pictures, so that showing it to its
 * author costs no statement. Counters are not guessed: somebody may have been quicker.
 */
export function keepNew(app: App, row: PostRow): void {
  // All that some authors post is sensitive; the database says so.
  const author = accountCache(app).peek(row.author_id)
  const emojis = knownEmojis(app)
  if (!author || author.row.sensitized || !emojis) return
  postEntries(app).set(row.id, entry(app, row, [], emojis))
  const nothing = { favourited: false, boosted: false, bookmarked: false, pinned: false, muted: false }
  // A reply may stand in a conversation that its author muted.
  if (row.in_reply_to_id !== null) return
  const own = { sees: true, follows_author: false, may_reply: true, choices: null, voted_in: null, ...nothing }
  knownFlags(app, row.author_id)?.set(row.id, { id: row.id, ...own })
}

export const forgetPost = (app: App, postId: number): void => {
  postEntries(app).invalidate(postId)
  postStats(app).invalidate(postId)
}

export const forgetStats = (app: App, postId: number): void => postStats(app).invalidate(postId)

export const forgetFlags = (app: App, viewerId: number, postId?: number): void => {
  if (postId === undefined) flagsByViewer(app).invalidate(viewerId)
  else flagsByViewer(app).peek(viewerId)?.invalidate(postId)
}

export const forgetEverything = (app: App): void => {
  postEntries(app).clear()
  postStats(app).clear()
  flagsByViewer(app).clear()
}

function entry(app: App, row: PostRow, media: MediaAttachment[], emojis: EmojiSet): PostEntry {
  const stable = stableFields(app, row, media, emojis)
  const pollEmojis = emojis.in(...(row.poll?.options ?? []))
  const words = [row.spoiler_text, row.text, ...(row.poll?.options ?? []), ...media.map((one) => one.description ?? '')]
  const head = Buffer.from(JSON.stringify(stable).slice(0, -1))
  const searchable = words.filter((text) => text !== '').join('\n')
  const collectionIds = collectionIdsIn(app, row.text)
  return { row, stable, head, id: row.id, searchable, collectionIds, pollEmojis }
}

/** The page of a post. */
export const postUrl = (app: App, author: string, id: number): string => `${profileUrl(app, author)}/${id}`

function stableFields(app: App, row: PostRow, media: MediaAttachment[], emojis: EmojiSet) {
  const uri = `${app.config.url}/users/${row.author}/statuses/${row.id}`
  return {
    id: String(row.id),
    uri: row.boost_of_id === null ? uri : `${uri}/activity`,
    url: postUrl(app, row.author, row.id),
    created_at: row.created_at.toISOString(),
    edited_at: row.edited_at?.toISOString() ?? null,
    in_reply_to_id: row.in_reply_to_id === null ? null : String(row.in_reply_to_id),
    in_reply_to_account_id: row.in_reply_to_account_id === null ? null : String(row.in_reply_to_account_id),
    sensitive: row.sensitive,
    spoiler_text: row.spoiler_text,
    visibility: row.visibility,
    language: row.language,
    content: row.content,
    media_attachments: media,
    mentions: row.mentions.map(({ id, username }) => ({
      id: String(id),
      username,
      acct: username,
      url: profileUrl(app, username),
    })),
    tags: row.tags.map(({ tag }) => ({ name: tag, url: `${app.config.url}/tags/${encodeURIComponent(tag)}` })),
    emojis: emojis.in(row.spoiler_text, row.text, ...(row.poll?.options ?? [])),
    application: row.app_name === null ? null : { name: row.app_name, website: row.app_website },
  }
}
