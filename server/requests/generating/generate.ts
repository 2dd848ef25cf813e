import { setTimeout as pause } from 'node:timers/promises'
import { type Made, type Population, prepare } from './records.ts'

/** Where generated requests go. */
export interface Sink {
  /** Never waits. */
  write(made: Made, atMs: number): void
  /** Resolves when all is in files. */
  close(): Promise<void>
  stats(): { readonly written: number; readonly dropped: number; readonly failure: string | null }
}

export interface GenerateOptions extends Population {
  /** Records a second. */
  readonly rate: number
  readonly seconds: number
  readonly seed: number
  /** Hears how it goes, each second. */
  readonly onSecond?: (progress: Generated) => void
  /** Ends it early. */
  readonly signal?: AbortSignal
}

export interface Generated {
  readonly written: number
  readonly dropped: number
  readonly failure: string | null
  /** Since the beginning; without what closing takes. */
  readonly seconds: number
  /** Given to the writer, each second on average: of the last second while it runs, of all at the end. */
  readonly rate: number
  /** What the whole process (this and the writer) used of one core, from 0. */
  readonly cpu: number
}

/** So many records are made beforehand and then written again and again, so that what is measured is the writing. */
const PREPARED = 10_000
const TICK_MS = 10
/** After a stall at most so much of a second is made up for at once, so that the writer is given time between. */
const MOST_AT_ONCE = 0.25

/** Writes records at a steady rate and catches up after stalls. */
export async function generate(sink: Sink, options: GenerateOptions): Promise<Generated> {
  const { rate, seconds, seed, onSecond, signal } = options
  const made = prepare(seed, Math.min(PREPARED, rate * seconds), options)
  const total = rate * seconds
  const meter = new Meter(sink)
  let given = 0
  for (let nextSecond = 1; given < total && !signal?.aborted; ) {
    const elapsed = meter.seconds()
    const due = Math.min(total, Math.ceil(elapsed * rate), given + Math.max(1, Math.ceil(rate * MOST_AT_ONCE)))
    const atMs = Date.now()
    for (; given < due; given++) sink.write(made[given % made.length]!, atMs)
    if (elapsed >= nextSecond) {
      onSecond?.(meter.lap(given))
      nextSecond = Math.floor(elapsed) + 1
    }
    if (given < total) await pause(TICK_MS)
  }
  const end = meter.end(given)
  await sink.close()
  return { ...end, ...sink.stats() }
}

/** Time, rate and CPU since the beginning and since the last lap. */
class Meter {
  readonly #sink: Sink
  readonly #began = performance.now()
  readonly #cpuBegan = process.cpuUsage()
  #lapSeconds = 0
  #lapGiven = 0
  #lapCpu = process.cpuUsage()

  constructor(sink: Sink) {
    this.#sink = sink
  }

  seconds(): number {
    return (performance.now() - this.#began) / 1000
  }

  lap(given: number): Generated {
    const seconds = this.seconds()
    const lasted = seconds - this.#lapSeconds
    const progress = this.#told(seconds, (given - this.#lapGiven) / lasted, cpuSince(this.#lapCpu) / lasted)
    this.#lapSeconds = seconds
    this.#lapGiven = given
    this.#lapCpu = process.cpuUsage()
    return progress
  }

  end(given: number): Generated {
    const seconds = this.seconds()
    return this.#told(seconds, given / seconds, cpuSince(this.#cpuBegan) / seconds)
  }

  #told(seconds: number, rate: number, cpu: number): Generated {
    return { ...this.#sink.stats(), seconds, rate, cpu }
  }
}

/** Seconds of a core. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000_000
}
