import type { Kind } from '../record.ts'

/** Requests of one minute that are alike. */
export interface Series {
  /** The beginning of the minute, milliseconds. */
  readonly at: number
  readonly kind: Kind
  readonly method: string
  /** '' where none matched, and in logs of others, which have paths instead. */
  readonly route: string
  readonly status: number
  requests: number
  bytes: number
  /** Of the durations in microseconds (`Quantiles.encode`); null where the log tells none. */
  durations: Uint8Array | null
}

/** Distinct visitors of one minute. */
export interface Visitors {
  readonly at: number
  readonly kind: Kind
  /** `Uniques.encode`. */
  sketch: Uint8Array
}

export type TopOf = 'agent' | 'path' | 'referrer' | 'visitor' | 'account'

/** `error`: statuses of 400 and above with their path (`404 /missing`); of logs that are read as a whole alone. */
export type TopOfWhole = TopOf | 'error'

/** The most frequent of one hour. */
export interface Tops {
  /** The beginning of the hour, milliseconds. */
  readonly at: number
  readonly of: TopOfWhole
  /** The most frequent first: label, count, and by how much at most the count is too high (Frequent). */
  entries: [label: string, count: number, error: number][]
}

/** What a stretch of a log comes to. Two of them can be merged; it goes between threads as it is. */
export interface Traffic {
  records: number
  /** Lines that could not be read. */
  rejected: number
  /** Of the log, uncompressed. */
  readBytes: number
  series: Series[]
  visitors: Visitors[]
  tops: Tops[]
}

export const noTraffic = (): Traffic => ({ records: 0, rejected: 0, readBytes: 0, series: [], visitors: [], tops: [] })
