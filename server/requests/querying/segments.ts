import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Where a server keeps the files of its requests. */
export const requestsFolder = (dataDir: string): string => join(dataDir, 'requests')

/** A file of requests: its name without the endings, and the name as it lies there. */
export interface Segment {
  readonly segment: string
  readonly name: string
  readonly sealed: boolean
  /** From its name. */
  readonly beganAt: Date
}

/**
 * A segment is sealed after 60 s; it may hold what was done a little before it was begun, and a process that was stopped
 * for a while writes into an old one. So much earlier or later than the range may the name of one be that is looked into.
 */
const SLACK_MS = 10 * 60_000

/**
 * The segments that may hold something of the time range, the oldest first. One that is being sealed lies there twice for a
 * moment, and is listed once.
 *
 * @param folder need not exist.
 */
export async function segmentsIn(folder: string, from?: Date, until?: Date): Promise<Segment[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const segments = new Map<string, Segment>()
  // Sorted, so that `.ndjson.zst` follows `.ndjson` and wins.
  for (const name of names.sort()) {
    const segment = segmentOf(name)
    if (segment === null) continue
    const beganMs = segment.beganAt.getTime()
    if (from && beganMs < from.getTime() - SLACK_MS) continue
    if (until && beganMs >= until.getTime() + SLACK_MS) continue
    segments.set(segment.segment, segment)
  }
  return [...segments.values()]
}

/** What the name of a file says; null where it is no segment. */
export function segmentOf(name: string): Segment | null {
  const found = /^((\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z(?:-[A-Za-z0-9]+)*)\.ndjson(\.zst)?$/.exec(name)
  if (found === null) return null
  const [, segment, year, month, day, hour, minute, second, ms, packed] = found
  const beganAt = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`)
  if (Number.isNaN(beganAt.getTime())) return null
  return { segment: segment!, name, sealed: packed !== undefined, beganAt }
}
