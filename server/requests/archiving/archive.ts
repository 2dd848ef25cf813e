import { rm } from 'node:fs/promises'
import type { App } from '../../app.ts'
import { hourly, messageOf, perApp } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import { FileGone, withTemporary } from '../querying/files/run.ts'
import { type Segment, segmentsIn } from '../querying/segments.ts'
import { requestsFolder } from '../writing/segment.ts'
import { keyOf, makeParquet, Unreadable } from './parquet.ts'
import { archivedOf, forgetArchived, noteArchived } from './queries.ts'
import { s3Target, type Target } from './target.ts'

const EVERY_MS = 60_000
const DAY_MS = 86_400_000

class Archive {
  readonly #app: App
  readonly #target: Target
  #stop = new AbortController()
  #failing = false
  readonly #ticking: ReturnType<typeof hourly>

  constructor(app: App, target: Target) {
    this.#app = app
    this.#target = target
    this.#ticking = hourly(
      () => this.#tick(),
      (error) => this.#complain(error),
      EVERY_MS,
    )
  }

  start(): void {
    this.#stop = new AbortController()
    this.#ticking.start()
  }

  /** What is under way is left, and done again by the next start. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#ticking.stop()
  }

  async #tick(): Promise<void> {
    await this.archive()
    if (this.#failing) this.#app.log.info({}, `Request files are archived again to ${this.#target.name}`)
    this.#failing = false
    const { db, config, now } = this.#app
    const old = new Date(now().getTime() - (config.requests.days + 30) * DAY_MS)
    await transact(db, (tx) => forgetArchived(tx, old))
  }

  /** Once, when it begins: every minute would say the same. */
  #complain(error: unknown): void {
    if (this.#failing || this.#stop.signal.aborted) return
    this.#failing = true
    this.#app.log.warn(
      { error },
      `Request files cannot be archived to ${this.#target.name}; it is tried again each minute: ${messageOf(error)}`,
    )
  }

  /** @returns how many segments went there now. @throws after all others, when one cannot be read. */
  async archive(): Promise<number> {
    const { config, db } = this.#app
    let count = 0
    let unreadable: Unreadable | null = null
    for (const segment of await this.waiting()) {
      if (this.#stop.signal.aborted) break
      const bytes = await copySegment(config.dataDir, segment, this.#target, this.#stop.signal).catch((error) => {
        if (!(error instanceof Unreadable)) throw error
        unreadable ??= error
        return null
      })
      if (bytes === null) continue
      // A kill before this sends it there again, under the same name.
      await transact(db, (tx) => noteArchived(tx, this.#target.name, segment.segment, bytes))
      count++
    }
    if (unreadable !== null) throw unreadable
    return count
  }

  /** Sealed segments that are not in the archive, the oldest first. */
  async waiting(): Promise<Segment[]> {
    const { config, db } = this.#app
    const sealed = (await segmentsIn(requestsFolder(config))).filter((segment) => segment.sealed)
    const names = sealed.map(({ segment }) => segment)
    const done = new Set((await archivedOf(db.read, this.#target.name, names)).map(({ segment }) => segment))
    return sealed.filter(({ segment }) => !done.has(segment))
  }
}

const archiveOf = perApp((app: App): Archive | null => {
  const { archive, mode } = app.config.requests
  if (archive === null || app.config.s3Access === null || mode === 'off') return null
  return new Archive(app, s3Target(archive, app.config.s3Access))
})

/** Sends sealed segments to the archive each minute, where there is one. */
export const startArchiving = (app: App): void => archiveOf(app)?.start()

export const stopArchiving = async (app: App): Promise<void> => archiveOf(app)?.stop()

/** Sends what waits to the archive now. @returns how many segments. @throws what the bucket says. */
export const archiveNow = async (app: App): Promise<number> => (await archiveOf(app)?.archive()) ?? 0

/** The names of segments that are still to be archived; none where nothing is. */
export const unarchived = async (app: App): Promise<ReadonlySet<string>> =>
  new Set(((await archiveOf(app)?.waiting()) ?? []).map(({ segment }) => segment))

/** @returns the bytes that went there; null where the segment is gone. */
export async function copySegment(
  dataDir: string,
  segment: Segment,
  target: Target,
  signal?: AbortSignal,
): Promise<number | null> {
  return await withTemporary(dataDir, async (temporary) => {
    try {
      const { path, bytes } = await makeParquet(requestsFolder({ dataDir }), segment, temporary, signal)
      await target.put(keyOf(segment), path)
      await rm(path)
      return bytes
    } catch (error) {
      if (error instanceof FileGone) return null
      throw error
    }
  })
}
