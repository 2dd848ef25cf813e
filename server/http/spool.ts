import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { App } from '../app.ts'
import { perApp, tooMany, unavailable } from '../kit/index.ts'

/** With the largest file of any route this bounds what half-sent uploads can take of the disk. */
const MOST_AT_ONCE = 32
/** Of one person, so that nobody takes all places by sending slowly; apps send the four files of a post at once. */
const MOST_OF_ONE = 8
const STALE_MS = 24 * 60 * 60 * 1000

/** A file of a multipart body that is too large for memory: on the disk, and gone when its request is answered. */
export class SpooledFile {
  readonly filename: string
  readonly path: string
  /** In bytes. */
  readonly size: number

  constructor(filename: string, path: string, size: number) {
    this.filename = filename
    this.path = path
    this.size = size
  }
}

/** The large files of one request. */
export interface Spool {
  /** Writes the stream to the disk. @throws whatever breaks the stream. */
  keep(filename: string, source: Readable): Promise<SpooledFile>
  /** Removes what was kept and lets the next request in. */
  clear(): Promise<void>
}

const state = perApp((app: App) => ({
  open: 0,
  openOf: new Map<number, number>(),
  dir: join(app.config.dataDir, 'spool'),
  swept: null as null | Promise<void>,
}))

/**
 * @param accountId who brings the files.
 * @throws Problem 429 while this person, 503 while everybody together brings too many large files.
 */
export async function openSpool(app: App, accountId: number): Promise<Spool> {
  const shared = state(app)
  const own = shared.openOf.get(accountId) ?? 0
  if (own >= MOST_OF_ONE) throw tooMany('You are uploading too many files at once. Please wait for them.', 10)
  if (shared.open >= MOST_AT_ONCE) throw unavailable('Too many files are being uploaded. Please try again.', 10)
  shared.open++
  shared.openOf.set(accountId, own + 1)
  const kept: string[] = []
  return {
    async keep(filename, source) {
      shared.swept ??= prepare(shared.dir).catch((error) => {
        shared.swept = null
        throw error
      })
      await shared.swept
      const path = join(shared.dir, randomUUID())
      kept.push(path)
      const target = createWriteStream(path, { flags: 'wx', mode: 0o600 })
      await pipeline(source, target)
      return new SpooledFile(filename, path, target.bytesWritten)
    },
    async clear() {
      shared.open--
      const left = shared.openOf.get(accountId)! - 1
      if (left > 0) shared.openOf.set(accountId, left)
      else shared.openOf.delete(accountId)
      await Promise.all(kept.map((path) => rm(path, { force: true })))
    },
  }
}

/** What a process left that died is removed a day later, because another one may be receiving beside this one. */
async function prepare(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  for (const name of await readdir(dir)) {
    const path = join(dir, name)
    const found = await stat(path).catch(() => null)
    if (found && found.mtimeMs < Date.now() - STALE_MS) await rm(path, { force: true })
  }
}
