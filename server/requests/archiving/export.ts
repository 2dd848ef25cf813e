import { segmentsIn } from '../querying/segments.ts'
import { requestsFolder } from '../writing/segment.ts'
import { copySegment } from './archive.ts'
import { keyOf } from './parquet.ts'
import type { Target } from './target.ts'

export interface Exported {
  readonly exported: number
  /** Were there already. */
  readonly there: number
  /** Are still written to, and left out. */
  readonly open: number
  readonly bytes: number
}

/**
 * Copies the sealed segments of a time range to a target, as Parquet. What is there already stays as it is, so an export
 * that was interrupted goes on where it was.
 */
export async function exportRequests(
  dataDir: string,
  target: Target,
  range: { from?: Date; until?: Date },
  progress: (done: number, all: number) => void = () => {},
): Promise<Exported> {
  const all = await segmentsIn(requestsFolder({ dataDir }), range.from, range.until)
  const sealed = all.filter((segment) => segment.sealed)
  const result = { exported: 0, there: 0, open: all.length - sealed.length, bytes: 0 }
  for (const [index, segment] of sealed.entries()) {
    progress(index, sealed.length)
    if (await target.has(keyOf(segment))) {
      result.there++
      continue
    }
    const bytes = await copySegment(dataDir, segment, target)
    if (bytes === null) continue
    result.exported++
    result.bytes += bytes
  }
  return result
}
