import { type AccountEntry, accountCache, isVisible } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { type Hidden, hiddenFor } from '../relations/index.ts'
import { type PostEntry, postEntries, postStats, viewerFlags } from './entries.ts'
import type { FlagsRow, StatsRow } from './queries.ts'
import type { Status } from './schema.ts'

/** What a list leaves out beyond what may not be seen at all. */
export type Rules = 'direct' | 'list'

/** All that is needed to show some posts to one viewer, gathered in a fixed number of statements. */
interface Hydrated {
  readonly posts: Map<number, PostEntry>
  readonly stats: Map<number, StatsRow>
  readonly accounts: Map<number, AccountEntry>
  readonly flags: Map<number, FlagsRow> | null
  readonly hidden: Hidden | null
}

/**
 * Hydration, the second of a list's four steps (ids, hydration, rules, presentation). Cold it costs at most seven
 * statements, whatever is in the posts: posts and media, the same for what they boost, counters, authors, flags, blocks.
 * Warm it costs none.
 */
async function hydrate(app: App, viewer: Viewer | null, ids: readonly number[]): Promise<Hydrated> {
  const posts = await postEntries(app).getMany(ids)
  const boosted: number[] = []
  for (const post of posts.values()) if (post.row.boost_of_id !== null) boosted.push(post.row.boost_of_id)
  if (boosted.length > 0) for (const [id, post] of await postEntries(app).getMany(boosted)) posts.set(id, post)
  const shown = [...posts.keys()]
  const authors = new Set<number>()
  for (const post of posts.values()) authors.add(post.row.author_id)
  const [stats, accounts, flags, hidden] = await Promise.all([
    postStats(app).getMany(shown),
    accountCache(app).getMany(authors),
    viewer ? viewerFlags(app, viewer.accountId).then((cache) => cache.getMany(shown)) : null,
    viewer ? hiddenFor(app, viewer.accountId) : null,
  ])
  return { posts, stats, accounts, flags, hidden }
}

/** May this viewer see this post at all? In a list, may they be shown it unasked (mutes, own blocks)? */
function passes(app: App, got: Hydrated, viewer: Viewer | null, post: PostEntry, rules: Rules): boolean {
  const { row } = post
  const author = got.accounts.get(row.author_id)
  if (!author || !isVisible(author.row)) return false
  if (!viewer) return row.visibility === 'public' || row.visibility === 'unlisted'
  if (!got.flags!.get(row.id)?.sees) return false
  if (row.author_id === viewer.accountId) return true
  const { blockedBy, blocking, muting } = got.hidden!
  if (blockedBy.has(row.author_id)) return false
  if (rules === 'direct') return true
  if (blocking.has(row.author_id)) return false
  const mute = muting.get(row.author_id)
  return mute === undefined || mute.expiresAtMs <= app.now().getTime()
}

/** Those of the ids that may be shown, in their order, each with the post it boosts (itself when it is no boost). */
function select(app: App, got: Hydrated, viewer: Viewer | null, ids: readonly number[], rules: Rules) {
  const selected: { post: PostEntry; shown: PostEntry }[] = []
  for (const id of ids) {
    const post = got.posts.get(id)
    if (!post || !passes(app, got, viewer, post, rules)) continue
    const { boost_of_id } = post.row
    const shown = boost_of_id === null ? post : got.posts.get(boost_of_id)
    if (!shown || (shown !== post && !passes(app, got, viewer, shown, rules))) continue
    if (rules === 'list' && viewer && mentionsHidden(got, viewer, shown)) continue
    selected.push({ post, shown })
  }
  return selected
}

/** A post that mentions somebody whom the viewer blocks is kept from lists, as Mastodon does. */
function mentionsHidden(got: Hydrated, viewer: Viewer, post: PostEntry): boolean {
  const { blocking } = got.hidden!
  if (blocking.size === 0 || post.row.author_id === viewer.accountId) return false
  return post.row.mentions.some((mention) => blocking.has(mention.id))
}

const noStats: StatsRow = { post_id: 0, replies: 0, boosts: 0, favourites: 0 }

/** What changes often and what is the viewer's own. Both speak of the post that is shown, also on a boost of it. */
function varying(got: Hydrated, shown: PostEntry) {
  const stats = got.stats.get(shown.row.id) ?? noStats
  const counters = {
    replies_count: stats.replies,
    reblogs_count: stats.boosts,
    favourites_count: stats.favourites,
  }
  const flags = got.flags?.get(shown.row.id)
  if (!flags) return counters
  const { favourited, boosted, bookmarked, pinned, muted } = flags
  return { ...counters, favourited, reblogged: boosted, muted, bookmarked, pinned }
}

function present(got: Hydrated, post: PostEntry, shown: PostEntry): Status {
  const common = varying(got, shown)
  const outer = { ...post.stable, account: got.accounts.get(post.row.author_id)!.json, ...common }
  if (shown === post) return { ...outer, reblog: null }
  const inner = { ...shown.stable, account: got.accounts.get(shown.row.author_id)!.json, ...common, reblog: null }
  return { ...outer, ...boostShows(shown), reblog: inner }
}

/** A boost says what it boosts, so that apps which look at the outside show the same. */
const boostShows = (shown: PostEntry) => ({
  content: shown.stable.content,
  spoiler_text: shown.stable.spoiler_text,
  sensitive: shown.stable.sensitive,
  language: shown.stable.language,
})

/**
 * Posts as the API shows them, in the order of the ids; what the viewer may not see is left out.
 *
 * @param rules 'list' (the default) also leaves out what the viewer mutes or blocks; 'direct' is for what they asked
 * for by its id.
 */
export async function renderPosts(
  app: App,
  viewer: Viewer | null,
  ids: readonly number[],
  rules: Rules = 'list',
): Promise<Status[]> {
  if (ids.length === 0) return []
  const got = await hydrate(app, viewer, ids)
  return select(app, got, viewer, ids, rules).map(({ post, shown }) => present(got, post, shown))
}

/**
 * The same as the bytes of a JSON array, put together from what is kept: the hot path of timelines.
 *
 * @returns the bytes, and the ids that are in them.
 */
export async function renderPostBytes(
  app: App,
  viewer: Viewer | null,
  ids: readonly number[],
  most = Number.POSITIVE_INFINITY,
): Promise<{ bytes: Buffer; ids: number[] }> {
  const { got, selected } = await fill(app, viewer, ids, most)
  const pieces: (Buffer | string)[] = []
  const shownIds: number[] = []
  let size = 2
  for (const { post, shown } of selected) {
    const rest = `,${JSON.stringify(varying(got, shown)).slice(1, -1)}`
    const account = got.accounts.get(post.row.author_id)!.bytes
    const separator = shownIds.length === 0 ? '' : ','
    if (shown === post) {
      const tail = `${rest},"reblog":null}`
      pieces.push(separator, post.head, ',"account":', account, tail)
      size += separator.length + post.head.length + ACCOUNT.length + account.length + Buffer.byteLength(tail)
    } else {
      const whole = Buffer.from(JSON.stringify(present(got, post, shown)))
      pieces.push(separator, whole)
      size += separator.length + whole.length
    }
    shownIds.push(post.row.id)
  }
  return { bytes: join(pieces, size), ids: shownIds }
}

/** Looks at as many posts as are wanted and, only when rules left some out, at the spare ones as well. */
async function fill(app: App, viewer: Viewer | null, ids: readonly number[], most: number) {
  const first = ids.slice(0, most)
  const got = await hydrate(app, viewer, first)
  const selected = select(app, got, viewer, first, 'list')
  if (selected.length === first.length || first.length === ids.length) return { got, selected }
  const all = await hydrate(app, viewer, ids)
  return { got: all, selected: select(app, all, viewer, ids, 'list').slice(0, most) }
}

const ACCOUNT = ',"account":'

function join(pieces: readonly (Buffer | string)[], size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size)
  bytes[0] = 0x5b
  let at = 1
  for (const piece of pieces) {
    // The strings here are ASCII: field names, numbers and booleans.
    at += typeof piece === 'string' ? bytes.write(piece, at, 'latin1') : piece.copy(bytes, at)
  }
  bytes[at] = 0x5d
  return bytes
}

/** @throws Problem 404 when there is no such post for this viewer. */
export async function requireStatus(app: App, viewer: Viewer | null, id: number | string): Promise<Status> {
  const [status] = await renderPosts(app, viewer, [Number(id)], 'direct')
  if (!status) throw notFound()
  return status
}

/** The entry of a post that this viewer may see; for verbs. @throws Problem 404. */
export async function requirePost(app: App, viewer: Viewer, id: number | string): Promise<PostEntry> {
  await requireStatus(app, viewer, id)
  return (await postEntries(app).get(Number(id)))!
}
