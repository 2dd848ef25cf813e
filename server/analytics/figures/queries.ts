import type { Read } from '../../storage/index.ts'

export interface HourRow {
  readonly hour: Date
  readonly views: number
  readonly opens: number
  readonly viewers: Uint8Array
  /** The author is in `viewers`. */
  readonly own: boolean
}

export const postHours = (read: Read, postId: number, from: Date) => read<HourRow>`
  select hour, views, opens, viewers, own from post_view_hours where post_id = ${postId} and hour >= ${from}`

/** Ever, also of hours that are not kept any more. */
export const postTotal = (read: Read, postId: number) => read<Omit<HourRow, 'hour'>>`
  select views, opens, viewers, own from post_views where post_id = ${postId}`

export interface AccountHour extends HourRow {
  readonly visits: number
  readonly visitors: Uint8Array
  /** They themselves are in `visitors`. */
  readonly own_visit: boolean
}

export const accountHours = (read: Read, accountId: number, from: Date) => read<AccountHour>`
  select hour, views, opens, viewers, own, visits, visitors, own_visit from account_view_hours
   where account_id = ${accountId} and hour >= ${from}`

/** Posts of an author that were seen most since, the most first. Index: post_view_hours_by_author. */
export const mostSeen = (read: Read, authorId: number, from: Date, most: number) => read<{
  post_id: number
  views: number
  opens: number
}>`
  select post_id, sum(views)::bigint as views, sum(opens)::bigint as opens from post_view_hours
   where author_id = ${authorId} and hour >= ${from}
   group by post_id order by views desc, post_id desc limit ${most}`

export interface EngagementRow {
  readonly post_id: number
  readonly favourites: number
  readonly boosts: number
  readonly replies: number
  readonly quotes: number
  readonly bookmarks: number
}

/** What others than the author did to these posts since, as far as it holds. Each count is one look into an index. */
export const engagements = (
  read: Read,
  postIds: readonly number[],
  authorId: number,
  from: Date,
) => read<EngagementRow>`
  select i.id as post_id,
         (select count(*)::int from favourites f where f.post_id = i.id and f.active and f.account_id <> ${authorId}
             and f.id >= b.id) as favourites,
         (select count(*)::int from boosts o where o.post_id = i.id and o.active and o.account_id <> ${authorId}
             and o.id >= b.id) as boosts,
         (select count(*)::int from posts r where r.in_reply_to_id = i.id and r.deleted_at is null
             and r.author_id <> ${authorId} and r.visibility in ('public', 'unlisted') and r.id >= b.id) as replies,
         (select count(*)::int from posts q where q.quote_of_id = i.id and q.deleted_at is null
             and q.quote_revoked_at is null and q.author_id <> ${authorId}
             and q.visibility in ('public', 'unlisted') and q.id >= b.id) as quotes,
         (select count(*)::int from bookmarks k where k.post_id = i.id and k.active and k.account_id <> ${authorId}
             and k.id >= b.id) as bookmarks
    from unnest(${[...postIds]}::bigint[]) i (id), (select tweeter.milliseconds(${from}) << 12 as id) b`
