import type { Kind } from '../record.ts'

/**
 * One line of a log, taken apart. There is one of these per thread and it is written over for each line: a million lines
 * a second leave no time to make an object of each. Texts are ranges of the buffer, or numbers of a list of names.
 */
export class Row {
  /** Milliseconds since 1970. */
  at = 0
  /** A number of `Format.series`. */
  series = 0
  status = 0
  /** Microseconds; -1 where none is told. */
  us = -1
  bytes = 0
  /** A hash of who asked, in two halves of 32 bits. */
  visitorHigh = 0
  visitorLow = 0
  /** A number of `Format.agents`. */
  agent = 0
  /** Where the text stands in the buffer; equal: there is none. */
  visitorStart = 0
  visitorEnd = 0
  pathStart = 0
  pathEnd = 0
  referrerStart = 0
  referrerEnd = 0
  tagStart = 0
  tagEnd = 0
  /** Ours alone; -1: none. */
  account = -1
  post = -1
  profile = -1
  /** The first `postCount` are valid. */
  readonly posts = new Float64Array(MOST_POSTS)
  postCount = 0
  /** Why the line cannot be read; '' when it can. */
  refused = ''
}

/** Of one record; what a list shows beyond them is not counted. */
export const MOST_POSTS = 100

/** Bytes that must follow the last line of a buffer. */
export const SLACK = 256

/** What requests that are alike have in common. */
export interface SeriesName {
  readonly kind: Kind
  readonly method: string
  readonly route: string
  readonly status: number
}

/** One kind of log: knows how a line looks. */
export interface Format {
  readonly series: readonly SeriesName[]
  /** Families of agents. */
  readonly agents: readonly string[]
  /**
   * Takes the line at `at` apart into `row`, `row.refused` telling whether it could be.
   *
   * @param buffer with a newline behind the last line and SLACK bytes after that, so that nothing has to look for the end.
   * @returns where the next line begins.
   */
  next(buffer: Buffer, view: DataView, at: number, row: Row): number
}
