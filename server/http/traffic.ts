/** What was served in the last minutes, in a fixed amount of memory: for whoever runs the network, not for monitoring. */
import type { App } from '../app.ts'
import { perApp } from '../kit/index.ts'

const MINUTE_MS = 60_000
/** This minute, and so many before it less one. */
export const TRAFFIC_MINUTES = 15

/**
 * Durations are counted in steps of a quarter of a doubling, from a tenth of a millisecond to some two minutes, so a
 * quantile is right within a tenth; keeping the durations themselves would take as much memory as there are requests.
 */
const STEPS_PER_DOUBLING = 4
const SHORTEST_MS = 0.1
const STEPS = 82

interface Minute {
  /** Minutes since 1970; -1: never used. */
  at: number
  requests: number
  errors: number
  readonly durations: Uint32Array
}

export interface Traffic {
  readonly requests: number
  /** Answered with 500 or above, which is a fault of ours. */
  readonly errors: number
  /** Milliseconds; null where there was no request. */
  readonly p50Ms: number | null
  readonly p99Ms: number | null
}

export interface MinuteOfTraffic extends Traffic {
  readonly at: Date
}

class Recorder {
  readonly #minutes: readonly Minute[] = Array.from({ length: TRAFFIC_MINUTES }, () => ({
    at: -1,
    requests: 0,
    errors: 0,
    durations: new Uint32Array(STEPS),
  }))

  note(nowMs: number, status: number, durationMs: number): void {
    const minute = this.#minuteOf(Math.floor(nowMs / MINUTE_MS))
    minute.requests++
    if (status >= 500) minute.errors++
    minute.durations[stepOf(durationMs)]!++
  }

  /** The newest last; the one that goes on is among them. */
  minutes(nowMs: number, count: number): MinuteOfTraffic[] {
    return this.#last(nowMs, count).map((minute, index) => ({
      at: new Date((Math.floor(nowMs / MINUTE_MS) - count + 1 + index) * MINUTE_MS),
      ...sum([minute]),
    }))
  }

  /** Of the last minutes together, this one included. */
  together(nowMs: number, count: number): Traffic {
    return sum(this.#last(nowMs, count))
  }

  #last(nowMs: number, count: number): (Minute | undefined)[] {
    const current = Math.floor(nowMs / MINUTE_MS)
    return Array.from({ length: count }, (_, index) => {
      const at = current - count + 1 + index
      const found = this.#minutes[at % TRAFFIC_MINUTES]!
      return found.at === at ? found : undefined
    })
  }

  #minuteOf(at: number): Minute {
    const minute = this.#minutes[at % TRAFFIC_MINUTES]!
    if (minute.at === at) return minute
    minute.durations.fill(0)
    return Object.assign(minute, { at, requests: 0, errors: 0 })
  }
}

function stepOf(durationMs: number): number {
  if (durationMs <= SHORTEST_MS) return 0
  return Math.min(STEPS - 1, Math.ceil(Math.log2(durationMs / SHORTEST_MS) * STEPS_PER_DOUBLING))
}

/** In the middle of a step, as doublings count. */
const msOf = (step: number): number => Math.round(SHORTEST_MS * 2 ** ((step - 0.5) / STEPS_PER_DOUBLING) * 100) / 100

function sum(minutes: readonly (Minute | undefined)[]): Traffic {
  const durations = new Array<number>(STEPS).fill(0)
  let requests = 0
  let errors = 0
  for (const minute of minutes) {
    if (!minute) continue
    requests += minute.requests
    errors += minute.errors
    for (const [step, count] of minute.durations.entries()) durations[step]! += count
  }
  return { requests, errors, p50Ms: quantile(durations, requests, 0.5), p99Ms: quantile(durations, requests, 0.99) }
}

function quantile(durations: readonly number[], requests: number, share: number): number | null {
  if (requests === 0) return null
  const wanted = Math.ceil(requests * share)
  let seen = 0
  return msOf(
    durations.findIndex((count) => {
      seen += count
      return seen >= wanted
    }),
  )
}

const recorderOf = perApp((_app: App) => new Recorder())

/** Streams that stay open for hours say nothing of how quickly answers come, so they are not told here. */
export const noteRequest = (app: App, status: number, durationMs: number): void =>
  recorderOf(app).note(app.now().getTime(), status, durationMs)

/** Each of the last minutes, the newest last. */
export const trafficByMinute = (app: App): MinuteOfTraffic[] =>
  recorderOf(app).minutes(app.now().getTime(), TRAFFIC_MINUTES)

/** The last minutes together. @param minutes at most TRAFFIC_MINUTES. */
export const trafficOf = (app: App, minutes: number): Traffic => recorderOf(app).together(app.now().getTime(), minutes)
