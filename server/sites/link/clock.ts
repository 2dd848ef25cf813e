/**
 * The clock of the network. Writes are stamped with the machine's clock and a correction (tweeter.clock), because a
 * machine whose clock is an hour off would win every conflict.
 *
 * - A clock that jumps (somebody set it) shows against one that only counts; the jump is taken out of the correction at
 *   once, so that the clock of the network goes on as it was.
 * - The second site takes the clock of the first, by the beats with the shortest way.
 * - The first leads its correction slowly back to nothing: the machine's clock is what people set right.
 */
import { uptime } from 'node:os'
import type { App } from '../../app.ts'
import { perApp } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import { stateOf } from '../state.ts'
import { linkOf } from './link.ts'
import { correctClock } from './queries.ts'

/** Larger is a jump, smaller a clock that is disciplined. */
const JUMP_MS = 250
/** Closer than this both clocks are the same. */
const SAME_MS = 20
const SAMPLES = 8
/** As much faster or slower the first site's clock runs while it is led back. */
const SLEW = 0.01
const SLEW_EVERY_MS = 5000

interface Sample {
  /** How much the other's clock is ahead, in ms. */
  readonly aheadMs: number
  /** There and back. */
  readonly wayMs: number
}

interface WallClock {
  readonly wallMs: number
  /** When that was, by performance.now(). */
  readonly atMs: number
  /** The same by a clock that counts on while the machine sleeps. */
  readonly countedMs: number
}

class Clock {
  wall: WallClock | null = null
  slewedMs = performance.now()
  samples: Sample[] = []
  correcting = false
}

const clockOf = perApp((_app: App) => new Clock())

/** After a night's sleep the machine's clock has not jumped. Elsewhere than on Linux nothing says so. */
const countedAt = (atMs: number): number =>
  process.platform === 'linux' ? uptime() * 1000 - (performance.now() - atMs) : atMs

/** The time of the network in ms since 1970 at a moment (performance.now()); null while it is not known. */
export function networkTime(app: App, atMs = performance.now()): number | null {
  const { wall } = clockOf(app)
  return wall && wall.wallMs + (atMs - wall.atMs) + stateOf(app).here.correctionMs
}

/** @param wallMs what the database said the machine's clock is, somewhere between the two moments (performance.now()). */
export async function takeWallClock(app: App, wallMs: number, beforeMs: number, afterMs: number): Promise<void> {
  // A slow look says nothing exact; the next one comes soon.
  if ((afterMs - beforeMs) / 2 > JUMP_MS / 4) return
  const clock = clockOf(app)
  const atMs = (beforeMs + afterMs) / 2
  const before = clock.wall
  clock.wall = { wallMs, atMs, countedMs: countedAt(atMs) }
  const { here, other } = stateOf(app)
  if (!other || before === null) return
  const jumpMs = wallMs - before.wallMs - (clock.wall.countedMs - before.countedMs)
  if (Math.abs(jumpMs) > JUMP_MS) {
    const seconds = (jumpMs / 1000).toFixed(1)
    app.log.warn({ jumpMs }, `The clock of this machine jumped by ${seconds} s; that of the network goes on.`)
    await correct(app, -jumpMs)
  } else if (here.site === 0 && here.correctionMs !== 0 && afterMs - clock.slewedMs > SLEW_EVERY_MS) {
    const most = SLEW_EVERY_MS * SLEW
    clock.slewedMs = afterMs
    await correct(app, Math.min(Math.max(-here.correctionMs, -most), most))
  }
}

/** @param theirsMs the other site's clock of the network, at some moment between the two (performance.now()). */
export async function takeOtherClock(app: App, theirsMs: number, beforeMs: number, afterMs: number): Promise<void> {
  const clock = clockOf(app)
  const oursMs = networkTime(app, (beforeMs + afterMs) / 2)
  if (oursMs === null || stateOf(app).here.site === 0 || clock.correcting) return
  clock.samples = [...clock.samples.slice(1 - SAMPLES), { aheadMs: theirsMs - oursMs, wayMs: afterMs - beforeMs }]
  const best = clock.samples.reduce((a, b) => (b.wayMs < a.wayMs ? b : a))
  // By its way alone a sample can be wrong by half of it.
  if (Math.abs(best.aheadMs) > Math.max(SAME_MS, best.wayMs / 2)) await correct(app, best.aheadMs)
}

async function correct(app: App, byMs: number): Promise<void> {
  const clock = clockOf(app)
  if (clock.correcting) return
  clock.correcting = true
  try {
    const correctionMs = await transact(app.db, (tx) => correctClock(tx, byMs))
    linkOf(app).corrections++
    const state = stateOf(app)
    state.here = { ...state.here, correctionMs }
  } finally {
    clock.samples = []
    clock.correcting = false
  }
}
