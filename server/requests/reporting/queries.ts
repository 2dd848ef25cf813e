import type { Read } from '../../storage/index.ts'
import type { TopOf, Tops } from '../reading/traffic.ts'
import type { Kind } from '../record.ts'

interface SeriesRow {
  /** Seconds: 60 or 3600. */
  span: number
  at: Date
  kind: Kind
  method: string
  route: string
  status: number
  requests: number
  bytes: number
  durations: Uint8Array | null
}

export const selectSeries = (read: Read, source: string, from: Date, until: Date) => read<SeriesRow>`
  select span, at, kind, method, route, status, requests, bytes, durations from request_series
   where source = ${source} and span in (60, 3600) and at >= ${from} and at < ${until}`

export const selectVisitors = (read: Read, source: string, from: Date, until: Date) => read<{
  at: Date
  kind: Kind
  sketch: Uint8Array
}>`
  select at, kind, sketch from request_visitors
   where source = ${source} and span in (60, 3600) and at >= ${from} and at < ${until}`

/** Of the hours that begin in the range, and the one in which it begins. */
export const selectTops = (read: Read, source: string, from: Date, until: Date) => read<{
  at: Date
  of: TopOf
  entries: Tops['entries']
}>`
  select at, of, entries from request_tops
   where source = ${source} and at >= date_trunc('hour', ${from}::timestamptz, 'UTC') and at < ${until}`

/** Of all files of a source, whatever the range: lines that could not be read do not tell their time. */
export const selectRejected = (read: Read, source: string) => read<{ rejected: number; files: number }>`
  select coalesce(sum(rejected), 0)::bigint as rejected, count(*)::bigint as files from request_files
   where source = ${source} and reader = 'traffic'`
