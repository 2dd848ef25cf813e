import { Quantiles } from '../sketches/quantiles.ts'
import { Uniques } from '../sketches/uniques.ts'
import type { Series, Tops, Traffic, Visitors } from './traffic.ts'

/** Of each list of the most frequent of an hour. */
export const MOST_ENTRIES = 500

/** Puts together what several readers found: rows of the same step become one. */
export function mergeTraffic(parts: readonly Traffic[], stepMs: number, mostEntries = MOST_ENTRIES): Traffic {
  return {
    records: sum(parts, 'records'),
    rejected: sum(parts, 'rejected'),
    readBytes: sum(parts, 'readBytes'),
    series: mergeSeries(
      parts.flatMap((part) => part.series),
      stepMs,
    ),
    visitors: mergeVisitors(
      parts.flatMap((part) => part.visitors),
      stepMs,
    ),
    tops: mergeTops(
      parts.flatMap((part) => part.tops),
      mostEntries,
    ),
  }
}

const sum = (parts: readonly Traffic[], what: 'records' | 'rejected' | 'readBytes'): number =>
  parts.reduce((total, part) => total + part[what], 0)

export function mergeSeries(rows: readonly Series[], stepMs: number): Series[] {
  return grouped(
    rows,
    ({ at, kind, method, route, status }) => `${floor(at, stepMs)} ${kind} ${method} ${status} ${route}`,
    (same) => ({
      ...same[0]!,
      at: floor(same[0]!.at, stepMs),
      requests: same.reduce((total, row) => total + row.requests, 0),
      bytes: same.reduce((total, row) => total + row.bytes, 0),
      durations: mergeQuantiles(same.map((row) => row.durations)),
    }),
  )
}

export function mergeVisitors(rows: readonly Visitors[], stepMs: number): Visitors[] {
  return grouped(
    rows,
    ({ at, kind }) => `${floor(at, stepMs)} ${kind}`,
    (same) => ({
      ...same[0]!,
      at: floor(same[0]!.at, stepMs),
      sketch: mergeUniques(same.map((row) => row.sketch)),
    }),
  )
}

/**
 * A key that one list does not have may have been in its log all the same, as often as the last of a full list, or as
 * the greatest error of another: that much is added to the error, and to the count, which stays an upper bound.
 */
export function mergeTops(lists: readonly Tops[], most = MOST_ENTRIES): Tops[] {
  return grouped(
    lists,
    ({ at, of }) => `${at} ${of}`,
    (same) => (same.length === 1 ? same[0]! : { ...same[0]!, entries: mergeEntries(same, most) }),
  )
}

function mergeEntries(lists: readonly Tops[], most: number): Tops['entries'] {
  const missing = lists.map(({ entries }) =>
    entries.length >= most ? entries.at(-1)![1] : Math.max(0, ...entries.map(([, , error]) => error)),
  )
  const missingInAll = missing.reduce((total, one) => total + one, 0)
  const merged = new Map<string, [count: number, error: number]>()
  for (const [index, { entries }] of lists.entries()) {
    for (const [label, count, error] of entries) {
      const known = merged.get(label) ?? [missingInAll, missingInAll]
      merged.set(label, [known[0] + count - missing[index]!, known[1] + error - missing[index]!])
    }
  }
  return [...merged]
    .map(([label, [count, error]]): Tops['entries'][number] => [label, count, error])
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
}

/** @returns one sketch of all; null when none has any. */
export function mergeQuantiles(sketches: readonly (Uint8Array | null)[]): Uint8Array | null {
  const there = sketches.filter((sketch) => sketch !== null)
  if (there.length < 2) return there[0] ?? null
  const all = Quantiles.decode(there[0]!)
  for (const other of there.slice(1)) all.merge(Quantiles.decode(other))
  return all.encode()
}

export function mergeUniques(sketches: readonly Uint8Array[]): Uint8Array {
  if (sketches.length === 1) return sketches[0]!
  const all = Uniques.decode(sketches[0]!)
  for (const other of sketches.slice(1)) all.merge(Uniques.decode(other))
  return all.encode()
}

const floor = (at: number, stepMs: number): number => Math.floor(at / stepMs) * stepMs

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string, join: (same: T[]) => T): T[] {
  return [...Map.groupBy(rows, keyOf).values()].map(join)
}
