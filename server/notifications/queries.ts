import type { Page } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'
import type { Group } from './group-key.ts'

export interface NotificationRow {
  readonly id: number
  readonly type: string
  readonly from_account_id: number
  readonly post_id: number | null
  readonly subject_id: number | null
  readonly created_at: Date
  readonly group_key: string
}

/**
 * Nothing comes from whom the recipient blocks, is blocked by, or mutes with notifications; `n` is the notification.
 * A rule of reading as well as of writing, so that a block hides what is there already, and its end shows it again.
 * Here and below the other tables are asked by scalar subqueries on their keys, because Postgres would turn an `exists`
 * into a join or a hash of the whole table for whoever has many notifications.
 */
export const isWelcome = (read: Read, now: Date) => read`
  (select b.active from blocks b where b.blocker_id = n.account_id and b.blocked_id = n.from_account_id) is not true
  and (select b.active from blocks b where b.blocker_id = n.from_account_id and b.blocked_id = n.account_id) is not true
  and (select m.active and m.notifications and coalesce(m.expires_at > ${now}, true) from mutes m
        where m.muter_id = n.account_id and m.muted_id = n.from_account_id) is not true`

/** Which of a person's notifications are asked for. */
export interface Wanted {
  readonly accountId: number
  /** null: all. */
  readonly types: string[] | null
  readonly excludedTypes: string[]
  /** Only those that this account caused; null: all. */
  readonly fromAccountId: number | null
  /** Only those of one group; null: all. */
  readonly group: Group | null
  /** Those that the person's policy holds back: among the others, left out, or nothing else. */
  readonly filtered: 'too' | 'without' | 'only'
  readonly now: Date
}

/** Whoever left the collection, or was taken out of it, is not concerned any more. */
const isInCollection = (read: Read) => read`
  (select i.active and (select c.deleted_at is null from collections c where c.id = i.collection_id)
     from collection_items i where i.collection_id = n.subject_id and i.account_id = n.account_id)`

/**
 * A notification is shown while what it tells of is true, so taking something back needs no writing here, and what two
 * sites did apart from each other agrees when they meet again.
 */
const isTrue = (read: Read) => read`
  case n.type
    when 'mention' then (select m.active from mentions m where m.post_id = n.post_id and m.account_id = n.account_id)
    when 'favourite' then
      (select f.active from favourites f where f.account_id = n.from_account_id and f.post_id = n.post_id)
    when 'reblog' then (select b.active from boosts b where b.account_id = n.from_account_id and b.post_id = n.post_id)
    when 'follow' then
      (select f.active from follows f where f.follower_id = n.from_account_id and f.followee_id = n.account_id)
    when 'follow_request' then
      (select r.active from follow_requests r where r.follower_id = n.from_account_id and r.followee_id = n.account_id)
    when 'quote' then (select p.quote_revoked_at is null from posts p where p.id = n.post_id)
    when 'quoted_update' then (select p.quote_revoked_at is null from posts p where p.id = n.post_id)
    when 'added_to_collection' then ${isInCollection(read)}
    when 'collection_update' then ${isInCollection(read)}
    -- Only as long as they run the network.
    when 'admin.sign_up' then (select u.role <> 'user' from users u where u.account_id = n.account_id)
    when 'admin.report' then (select u.role <> 'user' from users u where u.account_id = n.account_id)
    else true
  end
  and (select p.deleted_at from posts p where p.id = n.post_id) is null
  and (select a.deleted_at is null and a.suspended_at is null from accounts a where a.id = n.from_account_id)`

/** The types of which many become one line. */
const GROUPED_TYPES = ['favourite', 'reblog', 'follow']
const PERIOD_SECONDS = 12 * 3600

/**
 * Favourites and boosts of one post, and follows, of the same half day belong together (Mastodon's groups span twelve
 * hours at most, too). It is worked out here only, so that every answer gives a notification the same key, and from the
 * row alone, so that two sites do. What is held back stands alone. group-key.ts reads it.
 */
const groupKey = (read: Read, groupedTypes: readonly string[]) => read`
  case when not n.filtered and n.type = any(${groupedTypes}::text[])
       then concat_ws('-', n.type, n.post_id, floor(extract(epoch from n.created_at) / ${PERIOD_SECONDS}::numeric)::bigint)
       else 'ungrouped-' || n.id end`

/** Index: notifications_in_group. */
const isIn = (read: Read, group: Group) =>
  'id' in group
    ? read`n.id = ${group.id}`
    : read`
  not n.filtered and n.type = ${group.type} and coalesce(n.post_id, 0) = coalesce(${group.postId}::bigint, 0)
  and n.created_at >= to_timestamp(${group.period * PERIOD_SECONDS}::float8)
  and n.created_at < to_timestamp(${(group.period + 1) * PERIOD_SECONDS}::float8)`

const held = {
  too: (read: Read) => read`true`,
  without: (read: Read) => read`not n.filtered`,
  only: (read: Read) => read`n.filtered`,
}

export const isShown = (read: Read, wanted: Wanted) => read`
  ${wanted.group ? isIn(read, wanted.group) : read`true`} and n.account_id = ${wanted.accountId} and n.active
  and ${held[wanted.filtered](read)} and (${wanted.types}::text[] is null or n.type = any(${wanted.types}::text[]))
  and n.type <> all(${wanted.excludedTypes}::text[])
  and (${wanted.fromAccountId}::bigint is null or n.from_account_id = ${wanted.fromAccountId})
  and ${isWelcome(read, wanted.now)} and ${isTrue(read)}`

/** In the order of the page's direction. Index: notifications_not_filtered, or notifications_by_account. */
export const listNotifications = (read: Read, wanted: Wanted, page: Page) => read<NotificationRow>`
  select n.id, n.type, n.from_account_id, n.post_id, n.subject_id, n.created_at, ${groupKey(read, GROUPED_TYPES)} as group_key
    from notifications n
   where ${isShown(read, wanted)} and n.id < ${page.below} and n.id > ${page.above}
   order by n.id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

export const notificationsById = (read: Read, wanted: Wanted, ids: number[]) => read<NotificationRow>`
  select n.id, n.type, n.from_account_id, n.post_id, n.subject_id, n.created_at, ${groupKey(read, GROUPED_TYPES)} as group_key
    from notifications n
   where ${isShown(read, wanted)} and n.id = any(${ids}::bigint[]) order by n.id`

/** Those above the marker, counted up to `limit`. */
export const countUnread = (read: Read, wanted: Wanted, limit: number) => read<{ count: number }>`
  select count(*)::int as count from (
    select from notifications n
     where ${isShown(read, wanted)}
       and n.id > coalesce((select last_read_id from markers
                             where account_id = ${wanted.accountId} and timeline = 'notifications'), 0)
     limit ${limit}) as unread`

export interface GroupRow {
  readonly group_key: string
  readonly type: string
  readonly post_id: number | null
  readonly subject_id: number | null
  /** All that is shown of the group, on this page or not. */
  readonly notifications: number
  readonly newest_id: number
  /** Of those within the page. */
  readonly page_min_id: number
  readonly page_max_id: number
  readonly page_newest_at: Date
  /** Whose they are, the newest first; at most eight. */
  readonly account_ids: number[]
}

/**
 * Walks the notifications from where the page begins and takes one of each group, as many as the page has places:
 * `heads`. The row at place 0 is only where the walk begins.
 */
const walk = (read: Read, wanted: Wanted, page: Page, grouped: readonly string[]) => read`
  with recursive heads as (
    select 0 as place, ${page.upwards ? page.above : page.below}::bigint as id, null::text as type,
           null::bigint as post_id, null::bigint as subject_id, null::boolean as filtered,
           null::timestamptz as created_at, null::text as group_key, '{}'::text[] as seen
    union all
    select h.place + 1, next.id, next.type, next.post_id, next.subject_id, next.filtered, next.created_at,
           next.group_key, case when next.type = any(${grouped}::text[]) then h.seen || next.group_key else h.seen end
      from heads h cross join lateral (
        select n.id, n.type, n.post_id, n.subject_id, n.filtered, n.created_at, ${groupKey(read, grouped)} as group_key
          from notifications n
         where ${isShown(read, wanted)} and n.id < ${page.below} and n.id > ${page.above}
           and ${page.upwards ? read`n.id > h.id` : read`n.id < h.id`} and ${groupKey(read, grouped)} <> all(h.seen)
         order by n.id ${page.upwards ? read`asc` : read`desc`} limit 1) next
     where h.place < ${page.limit}
  )`

const groupedOf = (types: string[] | null): string[] =>
  GROUPED_TYPES.filter((type) => types === null || types.includes(type))

/**
 * A page of groups in one statement, the newest first. A full page reaches as far as its last head, so what is older of
 * its groups comes on the next page, under the same key (as Mastodon pages groups).
 *
 * @param types which types may be grouped; null: all that can be.
 */
export const listGroups = (read: Read, wanted: Wanted, page: Page, types: string[] | null) => read<GroupRow>`
  ${walk(read, wanted, page, groupedOf(types))}, span as (
    select case when ${page.upwards} or count(*) = ${page.limit} then min(id) else ${page.above}::bigint + 1 end as low,
           case when not ${page.upwards} or count(*) = ${page.limit} then max(id) else ${page.below}::bigint - 1 end as high
      from heads where place > 0
  )
  select h.group_key, h.type, h.post_id, h.subject_id, g.*
    from heads h cross join span s cross join lateral (
      select count(*)::int as notifications, max(n.id) as newest_id,
             min(n.id) filter (where n.id between s.low and s.high) as page_min_id,
             max(n.id) filter (where n.id between s.low and s.high) as page_max_id,
             max(n.created_at) filter (where n.id between s.low and s.high) as page_newest_at,
             (array_agg(n.from_account_id order by n.id desc))[1:8] as account_ids
        from notifications n
       where ${isShown(read, wanted)} and n.type = h.type and coalesce(n.post_id, 0) = coalesce(h.post_id, 0)
         and n.created_at >= date_bin('12 hours', h.created_at, to_timestamp(0))
         and n.created_at < date_bin('12 hours', h.created_at, to_timestamp(0)) + interval '12 hours'
         and (n.id = h.id or h.type = any(${groupedOf(types)}::text[]) and not h.filtered and not n.filtered)) g
   where h.place > 0 order by g.page_max_id desc`

/** How many groups there are above an id, counted up to `limit`. */
export const countGroups = (
  read: Read,
  wanted: Wanted,
  { above, limit, types }: { above: number; limit: number; types: string[] | null },
) => read<{ count: number }>`
  ${walk(read, wanted, { below: Number.MAX_SAFE_INTEGER, above, upwards: false, limit }, groupedOf(types))}
  select count(*)::int as count from heads where place > 0`

export const dismissGroupOf = (tx: Tx, accountId: number, group: Group) => tx`
  update notifications n set active = false where n.account_id = ${accountId} and n.active and ${isIn(tx, group)}`

export const dismissAll = (tx: Tx, accountId: number) => tx`
  update notifications set active = false where account_id = ${accountId} and active`

/** @returns a row when it was there. */
export const dismissOne = (tx: Tx, accountId: number, id: number) => tx`
  update notifications set active = false
   where id = ${id} and account_id = ${accountId} and active returning id`

export interface MarkerRow {
  readonly timeline: 'home' | 'notifications'
  readonly last_read_id: number
  readonly version: number
  readonly changed_at: Date
}

export const markersOf = (read: Read, accountId: number, timelines: string[]) => read<MarkerRow>`
  select timeline, last_read_id, version, changed_at from markers
   where account_id = ${accountId} and timeline = any(${timelines}::text[])`

/** @returns no row when the caller knew another version than the one that is there. */
export const setMarker = (
  tx: Tx,
  accountId: number,
  marker: { timeline: string; lastReadId: number; knownVersion: number | null },
) => tx<MarkerRow>`
  insert into markers as m (account_id, timeline, last_read_id)
  values (${accountId}, ${marker.timeline}, ${marker.lastReadId})
  on conflict (account_id, timeline) do update set last_read_id = excluded.last_read_id, version = m.version + 1
   where ${marker.knownVersion}::integer is null or m.version = ${marker.knownVersion}
  returning timeline, last_read_id, version, changed_at`
