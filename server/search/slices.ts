/**
 * The index is read newest first, a slice at a time, because what GIN finds it finds whole: asked for a word that half of
 * a million posts have, it would bring half a million before the newest twenty could be taken. So each post carries the
 * word of its slice, to be asked for together with the others.
 *
 * What the newest slices do not have enough of is looked for in groups of sixteen, of 256 and so on, each in one go: GIN
 * begins with the rarest word, so asking for something rare slice by slice would be the same work many times over.
 */

/** Posts after which a new slice begins. */
export const SLICE_POSTS = 4096
/** Slices of a group, groups of a larger one. The largest has sixteen million posts. */
const FACTOR = 16
const LEVELS = 4
/** Slices that are tried by themselves after the newest one. */
const TRIED = 4

const groupOf = (slice: number, level: number) => Math.floor(slice / FACTOR ** level)
const word = (level: number, group: number) => `/${level}.${group.toString(36)}`

/** The words of a post in this slice: of the slice, and of the groups that it belongs to. */
export const sliceWords = (slice: number): string[] =>
  Array.from({ length: LEVELS }, (_, level) => word(level, groupOf(slice, level)))

/**
 * From slice `from` down to `to`: the words to ask for in each step, one by one. Later steps have the posts of earlier
 * ones again.
 */
export function* steps(from: number, to: number): Generator<string[]> {
  yield [word(0, from)]
  const next = Array.from({ length: TRIED }, (_, n) => from - 1 - n).filter((slice) => slice >= to)
  if (next.length > 0) yield next.map((slice) => word(0, slice))
  if (from - TRIED <= to) return
  for (let level = 1; level < LEVELS; level++) {
    const [newest, oldest] = [groupOf(from, level), groupOf(to, level)]
    // The newest group may have begun a moment ago, so the one before it belongs to the step.
    yield newest > oldest ? [word(level, newest), word(level, newest - 1)] : [word(level, newest)]
    if (newest - 1 <= oldest) return
  }
  for (let group = groupOf(from, LEVELS - 1) - 2; group >= groupOf(to, LEVELS - 1); group--)
    yield [word(LEVELS - 1, group)]
}

/** Whether a word of these steps stands for all that there is, so that it need not be asked for. */
export const isWhole = (asked: string, newest: number): boolean => {
  const level = Number(asked[1])
  return level > 0 && groupOf(newest, level) === 0
}
