import type { PostFact } from '../posts/index.ts'

/** What somebody wants of one whom they follow. */
export interface Following {
  readonly showReblogs: boolean
  /** Only posts in these languages, and those without one; null for all. */
  readonly languages: readonly string[] | null
}

/** Whose home it is, and whom they follow. */
export interface Reader {
  readonly accountId: number
  readonly followees: ReadonlyMap<number, Following>
}

export const isReplyToOther = (fact: PostFact): boolean =>
  fact.inReplyToAccountId !== null && fact.inReplyToAccountId !== fact.authorId

/** Does this post of somebody they follow (or their own) belong into this home? queries.ts says the same in SQL. */
export function wants(home: Reader, fact: PostFact): boolean {
  if (fact.authorId === home.accountId) return true
  if (fact.visibility === 'direct' && !fact.mentions.includes(home.accountId)) return false
  const { showReblogs, languages } = home.followees.get(fact.authorId)!
  if (fact.boostOfId !== null && !showReblogs) return false
  if (languages !== null && fact.language !== null && !languages.includes(fact.language)) return false
  if (!isReplyToOther(fact)) return true
  return fact.inReplyToAccountId === home.accountId || home.followees.has(fact.inReplyToAccountId!)
}

export const isFor = (home: Reader, fact: PostFact): boolean =>
  (fact.authorId === home.accountId || home.followees.has(fact.authorId)) && wants(home, fact)
