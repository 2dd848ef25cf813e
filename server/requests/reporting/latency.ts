import type { Series } from '../reading/traffic.ts'
import { Quantiles } from '../sketches/quantiles.ts'

/** How long answers took, microseconds. */
export interface Latency {
  /** How many were timed. */
  readonly timed: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** How many took how long. */
export interface Band {
  readonly fromUs: number
  readonly untilUs: number
  readonly requests: number
}

/** @returns null where nothing was timed. */
export function latencyOf(series: readonly Series[]): Latency | null {
  const all = together(series)
  if (all.count === 0) return null
  return { timed: all.count, p50: all.quantile(0.5)!, p95: all.quantile(0.95)!, p99: all.quantile(0.99)! }
}

function together(series: readonly Series[]): Quantiles {
  const all = new Quantiles()
  for (const { durations } of series) if (durations !== null) all.merge(Quantiles.decode(durations))
  return all
}

/** The edge of a band: 1, 2, 5, 10, 20, 50, … microseconds. */
const edge = (i: number): number => [1, 2, 5][i % 3]! * 10 ** Math.floor(i / 3)

/** From the band of the shortest to that of the longest, without empty ones at the ends. */
export function bandsOf(series: readonly Series[]): Band[] {
  const all = together(series)
  const longest = all.quantile(1) ?? 0
  const bands: Band[] = []
  let below = 0
  for (let i = 0; below < all.count; i++) {
    const upTo = edge(i + 1) > longest ? all.count : Math.round(shareBelow(all, edge(i + 1)) * all.count)
    if (upTo > below || below > 0) {
      bands.push({ fromUs: edge(i), untilUs: edge(i + 1), requests: Math.max(0, upTo - below) })
    }
    below = Math.max(below, upTo)
  }
  return bands
}

/** A sketch tells the duration of a share; this is the other way round, by halving. */
function shareBelow(all: Quantiles, us: number): number {
  let [low, high] = [0, 1]
  for (let i = 0; i < 24; i++) {
    const middle = (low + high) / 2
    if (all.quantile(middle)! < us) low = middle
    else high = middle
  }
  return low
}
