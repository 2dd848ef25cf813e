import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log, LogFile } from './log.ts'
import { zstdLength } from './zstd-length.ts'

export const OWN = 'tweeter'

/** A folder changed less than this before it was read may change again within the same tick of its clock. */
const TICK_MS = 1000

interface Segments {
  /** Of the folder, when it was read. */
  readonly changedMs: number
  readonly readMs: number
  readonly open: readonly LogFile[]
  readonly sealed: readonly LogFile[]
}

/**
 * Our own segments. An open one is `<name>.ndjson`; when it is sealed, `<name>.ndjson.zst` appears whole and the plain
 * one goes. Names sort by time. While both are there the plain one is read, because nobody adds to it any more and one
 * can begin anywhere in it.
 */
export function ownLog(folder: string): Log {
  let segments: Segments | null = null
  return {
    source: OWN,
    list: async () => {
      const changedMs = await changeOf(folder)
      if (changedMs === null) return []
      // There may be tens of thousands of segments, and most looks find nothing new.
      const isCurrent = segments?.changedMs === changedMs && changedMs < segments.readMs - TICK_MS
      if (segments === null || !isCurrent) segments = await listSegments(folder, changedMs)
      const open = await Promise.all(segments.open.map(withSize))
      return [...segments.sealed, ...open.filter((file) => file !== null)]
    },
    // A segment is never written over, and its name never used again.
    isStill: async () => true,
    lengthOf: async ({ path, compression }) => (compression === 'zstd' ? await zstdLength(path) : null),
  }
}

async function changeOf(folder: string): Promise<number | null> {
  try {
    return (await stat(folder)).mtimeMs
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function listSegments(folder: string, changedMs: number): Promise<Segments> {
  const readMs = Date.now()
  const segments = new Map<string, { plain: boolean; packed: boolean }>()
  for (const name of await readdir(folder)) {
    const [, file, packed] = /^(.+)\.ndjson(\.zst)?$/.exec(name) ?? []
    if (file === undefined) continue
    const segment = segments.get(file) ?? { plain: false, packed: false }
    if (packed) segment.packed = true
    else segment.plain = true
    segments.set(file, segment)
  }
  const sorted = [...segments].sort(([a], [b]) => (a < b ? -1 : 1))
  const files = sorted.map(([file, { plain, packed }]): LogFile => {
    const path = join(folder, `${file}.ndjson${plain ? '' : '.zst'}`)
    return { file, path, compression: plain ? 'none' : 'zstd', size: 0, final: packed, sealed: packed }
  })
  const open = files.filter(({ sealed }) => !sealed)
  return { changedMs, readMs, open, sealed: files.filter(({ sealed }) => sealed) }
}

/** @returns null for one that was sealed or removed meanwhile. */
async function withSize(file: LogFile): Promise<LogFile | null> {
  try {
    return { ...file, size: (await stat(file.path)).size }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
