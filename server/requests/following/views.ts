import { setTimeout as sleep } from 'node:timers/promises'
import type { Ground } from '../../app.ts'
import { messageOf } from '../../kit/index.ts'
import { emit } from '../../signals/index.ts'
import { transact } from '../../storage/index.ts'
import { requestsRead } from '../signals.ts'
import { type Batch, Batches, type BatchOptions } from './batches.ts'
import { commitPlaces, Overtaken } from './commit.ts'
import { Files } from './files.ts'
import type { Log } from './log.ts'
import { leftOut, Portion } from './portion.ts'
import type { Holder } from './queries.ts'
import { Rejects } from './rejects.ts'

const EVERY_MS = 60_000
/** For who waits for what is under way. */
const WAIT_MS = 20
/**
 * Of one transaction, so of what its listeners are handed at once: some 3,500 records, in which 20,000 posts may have
 * been seen. Eight times as much takes hundreds of megabytes and holds up the event loop, and is no faster.
 */
const MOST_FILES = 32
const MOST_BYTES = 1024 * 1024

export interface ViewsOptions {
  readonly open: BatchOptions['open']
  readonly by: Holder
  readonly rejectsFolder: string
  readonly everyMs?: number
  readonly mostBytes?: number
  /** Resolves when it may do some work: it has time. */
  readonly turn?: () => Promise<void>
  /** After each commit in which something was told. */
  readonly told?: () => Promise<void>
}

/** Reads our sealed segments and tells what people saw, once, in the transaction that keeps the place. */
export class ViewsReader {
  readonly #app: Ground
  readonly #log: Log
  readonly #options: ViewsOptions
  readonly #files: Files
  readonly #batches: Batches
  readonly #portion: Portion
  readonly #rejects: Rejects
  #said: string | null = null
  #currentMs = 0
  #running = false
  #wake = new AbortController()

  constructor(app: Ground, log: Log, options: ViewsOptions) {
    this.#app = app
    this.#log = log
    this.#options = options
    this.#files = new Files(app, options.by)
    const { open, mostBytes = MOST_BYTES } = options
    const warn = (text: string, error: unknown) => this.#warn(text, error)
    this.#batches = new Batches({ log, files: this.#files, open, mostFiles: MOST_FILES, warn })
    this.#portion = new Portion(mostBytes)
    this.#rejects = new Rejects(options.rejectsFolder, 'views')
  }

  /** Looks for sealed segments once a minute until it is told to stop. Never fails: what goes wrong is tried again. */
  async run(stop: AbortSignal): Promise<void> {
    this.#running = true
    while (!stop.aborted) {
      const begunMs = performance.now()
      this.#wake = new AbortController()
      await this.#catchUp(stop).then(
        () => {
          this.#currentMs = begunMs
        },
        (error: unknown) => this.#warn(`What people saw cannot be read at the moment: ${messageOf(error)}`, error),
      )
      const signal = AbortSignal.any([stop, this.#wake.signal])
      await sleep(this.#options.everyMs ?? EVERY_MS, undefined, { signal }).catch(() => {})
    }
    this.#running = false
  }

  /** Resolves when all that is sealed now has been told. @throws what goes wrong, unless it runs: then it is tried again */
  async catchUp(stop?: AbortSignal): Promise<void> {
    const nowMs = performance.now()
    while (this.#running && this.#currentMs < nowMs) {
      this.#wake.abort()
      await sleep(WAIT_MS)
    }
    if (!this.#running) await this.#catchUp(stop)
  }

  async #catchUp(stop?: AbortSignal): Promise<void> {
    while (!stop?.aborted) {
      try {
        await this.#options.turn?.()
        if (await this.#round(stop)) return
      } catch (error) {
        this.#files.forget()
        if (!(error instanceof Overtaken)) throw error
      }
    }
  }

  /** Ends the thread and lets go of the files. */
  async close(): Promise<void> {
    await this.#batches.close()
    await this.#files.release()
  }

  /** One transaction. @returns whether that was all. */
  async #round(stop?: AbortSignal): Promise<boolean> {
    const sealed = (await this.#log.list(this.#files.begin)).filter((file) => file.sealed)
    const batch = await this.#batches.gather(sealed, this.#portion.bytes, stop)
    if (batch.places.length > 0) {
      try {
        await this.#tell(batch)
        this.#portion.kept()
      } catch (error) {
        const verdict = this.#portion.judge(batch, error)
        const isLeft = verdict === 'leave' && (await this.#leaveOut(batch, messageOf(error)))
        if (verdict !== 'narrow' && !isLeft) throw error
        if (!isLeft) this.#files.forget()
        return false
      }
    }
    if (batch.whole) this.#said = null
    return batch.whole
  }

  async #tell({ places, taken }: Batch): Promise<void> {
    const { views } = taken
    const tells = views !== null && taken.traffic.records > 0
    await transact(this.#app.db, async (tx) => {
      await commitPlaces(tx, this.#options.by, places)
      if (tells) await emit(tx, requestsRead, views)
    })
    if (tells) await this.#options.told?.()
  }

  /** Goes on behind a line that Postgres does not take. @returns whether it could. */
  async #leaveOut(batch: Batch, reason: string): Promise<boolean> {
    const left = await leftOut(batch, reason)
    if (left === null) return false
    await transact(this.#app.db, (tx) => commitPlaces(tx, this.#options.by, left.places))
    this.#portion.kept()
    this.#warn(`What a line of ${left.file.path} tells was left out, because Postgres refuses it: ${reason}`, null)
    await this.#rejects.keep(left.file.file, left.file.path, left.rejects).catch(() => {})
    return true
  }

  /** The same thing is said once. */
  #warn(text: string, error: unknown): void {
    if (this.#said === text) return
    this.#said = text
    this.#app.log.warn({ error }, text)
  }
}
