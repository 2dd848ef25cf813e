import { notFound } from '../kit/index.ts'

/** The keys that queries.ts gives (groupKey). The period is a number of half days since 1970. */
export const GROUP_KEY =
  /^(?:ungrouped-([0-9]{1,16})|(follow)-([0-9]{1,7})|(favourite|reblog)-([0-9]{1,16})-([0-9]{1,7}))$/

/** What a key stands for: one notification, or all of a type, about a post or none, of the same half day. */
export type Group =
  | { readonly id: number }
  | { readonly type: string; readonly postId: number | null; readonly period: number }

/** @throws Problem 404 when no group can have this key. */
export function parseGroupKey(key: string): Group {
  const [, id, follow, followPeriod, type, postId, period] = GROUP_KEY.exec(key) ?? []
  if (id) return { id: Number(id) }
  if (follow) return { type: follow, postId: null, period: Number(followPeriod) }
  if (type) return { type, postId: Number(postId), period: Number(period) }
  throw notFound()
}
