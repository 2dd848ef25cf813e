/**
 * The index is read newest first, some slices at a time, because what GIN finds it finds whole: asked for a word that
 * half of a million posts have, it would bring half a million before the newest twenty could be taken. A post carries
 * the word of its slice, and of each larger group that its slice belongs to, so any range is a few words.
 */

/** Posts after which a new slice begins. */
export const SLICE_POSTS = 4096
/** Slices of a group, groups of a larger one. */
const FACTOR = 16
const LEVELS = 4
/** Slices that one statement reads at most: four million posts. */
const MOST_AT_ONCE = 1024

const word = (level: number, no: number) => `/${level}.${no.toString(36)}`

/** The words of a post in this slice. */
export const sliceWords = (slice: number): string[] =>
  Array.from({ length: LEVELS }, (_, level) => word(level, Math.floor(slice / FACTOR ** level)))

/** From slice `from` down to `to`: the words to look for together, each time some four times as many slices as before. */
export function* steps(from: number, to: number): Generator<string[]> {
  let slice = from
  for (let most = 1; slice >= to; most = Math.min(most * 4, MOST_AT_ONCE)) {
    const words: string[] = []
    for (let left = most; left > 0 && slice >= to; ) {
      let level = LEVELS - 1
      while (level > 0 && !fits(slice, to, left, level)) level--
      words.push(word(level, Math.floor(slice / FACTOR ** level)))
      left -= FACTOR ** level
      slice -= FACTOR ** level
    }
    yield words
  }
}

/** Whether the group of this level that ends with the slice is wholly wanted. */
const fits = (slice: number, to: number, left: number, level: number) => {
  const size = FACTOR ** level
  return size <= left && (slice + 1) % size === 0 && slice + 1 - size >= to
}
