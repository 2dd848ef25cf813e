import type { Page } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'

export interface NotificationRow {
  readonly id: number
  readonly type: string
  readonly from_account_id: number
  readonly post_id: number | null
  readonly created_at: Date
}

export interface NewNotifications {
  /** One notification for each; who must not get it is left out. */
  readonly recipients: number[]
  readonly type: string
  readonly fromAccountId: number
  readonly postId: number | null
  readonly now: Date
}

/**
 * Nothing comes from whom the recipient blocks, is blocked by, or mutes with notifications; `n` is the notification.
 * A rule of reading as well as of writing, so that a block hides what is there already, and its end shows it again.
 * Here and below the other tables are asked by scalar subqueries on their keys, because Postgres would turn an `exists`
 * into a join or a hash of the whole table for whoever has many notifications.
 */
const isWelcome = (read: Read, now: Date) => read`
  (select b.active from blocks b where b.blocker_id = n.account_id and b.blocked_id = n.from_account_id) is not true
  and (select b.active from blocks b where b.blocker_id = n.from_account_id and b.blocked_id = n.account_id) is not true
  and (select m.active and m.notifications and coalesce(m.expires_at > ${now}, true) from mutes m
        where m.muter_id = n.account_id and m.muted_id = n.from_account_id) is not true`

/**
 * Notifies everybody of one thing in one statement. What was taken back and is done again has its row already: it is
 * shown again as it was (see isTrue) and is no news. The rows returned are news. Index: notifications_same.
 */
export const insertNotifications = (tx: Tx, made: NewNotifications) => tx<{ id: number; account_id: number }>`
  with n as (
    select distinct r.id as account_id, ${made.fromAccountId}::bigint as from_account_id, ${made.type}::text as type,
           ${made.postId}::bigint as post_id
      from unnest(${made.recipients}::bigint[]) as r (id)
  )
  insert into notifications (account_id, type, from_account_id, post_id, created_at)
  select n.account_id, n.type, n.from_account_id, n.post_id, ${made.now}
    from n join accounts a on a.id = n.account_id and a.deleted_at is null
   where n.account_id <> n.from_account_id and ${isWelcome(tx, made.now)}
     and (select c.active from conversation_mutes c
           where c.account_id = n.account_id
             and c.conversation_id = (select p.conversation_id from posts p where p.id = n.post_id)) is not true
     and not exists (select from notifications o
                      where o.account_id = n.account_id and o.from_account_id = n.from_account_id and o.type = n.type
                        and o.post_id is not distinct from n.post_id)
  returning id, account_id`

export const mentionedIn = (tx: Tx, postId: number) => tx<{ account_id: number }>`
  select account_id from mentions where post_id = ${postId}`

/** A row when at least one follower has the bell on. Index: follows_to_notify. */
export const anyBell = (tx: Tx, authorId: number) => tx`
  select 1 from follows where followee_id = ${authorId} and active and notify limit 1`

/** Followers who want to be told of each post, in the languages that they want. Index: follows_to_notify. */
export const waitingForPost = (tx: Tx, postId: number) => tx<{ account_id: number }>`
  select f.follower_id as account_id
    from posts p join follows f on f.followee_id = p.author_id and f.active and f.notify
   where p.id = ${postId} and p.deleted_at is null
     and (f.languages is null or p.language is null or p.language = any(f.languages))`

/** Which of a person's notifications are asked for. */
export interface Wanted {
  readonly accountId: number
  /** null: all. */
  readonly types: string[] | null
  readonly excludedTypes: string[]
  /** Only those that this account caused; null: all. */
  readonly fromAccountId: number | null
  readonly now: Date
}

/**
 * A notification is shown while what it tells of is true, so taking something back needs no writing here, and what two
 * sites did apart from each other agrees when they meet again.
 */
const isTrue = (read: Read) => read`
  case n.type
    when 'favourite' then
      (select f.active from favourites f where f.account_id = n.from_account_id and f.post_id = n.post_id)
    when 'reblog' then (select b.active from boosts b where b.account_id = n.from_account_id and b.post_id = n.post_id)
    when 'follow' then
      (select f.active from follows f where f.follower_id = n.from_account_id and f.followee_id = n.account_id)
    when 'follow_request' then
      (select r.active from follow_requests r where r.follower_id = n.from_account_id and r.followee_id = n.account_id)
    else true
  end
  and (select p.deleted_at from posts p where p.id = n.post_id) is null
  and (select a.deleted_at is null and a.suspended_at is null from accounts a where a.id = n.from_account_id)`

const isShown = (read: Read, wanted: Wanted) => read`
  n.account_id = ${wanted.accountId} and n.active
  and (${wanted.types}::text[] is null or n.type = any(${wanted.types}::text[]))
  and n.type <> all(${wanted.excludedTypes}::text[])
  and (${wanted.fromAccountId}::bigint is null or n.from_account_id = ${wanted.fromAccountId})
  and ${isWelcome(read, wanted.now)} and ${isTrue(read)}`

/** In the order of the page's direction. Index: notifications_by_account. */
export const listNotifications = (read: Read, wanted: Wanted, page: Page) => read<NotificationRow>`
  select n.id, n.type, n.from_account_id, n.post_id, n.created_at from notifications n
   where ${isShown(read, wanted)} and n.id < ${page.below} and n.id > ${page.above}
   order by n.id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

export const notificationsById = (read: Read, wanted: Wanted, ids: number[]) => read<NotificationRow>`
  select n.id, n.type, n.from_account_id, n.post_id, n.created_at from notifications n
   where ${isShown(read, wanted)} and n.id = any(${ids}::bigint[]) order by n.id`

/** Those above the marker, counted up to `limit`. */
export const countUnread = (read: Read, wanted: Wanted, limit: number) => read<{ count: number }>`
  select count(*)::int as count from (
    select from notifications n
     where ${isShown(read, wanted)}
       and n.id > coalesce((select last_read_id from markers
                             where account_id = ${wanted.accountId} and timeline = 'notifications'), 0)
     limit ${limit}) as unread`

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
