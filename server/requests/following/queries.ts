import type { Read, Tx } from '../../storage/index.ts'
import type { Series, Tops, Visitors } from '../reading/traffic.ts'

export type ReaderName = 'traffic' | 'views'

/** One follower of one log; files are held in its name. */
export interface Holder {
  readonly source: string
  readonly reader: ReaderName
  /** Of this process alone: see holder.ts. */
  readonly holder: string
  readonly leaseMs: number
}

/** A step forward in a file. */
export interface Place {
  readonly file: string
  readonly path: string
  readonly from: number
  readonly until: number
  readonly records: number
  readonly rejected: number
  readonly finished: boolean
}

export interface FileState {
  readonly file: string
  readonly place: number
  readonly finished: boolean
  /** It is held for whoever asked. */
  readonly ours: boolean
  /** Who held it before. */
  readonly held_by: string | null
}

/** Those who commit what came of one source do so one after the other: rows are read, merged and written back. */
export const lockSource = (tx: Tx, source: string, reader: ReaderName) => tx`
  select pg_advisory_xact_lock(72360050, hashtext(${`${reader} ${source}`}))`

/**
 * Takes files, or holds them for longer: those that nobody holds, or whose holder is one of `dead` or has not been heard
 * of for the time of a lease. @returns all of them that there are, with how far they were read.
 */
export const takeFiles = (
  tx: Tx,
  by: Holder,
  files: readonly { file: string; path: string }[],
  dead: string[],
) => tx<FileState>`
  with asked as (
    select distinct on (file) file, path
      from unnest(${files.map((one) => one.file)}::text[], ${files.map((one) => one.path)}::text[]) asked(file, path)
     order by file),
  taken as (
    insert into request_files as f (source, reader, file, path, held_by, held_until)
    select ${by.source}, ${by.reader}, file, path, ${by.holder}, now() + ${by.leaseMs} * interval '1 millisecond'
      from asked
        on conflict (source, reader, file) do update
           set held_by = excluded.held_by, held_until = excluded.held_until, path = excluded.path
         where not f.finished
           and (f.held_by is null or f.held_by = excluded.held_by or f.held_until < now() or f.held_by = any(${dead}::text[]))
    returning file, place)
  select asked.file, coalesce(taken.place, f.place)::bigint as place, coalesce(f.finished, false) as finished,
         taken.file is not null as ours, f.held_by
    from asked left join taken on taken.file = asked.file
    left join request_files f on f.source = ${by.source} and f.reader = ${by.reader} and f.file = asked.file
   where taken.file is not null or f.file is not null`

/** Moves on in files that are still where they were read from, and held. @returns those. */
export const movePlaces = (tx: Tx, by: Holder, places: readonly Place[]) => tx<{ file: string }>`
  update request_files f
     set place = p.until, path = p.path, records = f.records + p.records, rejected = f.rejected + p.rejected,
         finished = p.done = 1, read_at = now(),
         held_by = case when p.done = 1 then null else ${by.holder} end,
         held_until = case when p.done = 1 then null else now() + ${by.leaseMs} * interval '1 millisecond' end
    from unnest(${places.map((one) => one.file)}::text[], ${places.map((one) => one.path)}::text[],
                ${places.map((one) => one.from)}::bigint[], ${places.map((one) => one.until)}::bigint[],
                ${places.map((one) => one.records)}::bigint[], ${places.map((one) => one.rejected)}::bigint[],
                ${places.map((one) => Number(one.finished))}::int[])
         p(file, path, "from", until, records, rejected, done)
   where f.source = ${by.source} and f.reader = ${by.reader} and f.file = p.file
     and f.place = p."from" and not f.finished and f.held_by = ${by.holder}
  returning f.file`

/** Lets go of what a follower holds: it ends. */
export const releaseFiles = (tx: Tx, by: Holder) => tx`
  update request_files set held_by = null, held_until = null
   where source = ${by.source} and reader = ${by.reader} and held_by = ${by.holder}`

/** Files that are not to be read, unless the log has been followed before: then they are new. */
export const beginLog = (tx: Tx, by: Holder, files: readonly { file: string; path: string }[]) => tx`
  insert into request_files (source, reader, file, path, finished)
  select ${by.source}, ${by.reader}, file, path, true
    from unnest(${files.map((one) => one.file)}::text[], ${files.map((one) => one.path)}::text[]) before(file, path)
   where not exists (select from request_files where source = ${by.source} and reader = ${by.reader})
      on conflict do nothing`

export const finishedFiles = (read: Read, source: string, reader: ReaderName, files: string[]) => read<{
  file: string
  place: number
}>`
  select file, place from request_files
   where source = ${source} and reader = ${reader} and finished and file = any(${files}::text[])`

type SeriesRow = Omit<Series, 'at'> & { at: Date }
// The driver takes an array of dates, bytes or booleans for a single one, so they go as texts and numbers.
const times = (rows: readonly { at: number }[]): string[] => rows.map(({ at }) => new Date(at).toISOString())
const texts = (sketches: readonly (Uint8Array | null)[]): (string | null)[] =>
  sketches.map((sketch) => sketch && Buffer.from(sketch).toString('base64'))

/** The rows that these are to be added to. */
export const readSeries = (tx: Tx, source: string, span: number, keys: readonly Series[]) => tx<SeriesRow>`
  select s.at, s.kind, s.method, s.route, s.status, s.requests, s.bytes, s.durations
    from unnest(${times(keys)}::timestamptz[], ${keys.map((one) => one.kind)}::text[],
                ${keys.map((one) => one.method)}::text[], ${keys.map((one) => one.route)}::text[],
                ${keys.map((one) => one.status)}::smallint[]) k(at, kind, method, route, status)
    join request_series s on s.source = ${source} and s.span = ${span} and s.at = k.at and s.kind = k.kind
     and s.method = k.method and s.route = k.route and s.status = k.status`

export const writeSeries = (tx: Tx, source: string, span: number, rows: readonly Series[]) => tx`
  insert into request_series (source, span, at, kind, method, route, status, requests, bytes, durations)
  select ${source}, ${span}::int, r.at, r.kind, r.method, r.route, r.status, r.requests, r.bytes,
         decode(r.durations, 'base64')
    from unnest(${times(rows)}::timestamptz[], ${rows.map((one) => one.kind)}::text[],
                ${rows.map((one) => one.method)}::text[], ${rows.map((one) => one.route)}::text[],
                ${rows.map((one) => one.status)}::smallint[], ${rows.map((one) => one.requests)}::bigint[],
                ${rows.map((one) => one.bytes)}::bigint[], ${texts(rows.map((one) => one.durations))}::text[])
         r(at, kind, method, route, status, requests, bytes, durations)
      on conflict (source, span, at, kind, method, route, status) do update
         set requests = excluded.requests, bytes = excluded.bytes, durations = excluded.durations`

type VisitorsRow = Omit<Visitors, 'at'> & { at: Date }

export const readVisitors = (tx: Tx, source: string, span: number, keys: readonly Visitors[]) => tx<VisitorsRow>`
  select v.at, v.kind, v.sketch
    from unnest(${times(keys)}::timestamptz[], ${keys.map((one) => one.kind)}::text[]) k(at, kind)
    join request_visitors v on v.source = ${source} and v.span = ${span} and v.at = k.at and v.kind = k.kind`

export const writeVisitors = (tx: Tx, source: string, span: number, rows: readonly Visitors[]) => tx`
  insert into request_visitors (source, span, at, kind, sketch)
  select ${source}, ${span}::int, r.at, r.kind, decode(r.sketch, 'base64')
    from unnest(${times(rows)}::timestamptz[], ${rows.map((one) => one.kind)}::text[],
                ${texts(rows.map((one) => one.sketch))}::text[]) r(at, kind, sketch)
      on conflict (source, span, at, kind) do update set sketch = excluded.sketch`

type TopsRow = Omit<Tops, 'at'> & { at: Date }

export const readTops = (tx: Tx, source: string, keys: readonly Tops[]) => tx<TopsRow>`
  select t.at, t.of, t.entries
    from unnest(${times(keys)}::timestamptz[], ${keys.map((one) => one.of)}::text[]) k(at, of)
    join request_tops t on t.source = ${source} and t.at = k.at and t.of = k.of`

/** Labels come from logs of others; Postgres takes neither NUL nor half a character. */
const jsonOf = (entries: Tops['entries']): string =>
  JSON.stringify(entries).replace(/\\u(?:0000|d[89a-f][0-9a-f]{2})/g, '\\ufffd')

export const writeTops = (tx: Tx, source: string, rows: readonly Tops[]) => tx`
  insert into request_tops (source, at, of, entries)
  select ${source}, r.at, r.of, r.entries::jsonb
    from unnest(${times(rows)}::timestamptz[], ${rows.map((one) => one.of)}::text[],
                ${rows.map((one) => jsonOf(one.entries))}::text[]) r(at, of, entries)
      on conflict (source, at, of) do update set entries = excluded.entries`

/** Hours that are still kept by the minute, the oldest first. */
export const fineHours = (read: Read, before: Date, limit: number) => read<{ source: string; at: Date }>`
  select distinct source, date_trunc('hour', at, 'UTC') as at
    from (select source, at from request_series where span = 60 and at < date_trunc('hour', ${before}::timestamptz, 'UTC')
           union all
          select source, at from request_visitors where span = 60 and at < date_trunc('hour', ${before}::timestamptz, 'UTC')) old
   order by at, source limit ${limit}`

/** The minutes of an hour, which go. */
export const takeMinutes = (tx: Tx, source: string, hour: Date) => tx<SeriesRow>`
  delete from request_series
   where source = ${source} and span = 60 and at >= ${hour} and at < ${hour}::timestamptz + interval '1 hour'
  returning at, kind, method, route, status, requests, bytes, durations`

export const takeMinutesOfVisitors = (tx: Tx, source: string, hour: Date) => tx<VisitorsRow>`
  delete from request_visitors
   where source = ${source} and span = 60 and at >= ${hour} and at < ${hour}::timestamptz + interval '1 hour'
  returning at, kind, sketch`

export const deleteOldSeries = (tx: Tx, before: Date, limit: number) => tx`
  delete from request_series where ctid = any(array(select ctid from request_series where at < ${before} limit ${limit}))`

export const deleteOldVisitors = (tx: Tx, before: Date, limit: number) => tx`
  delete from request_visitors
   where ctid = any(array(select ctid from request_visitors where at < ${before} limit ${limit}))`

export const deleteOldTops = (tx: Tx, before: Date, limit: number) => tx`
  delete from request_tops where ctid = any(array(select ctid from request_tops where at < ${before} limit ${limit}))`

export const oldFiles = (read: Read, source: string, before: Date, limit: number) => read<{ file: string }>`
  select file from request_files where source = ${source} and finished and read_at < ${before}
   order by read_at limit ${limit}`

export const deleteFiles = (tx: Tx, source: string, files: string[]) => tx`
  delete from request_files where source = ${source} and file = any(${files}::text[])`

/** Of logs of others nobody knows whether a file is still somewhere, and it would be counted again. */
export const deleteOldFiles = (tx: Tx, ours: string, before: Date) => tx`
  delete from request_files where source <> ${ours} and read_at < ${before}`
