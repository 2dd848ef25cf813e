import { type AccountEntry, accountCache } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { type Hidden, hiddenFor, knownHiddenFor } from '../relations/index.ts'
import { knownFlags, type PostEntry, postEntries, postStats, viewerFlags } from './entries.ts'
import type { FlagsRow, StatsRow } from './queries.ts'

/** A post with what shows it to one viewer. */
export interface Line {
  readonly post: PostEntry
  readonly author: AccountEntry
  readonly stats: StatsRow
  /** The viewer's own; null for somebody who is not signed in. */
  readonly flags: FlagsRow | null
  /** What a boost boosts; null for any other post, and undefined when it is gone. */
  readonly boosted: Line | null | undefined
}

/** The posts of a list that exist, in its order, and whom the viewer does not want to see or may not. */
export interface Hydrated {
  readonly lines: readonly Line[]
  readonly hidden: Hidden | null
}

/**
 * Hydration, the second of a list's four steps (ids, hydration, rules, presentation). Cold it costs at most eight
 * statements, whatever is in the posts: posts and media, the same for what they boost, counters, authors, flags, blocks.
 * Warm it costs none, and no waiting either.
 */
export function hydrate(app: App, viewer: Viewer | null, ids: readonly number[]): Hydrated | Promise<Hydrated> {
  return warm(app, viewer, ids) ?? load(app, viewer, ids)
}

/** Straight from the caches, when everything is there. */
function warm(app: App, viewer: Viewer | null, ids: readonly number[]): Hydrated | null {
  const posts = postEntries(app)
  const stats = postStats(app)
  const accounts = accountCache(app)
  const flags = viewer ? knownFlags(app, viewer.accountId) : null
  const hidden = viewer ? knownHiddenFor(app, viewer.accountId) : null
  if (viewer && (!flags || !hidden)) return null
  const line = (id: number): Line | undefined => {
    const post = posts.peek(id)
    const author = post && accounts.peek(post.row.author_id)
    const counted = stats.peek(id)
    const own = flags?.peek(id)
    if (!author || !counted || (flags && !own)) return undefined
    if (post.row.boost_of_id === null) return { post, author, stats: counted, flags: own ?? null, boosted: null }
    const boosted = line(post.row.boost_of_id)
    return boosted && { post, author, stats: counted, flags: own ?? null, boosted }
  }
  const lines: Line[] = []
  for (const id of ids) {
    const known = line(id)
    if (!known) return null
    lines.push(known)
  }
  return { lines, hidden: hidden ?? null }
}

async function load(app: App, viewer: Viewer | null, ids: readonly number[]): Promise<Hydrated> {
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
  const line = (id: number): Line | undefined => {
    const post = posts.get(id)
    const author = post && accounts.get(post.row.author_id)
    const own = flags?.get(id)
    if (!author || (flags && !own)) return undefined
    const { boost_of_id } = post.row
    const boosted = boost_of_id === null ? null : line(boost_of_id)
    return { post, author, stats: stats.get(id) ?? noStats, flags: own ?? null, boosted }
  }
  return { lines: ids.flatMap((id) => line(id) ?? []), hidden }
}

const noStats: StatsRow = { post_id: 0, replies: 0, boosts: 0, favourites: 0 }
