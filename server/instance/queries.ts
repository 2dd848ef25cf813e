import type { Read } from '../storage/index.ts'

export interface StatsRow {
  readonly people: number
  readonly posts: number
  readonly active_month: number
  readonly active_halfyear: number
  readonly owner_id: number | null
}

/**
 * One pass over the accounts and their counters, with no row of `posts` read: some 100 ms for a million accounts, once
 * a minute. A person is active who posted or signed in; tokens are found by their id, which holds the time they were
 * made. Rejected: counting `posts`, which takes seconds where there are millions.
 */
export const statsRow = (read: Read, now: Date) => read<StatsRow>`
  with signed_in as (
    select account_id, max(id) as last_token
      from oauth_tokens
     where account_id is not null
       and id >= greatest(tweeter.milliseconds(${now}::timestamptz - interval '180 days'), 0) << 12
     group by account_id
  ), seen as (
    select coalesce(s.posts, 0) as posts,
           greatest(s.last_posted_at, tweeter.id_time(t.last_token)) as last_active_at
      from accounts a
      left join users u on u.account_id = a.id
      left join account_stats s on s.account_id = a.id
      left join signed_in t on t.account_id = a.id
     where a.deleted_at is null and a.suspended_at is null
       and (u.account_id is null or (u.confirmed_at is not null and u.approved_at is not null))
  )
  select count(*) as people, coalesce(sum(posts), 0)::bigint as posts,
         count(*) filter (where last_active_at >= ${now}::timestamptz - interval '28 days') as active_month,
         count(*) filter (where last_active_at >= ${now}::timestamptz - interval '180 days') as active_halfyear,
         (select u.account_id from users u join accounts a on a.id = u.account_id
           where u.role = 'owner' and a.deleted_at is null and a.suspended_at is null
           order by u.account_id limit 1) as owner_id
    from seen`

export interface WeekRow {
  /** Seconds since 1970 of the Monday, 00:00 UTC, that it begins with. */
  readonly week: number
  readonly statuses: number
  readonly logins: number
  readonly registrations: number
}

/** The last twelve weeks, this one first. All three tables are read by ranges of their ids, which hold the time. */
export const activityRows = (read: Read, now: Date) => read<WeekRow>`
  with bounds as (
    select generate_series(0, 11) as back, date_trunc('week', ${now}::timestamptz, 'UTC') as this_week
  ), weeks as (
    select this_week - back * interval '168 hours' as starts, this_week - (back - 1) * interval '168 hours' as ends from bounds
  ), ranges as (
    select starts, tweeter.milliseconds(starts) << 12 as first, tweeter.milliseconds(ends) << 12 as beyond from weeks
  )
  select extract(epoch from starts)::bigint as week,
         (select count(*) from posts p
           where p.id >= first and p.id < beyond and p.deleted_at is null and p.visibility <> 'direct') as statuses,
         (select count(distinct t.account_id) from oauth_tokens t where t.id >= first and t.id < beyond) as logins,
         (select count(*) from accounts a
           where a.id >= first and a.id < beyond and a.deleted_at is null) as registrations
    from ranges order by starts desc`
