import { appendFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reject } from '../reading/scan.ts'

/** Of one log file. */
const MOST_LINES = 100
/** All of them together; 100 lines of a file are some 40 kB. */
const MOST_BYTES = 20 * 1024 * 1024

export const rejectsFolder = (requests: string): string => join(requests, 'rejects')

/**
 * Keeps the first lines of each log file that could not be read, with their place and what was wrong, as NDJSON files for
 * people to look at. A sample: what was read in the last moment before a crash may be missing.
 */
export class Rejects {
  readonly #folder: string
  readonly #source: string
  readonly #kept = new Map<string, number>()

  constructor(folder: string, source: string) {
    this.#folder = folder
    this.#source = source
  }

  async keep(file: string, path: string, rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return
    const target = join(this.#folder, `${`${this.#source}-${file}`.replace(/[^\w.@+-]+/g, '_')}.ndjson`)
    const kept = this.#kept.get(file) ?? (await linesOf(target))
    const more = rejects.slice(0, Math.max(0, MOST_LINES - kept))
    this.#kept.set(file, kept + more.length)
    if (more.length === 0) return
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await appendFile(target, more.map((reject) => `${JSON.stringify({ path, ...reject })}\n`).join(''), { mode: 0o600 })
    if (kept === 0) await makeRoom(this.#folder)
  }
}

async function linesOf(path: string): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.split('\n').length - 1
}

/** The oldest go first. */
async function makeRoom(folder: string): Promise<void> {
  const names = await readdir(folder)
  const files = await Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name))
      return { name, size, mtimeMs }
    }),
  )
  files.sort((a, b) => b.mtimeMs - a.mtimeMs)
  let bytes = 0
  for (const { name, size } of files) {
    bytes += size
    if (bytes > MOST_BYTES) await rm(join(folder, name), { force: true })
  }
}
