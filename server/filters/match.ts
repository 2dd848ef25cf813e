import type { App } from '../app.ts'
import { Cache, perApp } from '../kit/index.ts'
import { type FilterRow, filtersOf } from './queries.ts'
import type { FilterResult } from './schema.ts'

/** What a filter looks at. */
export interface Filterable {
  readonly id: number
  /** All words of a post: warning, text, answers of a poll, descriptions of pictures. */
  readonly searchable: string
}

interface Compiled {
  readonly row: FilterRow
  readonly shown: FilterResult['filter']
  readonly postIds: ReadonlySet<number>
  /** Any of the keywords; null when there is none. */
  readonly any: RegExp | null
}

const nothing: FilterResult[] = []

/** The filters of one person that hold now, ready to be asked about posts. */
export class FilterSet {
  readonly #rows: readonly FilterRow[]
  readonly #filters: readonly Compiled[]
  /** A post is judged once; what is kept of a post is replaced when it is edited, and this set when a filter changes. */
  readonly #known = new WeakMap<Filterable, FilterResult[]>()
  /** When the first of them ends. */
  readonly nextEndMs: number

  constructor(rows: readonly FilterRow[], nowMs: number) {
    this.#rows = rows.filter((row) => row.expires_at === null || row.expires_at.getTime() > nowMs)
    this.#filters = this.#rows.map(compile)
    this.nextEndMs = Math.min(...this.#rows.map((row) => row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY))
  }

  /** The same without those that ended by now. */
  at(nowMs: number): FilterSet {
    return this.nextEndMs > nowMs ? this : new FilterSet(this.#rows, nowMs)
  }

  get isEmpty(): boolean {
    return this.#filters.length === 0
  }

  /** Which filters a post matches, and by what: Mastodon's `filtered`. It says so for every context; apps choose. */
  results(post: Filterable): FilterResult[] {
    if (this.#filters.length === 0) return nothing
    let results = this.#known.get(post)
    if (!results) {
      results = this.#filters.flatMap((filter) => judge(filter, post) ?? [])
      this.#known.set(post, results)
    }
    return results
  }
}

function judge({ row, shown, postIds, any }: Compiled, post: Filterable): FilterResult | null {
  const named = postIds.has(post.id)
  const found = any?.test(post.searchable) ?? false
  if (!named && !found) return null
  const keywords = found ? row.keywords.filter((one) => patternOf([one]).test(post.searchable)) : []
  return {
    filter: shown,
    keyword_matches: keywords.length > 0 ? keywords.map((one) => one.keyword) : null,
    status_matches: named ? [String(post.id)] : null,
  }
}

function compile(row: FilterRow): Compiled {
  return {
    row,
    shown: filterJson(row),
    postIds: new Set(row.posts.map((one) => one.post_id)),
    any: row.keywords.length > 0 ? patternOf(row.keywords) : null,
  }
}

export const filterJson = (row: FilterRow): FilterResult['filter'] => ({
  id: String(row.id),
  title: row.title,
  context: row.contexts,
  expires_at: row.expires_at?.toISOString() ?? null,
  filter_action: row.action,
})

/**
 * A whole word has no letter, digit or underscore beside it, where it begins or ends with one itself: `#art` is found
 * in `(#art)`, and not in `#arts` (as in Mastodon's CustomFilterKeyword).
 */
function patternOf(keywords: FilterRow['keywords']): RegExp {
  const word = '[\\p{L}\\p{M}\\p{N}_]'
  const parts = keywords.map(({ keyword, whole_word }) => {
    const literal = keyword
      .trim()
      // Nothing else may be escaped in a pattern with the flag `u`: `\-` is an error, and it stands for itself.
      .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
      .replace(/\s+/g, '\\s+')
    if (!whole_word) return literal
    const before = new RegExp(`^${word}`, 'u').test(keyword.trim()) ? `(?<!${word})` : ''
    const behind = new RegExp(`${word}$`, 'u').test(keyword.trim()) ? `(?!${word})` : ''
    return `${before}${literal}${behind}`
  })
  return new RegExp(parts.join('|'), 'iu')
}

const MOST_KEPT = 50_000

/** One cache per App, forgotten by the listeners of this module. */
export const filterCache = perApp(
  (app: App) =>
    new Cache<number, FilterSet>(MOST_KEPT, async (accountIds) => {
      const rows = await filtersOf(app.db.read, accountIds)
      const byAccount = Map.groupBy(rows, (row) => row.account_id)
      const nowMs = app.now().getTime()
      return new Map(accountIds.map((id) => [id, new FilterSet(byAccount.get(id) ?? [], nowMs)]))
    }),
)

/** The filters of a person that hold now; from memory, or with one statement. */
export async function filtersFor(app: App, accountId: number): Promise<FilterSet> {
  return current(app, accountId, (await filterCache(app).get(accountId))!)
}

/** The same when they are in memory already; for the hot path, which does not wait. */
export function knownFiltersFor(app: App, accountId: number): FilterSet | undefined {
  const set = filterCache(app).peek(accountId)
  return set && current(app, accountId, set)
}

function current(app: App, accountId: number, set: FilterSet): FilterSet {
  const now = set.at(app.now().getTime())
  if (now !== set) filterCache(app).set(accountId, now)
  return now
}
