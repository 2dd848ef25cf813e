import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readSegmentName } from './segment.ts'

export interface Keeping {
  readonly folder: string
  readonly now: Date
  readonly days: number
  /** Of all files together. */
  readonly bytes: number
  /** Names of those that stay although they are too old, as long as there is room: somebody still wants them. */
  readonly wanted?: ReadonlySet<string>
}

/**
 * Which sealed segments have to go: what is too old, and of the rest the oldest until all fit. What is still written
 * counts and stays.
 *
 * @returns their names without an ending, the oldest first.
 */
export async function tooMuch({ folder, now, days, bytes, wanted }: Keeping): Promise<string[]> {
  const sinceMs = now.getTime() - days * 24 * 60 * 60 * 1000
  const going: string[] = []
  const staying: { name: string; size: number }[] = []
  let size = 0
  for (const file of (await readdir(folder).catch(() => [])).sort()) {
    const named = readSegmentName(file)
    const found = named && (await stat(join(folder, file)).catch(() => null))
    if (!found) continue
    if (named.state === 'sealed' && named.startedAt.getTime() < sinceMs && !wanted?.has(named.name)) {
      going.push(named.name)
      continue
    }
    size += found.size
    if (named.state === 'sealed') staying.push({ name: named.name, size: found.size })
  }
  for (const one of staying) {
    if (size <= bytes) break
    going.push(one.name)
    size -= one.size
  }
  return going
}

export const removeSegment = (folder: string, name: string, ending: string): Promise<void> =>
  rm(join(folder, name + ending), { force: true })
