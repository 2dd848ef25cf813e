import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { App } from '../app.ts'
import { perApp } from '../kit/index.ts'

/** How often it is looked; what Node counts holds this pause itself. */
const RESOLUTION_MS = 10
const MINUTE_MS = 60_000

type Histogram = ReturnType<typeof monitorEventLoopDelay>

interface Watch {
  histogram: Histogram | null
  timer: NodeJS.Timeout | null
  /** Of the last whole minute. */
  lastMs: number | null
}

const watchOf = perApp((_app: App): Watch => ({ histogram: null, timer: null, lastMs: null }))

/** Begins to watch how long what is due waits for the one thread that does everything. */
export function watchLoop(app: App): void {
  const watch = watchOf(app)
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  watch.histogram = histogram
  watch.timer = setInterval(() => {
    watch.lastMs = p99(histogram)
    histogram.reset()
  }, MINUTE_MS).unref()
}

export function unwatchLoop(app: App): void {
  const watch = watchOf(app)
  watch.histogram?.disable()
  if (watch.timer) clearInterval(watch.timer)
  Object.assign(watch, { histogram: null, timer: null, lastMs: null })
}

/** The delay in milliseconds that 99 of 100 stayed below in the last minute or two; null before anything is known. */
export function loopDelayMs(app: App): number | null {
  const { histogram, lastMs } = watchOf(app)
  const currentMs = histogram && p99(histogram)
  return currentMs === null || lastMs === null ? (currentMs ?? lastMs) : Math.max(currentMs, lastMs)
}

const p99 = (histogram: Histogram): number | null =>
  histogram.count === 0 ? null : Math.max(0, Math.round((histogram.percentile(99) / 1e6 - RESOLUTION_MS) * 10) / 10)
