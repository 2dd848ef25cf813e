import type { Page } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'

/**
 * Makes everything that happens between these two happen one after the other, whichever way it points: so that of two
 * concurrent follows one begins it, and a follow cannot slip past a block. A row lock would not do, since the first
 * follow has no row yet. What is read after it, by a statement of its own, is settled until the transaction ends.
 */
export const lockPair = (tx: Tx, one: number, other: number) => tx`
  select pg_advisory_xact_lock(hashtextextended(${`relations ${Math.min(one, other)} ${Math.max(one, other)}`}, 0))`

/** The same for one account and many others at once, always in one order, so that two who do it do not wait in a circle. */
export const lockPairs = (tx: Tx, one: number, others: number[]) => tx`
  select pg_advisory_xact_lock(hashtextextended(
           'relations ' || least(o.id, ${one}::bigint) || ' ' || greatest(o.id, ${one}::bigint), 0))
    from (select distinct id from unnest(${others}::bigint[]) as u (id) order by id) as o`

/** Those of these accounts that block this one or are blocked by it. */
export const blockedAmong = (tx: Tx, one: number, others: number[]) => tx<{ id: number }>`
  select blocked_id as id from blocks where blocker_id = ${one} and blocked_id = any(${others}::bigint[]) and active
  union
  select blocker_id from blocks where blocked_id = ${one} and blocker_id = any(${others}::bigint[]) and active`

export interface FollowSettings {
  readonly show_reblogs: boolean
  readonly notify: boolean
  /** null: every language. */
  readonly languages: string[] | null
}

/** How somebody stands to somebody: at most one row of a kind; a block counts in both directions. */
export const selectStanding = (tx: Tx, followerId: number, followeeId: number) => tx<
  FollowSettings & { kind: 'follow' | 'request' | 'block' }
>`
  select 'follow' as kind, show_reblogs, notify, languages from follows
   where follower_id = ${followerId} and followee_id = ${followeeId} and active
  union all
  select 'request', show_reblogs, notify, languages from follow_requests
   where follower_id = ${followerId} and followee_id = ${followeeId} and active
  union all
  select 'block', null, null, null from blocks
   where (blocker_id, blocked_id) in ((${followerId}, ${followeeId}), (${followeeId}, ${followerId})) and active`

/** Makes a follow hold with these settings; a new id when it did not. */
export const holdFollow = (tx: Tx, followerId: number, followeeId: number, settings: FollowSettings) => tx`
  insert into follows (follower_id, followee_id, show_reblogs, notify, languages)
  values (${followerId}, ${followeeId}, ${settings.show_reblogs}, ${settings.notify}, ${settings.languages}::text[])
  on conflict (follower_id, followee_id) do update set
    id = case when follows.active then follows.id else excluded.id end, active = true,
    show_reblogs = excluded.show_reblogs, notify = excluded.notify, languages = excluded.languages`

export const holdRequest = (tx: Tx, followerId: number, followeeId: number, settings: FollowSettings) => tx`
  insert into follow_requests as r (follower_id, followee_id, show_reblogs, notify, languages)
  values (${followerId}, ${followeeId}, ${settings.show_reblogs}, ${settings.notify}, ${settings.languages}::text[])
  on conflict (follower_id, followee_id) do update set
    id = case when r.active then r.id else excluded.id end, active = true,
    show_reblogs = excluded.show_reblogs, notify = excluded.notify, languages = excluded.languages`

/** @returns a row when it did hold. */
export const endFollow = (tx: Tx, followerId: number, followeeId: number) => tx`
  update follows set active = false
   where follower_id = ${followerId} and followee_id = ${followeeId} and active returning id`

/** @returns the settings that were asked for, when there was a request. */
export const endRequest = (tx: Tx, followerId: number, followeeId: number) => tx<FollowSettings>`
  update follow_requests set active = false
   where follower_id = ${followerId} and followee_id = ${followeeId} and active
  returning show_reblogs, notify, languages`

/** @returns a row when it did not hold before. */
export const holdBlock = (tx: Tx, blockerId: number, blockedId: number) => tx`
  insert into blocks as b (blocker_id, blocked_id) values (${blockerId}, ${blockedId})
  on conflict (blocker_id, blocked_id) do update set id = excluded.id, active = true where not b.active
  returning id`

/** Blocks beside which a follow or a request holds, which two sites wrote apart from each other. */
export const brokenBlocks = (tx: Tx) => tx<{ blocker_id: number; blocked_id: number }>`
  select blocker_id, blocked_id from blocks b
   where active and (
     exists (select from follows where follower_id = b.blocker_id and followee_id = b.blocked_id and active)
     or exists (select from follows where follower_id = b.blocked_id and followee_id = b.blocker_id and active)
     or exists (select from follow_requests where follower_id = b.blocked_id and followee_id = b.blocker_id and active)
     or exists (select from follow_requests where follower_id = b.blocker_id and followee_id = b.blocked_id and active))
   order by blocker_id, blocked_id`

/** A row while it holds. */
export const isBlocked = (tx: Tx, blockerId: number, blockedId: number) => tx`
  select from blocks where blocker_id = ${blockerId} and blocked_id = ${blockedId} and active`

/** @returns a row when it did hold. */
export const endBlock = (tx: Tx, blockerId: number, blockedId: number) => tx`
  update blocks set active = false
   where blocker_id = ${blockerId} and blocked_id = ${blockedId} and active returning id`

interface Mute {
  readonly muterId: number
  readonly mutedId: number
  readonly notifications: boolean
  readonly expiresAt: Date | null
  readonly now: Date
}

/** Makes a mute hold; a new id when it did not, or had run out. */
export const holdMute = (tx: Tx, mute: Mute) => tx`
  insert into mutes as m (muter_id, muted_id, notifications, expires_at)
  values (${mute.muterId}, ${mute.mutedId}, ${mute.notifications}, ${mute.expiresAt})
  on conflict (muter_id, muted_id) do update set
    id = case when m.active and coalesce(m.expires_at > ${mute.now}, true) then m.id else excluded.id end,
    active = true, notifications = excluded.notifications, expires_at = excluded.expires_at`

/** @returns a row when it was there, run out or not. */
export const endMute = (tx: Tx, muterId: number, mutedId: number) => tx`
  update mutes set active = false where muter_id = ${muterId} and muted_id = ${mutedId} and active returning id`

interface Ended {
  readonly follower_id: number
  readonly followee_id: number
}

/** Ends every follow from and to an account. */
export const endFollowsOf = (tx: Tx, accountId: number) => tx<Ended>`
  update follows set active = false
   where active and (follower_id = ${accountId} or followee_id = ${accountId}) returning follower_id, followee_id`

export const endRequestsOf = (tx: Tx, accountId: number) => tx<Ended>`
  update follow_requests set active = false
   where active and (follower_id = ${accountId} or followee_id = ${accountId}) returning follower_id, followee_id`

/** Whom an account follows. */
export const followeesOf = (read: Read, accountId: number) => read<{
  followeeId: number
  showReblogs: boolean
  /** Only posts in these are wanted; null: all. */
  languages: string[] | null
}>`
  select followee_id as "followeeId", show_reblogs as "showReblogs", languages
    from follows where follower_id = ${accountId} and active`

export async function followersOf(read: Read, accountId: number): Promise<number[]> {
  const rows = await read<{ id: number }>`
    select follower_id as id from follows where followee_id = ${accountId} and active`
  return rows.map((row) => row.id)
}

export async function isFollowing(read: Read, followerId: number, followeeId: number): Promise<boolean> {
  const rows = await read`
    select 1 from follows where follower_id = ${followerId} and followee_id = ${followeeId} and active`
  return rows.length > 0
}

export async function countRequests(read: Read, accountId: number): Promise<number> {
  const rows = await read<{ count: number }>`
    select count(*)::int as count from follow_requests where followee_id = ${accountId} and active`
  return rows[0]!.count
}

export interface HiddenRow {
  readonly viewer_id: number
  readonly other_id: number
  readonly kind: 'blocking' | 'blockedBy' | 'muting'
  readonly notifications: boolean | null
  readonly expires_at: Date | null
}

export const selectHidden = (read: Read, viewerIds: number[], now: Date) => read<HiddenRow>`
  select blocker_id as viewer_id, blocked_id as other_id, 'blocking' as kind,
         null::boolean as notifications, null::timestamptz as expires_at
    from blocks where blocker_id = any(${viewerIds}::bigint[]) and active
  union all
  select blocked_id, blocker_id, 'blockedBy', null, null
    from blocks where blocked_id = any(${viewerIds}::bigint[]) and active
  union all
  select muter_id, muted_id, 'muting', notifications, expires_at
    from mutes where muter_id = any(${viewerIds}::bigint[]) and active and coalesce(expires_at > ${now}, true)`

export interface RelationshipRow {
  readonly id: number
  readonly following: boolean
  readonly requested: boolean
  readonly show_reblogs: boolean | null
  readonly notify: boolean | null
  readonly languages: string[] | null
  readonly followed_by: boolean
  readonly requested_by: boolean
  readonly blocking: boolean
  readonly blocked_by: boolean
  readonly muting: boolean
  readonly muting_notifications: boolean
  readonly muting_expires_at: Date | null
  readonly endorsed: boolean
  readonly note: string
  readonly domain_blocking: boolean
}

/** One row for each id, by primary keys throughout. @param domain that of all these accounts. */
export const selectRelationships = (
  read: Read,
  viewerId: number,
  ids: number[],
  now: Date,
  domain: string,
) => read<RelationshipRow>`
  select o.id, f.id is not null as following, r.id is not null as requested,
         coalesce(f.show_reblogs, r.show_reblogs) as show_reblogs, coalesce(f.notify, r.notify) as notify,
         coalesce(f.languages, r.languages) as languages,
         fb.id is not null as followed_by, rb.id is not null as requested_by,
         b.id is not null as blocking, bb.id is not null as blocked_by,
         m.id is not null as muting, coalesce(m.notifications, false) as muting_notifications,
         m.expires_at as muting_expires_at, e.id is not null as endorsed, coalesce(n.comment, '') as note,
         exists (select from account_domain_blocks d
                  where d.account_id = ${viewerId} and d.domain = ${domain} and d.active) as domain_blocking
    from unnest(${ids}::bigint[]) as o (id)
    left join follows f on f.follower_id = ${viewerId} and f.followee_id = o.id and f.active
    left join follow_requests r on r.follower_id = ${viewerId} and r.followee_id = o.id and r.active
    left join follows fb on fb.follower_id = o.id and fb.followee_id = ${viewerId} and fb.active
    left join follow_requests rb on rb.follower_id = o.id and rb.followee_id = ${viewerId} and rb.active
    left join blocks b on b.blocker_id = ${viewerId} and b.blocked_id = o.id and b.active
    left join blocks bb on bb.blocker_id = o.id and bb.blocked_id = ${viewerId} and bb.active
    left join mutes m on m.muter_id = ${viewerId} and m.muted_id = o.id and m.active
                     and coalesce(m.expires_at > ${now}, true)
    left join endorsements e on e.account_id = ${viewerId} and e.endorsed_id = o.id and e.active
    left join account_notes n on n.author_id = ${viewerId} and n.subject_id = o.id`

/** A row of a list of accounts: `id` is what the list is paged by. */
export interface Listed {
  readonly id: number
  readonly account_id: number
}

/** The rows of a page, by the relation's own id. */
export const within = (read: Read, page: Page) => read`
  id < ${page.below} and id > ${page.above} order by id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

export const listFollowers = (read: Read, accountId: number, page: Page) => read<Listed>`
  select id, follower_id as account_id from follows
   where followee_id = ${accountId} and active and ${within(read, page)}`

export const listFollowees = (read: Read, accountId: number, page: Page) => read<Listed>`
  select id, followee_id as account_id from follows
   where follower_id = ${accountId} and active and ${within(read, page)}`

export const listRequests = (read: Read, accountId: number, page: Page) => read<Listed>`
  select id, follower_id as account_id from follow_requests
   where followee_id = ${accountId} and active and ${within(read, page)}`

export const listBlocks = (read: Read, accountId: number, page: Page) => read<Listed>`
  select id, blocked_id as account_id from blocks
   where blocker_id = ${accountId} and active and ${within(read, page)}`

export const listMutes = (read: Read, accountId: number, now: Date, page: Page) => read<
  Listed & { expires_at: Date | null }
>`
  select id, muted_id as account_id, expires_at from mutes
   where muter_id = ${accountId} and active and coalesce(expires_at > ${now}, true) and ${within(read, page)}`
