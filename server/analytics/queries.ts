import type { Read, Tx } from '../storage/index.ts'

/** Sketches go as base64: the driver has no arrays of bytes, and none of booleans, which go as 0 and 1. */
const texts = (sketches: readonly Uint8Array[]): string[] =>
  sketches.map((sketch) => Buffer.from(sketch.buffer, sketch.byteOffset, sketch.byteLength).toString('base64'))
const moments = (ms: readonly number[]): string[] => ms.map((one) => new Date(one).toISOString())

/** What a post, or the one that it boosts, is counted as. */
export interface Counted {
  readonly id: number
  readonly post_id: number
  readonly author_id: number
}

/** Posts that are there and that anybody may see: of a post for few, a count by the hour would tell its author who read it when. */
export const countedPosts = (tx: Tx, ids: readonly number[]) => tx<Counted>`
  select p.id, s.id as post_id, s.author_id
    from unnest(${[...ids]}::bigint[]) i (id)
    join posts p on p.id = i.id and p.deleted_at is null
    join posts s on s.id = coalesce(p.boost_of_id, p.id) and s.deleted_at is null and s.visibility in ('public', 'unlisted')`

export interface PostRow {
  readonly postId: number
  readonly views: number
  readonly opens: number
  readonly viewers: Uint8Array
  readonly own: boolean
}
export interface PostHourRow extends PostRow {
  readonly hourMs: number
  readonly authorId: number
}
export interface AccountHourRow {
  readonly accountId: number
  readonly hourMs: number
  readonly views: number
  readonly opens: number
  readonly viewers: Uint8Array
  readonly own: boolean
  readonly visits: number
  readonly visitors: Uint8Array
  readonly ownVisit: boolean
}
export interface TagHourRow {
  readonly tag: string
  readonly hourMs: number
  readonly views: number
  readonly viewers: Uint8Array
}

/*
 * Adding takes two steps, because sketches are merged here and not in the database: the counters first, row by row in
 * the order of the keys, which locks each row, so that two readers never wait for each other in a circle; what it answers
 * are the sketches that the rows had (or have been given). Then the merged sketches, of rows that are locked already.
 */

export const addToPosts = (tx: Tx, rows: readonly PostRow[]) => tx<{ post_id: number; viewers: Uint8Array }>`
  insert into post_views as v (post_id, views, opens, viewers, own)
  select post_id, views, opens, decode(viewers, 'base64'), own = 1
    from unnest(${rows.map((row) => row.postId)}::bigint[], ${rows.map((row) => row.views)}::bigint[],
                ${rows.map((row) => row.opens)}::bigint[], ${texts(rows.map((row) => row.viewers))}::text[],
                ${rows.map((row) => Number(row.own))}::integer[]) as n (post_id, views, opens, viewers, own)
   order by post_id
  on conflict (post_id) do update set
    views = v.views + excluded.views, opens = v.opens + excluded.opens, own = v.own or excluded.own
  returning v.post_id, v.viewers`

export const setPostViewers = (tx: Tx, keys: readonly number[], viewers: readonly Uint8Array[]) => tx`
  update post_views v set viewers = decode(n.viewers, 'base64')
    from unnest(${[...keys]}::bigint[], ${texts(viewers)}::text[]) as n (post_id, viewers)
   where v.post_id = n.post_id`

export const addToPostHours = (tx: Tx, rows: readonly PostHourRow[]) => tx<{
  post_id: number
  hour: Date
  viewers: Uint8Array
}>`
  insert into post_view_hours as v (post_id, hour, author_id, views, opens, viewers, own)
  select post_id, hour, author_id, views, opens, decode(viewers, 'base64'), own = 1
    from unnest(${rows.map((row) => row.postId)}::bigint[], ${moments(rows.map((row) => row.hourMs))}::timestamptz[],
                ${rows.map((row) => row.authorId)}::bigint[], ${rows.map((row) => row.views)}::integer[],
                ${rows.map((row) => row.opens)}::integer[], ${texts(rows.map((row) => row.viewers))}::text[],
                ${rows.map((row) => Number(row.own))}::integer[])
           as n (post_id, hour, author_id, views, opens, viewers, own)
   order by post_id, hour
  on conflict (post_id, hour) do update set
    views = v.views + excluded.views, opens = v.opens + excluded.opens, own = v.own or excluded.own
  returning v.post_id, v.hour, v.viewers`

export const setPostHourViewers = (
  tx: Tx,
  keys: readonly { postId: number; hourMs: number }[],
  viewers: readonly Uint8Array[],
) => tx`
  update post_view_hours v set viewers = decode(n.viewers, 'base64')
    from unnest(${keys.map((key) => key.postId)}::bigint[], ${moments(keys.map((key) => key.hourMs))}::timestamptz[],
                ${texts(viewers)}::text[]) as n (post_id, hour, viewers)
   where v.post_id = n.post_id and v.hour = n.hour`

export const addToAccountHours = (tx: Tx, rows: readonly AccountHourRow[]) => tx<{
  account_id: number
  hour: Date
  viewers: Uint8Array
  visitors: Uint8Array
}>`
  insert into account_view_hours as v (account_id, hour, views, opens, viewers, own, visits, visitors, own_visit)
  select account_id, hour, views, opens, decode(viewers, 'base64'), own = 1, visits,
         decode(visitors, 'base64'), own_visit = 1
    from unnest(${rows.map((row) => row.accountId)}::bigint[], ${moments(rows.map((row) => row.hourMs))}::timestamptz[],
                ${rows.map((row) => row.views)}::integer[], ${rows.map((row) => row.opens)}::integer[],
                ${texts(rows.map((row) => row.viewers))}::text[], ${rows.map((row) => Number(row.own))}::integer[],
                ${rows.map((row) => row.visits)}::integer[], ${texts(rows.map((row) => row.visitors))}::text[],
                ${rows.map((row) => Number(row.ownVisit))}::integer[])
           as n (account_id, hour, views, opens, viewers, own, visits, visitors, own_visit)
    join accounts a on a.id = n.account_id and a.deleted_at is null
   order by account_id, hour
  on conflict (account_id, hour) do update set
    views = v.views + excluded.views, opens = v.opens + excluded.opens, own = v.own or excluded.own,
    visits = v.visits + excluded.visits, own_visit = v.own_visit or excluded.own_visit
  returning v.account_id, v.hour, v.viewers, v.visitors`

export const setAccountHourViewers = (
  tx: Tx,
  keys: readonly { accountId: number; hourMs: number }[],
  viewers: readonly Uint8Array[],
  visitors: readonly Uint8Array[],
) => tx`
  update account_view_hours v set viewers = decode(n.viewers, 'base64'), visitors = decode(n.visitors, 'base64')
    from unnest(${keys.map((key) => key.accountId)}::bigint[], ${moments(keys.map((key) => key.hourMs))}::timestamptz[],
                ${texts(viewers)}::text[], ${texts(visitors)}::text[]) as n (account_id, hour, viewers, visitors)
   where v.account_id = n.account_id and v.hour = n.hour`

/** Of tags that posts carry; any word can be asked for. */
export const addToTagHours = (tx: Tx, rows: readonly TagHourRow[]) => tx<{
  tag: string
  hour: Date
  viewers: Uint8Array
}>`
  insert into tag_view_hours as v (tag, hour, views, viewers)
  select tag, hour, views, decode(viewers, 'base64')
    from unnest(${rows.map((row) => row.tag)}::text[], ${moments(rows.map((row) => row.hourMs))}::timestamptz[],
                ${rows.map((row) => row.views)}::integer[], ${texts(rows.map((row) => row.viewers))}::text[])
           as n (tag, hour, views, viewers)
   where exists (select from post_tags t where t.tag = n.tag and t.active)
   order by tag, hour
  on conflict (tag, hour) do update set views = v.views + excluded.views
  returning v.tag, v.hour, v.viewers`

export const setTagHourViewers = (
  tx: Tx,
  keys: readonly { tag: string; hourMs: number }[],
  viewers: readonly Uint8Array[],
) => tx`
  update tag_view_hours v set viewers = decode(n.viewers, 'base64')
    from unnest(${keys.map((key) => key.tag)}::text[], ${moments(keys.map((key) => key.hourMs))}::timestamptz[],
                ${texts(viewers)}::text[]) as n (tag, hour, viewers)
   where v.tag = n.tag and v.hour = n.hour`

/** Of hours before. @returns how many rows went. */
type Purge = (tx: Tx, before: Date, most: number) => Promise<number>

export const purgePostHours: Purge = async (tx, before, most) =>
  (
    await tx`
      delete from post_view_hours
       where ctid = any(array(select ctid from post_view_hours where hour < ${before} limit ${most}))`
  ).count

export const purgeAccountHours: Purge = async (tx, before, most) =>
  (
    await tx`
      delete from account_view_hours
       where ctid = any(array(select ctid from account_view_hours where hour < ${before} limit ${most}))`
  ).count

export const purgeTagHours: Purge = async (tx, before, most) =>
  (
    await tx`
      delete from tag_view_hours
       where ctid = any(array(select ctid from tag_view_hours where hour < ${before} limit ${most}))`
  ).count

/** Of posts that were deleted while their last readers were being counted. */
export const purgeDeletedPosts: Purge = async (tx, recent, most) => {
  const gone = await tx<{ post_id: number }>`
    delete from post_view_hours
     where ctid = any(array(
             select h.ctid from post_view_hours h join posts p on p.id = h.post_id and p.deleted_at is not null
              where h.hour > ${recent} limit ${most}))
    returning post_id`
  await tx`delete from post_views where post_id = any(${gone.map((row) => row.post_id)}::bigint[])`
  return gone.length
}

/** The same of accounts. */
export const purgeDeletedAccounts: Purge = async (tx, recent, most) =>
  (
    await tx`
      delete from account_view_hours
       where ctid = any(array(
               select h.ctid from account_view_hours h join accounts a on a.id = h.account_id and a.deleted_at is not null
                where h.hour > ${recent} limit ${most}))`
  ).count

export const forgetAccount = (tx: Tx, accountId: number) => tx`
  delete from account_view_hours where account_id = ${accountId}`

export const viewsOf = (read: Read, ids: readonly number[]) => read<{ post_id: number; views: number }>`
  select post_id, views from post_views where post_id = any(${[...ids]}::bigint[])`

export interface ViewersRow {
  readonly key: string
  readonly viewers: Uint8Array
  readonly own: boolean
}

export const viewersOfPosts = (read: Read, ids: readonly string[], from: Date) => read<ViewersRow>`
  select post_id::text as key, viewers, own from post_view_hours
   where post_id = any(${ids.map(Number)}::bigint[]) and hour >= ${from}`

export const viewersOfTags = (read: Read, tags: readonly string[], from: Date) => read<ViewersRow>`
  select tag as key, viewers, false as own from tag_view_hours
   where tag = any(${[...tags]}::text[]) and hour >= ${from}`
