import type { Read, Tx } from '../storage/index.ts'
import type { HistoryKind } from './schema.ts'

/** So many entries of a kind are kept of a day, the newest. */
const caps = (read: Read) => read`case kind when 'seen' then 1000 else 500 end`

/** What was seen, one array for each column. */
export interface Recorded {
  readonly accountIds: number[]
  readonly kinds: HistoryKind[]
  /** Of the post or the account; null for a tag. */
  readonly ids: (number | null)[]
  readonly tags: (string | null)[]
  readonly atMs: number[]
}

/** Until the transaction ends, nobody erases; the same lock is taken by the trigger of history_erasures. */
export const lockErasing = (tx: Tx) => tx`select pg_advisory_xact_lock_shared(hashtextextended('history', 0))`

/**
 * Records what was seen: each thing once for a day, with its last time. Left out is what is not there any more, one's own
 * posts and profile, what was seen while somebody paused, and what they erased. Of a boost, what it shows. Rows are
 * written in the order of their keys, so that two readers never wait for each other in a circle.
 */
export const record = (tx: Tx, { accountIds, kinds, ids, tags, atMs }: Recorded, oldestMs: number) => tx`
  with given as (
    select g.*, to_timestamp(g.at_ms / 1000.0) as at
      from unnest(${accountIds}::bigint[], ${kinds}::text[], ${ids}::bigint[], ${tags}::text[], ${atMs}::bigint[])
           as g (account_id, kind, id, tag, at_ms)
      join accounts a on a.id = g.account_id and a.deleted_at is null
      left join history_settings s on s.account_id = g.account_id
     where g.at_ms >= ${oldestMs}
       and (s.account_id is null or (not s.paused and to_timestamp(g.at_ms / 1000.0) >= s.since))
  ), found as (
    select g.account_id, g.kind, coalesce(t.id::text, o.id::text, g.tag) as key, g.at, g.at_ms
      from given g
      left join posts p on g.kind in ('seen', 'opened') and p.id = g.id and p.deleted_at is null
      left join posts t on t.id = coalesce(p.boost_of_id, p.id) and t.deleted_at is null
                           and t.author_id <> g.account_id
      left join accounts o on g.kind = 'profile' and o.id = g.id and o.id <> g.account_id and o.deleted_at is null
     where t.id is not null or o.id is not null or g.kind = 'tag'
  ), entries as (
    select account_id, (at at time zone 'UTC')::date as day, kind, key, max((at_ms % 86400000)::integer) as ms
      from found f
     where not exists (select from history_erasures e
                        where e.account_id = f.account_id and (e.kind is null or e.kind = f.kind)
                          and (e.key is null or e.key = f.key) and f.at between e.from_at and e.until_at)
     group by 1, 2, 3, 4
  )
  insert into history_days as h (account_id, day, kind, keys, times)
  select account_id, day, kind, (array_agg(key order by ms desc, key))[1:${caps(tx)}],
         (array_agg(ms order by ms desc, key))[1:${caps(tx)}]
    from entries group by 1, 2, 3 order by 1, 2, 3
  on conflict (account_id, day, kind) do update set (keys, times) = (
    select (array_agg(key order by ms desc, key))[1:case excluded.kind when 'seen' then 1000 else 500 end],
           (array_agg(ms order by ms desc, key))[1:case excluded.kind when 'seen' then 1000 else 500 end]
      from (select key, max(ms) as ms
              from (select * from unnest(h.keys, h.times) had (key, ms)
                    union all select * from unnest(excluded.keys, excluded.times) more (key, ms)) both_of_them
             group by key) merged)`

export interface Entry {
  readonly kind: HistoryKind
  readonly key: string
  readonly at_ms: number
}

/** Milliseconds since 1970 of an entry of a row. */
const atMsOf = (read: Read) => read`(d.day - date '1970-01-01')::bigint * 86400000 + e.ms`

/**
 * Entries before one, the newest first. A day may hold hundreds, so only so many days are unfolded as are surely enough:
 * as long as those before them hold less than a page.
 */
export const entriesPage = (
  read: Read,
  accountId: number,
  kinds: readonly HistoryKind[],
  before: Entry,
  limit: number,
) => read<Entry>`
  with d as (
    select day, kind, keys, times,
           coalesce(sum(case when day < c.last then cardinality(times) else 0 end)
                      over (order by h.day desc groups between unbounded preceding and 1 preceding), 0) as newer
      from history_days h, (select (to_timestamp(${before.at_ms}::bigint / 1000.0) at time zone 'UTC')::date as last) c
     where h.account_id = ${accountId} and h.kind = any(${[...kinds]}::text[]) and h.day <= c.last
  )
  select d.kind, e.key, ${atMsOf(read)} as at_ms
    from d, unnest(d.keys, d.times) e (key, ms)
   where d.newer < ${limit} and (${atMsOf(read)}, d.kind, e.key) < (${before.at_ms}::bigint, ${before.kind}, ${before.key})
   order by at_ms desc, d.kind desc, e.key desc limit ${limit}`

/** Of one kind since, the newest first. */
export const entriesSince = (read: Read, accountId: number, kind: HistoryKind, sinceMs: number) => read<Entry>`
  select d.kind, e.key, ${atMsOf(read)} as at_ms
    from history_days d, unnest(d.keys, d.times) e (key, ms)
   where d.account_id = ${accountId} and d.kind = ${kind}
     and d.day >= (to_timestamp(${sinceMs}::bigint / 1000.0) at time zone 'UTC')::date
     and ${atMsOf(read)} >= ${sinceMs}
   order by at_ms desc`

export interface DayRow {
  readonly account_id: number
  /** Milliseconds since 1970 at its beginning. */
  readonly day_ms: number
  readonly kind: HistoryKind
  readonly keys: string[]
  readonly times: number[]
}

/** Whole rows of the next accounts, in the order of accounts and days. */
export const rowsOfMany = (
  read: Read,
  kinds: readonly HistoryKind[],
  afterAccountId: number,
  sinceMs: number,
  accounts: number,
) => read<DayRow>`
  with wanted as (
    select h.* from history_days h
     where h.account_id > ${afterAccountId} and h.kind = any(${[...kinds]}::text[])
       and h.day >= (to_timestamp(${sinceMs}::bigint / 1000.0) at time zone 'UTC')::date
  )
  select account_id, (day - date '1970-01-01')::bigint * 86400000 as day_ms, kind, keys, times
    from wanted
   where account_id in (select account_id from wanted group by account_id order by account_id limit ${accounts})
   order by account_id, day, kind`

export interface Erasure {
  readonly kind: HistoryKind | null
  readonly key: string | null
  readonly from: Date
  readonly until: Date
}

/** The trigger erases what is here. */
export const insertErasure = (tx: Tx, accountId: number, { kind, key, from, until }: Erasure) => tx`
  insert into history_erasures (account_id, kind, key, from_at, until_at)
  values (${accountId}, ${kind}, ${key}, ${from}, ${until})`

/** Whether something is in the history of a day (as in `2026-11-22`). */
export const hasEntry = (tx: Tx, accountId: number, day: string, kind: HistoryKind, key: string) => tx`
  select from history_days where account_id = ${accountId} and day = ${day}::date and kind = ${kind} and ${key} = any(keys)`

export const settingsRow = (read: Read, accountId: number) => read<{ paused: boolean }>`
  select paused from history_settings where account_id = ${accountId}`

/** What is as it was keeps its time. */
export const setPaused = (tx: Tx, accountId: number, paused: boolean, now: Date) => tx`
  insert into history_settings as s (account_id, paused, since)
  values (${accountId}, ${paused}, case when ${paused} then ${now}::timestamptz else 'epoch' end)
  on conflict (account_id) do update set paused = excluded.paused, since = ${now} where s.paused <> excluded.paused`

/** Of what is older than is kept. @param day as in `2026-11-22`. @returns how many rows went. */
export const purgeDays = async (tx: Tx, day: string, most: number): Promise<number> =>
  (
    await tx`
      delete from history_days
       where ctid = any(array(select ctid from history_days where day < ${day}::date limit ${most}))`
  ).count

/** Of the erasures that nothing is left for. @returns how many went. */
export const purgeErasures = async (tx: Tx, day: string, most: number): Promise<number> =>
  (
    await tx`
      delete from history_erasures
       where ctid = any(array(
               select ctid from history_erasures
                where until_at < ${day}::date::timestamp at time zone 'UTC' limit ${most}))`
  ).count
