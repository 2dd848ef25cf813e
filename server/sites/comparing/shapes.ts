import type { Kind } from '../replicating/shapes.ts'

/** A row's key: the text of each of its columns. */
export type Key = readonly string[]

/** Rows whose key is greater than `after` and not greater than `upTo`; null is without end. */
export interface Range {
  readonly after: Key | null
  readonly upTo: Key | null
}

export interface KeyColumn {
  readonly name: string
  readonly type: string
  /** Sorted byte by byte, because the two databases sort text differently. */
  readonly bytewise: boolean
}

/** A table as both sites have it. */
export interface Table {
  /** `"public"."posts"` */
  readonly name: string
  readonly kind: Kind
  readonly keys: readonly KeyColumn[]
  /** Those that both have, sorted by name. */
  readonly columns: readonly string[]
  /** How many rows there are about. */
  readonly estimate: number
}

export interface Progress {
  readonly table: string
  /** Rows looked at, of about `total`. */
  readonly done: number
  readonly total: number
  /** Rows that were brought over, in either direction. */
  readonly moved: number
}

/** What came of one table. */
export interface Verdict {
  readonly table: string
  readonly kind: Kind
  readonly here: number
  readonly there: number
  /** Rows that were not equal, also after all that was under way had arrived. */
  readonly differing: number
  /** Some of their keys. */
  readonly examples: readonly Key[]
  readonly moved: number
  /** Of those, what was sent as it was read; the next round looks whether it changed on its way. */
  readonly filled: number
}
