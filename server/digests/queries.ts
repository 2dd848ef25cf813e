import type { Read, Tx } from '../storage/index.ts'
import type { KindName } from './kinds.ts'

export type Notify = 'away' | 'always' | 'never'
export type Period = 'never' | 'daily' | 'weekly'

export interface SettingsRow {
  readonly notify: Notify
  readonly kinds: KindName[]
  readonly digest: Period
}

export const settingsRow = (read: Read, accountId: number) => read<SettingsRow>`
  select notify, kinds, digest from mail_settings where account_id = ${accountId}`

export const saveSettings = (tx: Tx, accountId: number, { notify, kinds, digest }: SettingsRow) => tx`
  insert into mail_settings (account_id, notify, kinds, digest)
  values (${accountId}, ${notify}, ${kinds}::text[], ${digest})
  on conflict (account_id) do update set notify = excluded.notify, kinds = excluded.kinds, digest = excluded.digest`

/** One change at a time for each person: a switch is read, turned and written. */
export const lockSettings = (tx: Tx, accountId: number) => tx`
  select pg_advisory_xact_lock(hashtextextended('mail settings ' || ${accountId}::bigint, 0))`

export interface Recipient extends SettingsRow {
  readonly account_id: number
  readonly username: string
  readonly email: string
  readonly role: 'owner' | 'admin' | 'moderator' | 'user'
  readonly seen_at: Date | null
}

/** Somebody who may be mailed, or nobody: not the unconfirmed, the unapproved, the suspended, disabled or deleted. */
export const recipientRow = (read: Read, accountId: number, defaults: readonly KindName[]) => read<Recipient>`
  select a.id as account_id, a.username, u.email, u.role, d.seen_at, coalesce(s.notify, 'away') as notify,
         coalesce(s.kinds, ${defaults}::text[]) as kinds, coalesce(s.digest, 'never') as digest
    from accounts a
    join users u on u.account_id = a.id
    left join mail_settings s on s.account_id = a.id
    left join digests d on d.account_id = a.id
   where a.id = ${accountId} and a.deleted_at is null and a.suspended_at is null
     and u.email is not null and u.confirmed_at is not null and u.approved_at is not null and u.disabled_at is null`

/** The address of a person, for their own settings. */
export const addressRow = (read: Read, accountId: number) => read<{ email: string | null }>`
  select email from users where account_id = ${accountId}`

export interface Opening {
  readonly accountIds: readonly number[]
  /** ISO 8601: when each was last seen, as far as the process knows. */
  readonly seen: readonly (string | null)[]
  /** Of these kinds one at least must be wanted. */
  readonly kinds: readonly KindName[]
  readonly defaults: readonly KindName[]
  readonly now: Date
}

/**
 * Opens a batch for each who wants to be mailed and has none open; a row for each that it did. It is due after five
 * minutes, and after each mail that nobody came back for within a day twice as late, up to some five hours.
 */
export const openBatches = (tx: Tx, { accountIds, seen, kinds, defaults, now }: Opening) => tx<{
  account_id: number
  due_at: Date
}>`
  insert into digests as d (account_id, batch_from, batch_due_at)
  select a.id, ${now}::timestamptz, ${now}::timestamptz + interval '5 minutes' * coalesce((
           select power(2, least(o.unanswered, 6)) from digests o
            where o.account_id = a.id and o.mailed_at > ${now}::timestamptz - interval '1 day'
              and coalesce(greatest(o.seen_at, w.seen::timestamptz) <= o.mailed_at, true)), 1)
    from unnest(${accountIds}::bigint[], ${seen}::text[]) as w (id, seen)
    join accounts a on a.id = w.id
    join users u on u.account_id = a.id
    left join mail_settings s on s.account_id = a.id
   where a.deleted_at is null and a.suspended_at is null
     and u.email is not null and u.confirmed_at is not null and u.approved_at is not null and u.disabled_at is null
     and coalesce(s.notify, 'away') <> 'never' and coalesce(s.kinds, ${defaults}::text[]) && ${kinds}::text[]
   order by a.id
  on conflict (account_id) do update
    set batch_from = excluded.batch_from, batch_due_at = excluded.batch_due_at
  where d.batch_due_at is null
  returning account_id, batch_due_at as due_at`

export interface Batch {
  readonly batch_from: Date
  readonly mailed_up_to: number
  readonly mailed_at: Date | null
  readonly unanswered: number
}

/** Closes the batch that is due then; none when there is no such batch (any more). */
export const closeBatch = (tx: Tx, accountId: number, dueAt: Date) => tx<Batch>`
  update digests d set batch_from = null, batch_due_at = null
    from (select account_id, batch_from from digests where account_id = ${accountId} for update) old
   where d.account_id = old.account_id and d.batch_due_at = ${dueAt}
  returning old.batch_from, d.mailed_up_to, d.mailed_at, d.unanswered`

export const noteMailed = (tx: Tx, accountId: number, upTo: number, unanswered: number, now: Date) => tx`
  update digests set mailed_at = ${now}, mailed_up_to = ${upTo}, unanswered = ${unanswered}
   where account_id = ${accountId}`

export interface Since {
  readonly accountId: number
  readonly since: Date
  /** Ids above this one only. */
  readonly above: number
}

/**
 * Notifications of somebody that came since then and that they have not marked as read. What their policy holds back
 * (`filtered`, where notifications know it) is not mailed. Index: notifications_by_account.
 */
export const newNotifications = (read: Read, { accountId, since, above }: Since, limit: number) => read<{ id: number }>`
  select n.id from notifications n
   where n.account_id = ${accountId} and n.active and n.created_at >= ${since}
     and not n.filtered
     and n.id > greatest(${above}::bigint, coalesce((select m.last_read_id from markers m
           where m.account_id = ${accountId} and m.timeline = 'notifications'), 0))
   order by n.id desc limit ${limit}`

/** @param dueAt null: no digest any more. What was before now is in none. */
export const scheduleDigest = (tx: Tx, accountId: number, dueAt: Date | null, now: Date) => tx`
  insert into digests (account_id, digest_due_at, digest_at) values (${accountId}, ${dueAt}, ${now})
  on conflict (account_id) do update set digest_due_at = excluded.digest_due_at, digest_at = excluded.digest_at`

/** Moves on to the next digest; none when it is not this one that is due. */
export const takeDigest = (tx: Tx, accountId: number, dueAt: Date, nextAt: Date, now: Date) => tx<{
  digest_at: Date
}>`
  update digests d set digest_due_at = ${nextAt}, digest_at = ${now}
    from (select account_id, digest_at from digests where account_id = ${accountId} for update) old
   where d.account_id = old.account_id and d.digest_due_at = ${dueAt}
  returning old.digest_at`

/**
 * Posts by those whom somebody follows that others liked most since then, of the newest twenty of each author. Only
 * candidates: what may be shown is decided where posts are shown. Index: posts_by_author.
 */
export const likedPosts = (read: Read, accountId: number, since: Date, limit: number) => read<{ id: number }>`
  select p.id
    from follows f
    join lateral (
      select id, created_at, boost_of_id, in_reply_to_id, visibility from posts
       where author_id = f.followee_id and deleted_at is null order by id desc limit 20) p
      on p.created_at >= ${since} and p.boost_of_id is null and p.in_reply_to_id is null
     and p.visibility in ('public', 'unlisted')
    join post_stats s on s.post_id = p.id and s.favourites + s.boosts > 0
   where f.follower_id = ${accountId} and f.active
   order by s.favourites + s.boosts desc, p.id desc limit ${limit}`

/** @param times ISO 8601, one for each account. */
export const saveSeen = (tx: Tx, accountIds: number[], times: string[]) => tx`
  insert into digests (account_id, seen_at)
  select id, at::timestamptz from unnest(${accountIds}::bigint[], ${times}::text[]) as seen (id, at)
  on conflict (account_id) do update set seen_at = greatest(digests.seen_at, excluded.seen_at)`
