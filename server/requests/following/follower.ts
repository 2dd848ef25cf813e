import { setTimeout as sleep } from 'node:timers/promises'
import type { Ground } from '../../app.ts'
import { messageOf } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import type { Reject } from '../reading/scan.ts'
import { type Batch, Batches, type BatchOptions } from './batches.ts'
import { commitPlaces, commitTraffic, Overtaken } from './commit.ts'
import { Files } from './files.ts'
import type { Log, LogFile } from './log.ts'
import { leftOut, Portion } from './portion.ts'
import type { Holder } from './queries.ts'
import { Rejects } from './rejects.ts'

/** Between two commits while records come. */
const EVERY_MS = 500
/** What is read for one commit, uncompressed: this bounds the memory of one who catches up. */
const MOST_BYTES = 16 * 1024 * 1024
const MOST_FILES = 32
/** For who waits for what is under way. */
const WAIT_MS = 20
const BACKOFF_MOST_MS = 30_000

export interface FollowerOptions {
  readonly open: BatchOptions['open']
  readonly by: Holder
  readonly rejectsFolder: string
  readonly everyMs?: number
  readonly mostBytes?: number
}

type Begun = Batch & { readonly begunMs: number }
/** `narrow`: it is to be read again at once, in smaller portions. */
type Kept = 'kept' | 'narrow' | { readonly error: unknown; readonly refused: boolean }

/** How a follower stands. */
export interface FollowerStatus {
  /** Since it began. */
  readonly records: number
  readonly rejected: number
  readonly bytes: number
  /** Seconds since the moment up to which everything has been read and kept. */
  readonly lagSeconds: number
  /** The most that it ever was, since all was read for the first time. */
  readonly worstLagSeconds: number
  readonly files: number
  /** That cannot be read at the moment. */
  readonly failing: number
  /** Who else reads files of this log. */
  readonly elsewhere: readonly string[]
}

/** Reads a log as it grows, and keeps what it comes to together with its place. */
export class Follower {
  readonly #app: Ground
  readonly #log: Log
  readonly #options: FollowerOptions
  readonly #files: Files
  readonly #batches: Batches
  readonly #portion: Portion
  readonly #rejects: Rejects
  readonly #sum = { records: 0, rejected: 0, bytes: 0 }
  readonly #said = new Set<string>()
  #listed: LogFile[] = []
  #currentMs = performance.now()
  #isCurrent = false
  #worstMs = 0
  #running = false
  #isBusy = false
  #wake = new AbortController()

  constructor(app: Ground, log: Log, options: FollowerOptions) {
    this.#app = app
    this.#log = log
    this.#options = options
    this.#files = new Files(app, options.by)
    this.#rejects = new Rejects(options.rejectsFolder, log.source)
    const { open, mostBytes = MOST_BYTES } = options
    const warn = (text: string, error: unknown) => this.#warn(text, error)
    this.#batches = new Batches({ log, files: this.#files, open, mostFiles: MOST_FILES, warn })
    this.#portion = new Portion(mostBytes)
  }

  status(): FollowerStatus {
    return {
      ...this.#sum,
      lagSeconds: (performance.now() - this.#currentMs) / 1000,
      worstLagSeconds: this.#worstMs / 1000,
      files: this.#listed.length,
      failing: this.#files.failing(),
      elsewhere: this.#files.elsewhere(this.#listed),
    }
  }

  /** Follows until it is told to stop; what is being read by then is kept. Never fails: what goes wrong is tried again. */
  async run(stop: AbortSignal): Promise<void> {
    this.#running = true
    await this.#run(stop)
    this.#running = this.#isBusy = false
  }

  async #run(stop: AbortSignal): Promise<void> {
    let keeping: Promise<Kept> = Promise.resolve('kept')
    let failures = 0
    while (!stop.aborted) {
      const begunMs = performance.now()
      this.#isBusy = true
      const batch = await this.#gather(stop).catch((error: unknown) => this.#complain(error))
      // Reading goes on while the last batch is being kept; if that fails, what was read after it is void as well.
      const kept = await keeping
      if (kept !== 'kept' || batch === null) {
        keeping = Promise.resolve('kept')
        this.#files.forget()
        if (typeof kept === 'object') this.#complain(kept.error)
        if (kept !== 'narrow') await pause(Math.min(BACKOFF_MOST_MS, 100 * 2 ** ++failures), stop)
        continue
      }
      keeping = this.#tryToKeep(batch)
      if (!batch.whole) continue
      if ((await keeping) !== 'kept') continue
      failures = 0
      this.#isBusy = false
      this.#wake = new AbortController()
      const restMs = (this.#options.everyMs ?? EVERY_MS) - (performance.now() - begunMs)
      await pause(restMs, AbortSignal.any([stop, this.#wake.signal]))
    }
    await keeping
  }

  /** Resolves when it rests between two commits, or has not for so long: for who has less haste. */
  async atRest(mostMs: number): Promise<void> {
    const sinceMs = performance.now()
    while (this.#isBusy && performance.now() - sinceMs < mostMs) await sleep(WAIT_MS)
  }

  /** Resolves when all that there is now has been read and kept. @throws what goes wrong, unless it runs: then it is tried again */
  async catchUp(stop?: AbortSignal): Promise<void> {
    const nowMs = performance.now()
    while (this.#running && this.#currentMs < nowMs) {
      this.#wake.abort()
      await sleep(WAIT_MS)
    }
    if (!this.#running) await this.#catchUp(stop)
  }

  async #catchUp(stop?: AbortSignal): Promise<void> {
    for (;;) {
      try {
        const batch = await this.#gather(stop)
        const kept = await this.#tryToKeep(batch)
        if (kept === 'kept' && (batch.whole || stop?.aborted)) return
        if (kept !== 'kept') this.#files.forget()
        if (typeof kept === 'object' && !kept.refused) throw kept.error
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

  async #gather(stop?: AbortSignal): Promise<Begun> {
    // What is written from here on need not be in it.
    const begunMs = performance.now()
    this.#listed = await this.#log.list(this.#files.begin)
    return { ...(await this.#batches.gather(this.#listed, this.#portion.bytes, stop)), begunMs }
  }

  async #tryToKeep(batch: Begun): Promise<Kept> {
    try {
      await this.#keep(batch)
      this.#portion.kept()
      return 'kept'
    } catch (error) {
      const verdict = this.#portion.judge(batch, error)
      if (verdict === 'narrow') return verdict
      if (verdict === 'leave' && (await this.#leaveOut(batch, messageOf(error)))) return 'kept'
      return { error, refused: verdict === 'again' }
    }
  }

  /** Goes on behind a line that Postgres does not take. @returns whether it could. */
  async #leaveOut(batch: Begun, reason: string): Promise<boolean> {
    try {
      const left = await leftOut(batch, reason)
      if (left === null) return false
      await transact(this.#app.db, (tx) => commitPlaces(tx, this.#options.by, left.places))
      this.#sum.rejected++
      this.#warn(`A line of ${left.file.path} was left out, because Postgres refuses it: ${reason}`, null)
      await this.#keepRejects(left.file, left.rejects)
      this.#portion.kept()
      return true
    } catch (error) {
      this.#complain(error)
      return false
    }
  }

  async #keep(batch: Begun): Promise<void> {
    const { traffic } = batch.taken
    if (batch.places.length > 0) {
      await transact(this.#app.db, (tx) => commitTraffic(tx, this.#options.by, traffic, batch.places))
      this.#sum.records += traffic.records
      this.#sum.rejected += traffic.rejected
      this.#sum.bytes += batch.bytes
      for (const { file, rejects } of batch.rejects) await this.#keepRejects(file, rejects)
    }
    if (!batch.whole) return
    if (this.#isCurrent) this.#worstMs = Math.max(this.#worstMs, performance.now() - this.#currentMs)
    this.#isCurrent = true
    this.#currentMs = batch.begunMs
    if (this.#files.failing() === 0) this.#said.clear()
  }

  async #keepRejects(file: LogFile, rejects: readonly Reject[]): Promise<void> {
    try {
      await this.#rejects.keep(file.file, file.path, rejects)
    } catch (error) {
      this.#warn(`Lines that could not be read cannot be kept for you to look at: ${messageOf(error)}`, error)
    }
  }

  /** Each thing is said once. */
  #warn(text: string, error: unknown): void {
    if (this.#said.has(text)) return
    this.#said.add(text)
    this.#app.log.warn({ error, source: this.#log.source }, text)
  }

  #complain(error: unknown): null {
    if (!(error instanceof Overtaken)) this.#warn(`Requests cannot be read at the moment: ${messageOf(error)}`, error)
    return null
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(Math.max(0, ms), undefined, { signal }).catch(() => {})
