import { Uniques } from '../requests/index.ts'

/** Of a post for few, a count by the hour would tell its author who read it when. */
export const isCounted = ({ visibility }: { visibility: string }): boolean =>
  visibility === 'public' || visibility === 'unlisted'

/** Of nobody. */
export const NOBODY = new Uint8Array(0)

/** One sketch of everybody in these. */
export function unite(sketches: readonly Uint8Array[]): Uint8Array {
  const some = sketches.filter((sketch) => sketch.length > 0)
  if (some.length < 2) return some[0] ?? NOBODY
  return merged(some).encode()
}

/** How many distinct people are in these, without the one whose own it is. */
export function countOf(sketches: readonly Uint8Array[], own: boolean): number {
  const some = sketches.filter((sketch) => sketch.length > 0)
  return some.length === 0 ? 0 : Math.max(0, Math.round(merged(some).count()) - Number(own))
}

function merged(sketches: readonly Uint8Array[]): Uniques {
  const all = Uniques.decode(sketches[0]!)
  for (const sketch of sketches.slice(1)) all.merge(Uniques.decode(sketch))
  return all
}

/** The rows whose sketch is not yet the one that it must be, after counting up told what it was. */
export function toMerge<K>(rows: readonly { key: K; had: Uint8Array; more: Uint8Array }[]): {
  keys: K[]
  sketches: Uint8Array[]
} {
  const keys: K[] = []
  const sketches: Uint8Array[] = []
  for (const { key, had, more } of rows) {
    if (Buffer.compare(had, more) === 0) continue
    const both = unite([had, more])
    if (Buffer.compare(had, both) === 0) continue
    keys.push(key)
    sketches.push(both)
  }
  return { keys, sketches }
}
