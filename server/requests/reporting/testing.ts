import { noTraffic, type TopOf, type Traffic } from '../reading/traffic.ts'
import { type Kind, lineOf, type RequestRecord } from '../record.ts'
import { hashText } from '../sketches/hash.ts'
import { Quantiles } from '../sketches/quantiles.ts'
import { Uniques } from '../sketches/uniques.ts'

export interface Asked extends Partial<Omit<RequestRecord, 'us'>> {
  readonly at: number
  readonly us?: number | null
  readonly path?: string
  readonly referrer?: string
}

/** What the reader makes of these requests, worked out the plain way. */
export function trafficOf(asked: readonly Asked[], rejected = 0): Traffic {
  const traffic: Traffic = { ...noTraffic(), records: asked.length, rejected }
  const minutes = Map.groupBy(asked, ({ at, kind = 'person', method = 'GET', route = '', status = 200 }) =>
    JSON.stringify([at - (at % 60_000), kind, method, route, status]),
  )
  for (const [key, part] of minutes) {
    const [at, kind, method, route, status] = JSON.parse(key) as [number, Kind, string, string, number]
    const durations = new Quantiles()
    for (const { us } of part) if (us !== undefined && us !== null) durations.add(us)
    const bytes = part.reduce((sum, one) => sum + (one.bytes ?? 0), 0)
    const encoded = durations.count > 0 ? durations.encode() : null
    traffic.series.push({ at, kind, method, route, status, requests: part.length, bytes, durations: encoded })
  }
  for (const [key, part] of Map.groupBy(asked, ({ at, kind = 'person' }) =>
    JSON.stringify([at - (at % 60_000), kind]),
  )) {
    const [at, kind] = JSON.parse(key) as [number, Kind]
    const sketch = new Uniques()
    for (const { visitor = 'someone' } of part) {
      const { high, low } = hashText(visitor)
      sketch.add(high, low)
    }
    traffic.visitors.push({ at, kind, sketch: sketch.encode() })
  }
  for (const kind of ['path', 'agent', 'referrer', 'visitor', 'account'] as const) addTops(traffic, kind, asked)
  traffic.readBytes = asked.reduce((sum, one) => sum + lineOf(one as unknown as RequestRecord).length, 0)
  return traffic
}

function addTops(traffic: Traffic, of: TopOf, asked: readonly Asked[]): void {
  const said = asked.filter((one) => one[of] !== undefined)
  for (const [at, part] of Map.groupBy(said, (one) => one.at - (one.at % 3_600_000))) {
    const labels = Map.groupBy(part, (one) => String(one[of]))
    const entries = [...labels].map(([label, { length }]) => [label, length, 0] as [string, number, number])
    traffic.tops.push({ at, of, entries: entries.sort((a, b) => b[1] - a[1]) })
  }
}
