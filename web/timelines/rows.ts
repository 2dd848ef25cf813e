/**
 * The rows of a timeline: ids of posts, newest first, and gaps. A gap is named by the post above it (`gap:123`: older
 * than 123 something is missing), so that it has its place in the order.
 */

const GAP = 'gap:'
export const isGap = (row: string): boolean => row.startsWith(GAP)
export const gapUnder = (id: string): string => `${GAP}${id}`
/** The post that a gap is under. */
export const keyOfGap = (gap: string): string => gap.slice(GAP.length)

const keyOf = (row: string) => (isGap(row) ? keyOfGap(row) : row)

/** Newest first; ids are numbers as text. A gap stands below the post that it is under. */
export function compareRows(a: string, b: string): number {
  const [one, other] = [keyOf(a), keyOf(b)]
  if (one === other) return Number(isGap(a)) - Number(isGap(b))
  return other.length - one.length || (one > other ? -1 : 1)
}

/** @param most how many; all of them without. */
export const newestOf = (rows: Iterable<string>, most?: number): string[] => [...rows].sort(compareRows).slice(0, most)

/** Two sorted lists as one; what is in both stands there once. */
export function merged(added: readonly string[], rows: readonly string[]): string[] {
  const all: string[] = []
  let at = 0
  for (const row of added) {
    while (at < rows.length && compareRows(rows[at]!, row) < 0) all.push(rows[at++]!)
    if (rows[at] !== row) all.push(row)
  }
  return [...all, ...rows.slice(at)]
}

/** One parameter of an address such as a Link header names. */
export const paramOf = (url: string, name: string): string | null =>
  new URLSearchParams(url.split('?')[1] ?? '').get(name)
