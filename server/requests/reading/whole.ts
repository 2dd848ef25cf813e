import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import type { Compression } from './chunks.ts'
import { WHOLE_ENTRIES } from './collect-traffic.ts'
import type { FormatName } from './formats/index.ts'
import { mergeTraffic } from './merge.ts'
import { Reader } from './reader.ts'
import type { Reject } from './scan.ts'
import type { Traffic } from './traffic.ts'

const STRETCH_BYTES = 32 << 20
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const SAMPLES = 20

export interface WholeOptions {
  readonly format: FormatName
  /** Threads; as many as there are cores unless said otherwise. */
  readonly threads?: number
  /** Hears how many bytes of the files, as they lie on disk, are done. */
  readonly onProgress?: (doneBytes: number, allBytes: number) => void
}

interface Piece {
  readonly path: string
  readonly compression: Compression
  readonly from: number
  readonly most: number
  readonly bytesOnDisk: number
}

/**
 * Reads logs from beginning to end, with every core: stretches of plain files and whole packed files are handed to
 * threads as these become free. Memory does not depend on how long the logs are.
 */
export async function readWhole(
  paths: readonly string[],
  { format, threads = availableParallelism(), onProgress }: WholeOptions,
): Promise<{ traffic: Traffic; rejects: (Reject & { path: string })[] }> {
  const pieces = (await Promise.all(paths.map(piecesOf))).flat()
  const allBytes = pieces.reduce((total, piece) => total + piece.bytesOnDisk, 0)
  const count = Math.max(1, Math.min(threads, pieces.length))
  const readers = Array.from({ length: count }, () => new Reader({ format, of: 'whole', samples: SAMPLES }))
  const rejects: (Reject & { path: string })[] = []
  let next = 0
  let doneBytes = 0
  const work = async (reader: Reader) => {
    for (let piece = pieces[next++]; piece !== undefined; piece = pieces[next++]) {
      const { path, compression, from, most } = piece
      const read = await reader.read({ path, compression, from, most, final: true, middle: true })
      if (rejects.length < SAMPLES) rejects.push(...read.rejects.map((reject) => ({ ...reject, path })))
      doneBytes += piece.bytesOnDisk
      onProgress?.(doneBytes, allBytes)
    }
    return (await reader.take()).traffic
  }
  try {
    const parts = await Promise.all(readers.map(work))
    return { traffic: mergeTraffic(parts, coarsest(parts), WHOLE_ENTRIES), rejects: rejects.slice(0, SAMPLES) }
  } finally {
    await Promise.all(readers.map((reader) => reader.close()))
  }
}

async function piecesOf(path: string): Promise<Piece[]> {
  const { size } = await stat(path)
  const compression = compressionOf(path)
  if (compression !== 'none') {
    return [{ path, compression, from: 0, most: Number.MAX_SAFE_INTEGER, bytesOnDisk: size }]
  }
  return Array.from({ length: Math.ceil(size / STRETCH_BYTES) }, (_, index) => ({
    path,
    compression,
    from: index * STRETCH_BYTES,
    most: STRETCH_BYTES,
    bytesOnDisk: Math.min(STRETCH_BYTES, size - index * STRETCH_BYTES),
  }))
}

export const compressionOf = (path: string): Compression =>
  path.endsWith('.gz') ? 'gzip' : path.endsWith('.zst') ? 'zstd' : 'none'

/** What one entry of the series of a log that was read as a whole stands for: long logs are counted by coarser steps. */
export function spanOf({ series }: Traffic): number {
  const isLong = series.some(({ at }) => at !== series[0]!.at)
  return (isLong && [DAY_MS, HOUR_MS].find((spanMs) => series.every(({ at }) => at % spanMs === 0))) || MINUTE_MS
}

/** Each thread chooses its steps by itself; the coarsest is everybody's. */
const coarsest = (parts: readonly Traffic[]): number => Math.max(...parts.map(spanOf))
