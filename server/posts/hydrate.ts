import { type AccountEntry, accountCache } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { type Hidden, hiddenFor, knownHiddenFor } from '../relations/index.ts'
import { knownFlags, type PostEntry, postEntries, postStats, viewerFlags } from './entries.ts'
import type { FlagsRow, StatsRow } from './queries.ts'

interface Lookup<V> {
  peek(id: number): V | undefined
}

/** All that is needed to show some posts to one viewer. */
export interface Hydrated {
  readonly posts: Lookup<PostEntry>
  readonly stats: Lookup<StatsRow>
  readonly accounts: Lookup<AccountEntry>
  /** The viewer's own; null for somebody who is not signed in. */
  readonly flags: Lookup<FlagsRow> | null
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
  const isKnown = (id: number): PostEntry | undefined => {
    const post = posts.peek(id)
    if (!post || !stats.peek(id) || !accounts.peek(post.row.author_id)) return undefined
    return flags && !flags.peek(id) ? undefined : post
  }
  for (const id of ids) {
    const post = isKnown(id)
    if (!post) return null
    if (post.row.boost_of_id !== null && !isKnown(post.row.boost_of_id)) return null
  }
  return { posts, stats, accounts, flags: flags ?? null, hidden: hidden ?? null }
}

/** A Map as what the caches offer. What was loaded is held here, so that an eviction meanwhile takes nothing away. */
const lookup = <V>(map: Map<number, V>): Lookup<V> => ({ peek: (id) => map.get(id) })

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
  return {
    posts: lookup(posts),
    stats: lookup(stats),
    accounts: lookup(accounts),
    flags: flags && lookup(flags),
    hidden,
  }
}
