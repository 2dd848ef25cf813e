/** Searching without the server: addresses, what a text may name, and what was searched for before in this browser. */
import { address } from '../api/http.ts'

export const SEARCH_TYPES = ['all', 'accounts', 'statuses', 'hashtags'] as const
export type SearchType = (typeof SEARCH_TYPES)[number]

/** What the address says is wanted; what is no type is everything. */
export const typeFrom = (text: string): SearchType => SEARCH_TYPES.find((type) => type === text) ?? 'all'

/** The page with what was found. */
export const searchPath = (q: string, type: SearchType = 'all'): string =>
  address('/search', { q: q || null, type: type === 'all' ? null : type })

export const tagPath = (name: string): string => `/tags/${encodeURIComponent(name)}`

/** The name of somebody that this text may be (`@ada`, `ada`), without the sign; null where it is none. */
export const handleIn = (text: string): string | null => /^@?([a-z0-9_]{1,30})$/i.exec(text.trim())?.[1] ?? null

/** The hashtag that this text is; null where it does not begin with the sign. */
export const tagIn = (text: string): string | null => /^[#＃]([\p{L}\p{M}\p{N}_]+)$/u.exec(text.trim())?.[1] ?? null

/** What to look for among people and tags while somebody types; '' where the text is a sentence or has operators. */
export const nameIn = (text: string): string => {
  const trimmed = text.trim()
  return trimmed.length <= 60 && !/["“”„:]/.test(trimmed) ? trimmed : ''
}

const KEY = 'searches'
const MOST_RECENT = 8

/** The newest first. */
export function recentSearches(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, MOST_RECENT) : []
  } catch {
    return [] // a browser that keeps nothing
  }
}

/** What `before` becomes when this is searched for; the same text in another case takes the place of the older. */
export const withSearch = (before: readonly string[], q: string): string[] =>
  [q, ...before.filter((one) => one.toLowerCase() !== q.toLowerCase())].slice(0, MOST_RECENT)

export function rememberSearch(q: string): void {
  const text = q.trim()
  if (text) keepSearches(withSearch(recentSearches(), text))
}

export function keepSearches(list: readonly string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(list))
  } catch {
    // A browser that keeps nothing: nothing is offered next time.
  }
}
