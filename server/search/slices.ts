/**
 * The index is read newest first, a slice at a time, because what GIN finds it finds whole: asked for a word that half of
 * a million posts have, it would bring half a million before the newest twenty could be taken. So each post carries the
 * word of its slice, to be asked for together with the others.
 *
 * What the newest slices do not have enough of is rare, and then the whole index is read in one go: GIN begins with the
 * rarest word, so asking slice by slice would be the same work many times over.
 */

/** Posts after which a new slice begins. */
export const SLICE_POSTS = 4096
/** Slices that are read in one go at most: sixteen million posts. */
const GROUP = 4096
/** Slices that are tried after the newest one. */
const TRIED = 4

const sliceWord = (slice: number) => `/0.${slice.toString(36)}`
const groupWord = (slice: number) => `/1.${Math.floor(slice / GROUP).toString(36)}`

/** The words of a post in this slice. */
export const sliceWords = (slice: number): string[] => [sliceWord(slice), groupWord(slice)]

/**
 * From slice `from` down to `to`: the words to ask for in each step, one by one. Later steps have the posts of earlier
 * ones again.
 */
export function* steps(from: number, to: number): Generator<string[]> {
  yield [sliceWord(from)]
  const next = Array.from({ length: TRIED }, (_, n) => from - 1 - n).filter((slice) => slice >= to)
  if (next.length > 0) yield next.map(sliceWord)
  if (from - TRIED <= to) return
  for (let slice = from; slice >= to; slice = Math.floor(slice / GROUP) * GROUP - 1) yield [groupWord(slice)]
}

/** Whether a word of these steps stands for all that there is, so that it need not be asked for. */
export const isWhole = (word: string, newest: number): boolean => newest < GROUP && word === groupWord(0)
