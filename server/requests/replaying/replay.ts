import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { FormatName } from '../reading/formats/index.ts'
import { Quantiles } from '../sketches/quantiles.ts'
import { type Recorded, recordedIn } from './recorded.ts'
import { pathOf, type Skipped, type Target } from './target.ts'

export interface ReplayOptions {
  readonly format: FormatName
  /** Times faster than it was recorded. */
  readonly speed: number
  readonly to: Target
  /** At once, at most. */
  readonly connections: number
  /** Who asks; without one nobody is signed in. */
  readonly token?: string | undefined
  /** Ends it early. */
  readonly signal?: AbortSignal
  /** Hears how it goes, each second. */
  readonly onSecond?: (so: Replayed) => void
}

export interface Spread {
  readonly p50Us: number | null
  readonly p95Us: number | null
  readonly p99Us: number | null
}

export interface Replayed {
  readonly seconds: number
  readonly sent: number
  readonly answered: number
  /** No answer came: why, and how often. */
  readonly failed: Readonly<Record<string, number>>
  readonly skipped: Readonly<Partial<Record<Skipped, number>>>
  /** Lines that could not be read. */
  readonly rejected: number
  /** Of those that were answered: the statuses now, and those in the log. */
  readonly statuses: Readonly<Record<string, { now: number; recorded: number }>>
  readonly now: Spread
  /** Null where the log tells no durations. */
  readonly recorded: Spread
  /** How long after its time a request was sent. */
  readonly lag: Spread & { readonly mostUs: number }
}

const PATIENCE_MS = 30_000
/** When it is ended early, answers that are under way are waited for so long. */
const LAST_MS = 2000

/** Sends the GET requests of a log again, as far apart as they were divided by the speed. */
export async function replay(path: string, options: ReplayOptions): Promise<Replayed> {
  const run = new Run(options)
  const ticking = setInterval(() => options.onSecond?.(run.so()), 1000)
  try {
    for await (const part of recordedIn(path, options.format, () => run.reject())) {
      for (const recorded of part) {
        if (options.signal?.aborted) return await run.end(LAST_MS)
        await run.take(recorded)
      }
    }
    return await run.end(PATIENCE_MS)
  } finally {
    clearInterval(ticking)
  }
}

class Run {
  readonly #options: ReplayOptions
  readonly #agent: Agent
  readonly #began = performance.now()
  #firstAtMs: number | null = null
  #sent = 0
  #answered = 0
  #underWay = 0
  #rejected = 0
  #mostLagUs = 0
  #freed: (() => void) | null = null
  readonly #failed: Record<string, number> = {}
  readonly #skipped: Partial<Record<Skipped, number>> = {}
  readonly #statuses: Record<string, { now: number; recorded: number }> = {}
  readonly #now = new Quantiles()
  readonly #recorded = new Quantiles()
  readonly #lag = new Quantiles()

  constructor(options: ReplayOptions) {
    this.#options = options
    this.#agent = new Agent({ keepAlive: true, maxSockets: options.connections, scheduling: 'fifo' })
  }

  reject(): void {
    this.#rejected++
  }

  /** Waits until it is time and a connection is free, and sends it. */
  async take(recorded: Recorded): Promise<void> {
    const asked = pathOf(recorded)
    if ('skipped' in asked) {
      this.#skipped[asked.skipped] = (this.#skipped[asked.skipped] ?? 0) + 1
      return
    }
    this.#firstAtMs ??= recorded.atMs
    const dueMs = this.#began + (recorded.atMs - this.#firstAtMs) / this.#options.speed
    const { signal } = this.#options
    // Timers are as fine as a millisecond; what is due within it goes at once.
    while (dueMs - performance.now() > 1 && !signal?.aborted) {
      await pause(Math.min(dueMs - performance.now(), 1000), undefined, signal && { signal }).catch(() => {})
    }
    while (this.#underWay >= this.#options.connections) await new Promise<void>((free) => (this.#freed = free))
    if (signal?.aborted) return
    const lagUs = Math.max(0, Math.round((performance.now() - dueMs) * 1000))
    this.#lag.add(lagUs)
    this.#mostLagUs = Math.max(this.#mostLagUs, lagUs)
    this.#send(asked.path, recorded)
  }

  #send(path: string, recorded: Recorded): void {
    const { to, token } = this.#options
    const beganMs = performance.now()
    this.#sent++
    this.#underWay++
    const sent = request({
      agent: this.#agent,
      host: to.address,
      port: to.port,
      path,
      timeout: PATIENCE_MS,
      headers: {
        host: to.host,
        'user-agent': 'tweeter requests replay',
        ...(token && { authorization: `Bearer ${token}` }),
      },
    })
    let isDone = false
    const done = (failure?: Error) => {
      // A connection that breaks may tell so twice.
      if (isDone) return
      isDone = true
      this.#underWay--
      this.#freed?.()
      this.#freed = null
      if (failure) {
        const why = (failure as NodeJS.ErrnoException).code ?? failure.message
        this.#failed[why] = (this.#failed[why] ?? 0) + 1
      }
    }
    sent.on('timeout', () => sent.destroy(new Error('no answer within 30 s')))
    sent.on('error', done)
    sent.on('response', (response) => {
      response.on('error', () => {}).resume()
      response.on('close', () => {
        if (!response.complete) return done(new Error('the answer broke off'))
        this.#count(response.statusCode ?? 0, recorded, performance.now() - beganMs)
        done()
      })
    })
    sent.end()
  }

  #count(status: number, recorded: Recorded, tookMs: number): void {
    this.#answered++
    this.#now.add(Math.round(tookMs * 1000))
    if (recorded.us !== null) this.#recorded.add(recorded.us)
    const of = (one: number) => (this.#statuses[one] ??= { now: 0, recorded: 0 })
    of(status).now++
    of(recorded.status).recorded++
  }

  so(): Replayed {
    return {
      seconds: (performance.now() - this.#began) / 1000,
      sent: this.#sent,
      answered: this.#answered,
      failed: this.#failed,
      skipped: this.#skipped,
      rejected: this.#rejected,
      statuses: this.#statuses,
      now: spreadOf(this.#now),
      recorded: spreadOf(this.#recorded),
      lag: { ...spreadOf(this.#lag), mostUs: this.#mostLagUs },
    }
  }

  /** Waits for the answers that are under way, not for ever. */
  async end(patienceMs: number): Promise<Replayed> {
    const untilMs = performance.now() + patienceMs
    while (this.#underWay > 0 && performance.now() < untilMs) await pause(5)
    const so = this.so()
    this.#agent.destroy()
    return so
  }
}

const spreadOf = (all: Quantiles): Spread => ({
  p50Us: all.quantile(0.5),
  p95Us: all.quantile(0.95),
  p99Us: all.quantile(0.99),
})
