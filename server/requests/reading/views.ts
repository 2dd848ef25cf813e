import type { Kind } from '../record.ts'

/**
 * What people saw and opened, and who asked for a great deal. Of answered requests only (2xx and 304); what bots ask for
 * is in `actors` alone. A list that shows a post is a view, its own page an opening and a view.
 */
export interface Views {
  /** Of the first and the last record, milliseconds. */
  fromMs: number
  untilMs: number
  posts: PostViews[]
  profiles: ProfileViews[]
  tags: TagViews[]
  seen: Seen[]
  actors: Actor[]
}

export interface PostViews {
  readonly postId: number
  /** The beginning of the hour. */
  readonly hourMs: number
  views: number
  opens: number
  /** Distinct viewers: accounts, else hashed addresses (`Uniques.encode`). */
  viewers: Uint8Array
}

export interface ProfileViews {
  readonly accountId: number
  readonly hourMs: number
  visits: number
  visitors: Uint8Array
}

export interface TagViews {
  /** Normalised. */
  readonly tag: string
  readonly hourMs: number
  views: number
  viewers: Uint8Array
}

/**
 * What one signed-in account saw, in the order of time: each thing once for an hour, with its last time and how often. What
 * is counted of posts and profiles has their own author's looks in it, because only those who know authors can tell: that
 * is what `times` is for.
 */
export interface Seen {
  readonly accountId: number
  /** Shown in lists. */
  posts: [postId: number, atMs: number, times: number][]
  /** Opened by itself. */
  opened: [postId: number, atMs: number, times: number][]
  profiles: [accountId: number, atMs: number, times: number][]
  tags: [tag: string, atMs: number, times: number][]
}

/** Who asked for much, whether signed in or not: the most active only, so that this stays small. */
export interface Actor {
  /** One of the two is null. */
  readonly accountId: number | null
  readonly visitor: string | null
  readonly agent: string
  readonly kind: Kind
  requests: number
  /** Answered with 400 and above, without 401, 404 and 429. */
  refused: number
  notFound: number
  unauthorized: number
  limited: number
  writes: number
  /** Different routes, up to 50. */
  routes: number
  firstMs: number
  lastMs: number
  /** Between two requests of theirs, milliseconds: the mean and the standard deviation. Clockwork has little of the second. */
  gapMeanMs: number
  gapDeviationMs: number
}
