/** How the files of records are named, and whose they are. */
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../../config/index.ts'

export const requestsFolder = (config: Pick<Config, 'dataDir'>): string => join(config.dataDir, 'requests')

export const OPEN = '.ndjson'
export const SEALED = '.ndjson.zst'

/** Tells machines apart that share a folder; four digits, not to name them. */
export const thisHost = createHash('sha256').update(hostname()).digest('hex').slice(0, 4)

/** Segments that this process writes or seals just now, by their names without an ending and their folders. */
export const ours = new Set<string>()

let made = 0

/** Names sort by the time of their first record; no two of them are equal, however many processes write. */
export function newSegment(at: Date): string {
  const time = at.toISOString().replace(/[-:.]/g, '')
  return `${time}-${thisHost}-${process.pid}-${made++}`
}

export interface SegmentName {
  /** Without an ending. */
  readonly name: string
  readonly startedAt: Date
  readonly host: string
  readonly pid: number
  /** open: it grows, or its writer was killed. sealing: a compressed one that is not whole yet. */
  readonly state: 'open' | 'sealed' | 'sealing'
  /** Who seals it, where that is another process than the one that wrote it. */
  readonly sealer: { readonly host: string; readonly pid: number } | null
}

const pattern =
  /^((\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([0-9a-f]{4})-(\d+)-\d+)\.ndjson(\.zst(?:\.([0-9a-f]{4})-(\d+)\.tmp)?)?$/

/** What a file's name says; null when it is none of ours. */
export function readSegmentName(file: string): SegmentName | null {
  const match = pattern.exec(file)
  if (!match) return null
  const [, name, year, month, day, hour, minute, second, ms, host, pid, ending, sealerHost, sealerPid] = match
  return {
    name: name!,
    startedAt: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`),
    host: host!,
    pid: Number(pid),
    state: ending === undefined ? 'open' : sealerHost === undefined ? 'sealed' : 'sealing',
    sealer: sealerHost === undefined ? null : { host: sealerHost, pid: Number(sealerPid) },
  }
}

/** While it is sealed, the compressed segment has this ending besides. */
export const sealingEnding = `.${thisHost}-${process.pid}.tmp`

/** No process writes on in a file for longer than a minute (RecordWriter), so after ten nobody is behind it any more. */
const UNTOUCHED_MS = 10 * 60_000

/**
 * Whether the process that had a file is gone. On this machine that is known at once; a number that was given anew is
 * found out by the time.
 */
export function isLeft({ host, pid }: { host: string; pid: number }, isOurs: boolean, touchedMs: number): boolean {
  if (isOurs) return false
  if (Date.now() - touchedMs > UNTOUCHED_MS) return true
  if (host !== thisHost) return false
  return pid === process.pid || !isAlive(pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
