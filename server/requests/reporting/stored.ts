import type { Read } from '../../storage/index.ts'
import { noTraffic, type Traffic } from '../reading/traffic.ts'
import { selectRejected, selectSeries, selectTops, selectVisitors } from './queries.ts'

export interface StoredTraffic {
  readonly traffic: Traffic
  /** What one entry of the series stands for: a minute, or an hour when some of it is old. */
  readonly spanMs: number
  /** Lines of all files of this source that could not be read, whatever the range. */
  readonly rejectedEver: number
}

/** The stored aggregates of a source from a moment up to, not including, another. */
export async function trafficOfRange(read: Read, source: string, from: Date, until: Date): Promise<StoredTraffic> {
  const [series, visitors, tops, files] = await Promise.all([
    selectSeries(read, source, from, until),
    selectVisitors(read, source, from, until),
    selectTops(read, source, from, until),
    selectRejected(read, source),
  ])
  const traffic: Traffic = {
    ...noTraffic(),
    records: series.reduce((sum, { requests }) => sum + requests, 0),
    series: series.map(({ span: _, ...row }) => ({ ...row, at: row.at.getTime() })),
    visitors: visitors.map((row) => ({ ...row, at: row.at.getTime() })),
    tops: tops.map((row) => ({ ...row, at: row.at.getTime() })),
  }
  const isByHour = series.some(({ span }) => span === 3600)
  return { traffic, spanMs: isByHour ? 3_600_000 : 60_000, rejectedEver: files[0]?.rejected ?? 0 }
}
