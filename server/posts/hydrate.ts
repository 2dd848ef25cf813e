import { type AccountEntry, accountCache } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { cardEntries, type PreviewCard, peekCard } from '../cards/index.ts'
import { type FilterSet, filtersFor, knownFiltersFor } from '../filters/index.ts'
import type { Viewer } from '../http/index.ts'
import { perApp } from '../kit/index.ts'
import { type Hidden, hiddenFor, knownHiddenFor } from '../relations/index.ts'
import { type Collection, linkedCollections } from './collections.ts'
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
  /** What it quotes: null for none (or one deeper than is shown), and undefined when it is gone. */
  readonly quoted: Line | null | undefined
  /** Of the link in it. */
  readonly card: PreviewCard | null
  /** That it links to. */
  readonly collections: readonly Collection[]
}

/** The posts of a list that exist, in its order, and whom the viewer does not want to see or may not. */
export interface Hydrated {
  readonly lines: readonly Line[]
  readonly hidden: Hidden | null
  readonly filters: FilterSet | null
}

/** A quoted post is shown, and of the one that it quotes only the id. */
const QUOTES_DEEP = 2

const MOST_GONE = 50_000

const none: Collection[] = []

/** Quoted posts that are known to be deleted: what is not there is not looked for each time. */
const goneQuotes = perApp(() => new Set<number>())

/**
 * Hydration, the second of a list's four steps (ids, hydration, rules, presentation). Cold it costs at most sixteen
 * statements, whatever is in the posts: posts and media, the same for what they boost or quote, for what that quotes and
 * once more, counters, authors, flags, blocks, filters, emojis, previews of links and who wrote what they show; and a
 * few more where a post links to a collection. Warm it costs none, and no waiting either.
 */
export function hydrate(app: App, viewer: Viewer | null, ids: readonly number[]): Hydrated | Promise<Hydrated> {
  return warm(app, viewer, ids) ?? load(app, viewer, ids)
}

/** Straight from the caches, when everything is there. */
function warm(app: App, viewer: Viewer | null, ids: readonly number[]): Hydrated | null {
  const posts = postEntries(app)
  const stats = postStats(app)
  const accounts = accountCache(app)
  const gone = goneQuotes(app)
  const flags = viewer ? knownFlags(app, viewer.accountId) : null
  const hidden = viewer ? knownHiddenFor(app, viewer.accountId) : null
  const filters = viewer ? knownFiltersFor(app, viewer.accountId) : null
  if (viewer && (!flags || !hidden || !filters)) return null
  const line = (id: number, quotes: number): Line | undefined => {
    const post = posts.peek(id)
    const author = post && accounts.peek(post.row.author_id)
    const counted = stats.peek(id)
    const own = flags?.peek(id)
    // What links to a collection, which is rare, is loaded each time.
    if (!author || !counted || (flags && !own) || post.collectionIds.length > 0) return undefined
    const { boost_of_id } = post.row
    const boosted = boost_of_id === null ? null : line(boost_of_id, quotes)
    const quotedId = quotedBy(post, quotes)
    const quoted = quotedId === null ? null : line(quotedId, quotes - 1)
    if (boosted === undefined || (quoted === undefined && !gone.has(quotedId!))) return undefined
    const card = post.row.card_url === null ? null : peekCard(app, viewer?.accountId ?? null, post.row.card_url)
    return card === undefined
      ? card
      : { post, author, stats: counted, flags: own ?? null, boosted, quoted, card, collections: none }
  }
  const lines: Line[] = []
  for (const id of ids) {
    const known = line(id, QUOTES_DEEP)
    if (!known) return null
    lines.push(known)
  }
  return { lines, hidden: hidden ?? null, filters: filters ?? null }
}

const quotedBy = ({ row }: PostEntry, quotes: number): number | null =>
  quotes > 0 && !row.quote_revoked ? row.quote_of_id : null

async function load(app: App, viewer: Viewer | null, ids: readonly number[]): Promise<Hydrated> {
  const posts = await postEntries(app).getMany(ids)
  await addReferred(app, posts)
  const shown = [...posts.keys()]
  const authors = new Set<number>()
  const links = new Set<string>()
  const collectionsWanted = new Set<number>()
  for (const { row, collectionIds } of posts.values()) {
    authors.add(row.author_id)
    if (row.card_url !== null) links.add(row.card_url)
    for (const id of collectionIds) collectionsWanted.add(id)
  }
  const [stats, accounts, flags, hidden, filters, cards] = await Promise.all([
    postStats(app).getMany(shown),
    accountCache(app).getMany(authors),
    viewer ? viewerFlags(app, viewer.accountId).then((cache) => cache.getMany(shown)) : null,
    viewer ? hiddenFor(app, viewer.accountId) : null,
    viewer ? filtersFor(app, viewer.accountId) : null,
    links.size > 0 ? cardEntries(app, viewer?.accountId ?? null, links) : null,
  ])
  const linked = await collectionsById(app, viewer, collectionsWanted)
  const line = (id: number, quotes: number): Line | undefined => {
    const post = posts.get(id)
    const author = post && accounts.get(post.row.author_id)
    const own = flags?.get(id)
    if (!author || (flags && !own)) return undefined
    const { boost_of_id } = post.row
    const boosted = boost_of_id === null ? null : line(boost_of_id, quotes)
    const quotedId = quotedBy(post, quotes)
    const quoted = quotedId === null ? null : line(quotedId, quotes - 1)
    const card = cards?.get(post.row.card_url ?? '') ?? null
    const collections = post.collectionIds.flatMap((one) => linked.get(String(one)) ?? none)
    return { post, author, stats: stats.get(id) ?? noStats, flags: own ?? null, boosted, quoted, card, collections }
  }
  return { lines: ids.flatMap((id) => line(id, QUOTES_DEEP) ?? []), hidden, filters }
}

async function collectionsById(app: App, viewer: Viewer | null, ids: Set<number>): Promise<Map<string, Collection>> {
  if (ids.size === 0) return new Map()
  const about = { ids: [...ids], viewerId: viewer?.accountId ?? null }
  const shown = (await app.bus.ask(linkedCollections, about)) ?? []
  return new Map(shown.map((one) => [one.id, one]))
}

/** Adds what these posts boost and quote, and what that quotes. */
async function addReferred(app: App, posts: Map<number, PostEntry>): Promise<void> {
  const gone = goneQuotes(app)
  if (gone.size > MOST_GONE) gone.clear()
  let last: Iterable<PostEntry> = [...posts.values()]
  for (let round = 0; round <= QUOTES_DEEP; round++) {
    const wanted = new Set<number>()
    const quotes = new Set<number>()
    for (const { row } of last) {
      if (row.boost_of_id !== null) wanted.add(row.boost_of_id)
      if (row.quote_of_id !== null && !row.quote_revoked) quotes.add(row.quote_of_id)
    }
    const missing = [...wanted, ...quotes].filter((id) => !posts.has(id) && !gone.has(id))
    if (missing.length === 0) return
    const found = await postEntries(app).getMany(missing)
    for (const [id, post] of found) posts.set(id, post)
    for (const id of quotes) if (!posts.has(id)) gone.add(id)
    last = found.values()
  }
}

const noStats: StatsRow = { post_id: 0, replies: 0, boosts: 0, favourites: 0, quotes: 0, votes: null, voters: null }
