import { badRequest } from '../../kit/index.ts'
import type { Read } from '../../storage/index.ts'
import type { TopOf } from '../reading/traffic.ts'
import { Quantiles } from '../sketches/quantiles.ts'
import { Uniques } from '../sketches/uniques.ts'
import {
  countVisitorSketches,
  type Group,
  lastRead,
  type Sums,
  sketchesOfSeries,
  sketchesOfVisitors,
  sourcesOf,
  sumSeries,
  sumTops,
} from './queries.ts'
import type { TrafficQuestion, TrafficRow } from './question.ts'

/** As many sketches as one question may merge: some 50 MB that pass through, and a fraction of a second of one core. */
const SKETCHES = 50_000
/** So many are fetched at once; between two of these others have their turn. */
const BATCH = 500

/**
 * Answers from what is kept in Postgres. Counts are exact. What is kept by the minute counts where its minute begins in
 * the range, what is kept by the hour where its hour does: `suffices` tells whether that is exact.
 *
 * Quantiles are right within 1 %; of a question that takes in more than 50,000 sketches they are those of a sample of
 * minutes, spread evenly, and groups with few minutes stay whole. Visitors are told by time and kind only, because they
 * are kept by nothing else.
 *
 * @returns rows by time, then the most requested first. Steps and combinations without requests have none.
 * @throws Problem 400 for a status that is none, and for more visitors' sketches than can be merged at once.
 */
export async function askAggregates(read: Read, question: TrafficQuestion): Promise<TrafficRow[]> {
  const sums = await sumSeries(read, question)
  const merges = question.countsOnly !== true
  const durations = merges ? await mergeDurations(read, question, sums) : new Map<string, Quantiles>()
  const visitors = merges ? await mergeVisitors(read, question) : null
  return sums.map((sum) => {
    const timed = durations.get(keyOf(sum))
    const at = (q: number) => {
      const us = timed?.quantile(q) ?? null
      return us === null ? null : us / 1000
    }
    return {
      at: sum.at,
      kind: sum.kind,
      method: sum.method,
      route: sum.route,
      status: sum.status,
      requests: sum.requests,
      errors: sum.errors,
      bytes: sum.bytes,
      p50Ms: at(0.5),
      p95Ms: at(0.95),
      p99Ms: at(0.99),
      visitors: visitors === null ? null : (visitors.get(keyOf(sum))?.count() ?? 0),
    }
  })
}

async function mergeDurations(
  read: Read,
  question: TrafficQuestion,
  sums: readonly Sums[],
): Promise<Map<string, Quantiles>> {
  const merged = new Map<string, Quantiles>()
  const timed = sums.filter((sum) => sum.sketches > 0)
  if (timed.length === 0) return merged
  const rows = sketchesOfSeries(read, question, timed, shareOf(timed))
  for await (const batch of rows.cursor(BATCH)) {
    for (const row of batch) {
      const key = keyOf(row)
      const sketch = Quantiles.decode(row.durations)
      const before = merged.get(key)
      if (before === undefined) merged.set(key, sketch)
      else before.merge(sketch)
    }
  }
  return merged
}

/** How many sketches each group may have, so that all have at most `SKETCHES`: small groups leave theirs to large ones. */
export function shareOf(sums: readonly { sketches: number }[], most = SKETCHES): number {
  let left = most
  const ascending = sums.map((sum) => sum.sketches).sort((a, b) => a - b)
  for (const [index, sketches] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index))
    if (sketches > share) return Math.max(1, share)
    left -= sketches
  }
  return most
}

/** Null where visitors cannot be told. */
async function mergeVisitors(read: Read, question: TrafficQuestion): Promise<Map<string, Uniques> | null> {
  if (!tellsVisitors(question)) return null
  const [row] = await countVisitorSketches(read, question)
  if (row!.sketches > SKETCHES) {
    throw badRequest('The range has too many minutes to count distinct visitors at once; ask for a shorter one.')
  }
  const merged = new Map<string, Uniques>()
  for await (const batch of sketchesOfVisitors(read, question).cursor(BATCH)) {
    for (const { at, kind, sketch } of batch) {
      const key = keyOf({ at, kind, method: null, route: null, status: null })
      const decoded = Uniques.decode(sketch)
      const before = merged.get(key)
      if (before === undefined) merged.set(key, decoded)
      else before.merge(decoded)
    }
  }
  return merged
}

/** Visitors are kept by time and kind only. */
export const tellsVisitors = ({ by, where = {} }: TrafficQuestion): boolean =>
  by.every((one) => one === 'time' || one === 'kind') &&
  where.method === undefined &&
  where.route === undefined &&
  where.status === undefined

const keyOf = ({ at, kind, method, route, status }: Group): string =>
  JSON.stringify([at?.getTime() ?? null, kind, method, route, status])

export interface TopsQuestion {
  readonly source: string
  /** Widened to whole hours. */
  readonly from: Date
  readonly until: Date
  readonly of: TopOf
  readonly limit: number
}

/** The true number of requests lies between `requests - error` and `requests + missing`. */
export interface TopRow {
  readonly label: string
  readonly requests: number
  /** By how much at most `requests` is too high (Frequent). */
  readonly error: number
  /** By how much at most it is too low: hours that do not list the label, and may have had it. */
  readonly missing: number
}

/** What was most frequent, the most frequent first. */
export const askTops = async (read: Read, question: TopsQuestion): Promise<TopRow[]> => [
  ...(await sumTops(read, question)),
]

/** Whose requests are kept, and of what time; `until` is the end of the last minute that has any. */
export const knownSources = async (read: Read): Promise<{ source: string; from: Date; until: Date }[]> => [
  ...(await sourcesOf(read)),
]

/** When a reader last stored what it had read of this source; null when none ever did. */
export const readUntil = async (read: Read, source: string): Promise<Date | null> =>
  (await lastRead(read, source))[0]!.at
