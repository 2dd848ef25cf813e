import type { PostFact } from '../posts/index.ts'

/** What somebody wants of one whom they follow. */
export interface Following {
  readonly showReblogs: boolean
  /** Only posts in these languages, and those without one; null for all. */
  readonly languages: readonly string[] | null
}

/** What decides which posts belong into somebody's home. */
export interface Wishes {
  readonly followees: ReadonlyMap<number, Following>
  /** Hashtags (normalised) whose public posts come in, whoever wrote them. */
  readonly tags: ReadonlySet<string>
  /** Who is in an exclusive list of theirs: what these post stays out. Never the reader. */
  readonly excluded: ReadonlySet<number>
}

/** Whose home it is, and what they want in it. */
export interface Reader extends Wishes {
  readonly accountId: number
}

export const isReplyToOther = (fact: PostFact): boolean =>
  fact.inReplyToAccountId !== null && fact.inReplyToAccountId !== fact.authorId

/**
 * Does this post of somebody they follow and have in no exclusive list (or their own) belong into this home?
 * queries.ts says the same in SQL.
 */
export function wants(home: Reader, fact: PostFact): boolean {
  if (fact.authorId === home.accountId) return true
  if (fact.visibility === 'direct' && !fact.mentions.includes(home.accountId)) return false
  const { showReblogs, languages } = home.followees.get(fact.authorId)!
  if (fact.boostOfId !== null && !showReblogs) return false
  if (languages !== null && fact.language !== null && !languages.includes(fact.language)) return false
  if (!isReplyToOther(fact)) return true
  return fact.inReplyToAccountId === home.accountId || home.followees.has(fact.inReplyToAccountId!)
}

/** Does it belong into this home because of its author? */
export const isByAuthorFor = (home: Reader, fact: PostFact): boolean =>
  (fact.authorId === home.accountId || (home.followees.has(fact.authorId) && !home.excluded.has(fact.authorId))) &&
  wants(home, fact)

/** May this post come into homes because of its hashtags? */
export const isTagged = (fact: PostFact): boolean =>
  fact.tags.length > 0 && fact.visibility === 'public' && fact.boostOfId === null

/** The first of its hashtags for which it belongs into this home. */
export const tagFor = (home: Reader, fact: PostFact): string | undefined =>
  isTagged(fact) && !home.excluded.has(fact.authorId) ? fact.tags.find((tag) => home.tags.has(tag)) : undefined

export const isFor = (home: Reader, fact: PostFact): boolean =>
  isByAuthorFor(home, fact) || tagFor(home, fact) !== undefined
