import type { Kind } from '../record.ts'

/** What may be asked of the requests of a source, from stored aggregates or from files. */
export interface TrafficQuestion {
  /** 'tweeter' is our own. */
  readonly source: string
  readonly from: Date
  /** Exclusive. */
  readonly until: Date
  /** Rows are one per combination; empty: one row for all. `time` is by `step`. */
  readonly by: readonly ('time' | 'kind' | 'method' | 'route' | 'status')[]
  readonly step?: 'minute' | 'hour' | 'day'
  readonly where?: {
    readonly kind?: Kind
    readonly method?: string
    readonly route?: string
    /** 200 exactly, or '2xx'. */
    readonly status?: string
  }
  /** Quantiles and visitors, which cost the most, are not wanted: they are null. */
  readonly countsOnly?: boolean
}

export interface TrafficRow {
  /** The beginning of the step; null when not asked for, as all that follow. */
  readonly at: Date | null
  readonly kind: Kind | null
  readonly method: string | null
  readonly route: string | null
  readonly status: number | null
  readonly requests: number
  /** Answered with 500 and above. */
  readonly errors: number
  readonly bytes: number
  /** Milliseconds, right within 1 %; null where nothing was timed. */
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
  /** Distinct visitors, right within some 2 %; null where it cannot be told from aggregates (by route, method or status). */
  readonly visitors: number | null
}

/** What only the files know beside what the aggregates know. */
export interface FilesQuestion extends Omit<TrafficQuestion, 'by' | 'where'> {
  readonly by: readonly FilesColumn[]
  readonly where?: NonNullable<TrafficQuestion['where']> & {
    readonly account?: number
    readonly post?: number
    readonly profile?: number
    readonly tag?: string
    readonly agent?: string
    readonly visitor?: string
  }
  /** The most requested only; all of them (up to 100,000) where it is left out. */
  readonly limit?: number
}

export type FilesColumn = TrafficQuestion['by'][number] | 'account' | 'post' | 'profile' | 'tag' | 'agent' | 'visitor'

/** As `TrafficRow`; distinct visitors are exact, and told whatever the rows are by. */
export interface FilesRow extends TrafficRow {
  readonly account: number | null
  readonly post: number | null
  readonly profile: number | null
  readonly tag: string | null
  readonly agent: string | null
  readonly visitor: string | null
}
