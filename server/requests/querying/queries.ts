import type { Read } from '../../storage/index.ts'
import { MOST_ENTRIES } from '../reading/merge.ts'
import type { TopOf } from '../reading/traffic.ts'
import type { Kind } from '../record.ts'
import type { TrafficQuestion } from './question.ts'
import { statusRange } from './status.ts'

/** What rows are grouped by; null where it was not asked for. */
export interface Group {
  readonly at: Date | null
  readonly kind: Kind | null
  readonly method: string | null
  readonly route: string | null
  readonly status: number | null
}

export interface Sums extends Group {
  readonly requests: number
  readonly errors: number
  readonly bytes: number
  /** Rows with a sketch that went into it. */
  readonly sketches: number
}

/** The columns of a `Group`. `at` is the beginning of the step in UTC. */
const groupOf = (read: Read, { by, step = 'hour' }: TrafficQuestion) => read`
  case when ${by.includes('time')}::boolean then date_trunc(${step}, at, 'UTC') end as at,
  case when ${by.includes('kind')}::boolean then kind end as kind,
  case when ${by.includes('method')}::boolean then method end as method,
  case when ${by.includes('route')}::boolean then route end as route,
  case when ${by.includes('status')}::boolean then status end as status`

/** A request is in one row only, of a minute or of an hour, so both are taken alike. Index: the primary key. */
const seriesOf = (read: Read, { source, from, until, where = {} }: TrafficQuestion) => {
  const [least, most] = statusRange(where.status)
  return read`
    public.request_series
     where source = ${source} and span in (60, 3600) and at >= ${from} and at < ${until}
       and (${where.kind ?? null}::text is null or kind = ${where.kind ?? null})
       and (${where.method ?? null}::text is null or method = ${where.method ?? null})
       and (${where.route ?? null}::text is null or route = ${where.route ?? null})
       and status between ${least} and ${most}`
}

export const sumSeries = (read: Read, question: TrafficQuestion) => read<Sums>`
  select ${groupOf(read, question)}, sum(requests)::bigint as requests,
         coalesce(sum(requests) filter (where status >= 500), 0)::bigint as errors, sum(bytes)::bigint as bytes,
         count(durations)::bigint as sketches
    from ${seriesOf(read, question)}
   group by 1, 2, 3, 4, 5 order by 1 nulls first, requests desc, 2, 3, 4, 5`

/**
 * Sketches of durations, some `share` of each group at most: of a group that has more, every so-many-th minute, spread by
 * a multiplicative hash (Knuth's) so that what happens every five minutes is neither always nor never among them.
 */
export const sketchesOfSeries = (read: Read, question: TrafficQuestion, groups: readonly Sums[], share: number) => {
  const crowded = groups.some((group) => group.sketches > share)
  if (!crowded)
    return read<Group & { durations: Uint8Array }>`
    select ${groupOf(read, question)}, durations from ${seriesOf(read, question)} and durations is not null`
  return read<Group & { durations: Uint8Array }>`
    with every as materialized (
      select row(at, kind, method, route, status)::text as key, ceil(count(*)::numeric / ${share})::bigint as step
        from (select ${groupOf(read, question)} from ${seriesOf(read, question)} and durations is not null) row
       group by 1
    ), each as (
      select ${groupOf(read, question)}, durations,
             (((extract(epoch from at)::bigint / 60) * 2654435761) & 4294967295) >> 8 as lot
        from ${seriesOf(read, question)} and durations is not null
    )
    select each.at, each.kind, each.method, each.route, each.status, each.durations
      from each join every on every.key = row(each.at, each.kind, each.method, each.route, each.status)::text
     where each.lot % every.step = 0`
}

const visitorsOf = (read: Read, { source, from, until, where = {} }: TrafficQuestion) => read`
  public.request_visitors
   where source = ${source} and span in (60, 3600) and at >= ${from} and at < ${until}
     and (${where.kind ?? null}::text is null or kind = ${where.kind ?? null})`

export const countVisitorSketches = (read: Read, question: TrafficQuestion) => read<{ sketches: number }>`
  select count(*)::int as sketches from ${visitorsOf(read, question)}`

export const sketchesOfVisitors = (read: Read, question: TrafficQuestion) => read<{
  at: Date | null
  kind: Kind | null
  sketch: Uint8Array
}>`
  select case when ${question.by.includes('time')}::boolean
              then date_trunc(${question.step ?? 'hour'}, at, 'UTC') end as at,
         case when ${question.by.includes('kind')}::boolean then kind end as kind, sketch
    from ${visitorsOf(read, question)}`

/**
 * Lists of hours, added up. A label that an hour's list lacks may still have been there: at most as often as the least
 * frequent one of a full list, or as the greatest error of another. That is `missing`.
 */
export const sumTops = (
  read: Read,
  { source, of, from, until, limit }: { source: string; of: TopOf; from: Date; until: Date; limit: number },
) => read<{ label: string; requests: number; error: number; missing: number }>`
  with hours as (
    select entries, case when jsonb_array_length(entries) >= ${MOST_ENTRIES} then (entries -> -1 ->> 1)::bigint
             else (select coalesce(max((e ->> 2)::bigint), 0) from jsonb_array_elements(entries) e) end as unnamed
      from public.request_tops
     where source = ${source} and of = ${of} and at >= date_trunc('hour', ${from}::timestamptz, 'UTC') and at < ${until}
  ), listed as (
    select e ->> 0 as label, (e ->> 1)::bigint as count, (e ->> 2)::bigint as error, unnamed
      from hours, jsonb_array_elements(entries) e
  )
  select label, sum(count)::bigint as requests, sum(error)::bigint as error,
         ((select coalesce(sum(unnamed), 0) from hours) - sum(unnamed))::bigint as missing
    from listed group by label order by requests desc, label limit ${limit}`

/** A walk over the key from one source to the next, because there are many rows and few sources. */
export const sourcesOf = (read: Read) => read<{ source: string; from: Date; until: Date }>`
  with recursive names as (
    (select source from public.request_series order by source limit 1)
    union all
    select (select s.source from public.request_series s where s.source > names.source order by s.source limit 1)
      from names where names.source is not null
  )
  select source, least(minutes.first, hours.first) as from, greatest(minutes.last, hours.last) as until
    from names,
         lateral (select min(at) as first, max(at) + interval '1 minute' as last from public.request_series s
                   where s.source = names.source and s.span = 60) minutes,
         lateral (select min(at) as first, max(at) + interval '1 hour' as last from public.request_series s
                   where s.source = names.source and s.span = 3600) hours
   where source is not null order by source`

/** Whether some of the range is kept by the hour only, and whether one of its ends is within such an hour. */
export const coarseIn = (read: Read, { source, from, until }: { source: string; from: Date; until: Date }) => read<{
  within: boolean
  cut: boolean
}>`
  select exists (select from public.request_series
                  where source = ${source} and span = 3600 and at >= ${from} and at < ${until}) as within,
         exists (select from public.request_series, unnest(array[${from}, ${until}]::timestamptz[]) end_at
                  where source = ${source} and span = 3600 and at = date_trunc('hour', end_at, 'UTC')
                    and at < end_at) as cut`

/** When what was read of this source was last stored. */
export const lastRead = (read: Read, source: string) => read<{ at: Date | null }>`
  select max(read_at) as at from public.request_files where source = ${source} and reader = 'traffic'`
