/** Where lists were when they were left, by the entry of the history and the name of the list. */
import { moveEntryScroll, scrollOfEntry } from './router.tsx'

/** An item that was measured: its key, where it began in the list, its height. Pixels. */
interface Measured {
  readonly index: number
  readonly key: string | number | bigint
  readonly start: number
  readonly size: number
  readonly end: number
  readonly lane: number
}

interface Place {
  readonly measured: readonly Measured[]
  /** The first item that was seen, and where it began. */
  readonly top: { readonly key: Measured['key']; readonly start: number; readonly firstStart: number } | null
}

const places = new Map<string, Place>()
const MOST_PLACES = 30

/** Keeps where a list is that is about to go. @param entry the entry of the history that it belongs to. */
export function remember(entry: string, name: string, measured: readonly Measured[]): void {
  const place = `${entry} ${name}`
  const scroll = scrollOfEntry(entry)
  const first = measured[0]
  const seen = measured.find(({ end }) => end > scroll)
  places.delete(place)
  places.set(place, {
    measured,
    top: first && seen && first.index === 0 ? { key: seen.key, start: seen.start, firstStart: first.start } : null,
  })
  for (const oldest of places.keys()) if (places.size > MOST_PLACES) places.delete(oldest)
}

/**
 * What was measured of a list that comes back. When something came above the item that was seen first, the place of
 * this entry of the history is moved, so that the same item is seen again.
 */
export function recall(entry: string, name: string, keys: readonly string[], estimate: number): Measured[] {
  const place = places.get(`${entry} ${name}`)
  if (!place) return []
  const { measured, top } = place
  if (top && scrollOfEntry(entry) > top.firstStart) {
    const sizes = new Map(measured.map(({ key, size }) => [key, size]))
    const moved = shift(top, keys, (key) => sizes.get(key) ?? estimate)
    if (moved !== 0) moveEntryScroll(entry, moved)
  }
  return [...measured]
}

/** By how much the item moved down. */
function shift(top: NonNullable<Place['top']>, keys: readonly string[], sizeOf: (key: string) => number): number {
  let start = top.firstStart
  for (const key of keys) {
    if (key === top.key) return start - top.start
    start += sizeOf(key)
  }
  return 0
}
