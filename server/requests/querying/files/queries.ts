/**
 * What DuckDB is asked, as text with `$name` for every value that comes from outside. DuckDB reserves the word `at`, so
 * it is quoted.
 */
import type { FilesColumn, FilesQuestion } from '../question.ts'
import { statusRange } from '../status.ts'

/** The columns of a record; see record.ts. A line that is no JSON comes as a row of nothing, and is left out. */
const COLUMNS = `{
  "at": 'BIGINT', kind: 'VARCHAR', method: 'VARCHAR', route: 'VARCHAR', status: 'SMALLINT', us: 'BIGINT',
  bytes: 'BIGINT', visitor: 'VARCHAR', agent: 'VARCHAR', account: 'BIGINT', post: 'BIGINT', profile: 'BIGINT',
  tag: 'VARCHAR', posts: 'BIGINT[]'}`

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** @param files names in the folder that the process runs in, so that no letter of a path counts as a pattern. */
const records = (files: readonly string[]): string =>
  files.length === 0
    ? `(select unnest([]::struct("at" bigint, kind varchar, method varchar, route varchar, status smallint, us bigint,
        bytes bigint, visitor varchar, agent varchar, account bigint, post bigint, profile bigint, tag varchar,
        posts bigint[])[], recursive := true))`
    : `read_json([${files.map(quoted).join(', ')}], format = 'newline_delimited', columns = ${COLUMNS},
        ignore_errors = true, maximum_object_size = 1048576)`

/** A line that is a record, as the readers see it too. */
const VALID = `"at" between 1000000000000 and 9999999999999 and kind in ('person', 'bot') and method is not null
  and route is not null and status between 100 and 999 and bytes >= 0 and coalesce(us, 0) >= 0
  and length(visitor) = 16 and length(agent) <= 200`

/** The view of `--sql`: the columns of a record, with `time` (UTC) in the place of `at`. */
export const viewOf = (files: readonly string[], { from, until }: { from?: Date; until?: Date }): string => `
  create view requests as select make_timestamp("at" * 1000) as time, * exclude ("at") from ${records(files)}
   where ${VALID}${from ? ` and "at" >= ${from.getTime()}` : ''}${until ? ` and "at" < ${until.getTime()}` : ''}`

/**
 * Makes a database that reaches nothing but these files any more: no other file, no extension, no setting can be had.
 * Their list also allows writing to them, which is why what a person asks must be a `select` (child.ts).
 */
export const lockedTo = (files: readonly string[]): string[] => [
  ...(files.length > 0 ? [`set allowed_paths = [${files.map(quoted).join(', ')}]`] : []),
  'set enable_external_access = false',
  'set lock_configuration = true',
]

const STEPS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

/** What a row is by, as an expression; `time` is the beginning of the step, milliseconds. */
const expressionOf = (column: FilesColumn, step: keyof typeof STEPS): string =>
  column === 'time' ? `"at" - "at" % ${STEPS[step]}` : column

/** Buckets of durations grow by this factor, so that the middle of one is within 0.5 % of all that is in it. */
export const GAMMA = 1.005 / 0.995

const BUCKET = `case when us > 0 then ceil(ln(us) / ln(${GAMMA}))::integer when us = 0 then -1 end as bucket`

export interface Asked {
  readonly sql: string
  readonly values: Record<string, string | number>
}

const FILTERS = ['kind', 'method', 'route', 'account', 'post', 'profile', 'tag', 'agent', 'visitor'] as const

function conditionsOf({ from, until, where = {} }: FilesQuestion): Asked {
  const values: Record<string, string | number> = {}
  const conditions = [VALID]
  // As numbers in the text: milliseconds are not told apart from other integers by the binding.
  conditions.push(`"at" >= ${from.getTime()} and "at" < ${until.getTime()}`)
  const [least, most] = statusRange(where.status)
  if (where.status !== undefined) conditions.push(`status between ${least} and ${most}`)
  for (const name of FILTERS) {
    const value = where[name]
    if (value === undefined) continue
    conditions.push(`${name} = $${name}`)
    values[name] = value
  }
  return { sql: conditions.join(' and '), values }
}

/**
 * The table of the answer: requests, errors, bytes, quantiles and distinct visitors by whatever was asked for, the most
 * requested first. Both passes group first and count then, because groups can be put on the disk when there are many,
 * and lists of values to be sorted cannot.
 */
export function trafficSql(files: readonly string[], question: FilesQuestion, most: number): Asked {
  const { by, step = 'hour' } = question
  const { sql: conditions, values } = conditionsOf(question)
  const keys = by.map((_, index) => `k${index}`)
  const named = by.map((column, index) => `${expressionOf(column, step)} as k${index}`)
  const list = (...parts: string[]) => parts.join(', ')
  const grouped = keys.length > 0 ? `group by ${list(...keys)}` : ''
  const partition = keys.length > 0 ? `partition by ${list(...keys)}` : ''
  const same = keys.map((key) => `sums.${key} is not distinct from people.${key}`).join(' and ') || 'true'
  const quantile = (q: number) => `min(middle) filter (where bucket is not null and upto > ${q} * (timed - 1))`
  const sql = `
    with found as not materialized (select * from ${records(files)} where ${conditions}),
    buckets as (
      select ${list(...named, BUCKET)},
             count(*) as requests, count(*) filter (where status >= 500) as errors, sum(bytes) as bytes
        from found group by ${list(...keys, 'bucket')}
    ),
    running as (
      select *, case when bucket = -1 then 0 else 2 * pow(${GAMMA}, bucket) / (1 + ${GAMMA}) end as middle,
             sum(case when bucket is not null then requests else 0 end)
               over (${partition} order by bucket nulls last) as upto,
             sum(case when bucket is not null then requests else 0 end) over (${partition}) as timed
        from buckets
    ),
    sums as (
      select ${list(...keys, 'sum(requests) as requests, sum(errors) as errors, sum(bytes) as bytes')},
             ${quantile(0.5)} as p50, ${quantile(0.95)} as p95, ${quantile(0.99)} as p99
        from running ${grouped}
    ),
    people as (
      select ${list(...keys, 'count(*) as visitors')}
        from (select distinct ${list(...named, 'visitor as who')} from found) ${grouped}
    )
    select ${list(...keys.map((key) => `sums.${key}`), 'requests::double', 'errors::double', 'bytes::double')},
           p50 / 1000, p95 / 1000, p99 / 1000, visitors::double
      from sums join people on ${same}
     where requests > 0
     order by ${list(...(by.includes('time') ? [`sums.k${by.indexOf('time')}`] : []), 'requests desc', ...keys.map((key) => `sums.${key}`))}
     limit ${most}`
  return { sql, values }
}

/** Writes the records of a file as Parquet: the columns of a record, typed, with `time` (UTC) in the place of `at`; `posts` is never null. */
export const parquetSql = (file: string, to: string): string => `
  copy (
    select make_timestamp("at" * 1000) as time, kind, method, route, status, us, bytes, visitor, agent, account, post,
           profile, tag, coalesce(posts, []) as posts
      from ${records([file])} where ${VALID}
  ) to ${quoted(to)} (format parquet, compression zstd)`
