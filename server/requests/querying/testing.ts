/** Records on file for tests, and what their reader would have kept of them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { zstdCompressSync } from 'node:zlib'
import type { Database } from '../../storage/index.ts'
import { lineOf, type RequestRecord } from '../record.ts'
import { Quantiles } from '../sketches/quantiles.ts'
import { Uniques } from '../sketches/uniques.ts'
import { requestsFolder } from './segments.ts'

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
  const folder = requestsFolder(dataDir)
  mkdirSync(folder, { recursive: true })
  const name = `${beganAt}-abcd-${process.pid}-1.ndjson${sealed ? '.zst' : ''}`
  const text = records.map(lineOf).join('') + tail
  writeFileSync(`${folder}/${name}`, sealed ? zstdCompressSync(text) : text)
  return name
}

/** What a reader keeps of records, by the minute. */
export async function keep(db: Database, records: readonly RequestRecord[]): Promise<void> {
  const series = new Map<string, RequestRecord[]>()
  const people = new Map<string, RequestRecord[]>()
  const put = (map: Map<string, RequestRecord[]>, key: unknown[], one: RequestRecord) => {
    const text = JSON.stringify(key)
    map.set(text, [...(map.get(text) ?? []), one])
  }
  for (const one of records) {
    const minute = one.at - (one.at % 60_000)
    put(series, [minute, one.kind, one.method, one.route, one.status], one)
    put(people, [minute, one.kind], one)
  }
  for (const [key, all] of series) {
    const [minute, kind, method, route, status] = JSON.parse(key) as [number, string, string, string, number]
    const durations = new Quantiles()
    for (const { us } of all) if (us !== null) durations.add(us)
    const bytes = all.reduce((sum, one) => sum + one.bytes, 0)
    await db.pool`insert into request_series values
      ('tweeter', 60, ${new Date(minute)}, ${kind}, ${method}, ${route}, ${status}, ${all.length}, ${bytes},
       ${durations.count > 0 ? Buffer.from(durations.encode()) : null})`
  }
  for (const [key, all] of people) {
    const [minute, kind] = JSON.parse(key) as [number, string]
    const sketch = new Uniques()
    for (const { visitor } of all) sketch.add(parseInt(visitor.slice(0, 8), 16), parseInt(visitor.slice(8), 16))
    await db.pool`insert into request_visitors values
      ('tweeter', 60, ${new Date(minute)}, ${kind}, ${Buffer.from(sketch.encode())})`
  }
}
