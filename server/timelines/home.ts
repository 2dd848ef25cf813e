import type { Reader } from './wants.ts'

/** One reader's home timeline in memory. */
export interface Home extends Reader {
  readonly slot: number
  /** No follow leaves out a language. */
  readonly wantsAll: boolean
  /** Posts that came while it was being built. */
  pending: number[] | null
  /** Below this there is more in Postgres; -1 when the ring holds all there is. */
  floor: number
  /** Kept for its watchers only, until the next one is built. */
  stale: boolean
}

/** A home on its way; `stale` when what it is built from changed meanwhile. */
export interface Build {
  stale: boolean
  home: Promise<Home>
}

/** Those whose posts are pushed into this home. */
export const authorsFor = ({ accountId, followees, excluded }: Reader): number[] => {
  const authors = [...followees.keys()]
  return [accountId, ...(excluded.size === 0 ? authors : authors.filter((id) => !excluded.has(id)))]
}
