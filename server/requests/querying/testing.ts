/** Records on file for tests, and what their reader would have kept of them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import type { Database } from '../../storage/index.ts'
import { mergeSeries, mergeVisitors } from '../reading/merge.ts'
import { Reading } from '../reading/reading.ts'
import { lineOf, type RequestRecord } from '../record.ts'
import { requestsFolder } from '../writing/segment.ts'
import { segmentsIn } from './segments.ts'

export const record = (at: string | number, more: Partial<RequestRecord> = {}): RequestRecord => ({
  at: typeof at === 'number' ? at : Date.parse(at),
  kind: 'person',
  method: 'GET',
  route: '/api/v1/statuses/:id',
  status: 200,
  us: 1000,
  bytes: 100,
  visitor: '00000000000000aa',
  agent: 'Firefox',
  ...more,
})

/** Writes a segment as the server does. @param beganAt as in `20261120T100000000Z`. @returns its name. */
export function segment(
  dataDir: string,
  beganAt: string,
  records: readonly RequestRecord[],
  { sealed = true, tail = '' } = {},
): string {
  const folder = requestsFolder({ dataDir })
  mkdirSync(folder, { recursive: true })
  const name = `${beganAt}-abcd-${process.pid}-1.ndjson${sealed ? '.zst' : ''}`
  const text = records.map(lineOf).join('') + tail
  writeFileSync(`${folder}/${name}`, sealed ? zstdCompressSync(text) : text)
  return name
}

/** Reads what is on file as a follower would, and keeps it. @returns how many records there were. */
export async function keep(db: Database, dataDir: string): Promise<number> {
  const folder = requestsFolder({ dataDir })
  const reading = new Reading({ format: 'tweeter', of: 'traffic', samples: 0 })
  for (const { name, sealed } of await segmentsIn(folder)) {
    const compression = sealed ? 'zstd' : 'none'
    await reading.read({ path: join(folder, name), compression, from: 0, most: 2 ** 40, final: true })
  }
  const { traffic } = reading.take()
  for (const row of mergeSeries(traffic.series, 60_000)) {
    await db.pool`insert into request_series values
      ('tweeter', 60, ${new Date(row.at)}, ${row.kind}, ${row.method}, ${row.route}, ${row.status}, ${row.requests},
       ${row.bytes}, ${row.durations && Buffer.from(row.durations)})`
  }
  for (const { at, kind, sketch } of mergeVisitors(traffic.visitors, 60_000)) {
    await db.pool`insert into request_visitors values
      ('tweeter', 60, ${new Date(at)}, ${kind}, ${Buffer.from(sketch)})`
  }
  for (const { at, of, entries } of traffic.tops) {
    await db.pool`insert into request_tops values ('tweeter', ${new Date(at)}, ${of}, ${db.pool.json(entries)})`
  }
  return traffic.records
}
