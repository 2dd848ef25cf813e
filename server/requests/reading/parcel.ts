import type { Actor, Seen, Views } from './views.ts'

/**
 * What people saw, as it goes from one thread to another: hundreds of thousands of small objects take seconds to be
 * cloned, some large arrays of numbers go over as they are.
 */
export interface Parcel {
  readonly fromMs: number
  readonly untilMs: number
  readonly posts: Rows
  readonly profiles: Rows
  readonly tags: Rows & { readonly names: readonly string[] }
  /** For each account: its id, then how many posts, opened ones, profiles and tags follow in `entries`. */
  readonly seen: Float64Array<ArrayBuffer>
  /** What, when, how often; of a tag the place in `seenTags` instead. */
  readonly entries: Float64Array<ArrayBuffer>
  readonly seenTags: readonly string[]
  readonly actors: readonly Actor[]
}

/** Four numbers for each row, and its sketch. */
interface Rows {
  readonly numbers: Float64Array<ArrayBuffer>
  readonly sketches: Uint8Array<ArrayBuffer>
  /** Where each sketch ends. */
  readonly ends: Uint32Array<ArrayBuffer>
}

const COLUMNS = 4

export function pack({ fromMs, untilMs, posts, profiles, tags, seen, actors }: Views): Parcel {
  const seenTags: string[] = []
  return {
    fromMs,
    untilMs,
    posts: packRows(posts, (row) => [row.postId, row.hourMs, row.views, row.opens], 'viewers'),
    profiles: packRows(profiles, (row) => [row.accountId, row.hourMs, row.visits, 0], 'visitors'),
    tags: { ...packRows(tags, (row) => [0, row.hourMs, row.views, 0], 'viewers'), names: tags.map(({ tag }) => tag) },
    seen: Float64Array.from(
      seen.flatMap((one) => [one.accountId, one.posts.length, one.opened.length, one.profiles.length, one.tags.length]),
    ),
    entries: packEntries(seen, seenTags),
    seenTags,
    actors,
  }
}

/** The buffers of a parcel, which are handed over instead of being copied. */
export const buffersOf = ({ posts, profiles, tags, seen, entries }: Parcel): ArrayBuffer[] => [
  ...[posts, profiles, tags].flatMap(({ numbers, sketches, ends }) => [numbers.buffer, sketches.buffer, ends.buffer]),
  seen.buffer,
  entries.buffer,
]

export function unpack({ fromMs, untilMs, posts, profiles, tags, seen, entries, seenTags, actors }: Parcel): Views {
  return {
    fromMs,
    untilMs,
    posts: unpackRows(posts, ([postId, hourMs, views, opens], viewers) => ({ postId, hourMs, views, opens, viewers })),
    profiles: unpackRows(profiles, ([accountId, hourMs, visits], visitors) => ({
      accountId,
      hourMs,
      visits,
      visitors,
    })),
    tags: unpackRows(tags, ([, hourMs, views], viewers, row) => ({ tag: tags.names[row]!, hourMs, views, viewers })),
    seen: unpackSeen(seen, entries, seenTags),
    actors: [...actors],
  }
}

function packRows<K extends string, R extends Record<K, Uint8Array>>(
  rows: readonly R[],
  numbersOf: (row: R) => number[],
  sketch: K,
): Rows {
  const numbers = new Float64Array(rows.length * COLUMNS)
  const ends = new Uint32Array(rows.length)
  const sketches = new Uint8Array(rows.reduce((total, row) => total + row[sketch].length, 0))
  let end = 0
  for (const [index, row] of rows.entries()) {
    numbers.set(numbersOf(row), index * COLUMNS)
    sketches.set(row[sketch], end)
    end += row[sketch].length
    ends[index] = end
  }
  return { numbers, sketches, ends }
}

function unpackRows<R>(
  { numbers, sketches, ends }: Rows,
  rowOf: (numbers: [number, number, number, number], sketch: Uint8Array, row: number) => R,
): R[] {
  return Array.from(ends, (end, row) => {
    const at = row * COLUMNS
    const four: [number, number, number, number] = [numbers[at]!, numbers[at + 1]!, numbers[at + 2]!, numbers[at + 3]!]
    return rowOf(four, sketches.subarray(row === 0 ? 0 : ends[row - 1]!, end), row)
  })
}

function packEntries(seen: readonly Seen[], seenTags: string[]): Float64Array<ArrayBuffer> {
  const count = seen.reduce(
    (n, one) => n + one.posts.length + one.opened.length + one.profiles.length + one.tags.length,
    0,
  )
  const entries = new Float64Array(count * 3)
  let at = 0
  for (const { posts, opened, profiles, tags } of seen) {
    for (const [what, atMs, times] of [...posts, ...opened, ...profiles, ...tags]) {
      entries[at] = typeof what === 'string' ? seenTags.push(what) - 1 : what
      entries[at + 1] = atMs
      entries[at + 2] = times
      at += 3
    }
  }
  return entries
}

function unpackSeen(seen: Float64Array, entries: Float64Array, seenTags: readonly string[]): Seen[] {
  let at = 0
  const next = (count: number) =>
    Array.from({ length: count }, (): [number, number, number] => {
      at += 3
      return [entries[at - 3]!, entries[at - 2]!, entries[at - 1]!]
    })
  return Array.from({ length: seen.length / 5 }, (_, row) => ({
    accountId: seen[row * 5]!,
    posts: next(seen[row * 5 + 1]!),
    opened: next(seen[row * 5 + 2]!),
    profiles: next(seen[row * 5 + 3]!),
    tags: next(seen[row * 5 + 4]!).map(([tag, atMs, times]): [string, number, number] => [seenTags[tag]!, atMs, times]),
  }))
}
