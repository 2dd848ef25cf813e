/** What the server was asked for lately, for those who run it: everything that the page of traffic shows. */
import { requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { perApp, unprocessable } from '../../kit/index.ts'
import { askAggregates, askTops, readUntil, type TrafficQuestion, type TrafficRow } from '../../requests/index.ts'
import type { TrafficQuery, TrafficRange, TrafficReport } from './traffic-schema.ts'

/** Our own requests among those of other logs. */
const OWN = 'tweeter'
const SECOND_MS = 1000
const steps = { minute: 60, hour: 3600, day: 86_400 } as const

/** How fine each range is looked at, and in how many steps, of which the last goes on. */
const ranges: Readonly<Record<TrafficRange, readonly [step: keyof typeof steps, count: number]>> = {
  '15m': ['minute', 15],
  '1h': ['minute', 60],
  '24h': ['hour', 24],
  '7d': ['hour', 168],
  '30d': ['day', 30],
}

/** For how long an answer does for everybody who asks the same: what takes in a month of sketches is dear, and old. */
const FRESH_MS: Readonly<Record<TrafficRange, number>> = {
  '15m': 900,
  '1h': 900,
  '24h': 10_000,
  '7d': 60_000,
  '30d': 5 * 60_000,
}
const answers = perApp(() => new Map<string, { readonly atMs: number; readonly report: Promise<TrafficReport> }>())

const MOST_ROUTES = 40
const MOST_AGENTS = 12

/** What was worked out moments ago does again. @throws Problem 403; 422 for half of a route. */
export async function reportTraffic(app: App, viewer: Viewer, query: TrafficQuery): Promise<TrafficReport> {
  await requirePermission(app, viewer, 'view_dashboard')
  const { range = '1h', kind, method, route } = query
  if ((method === undefined) !== (route === undefined))
    throw unprocessable('A route is named by both `method` and `route`.')
  const kept = answers(app)
  const nowMs = app.now().getTime()
  for (const [key, { atMs }] of kept) if (nowMs - atMs > FRESH_MS['30d']) kept.delete(key)
  const key = JSON.stringify([range, kind, method, route])
  const before = kept.get(key)
  if (before && nowMs - before.atMs < FRESH_MS[range]) return await before.report
  const report = readTraffic(app, range, query)
  kept.set(key, { atMs: nowMs, report })
  report.catch(() => kept.delete(key))
  return await report
}

/** As many statements for a month as for a quarter of an hour. */
async function readTraffic(app: App, range: TrafficRange, query: TrafficQuery): Promise<TrafficReport> {
  const { kind, method, route } = query
  const [step, count] = ranges[range]
  const stepMs = steps[step] * SECOND_MS
  const until = app.now()
  const from = new Date((Math.floor(until.getTime() / stepMs) - count + 1) * stepMs)
  const span = { source: OWN, from, until }
  const ofKind = kind ? { kind } : {}
  const where = { ...ofKind, ...(method !== undefined && route !== undefined && { method, route }) }
  const ask = (by: TrafficQuestion['by'], more: Partial<TrafficQuestion> = {}) =>
    askAggregates(app.db.read, { ...span, by, step, where, ...more })
  const [[total], times, kinds, statuses, routes, agents, readAt] = await Promise.all([
    ask([]),
    ask(['time']),
    ask(['time', 'kind'], { countsOnly: true }),
    ask(['time', 'status'], { countsOnly: true }),
    ask(['method', 'route'], { where: ofKind }),
    askTops(app.db.read, { ...span, of: 'agent', limit: MOST_AGENTS }),
    readUntil(app.db.read, OWN),
  ])
  const ats = Array.from({ length: count }, (_, at) => from.getTime() + at * stepMs)
  return {
    range,
    from: from.toISOString(),
    until: until.toISOString(),
    step_seconds: steps[step],
    mode: app.config.requests.mode,
    read_at: readAt?.toISOString() ?? null,
    total: { ...figures(total), bytes: total?.bytes ?? 0, visitors: total ? total.visitors : 0 },
    times: timesOf(ats, times, kinds),
    statuses: statusesOf(ats, statuses),
    routes: notable(routes).map((row) => ({ method: row.method!, route: row.route!, ...figures(row) })),
    agents: agents.map(({ label, requests, error }) => ({ agent: label, requests, error })),
  }
}

const figures = (row: TrafficRow | undefined) => ({
  requests: row?.requests ?? 0,
  errors: row?.errors ?? 0,
  p50_ms: row?.p50Ms ?? null,
  p95_ms: row?.p95Ms ?? null,
  p99_ms: row?.p99Ms ?? null,
})

function timesOf(ats: readonly number[], times: readonly TrafficRow[], kinds: readonly TrafficRow[]) {
  const whole = new Map(times.map((row) => [row.at!.getTime(), row]))
  const each = new Map(kinds.map((row) => [`${row.kind} ${row.at!.getTime()}`, row.requests]))
  return ats.map((at) => ({
    at: new Date(at).toISOString(),
    ...figures(whole.get(at)),
    people: each.get(`person ${at}`) ?? 0,
    bots: each.get(`bot ${at}`) ?? 0,
  }))
}

function statusesOf(ats: readonly number[], rows: readonly TrafficRow[]): TrafficReport['statuses'] {
  const places = new Map(ats.map((at, place) => [at, place]))
  const byStatus = new Map<number, number[]>()
  for (const { status, at, requests } of rows) {
    const line = byStatus.get(status!) ?? new Array<number>(ats.length).fill(0)
    line[places.get(at!.getTime())!] = requests
    byStatus.set(status!, line)
  }
  return [...byStatus].sort(([a], [b]) => a - b).map(([status, requests]) => ({ status, requests }))
}

/** Those that somebody might look for: a network has hundreds of routes. */
function notable(rows: readonly TrafficRow[]): TrafficRow[] {
  const most = (of: (row: TrafficRow) => number) =>
    rows
      .filter((row) => of(row) > 0)
      .toSorted((a, b) => of(b) - of(a))
      .slice(0, MOST_ROUTES)
  const chosen = new Set([
    ...most((row) => row.requests),
    ...most((row) => row.p95Ms ?? 0).slice(0, MOST_ROUTES / 2),
    ...most((row) => row.errors).slice(0, MOST_ROUTES / 2),
  ])
  return [...chosen].sort((a, b) => b.requests - a.requests)
}
