import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../../kit/index.ts'
import { parquetSql } from '../querying/files/queries.ts'
import { FileGone, runDuckDb } from '../querying/files/run.ts'
import type { Segment } from '../querying/segments.ts'

/** `date=2026-11-20/20261120T095959000Z-abcd-7-3.parquet`: the day on which the segment was begun (UTC). */
export const keyOf = ({ segment, beganAt }: Segment): string =>
  `date=${beganAt.toISOString().slice(0, 10)}/${segment}.parquet`

/** A file that cannot be read; others can. */
export class Unreadable extends Error {}

/**
 * Writes a segment as Parquet (zstd) into `temporary`. Lines that are no records stay out.
 *
 * @returns its path and size in bytes.
 * @throws FileGone when the segment was removed meanwhile; Unreadable when it is damaged.
 */
export async function makeParquet(
  folder: string,
  segment: Segment,
  temporary: string,
  signal?: AbortSignal,
): Promise<{ path: string; bytes: number }> {
  const path = join(temporary, `${segment.segment}.parquet`)
  const task = { temporary, sql: parquetSql(segment.name, path), values: {}, of: 'ours' as const, setup: [], most: 1 }
  await runDuckDb(folder, task, signal).catch((error) => {
    throw error instanceof FileGone || signal?.aborted ? error : new Unreadable(`${segment.name}: ${messageOf(error)}`)
  })
  return { path, bytes: (await stat(path)).size }
}
