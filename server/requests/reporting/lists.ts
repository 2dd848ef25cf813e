import { STATUS_CODES } from 'node:http'
import type { Html } from '../../kit/index.ts'
import { count, duration, percent, size } from './figures.ts'
import type { Summary } from './summary.ts'
import { type Table, table } from './tables.ts'
import type { TopEntry } from './tops.ts'

const SHOWN = 15
/** How logs say that nothing was said. */
const NONE = new Set(['', '-', 'none'])
/** Of a route asked for less than this, a percentile says little. */
const LEAST_TIMED = 20

/** The tables of a report, in the order in which a reader asks. */
export function lists(summary: Summary, own: boolean): Html[] {
  return [
    byRoute(summary),
    slowest(summary),
    failing(summary),
    top(summary, { caption: 'Most asked-for paths', head: 'Path', entries: summary.tops.path, literal: true }),
    statuses(summary),
    top(summary, {
      caption: 'Errors by path',
      head: 'Status and path',
      entries: summary.tops.error,
      literal: true,
      of: summary.refused + summary.failed,
      look: 'status4',
    }),
    top(summary, { caption: 'Agents', head: 'Browser, app or bot', entries: summary.tops.agent }),
    top(summary, { caption: 'Sites they came from', head: 'Site', entries: summary.tops.site }),
    top(summary, { caption: 'Pages they came from', head: 'Referrer', entries: summary.tops.referrer, literal: true }),
    top(summary, {
      caption: 'Visitors who asked most',
      head: 'Visitor',
      entries: summary.tops.visitor.map((entry) => ({ ...entry, label: hidden(entry.label) })),
      literal: true,
      note: 'Visitors stand here as hashes or without the end of their address, so that this page names nobody.',
    }),
    own
      ? top(summary, {
          caption: 'Accounts that asked most',
          head: 'Account (id)',
          entries: summary.tops.account,
          literal: true,
        })
      : null,
    methods(summary),
  ].filter((one) => one !== null)
}

/** A hash is cut to eight digits; of an address of its own its last part goes. */
export function hidden(label: string): string {
  if (/^\d+(?:\.\d+){3}$/.test(label)) return label.replace(/\.\d+$/, '.…')
  if (/^[0-9a-f:.]+$/i.test(label) && label.includes(':')) return `${label.split(':').slice(0, 3).join(':')}:…`
  return label.length > 8 ? `${label.slice(0, 8)}…` : label
}

interface Top {
  readonly caption: string
  readonly head: string
  readonly entries: readonly TopEntry[]
  readonly literal?: boolean
  readonly note?: string
  /** What the shares are of; all requests unless said. */
  readonly of?: number
  readonly look?: string
}

function top(
  { requests }: Summary,
  { caption, head, entries, literal, note, of = requests, look = 'people' }: Top,
): Html | null {
  const shown = entries.slice(0, SHOWN)
  const most = shown[0]?.requests ?? 1
  const isRough = shown.some((entry) => entry.tooMany > 0)
  const more = entries.length > shown.length ? `The first ${SHOWN} of many.` : ''
  return table({
    caption,
    head: [head, 'Requests', 'Share', ...(isRough ? ['± at most'] : [])] as Table['head'],
    rows: shown.map(({ label, requests: own, tooMany }) => ({
      label: NONE.has(label) ? '(none told)' : label,
      share: own / most,
      look,
      cells: [count(own), percent(own, of), ...(isRough ? [tooMany > 0 ? count(tooMany) : '0'] : [])],
    })),
    ...(literal && { literal }),
    note: [note, more].filter(Boolean).join(' '),
  })
}

const inMs = (us: number | undefined) => (us === undefined ? '–' : duration(us))

function byRoute({ routes, requests }: Summary): Html | null {
  const shown = routes.slice(0, SHOWN)
  return table({
    caption: 'Most asked-for routes',
    head: ['Route', 'Requests', 'Share', 'Sent', 'Median', '95%'],
    literal: true,
    wide: true,
    rows: shown.map((route) => ({
      label: `${route.method} ${route.route}`,
      share: route.requests / shown[0]!.requests,
      cells: [
        count(route.requests),
        percent(route.requests, requests),
        size(route.bytes),
        inMs(route.latency?.p50),
        inMs(route.latency?.p95),
      ],
    })),
  })
}

function slowest({ routes }: Summary): Html | null {
  const timed = routes.filter((route) => (route.latency?.timed ?? 0) >= LEAST_TIMED)
  const shown = timed.sort((a, b) => b.latency!.p95 - a.latency!.p95).slice(0, SHOWN)
  return table({
    caption: 'Slowest routes',
    head: ['Route', '95%', 'Median', '99%', 'Requests'],
    literal: true,
    wide: true,
    rows: shown.map(({ method, route, latency, requests }) => ({
      label: `${method} ${route}`,
      share: latency!.p95 / shown[0]!.latency!.p95,
      cells: [duration(latency!.p95), duration(latency!.p50), duration(latency!.p99), count(requests)],
    })),
    note: `By the 95th percentile; only routes that were timed at least ${LEAST_TIMED} times.`,
  })
}

function failing({ routes }: Summary): Html | null {
  const wrong = routes.filter((route) => route.refused + route.failed > 0)
  const shown = wrong.sort((a, b) => b.failed - a.failed || b.refused - a.refused).slice(0, SHOWN)
  // The bar tells what the order goes by.
  const of = shown.some((route) => route.failed > 0) ? 'failed' : 'refused'
  const most = Math.max(...shown.map((route) => route[of]))
  return table({
    caption: 'Errors by route',
    head: ['Route', 'Failed (5xx)', 'Refused (4xx)', 'Of its requests'],
    literal: true,
    wide: true,
    rows: shown.map((route) => ({
      label: `${route.method} ${route.route}`,
      share: route[of] / most,
      look: of === 'failed' ? 'status5' : 'status4',
      cells: [count(route.failed), count(route.refused), percent(route.failed + route.refused, route.requests)],
    })),
    note: 'Those at which the server failed come first.',
  })
}

function statuses({ statuses, requests }: Summary): Html | null {
  return table({
    caption: 'Statuses',
    head: ['Status', 'Requests', 'Share'],
    rows: statuses.map(({ status, requests: own }) => ({
      label: `${status} ${STATUS_CODES[status] ?? ''}`.trim(),
      share: own / statuses[0]!.requests,
      look: `status${Math.min(5, Math.max(1, Math.floor(status / 100)))}`,
      cells: [count(own), percent(own, requests)],
    })),
  })
}

function methods({ methods, requests }: Summary): Html | null {
  return table({
    caption: 'Methods',
    head: ['Method', 'Requests', 'Share'],
    literal: true,
    rows: methods.map(({ method, requests: own }) => ({
      label: method === '' ? '(none)' : method,
      share: own / methods[0]!.requests,
      cells: [count(own), percent(own, requests)],
    })),
  })
}
