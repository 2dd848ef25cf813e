import type { Read } from '../../storage/index.ts'

/** A span of time: from the beginning of one day (UTC) to the end of another. */
export interface Span {
  readonly from: Date
  /** Exclusive. */
  readonly to: Date
}

export interface DayRow {
  /** Days since `from`. */
  readonly day: number
  readonly value: number
}

/** Ids hold the time that they were made at, so ranges of them are read by the primary key. */
const within = (read: Read, column: string, { from, to }: Span) => read`
  ${read(column)} >= greatest(tweeter.milliseconds(${from}::timestamptz), 0) << 12
  and ${read(column)} < greatest(tweeter.milliseconds(${to}::timestamptz), 0) << 12`

const dayOfId = (read: Read, column: string, { from }: Span) => read`
  floor(extract(epoch from tweeter.id_time(${read(column)}) - ${from}::timestamptz) / 86400)::int`

const dayOf = (read: Read, column: string, { from }: Span) => read`
  floor(extract(epoch from ${read(column)} - ${from}::timestamptz) / 86400)::int`

/** People who did something: posted, boosted, favourited, or let an app in. */
export const activeUsers = (read: Read, span: Span) => read<DayRow>`
  select day, count(distinct who) as value from (
    select ${dayOfId(read, 'id', span)} as day, author_id as who from posts where ${within(read, 'id', span)}
    union all
    select ${dayOfId(read, 'id', span)}, account_id from favourites where ${within(read, 'id', span)}
    union all
    select ${dayOfId(read, 'id', span)}, account_id from oauth_tokens
     where ${within(read, 'id', span)} and account_id is not null) seen
   group by day`

/** Of the whole span, each person once. */
export const activeUsersInAll = (read: Read, span: Span) => read<{ value: number }>`
  select count(distinct who) as value from (
    select author_id as who from posts where ${within(read, 'id', span)}
    union all select account_id from favourites where ${within(read, 'id', span)}
    union all select account_id from oauth_tokens where ${within(read, 'id', span)} and account_id is not null) seen`

/** Imported accounts are nobody's. */
export const newUsers = (read: Read, span: Span) => read<DayRow>`
  select ${dayOf(read, 'created_at', span)} as day, count(*) as value
    from (select a.created_at from accounts a join users u on u.account_id = a.id
           where a.created_at >= ${span.from} and a.created_at < ${span.to}) made
   group by 1`

/** Favourites, boosts and replies to others. */
export const interactions = (read: Read, span: Span) => read<DayRow>`
  select day, count(*) as value from (
    select ${dayOfId(read, 'id', span)} as day from favourites where ${within(read, 'id', span)} and active
    union all
    select ${dayOfId(read, 'id', span)} from posts
     where ${within(read, 'id', span)} and deleted_at is null
       and (boost_of_id is not null or in_reply_to_account_id <> author_id)) done
   group by day`

export const openedReports = (read: Read, span: Span) => read<DayRow>`
  select ${dayOf(read, 'created_at', span)} as day, count(*) as value from reports
   where created_at >= ${span.from} and created_at < ${span.to} group by 1`

export const resolvedReports = (read: Read, span: Span) => read<DayRow>`
  select ${dayOf(read, 'action_taken_at', span)} as day, count(*) as value from reports
   where action_taken_at >= ${span.from} and action_taken_at < ${span.to} group by 1`

/**
 * Posts with a tag that anybody may see. @param tag its normalised name, or its number: the first 52 bits of the SHA-256
 * of the name.
 */
const tagged = (read: Read, span: Span, tag: string) => read`
  from post_tags t join posts p on p.id = t.post_id
 where t.active and p.deleted_at is null and p.visibility in ('public', 'unlisted') and ${within(read, 't.post_id', span)}
   and (t.tag = ${tag}::text
        or ('x' || left(encode(sha256(convert_to(t.tag, 'UTF8')), 'hex'), 13))::bit(52)::bigint::text = ${tag}::text)`

export const tagUses = (read: Read, span: Span, tag: string, count: 'posts' | 'people' | 'servers') => read<DayRow>`
  select ${dayOfId(read, 'id', span)} as day,
         ${count === 'posts' ? read`count(*)` : count === 'people' ? read`count(distinct author_id)` : read`1`} as value
    from (select p.id, p.author_id ${tagged(read, span, tag)}) used
   group by 1`

/** As `tagUses` counts people, each once in the whole span. */
export const tagPeopleInAll = (read: Read, span: Span, tag: string) => read<{ value: number }>`
  select count(distinct p.author_id) as value ${tagged(read, span, tag)}`

export interface KeyedRow {
  /** null: not known. */
  readonly key: string | null
  readonly value: number
  readonly name?: string | null
}

/** The languages that those use who did something in the span. */
export const localesOfActive = (read: Read, span: Span, limit: number) => read<KeyedRow>`
  select u.locale as key, count(*) as value from users u
   where u.account_id in (
     select author_id from posts where ${within(read, 'id', span)}
      union select account_id from favourites where ${within(read, 'id', span)}
      union select account_id from oauth_tokens where ${within(read, 'id', span)})
   group by u.locale order by value desc, key limit ${limit}`

/** The apps through which people signed up; null is the server's own page. */
export const signUpSources = (read: Read, span: Span, limit: number) => read<KeyedRow>`
  select u.created_by_app_id::text as key, max(o.name) as name, count(*) as value
    from accounts a join users u on u.account_id = a.id left join oauth_apps o on o.id = u.created_by_app_id
   where a.created_at >= ${span.from} and a.created_at < ${span.to}
   group by u.created_by_app_id order by value desc, key limit ${limit}`

export const postsInSpan = (read: Read, span: Span) => read<{ value: number }>`
  select count(*) as value from posts where ${within(read, 'id', span)} and deleted_at is null`

export const tagLanguages = (read: Read, span: Span, tag: string, limit: number) => read<KeyedRow>`
  select p.language as key, count(*) as value ${tagged(read, span, tag)}
   group by p.language order by value desc, key limit ${limit}`

/** Bytes of the database, and the version of Postgres. */
export const databaseFacts = (read: Read) => read<{ bytes: number; version: string }>`
  select pg_database_size(current_database()) as bytes, current_setting('server_version') as version`

export interface CohortRow {
  readonly period: Date
  readonly date: Date
  readonly people: number
  readonly stayed: number
}

/**
 * For each period the people who signed up in it, and how many of them were seen in each later period or after it. Seen
 * is who signed in, let an app in or posted.
 */
export const cohorts = (read: Read, span: Span, unit: 'day' | 'month') => read<CohortRow>`
  with periods as (
    select starts, starts + ${`1 ${unit}`}::interval as ends
      from generate_series(date_trunc(${unit}, ${span.from}::timestamptz, 'UTC') at time zone 'UTC',
                           ${span.to}::timestamptz at time zone 'UTC' - interval '1 second',
                           ${`1 ${unit}`}::interval) starts
  ), people as (
    select a.id, a.created_at at time zone 'UTC' as joined,
           greatest(a.created_at, s.last_posted_at,
                    (select max(i.used_at) from account_ips i where i.account_id = a.id),
                    (select tweeter.id_time(max(t.id)) from oauth_tokens t where t.account_id = a.id))
             at time zone 'UTC' as seen
      from accounts a join users u on u.account_id = a.id left join account_stats s on s.account_id = a.id
     where a.created_at >= ${span.from} and a.created_at < ${span.to}
  )
  select c.starts at time zone 'UTC' as period, r.starts at time zone 'UTC' as date,
         count(p.id) as people, count(p.id) filter (where p.seen >= r.starts) as stayed
    from periods c
    join periods r on r.starts >= c.starts
    left join people p on p.joined >= c.starts and p.joined < c.ends
   group by c.starts, r.starts order by c.starts, r.starts`
