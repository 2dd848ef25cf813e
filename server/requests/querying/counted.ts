import type { Traffic } from '../reading/traffic.ts'
import { Quantiles } from '../sketches/quantiles.ts'
import { Uniques } from '../sketches/uniques.ts'
import { tellsVisitors } from './aggregates.ts'
import type { TrafficQuestion, TrafficRow } from './question.ts'
import { statusRange } from './status.ts'

const STEPS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

type Key = Pick<TrafficRow, 'at' | 'kind' | 'method' | 'route' | 'status'>
interface Sum {
  readonly key: Key
  requests: number
  errors: number
  bytes: number
  readonly durations: Quantiles
}

/**
 * Answers from what a log came to just now, without a database: the same numbers, in the same order, as `askAggregates`.
 *
 * @throws Problem 400 for a status that is none.
 */
export function askTraffic({ series, visitors }: Traffic, question: Omit<TrafficQuestion, 'source'>): TrafficRow[] {
  const { from, until, where = {} } = question
  const [least, most] = statusRange(where.status)
  const within = (at: number) => at >= from.getTime() && at < until.getTime()
  const sums = new Map<string, Sum>()
  for (const row of series) {
    if (!within(row.at) || row.status < least || row.status > most) continue
    if ((['kind', 'method', 'route'] as const).some((name) => row[name] !== (where[name] ?? row[name]))) continue
    const key = keyOf(question, row)
    const text = JSON.stringify(key)
    const sum = sums.get(text) ?? { key, requests: 0, errors: 0, bytes: 0, durations: new Quantiles() }
    sums.set(text, sum)
    sum.requests += row.requests
    sum.errors += row.status >= 500 ? row.requests : 0
    sum.bytes += row.bytes
    if (row.durations) sum.durations.merge(Quantiles.decode(row.durations))
  }
  const people = new Map<string, Uniques>()
  for (const row of tellsVisitors({ ...question, source: '' }) ? visitors : []) {
    if (!within(row.at) || row.kind !== (where.kind ?? row.kind)) continue
    const text = JSON.stringify(keyOf(question, { ...row, method: '', route: '', status: 0 }))
    const before = people.get(text)
    if (before === undefined) people.set(text, Uniques.decode(row.sketch))
    else before.merge(Uniques.decode(row.sketch))
  }
  const rows = [...sums].map(([text, sum]) =>
    rowOf(sum, tellsVisitors({ ...question, source: '' }) ? (people.get(text)?.count() ?? 0) : null),
  )
  return rows.sort((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0) || b.requests - a.requests)
}

function keyOf(
  { by, step = 'hour' }: Pick<TrafficQuestion, 'by' | 'step'>,
  row: { at: number; kind: Key['kind']; method: string; route: string; status: number },
): Key {
  return {
    at: by.includes('time') ? new Date(row.at - (row.at % STEPS[step])) : null,
    kind: by.includes('kind') ? row.kind : null,
    method: by.includes('method') ? row.method : null,
    route: by.includes('route') ? row.route : null,
    status: by.includes('status') ? row.status : null,
  }
}

function rowOf({ key, requests, errors, bytes, durations }: Sum, visitors: number | null): TrafficRow {
  const at = (q: number) => {
    const us = durations.quantile(q)
    return us === null ? null : us / 1000
  }
  return { ...key, requests, errors, bytes, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), visitors }
}
