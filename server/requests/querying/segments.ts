import { readdir } from 'node:fs/promises'
import { readSegmentName } from '../writing/segment.ts'

/** A file of records: its name without the endings, and the name as it lies there. */
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
    const named = readSegmentName(name)
    if (named === null || named.state === 'sealing') continue
    const beganMs = named.startedAt.getTime()
    // A name that says the 13th month is none that a server gave.
    if (Number.isNaN(beganMs)) continue
    if (from && beganMs < from.getTime() - SLACK_MS) continue
    if (until && beganMs >= until.getTime() + SLACK_MS) continue
    segments.set(named.name, { segment: named.name, name, sealed: named.state === 'sealed', beganAt: named.startedAt })
  }
  return [...segments.values()]
}
