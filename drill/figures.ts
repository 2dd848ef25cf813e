/** What the run says beside right and wrong: how long things took. */
import { type Facts, overtaken, unknowns } from './check/index.ts'
import { classOf, type Event, type Place, places } from './history.ts'

export interface Figures {
  readonly faults: Readonly<Record<string, number>>
  readonly acts: {
    readonly all: number
    readonly acknowledged: number
    readonly refused: number
    readonly unknown: number
  }
  readonly acknowledged: Readonly<Record<'reading' | 'shared' | 'home', number>>
  /** Of cuts and dead sites: until the other said that it is alone. */
  readonly noticeSeconds: Spread
  readonly unnoticed: number
  /** From the mending of the cable until what each site had written was at the other. */
  readonly convergeSeconds: Spread
  /** The same where a server or a Postgres had to start again, too. */
  readonly restartedSeconds: Spread
  /** Slowest answer that refused a home thing. */
  readonly slowestRefusalSeconds: number
  /** Longest time in which a home thing was acknowledged nowhere. */
  readonly longestWithoutHomeSeconds: number
  /** The same at one site alone, by site. */
  readonly longestRefusalSeconds: readonly [number, number]
  /** After the death of a site, until the other gave its first home answer; only where home moves by itself. */
  readonly homeBackSeconds: Spread
  readonly unknown: { readonly all: number; readonly done: number; readonly notDone: number }
  /** Writes that lost against one that was older by an onlooker's clock, without either knowing of the other. */
  readonly overtaken: { readonly all: number; readonly worstSeconds: number }
}

export interface Spread {
  readonly count: number
  readonly median: number
  readonly worst: number
}

const seconds = (ms: number) => Math.round(ms) / 1000

export function spreadOf(manyMs: readonly number[]): Spread {
  const sorted = manyMs.toSorted((one, two) => one - two)
  return {
    count: sorted.length,
    median: seconds(sorted[Math.floor(sorted.length / 2)] ?? 0),
    worst: seconds(sorted.at(-1) ?? 0),
  }
}

const count = (events: readonly Event[], outcome: Event['outcome']) =>
  events.filter((event) => event.outcome === outcome).length

/** Longest time between two yes. */
function longestGap(events: readonly Event[]): number {
  const ends = events.filter((event) => event.outcome === 'yes').map((event) => event.endMs)
  ends.sort((one, two) => one - two)
  return ends.reduce((longest, end, at) => Math.max(longest, at === 0 ? 0 : end - ends[at - 1]!), 0)
}

function homeBack({ spells, events, home }: Facts): number[] {
  if (home !== null) return []
  const yes = events.filter(({ act, outcome }) => classOf(act.kind) === 'home' && outcome === 'yes')
  const isHome = (place: Place, ms: number) => yes.findLast((event) => event.endMs < ms)?.at === place
  return spells.flatMap(({ fault, beginMs, endMs }) => {
    if (fault.kind !== 'site-dead' || !isHome(fault.at, beginMs)) return []
    const first = yes.find((event) => event.at !== fault.at && event.beginMs > beginMs && event.endMs < endMs)
    return first ? [first.endMs - beginMs] : []
  })
}

export function figuresOf(facts: Facts): Figures {
  const { events, spells, marks } = facts
  const of = (kind: ReturnType<typeof classOf>) => events.filter((event) => classOf(event.act.kind) === kind)
  const home = of('home')
  const expected = spells.filter(({ fault }) => fault.kind === 'cut' || fault.kind === 'one-way')
  const late = overtaken(facts)
  const faults: Record<string, number> = {}
  for (const { fault } of spells) faults[fault.kind] = (faults[fault.kind] ?? 0) + 1
  return {
    faults,
    acts: {
      all: events.length,
      acknowledged: count(events, 'yes'),
      refused: count(events, 'no'),
      unknown: count(events, 'unknown'),
    },
    acknowledged: {
      reading: count(of('reading'), 'yes'),
      shared: count(of('shared'), 'yes'),
      home: count(home, 'yes'),
    },
    noticeSeconds: spreadOf(spells.flatMap(({ noticedMs }) => noticedMs.filter((ms) => ms !== null))),
    unnoticed: expected.filter(({ noticedMs }) => noticedMs.includes(null)).length,
    convergeSeconds: spreadOf(marks.flatMap((mark) => (mark.cableOnly ? [mark.tookMs] : []))),
    restartedSeconds: spreadOf(marks.flatMap((mark) => (mark.cableOnly ? [] : [mark.tookMs]))),
    slowestRefusalSeconds: seconds(
      home.reduce((most, { status, beginMs, endMs }) => (status === 503 ? Math.max(most, endMs - beginMs) : most), 0),
    ),
    longestWithoutHomeSeconds: seconds(longestGap(home)),
    longestRefusalSeconds: places.map((place) => seconds(longestGap(home.filter(({ at }) => at === place)))) as [
      number,
      number,
    ],
    homeBackSeconds: spreadOf(homeBack(facts)),
    unknown: unknowns(facts),
    overtaken: { all: late.length, worstSeconds: seconds(late.reduce((most, { ms }) => Math.max(most, ms), 0)) },
  }
}
