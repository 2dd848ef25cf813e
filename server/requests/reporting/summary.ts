import type { Traffic } from '../reading/traffic.ts'
import type { Kind } from '../record.ts'
import { Uniques } from '../sketches/uniques.ts'
import { type Band, bandsOf, type Latency, latencyOf } from './latency.ts'
import { type TopList, topLists } from './tops.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** A plot has at most so many steps. */
const STEPS = 120
const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 7 * 1440, 28 * 1440].map((m) => m * MINUTE_MS)

/** One step of the plots over time. */
export interface Step {
  /** Its beginning, milliseconds. */
  readonly atMs: number
  people: number
  bots: number
  bytes: number
  /** Of 1xx, 2xx, 3xx, 4xx, 5xx. */
  readonly classes: [number, number, number, number, number]
  latency: Latency | null
}

export interface RouteFigures {
  readonly method: string
  readonly route: string
  requests: number
  /** Answered with 400 to 499, and with 500 and above. */
  refused: number
  failed: number
  bytes: number
  latency: Latency | null
}

/** All that a report says, in numbers. Times are milliseconds since 1970 in UTC, durations microseconds. */
export interface Summary {
  /** The beginning of the first minute and the end of the last; 0 and 0 when there is nothing. */
  readonly fromMs: number
  readonly untilMs: number
  readonly requests: number
  readonly people: number
  readonly bots: number
  readonly bytes: number
  readonly visitors: { readonly people: number; readonly bots: number }
  readonly refused: number
  readonly failed: number
  /** The busiest minute (hour or day, where no minutes are kept); null when there is nothing. */
  readonly peak: { readonly atMs: number; readonly requests: number; readonly lastsMs: number } | null
  readonly latency: Latency | null
  readonly bands: readonly Band[]
  readonly stepMs: number
  readonly steps: readonly Step[]
  /**
   * Requests in an average hour of that weekday (Monday first) and hour of the day; null: too little of it was seen.
   * Empty when the range is shorter than a day, or counted by the day.
   */
  readonly week: readonly (readonly (number | null)[])[]
  readonly statuses: readonly { readonly status: number; readonly requests: number }[]
  readonly methods: readonly { readonly method: string; readonly requests: number }[]
  /** The most asked for first; empty for logs that know no routes. */
  readonly routes: readonly RouteFigures[]
  readonly tops: TopList
  readonly records: number
  readonly rejected: number
  readonly readBytes: number
}

/** @param spanMs what one entry of the series stands for: a minute, or an hour once it is old. */
export function sumUp(traffic: Traffic, spanMs = MINUTE_MS): Summary {
  const { series } = traffic
  const floor = (ms: number) => Math.floor(ms / spanMs) * spanMs
  const fromMs = floor(series.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY))
  const untilMs = floor(series.reduce((most, { at }) => Math.max(most, at), Number.NEGATIVE_INFINITY)) + spanMs
  const some = series.length > 0
  const stepMs = STEPS_MS.find((ms) => ms >= spanMs && (untilMs - fromMs) / ms <= STEPS) ?? STEPS_MS.at(-1)!
  const total = (of: (one: (typeof series)[number]) => number) => series.reduce((sum, one) => sum + of(one), 0)
  const requests = total((one) => one.requests)
  const people = total((one) => (one.kind === 'person' ? one.requests : 0))
  return {
    fromMs: some ? fromMs : 0,
    untilMs: some ? untilMs : 0,
    requests,
    people,
    bots: requests - people,
    bytes: total((one) => one.bytes),
    visitors: { people: distinct(traffic, 'person'), bots: distinct(traffic, 'bot') },
    refused: total((one) => (isRefused(one.status) ? one.requests : 0)),
    failed: total((one) => (one.status >= 500 ? one.requests : 0)),
    peak: some ? peakOf(series, spanMs) : null,
    latency: latencyOf(series),
    bands: bandsOf(series),
    stepMs,
    steps: some ? stepsOf(series, fromMs, untilMs, stepMs) : [],
    week: spanMs > HOUR_MS ? [] : weekOf(series, fromMs, untilMs),
    statuses: counted(series, (one) => one.status).map(([status, requests]) => ({ status, requests })),
    methods: counted(series, (one) => one.method).map(([method, requests]) => ({ method, requests })),
    routes: routesOf(series),
    tops: topLists(traffic.tops),
    records: traffic.records,
    rejected: traffic.rejected,
    readBytes: traffic.readBytes,
  }
}

type All = Traffic['series']

const isRefused = (status: number) => status >= 400 && status < 500

function distinct(traffic: Traffic, kind: Kind): number {
  const all = new Uniques()
  for (const one of traffic.visitors) if (one.kind === kind) all.merge(Uniques.decode(one.sketch))
  return all.count()
}

function peakOf(series: All, lastsMs: number) {
  const [atMs, requests] = counted(series, (one) => Math.floor(one.at / lastsMs) * lastsMs)[0]!
  return { atMs, requests, lastsMs }
}

/** Requests by a property, the most first. */
function counted<K>(series: All, by: (one: All[number]) => K): [K, number][] {
  const counts = new Map<K, number>()
  for (const one of series) counts.set(by(one), (counts.get(by(one)) ?? 0) + one.requests)
  return [...counts].sort((a, b) => b[1] - a[1])
}

function grouped<K>(series: All, by: (one: All[number]) => K): Map<K, All> {
  return Map.groupBy(series, by)
}

function stepsOf(series: All, fromMs: number, untilMs: number, stepMs: number): Step[] {
  const begin = startOfStep(fromMs, stepMs)
  const parts = grouped(series, (one) => Math.floor((one.at - begin) / stepMs))
  return Array.from({ length: Math.ceil((untilMs - begin) / stepMs) }, (_, i) => {
    const part = parts.get(i) ?? []
    const step: Step = {
      atMs: begin + i * stepMs,
      people: 0,
      bots: 0,
      bytes: 0,
      classes: [0, 0, 0, 0, 0],
      latency: latencyOf(part),
    }
    for (const { kind, status, requests, bytes } of part) {
      if (kind === 'person') step.people += requests
      else step.bots += requests
      step.bytes += bytes
      step.classes[Math.min(4, Math.max(0, Math.floor(status / 100) - 1))]! += requests
    }
    return step
  })
}

/** Steps begin at round times; those of weeks on a Monday (1970 began on a Thursday). */
const startOfStep = (ms: number, stepMs: number): number => {
  const shift = stepMs > DAY_MS ? 4 * DAY_MS : 0
  return Math.floor((ms - shift) / stepMs) * stepMs + shift
}

function weekOf(series: All, fromMs: number, untilMs: number): (number | null)[][] {
  if (!(untilMs - fromMs >= DAY_MS)) return []
  const place = (ms: number) => [(new Date(ms).getUTCDay() + 6) % 7, new Date(ms).getUTCHours()] as const
  const sums = Array.from({ length: 7 }, () => new Array<number>(24).fill(0))
  const seen = Array.from({ length: 7 }, () => new Array<number>(24).fill(0))
  for (let ms = Math.floor(fromMs / HOUR_MS) * HOUR_MS; ms < untilMs; ms += HOUR_MS) {
    const [row, column] = place(ms)
    // The first and the last hour are there in part only, and half an hour must not look like a quiet one.
    seen[row]![column]! += (Math.min(ms + HOUR_MS, untilMs) - Math.max(ms, fromMs)) / HOUR_MS
  }
  for (const { at, requests } of series) {
    const [row, column] = place(at)
    sums[row]![column]! += requests
  }
  return sums.map((row, y) => row.map((sum, x) => (seen[y]![x]! >= 0.5 ? sum / seen[y]![x]! : null)))
}

function routesOf(series: All): RouteFigures[] {
  const known = series.filter((one) => one.route !== '')
  return [...grouped(known, (one) => `${one.method} ${one.route}`).values()]
    .map((part) => {
      const { method, route } = part[0]!
      const figures: RouteFigures = { method, route, requests: 0, refused: 0, failed: 0, bytes: 0, latency: null }
      for (const { status, requests, bytes } of part) {
        figures.requests += requests
        figures.bytes += bytes
        if (isRefused(status)) figures.refused += requests
        if (status >= 500) figures.failed += requests
      }
      return { ...figures, latency: latencyOf(part) }
    })
    .sort((a, b) => b.requests - a.requests)
}
