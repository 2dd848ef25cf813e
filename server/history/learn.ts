/** What recommendations learn from. Ids of posts that are deleted or hidden since are among them: look before you show. */
import type { Read } from '../storage/index.ts'
import { type DayRow, entriesSince, rowsOfMany } from './queries.ts'

export interface SeenPost {
  readonly postId: number
  readonly atMs: number
}

/** Posts that somebody saw in lists since, the newest first; each once for a day (UTC). */
export const seenBy = (read: Read, accountId: number, sinceMs: number): Promise<SeenPost[]> =>
  postsOf(read, accountId, 'seen', sinceMs)

/** Posts that somebody opened since, the newest first; each once for a day (UTC). */
export const openedBy = (read: Read, accountId: number, sinceMs: number): Promise<SeenPost[]> =>
  postsOf(read, accountId, 'opened', sinceMs)

async function postsOf(read: Read, accountId: number, kind: 'seen' | 'opened', sinceMs: number): Promise<SeenPost[]> {
  const rows = await entriesSince(read, accountId, kind, sinceMs)
  return rows.map((row) => ({ postId: Number(row.key), atMs: row.at_ms }))
}

/** One person's day. */
export interface SeenDay {
  readonly accountId: number
  readonly kind: 'seen' | 'opened'
  /** The newest first; `atMs` is at the same place. */
  readonly postIds: readonly number[]
  readonly atMs: readonly number[]
}

/**
 * The same of many: whole days (that of `sinceMs` included) of the next accounts, in the order of accounts and days. One
 * statement; the last one's id is where to go on.
 */
export async function seenByMany(
  read: Read,
  afterAccountId: number,
  sinceMs: number,
  accounts = 100,
): Promise<SeenDay[]> {
  return (await rowsOfMany(read, ['seen', 'opened'], afterAccountId, sinceMs, accounts)).map(dayOf)
}

const dayOf = ({ account_id: accountId, day_ms: dayMs, kind, keys, times }: DayRow): SeenDay => ({
  accountId,
  kind: kind as 'seen' | 'opened',
  postIds: keys.map(Number),
  atMs: times.map((ms) => dayMs + ms),
})
