/**
 * The two sites tell each other that they live, twice a second and both ways. Each also tells whether it hears, so that
 * a cable that carries one way only is noticed at both ends.
 */
import type { App } from '../../app.ts'
import { messageOf, perApp } from '../../kit/index.ts'
import { pulse } from '../../signals/index.ts'
import { transact } from '../../storage/index.ts'
import { healed, partitioned } from '../signals.ts'
import { type HomeMode, stateOf } from '../state.ts'
import { parseAddress } from './address.ts'
import { call, hangUp } from './call.ts'
import { networkTime, takeOtherClock } from './clock.ts'
import { linkOf } from './link.ts'
import { moveOther } from './queries.ts'

export const BEAT_MS = 500
const BEAT_WITHIN_MS = 2400
/** As long without an answer is a partition. */
export const SILENCE_MS = 2500
/** A busy database may be slow; one that is stopped or hangs is as good as away. */
const DATABASE_SILENCE_MS = 4000
/** Under way at once: those that hang in a broken cable must not keep back the one that gets through. */
const MOST_BEATS = 4

/** What one site tells the other. */
export interface Beat {
  /** Names the process, and counts what it says: what a broken cable held back is old when it comes. */
  readonly run: string
  readonly count: number
  readonly site: number
  readonly name: string
  /** host:port, which may have changed; null while it is not known. */
  readonly address: string | null
  readonly epoch: number
  readonly home: number
  readonly mode: HomeMode
  /** Its newest migration. */
  readonly schema: string
  /** Its clock of the network, in ms since 1970. */
  readonly clockMs: number | null
  /** The other site answers it. */
  readonly hears: boolean
  /** Its database answers it. */
  readonly database: boolean
  /** What other parts add, by their names. */
  readonly more: Readonly<Record<string, unknown>>
}

interface Part {
  readonly tell: () => unknown
  readonly hear: (told: unknown, beat: Beat) => void
}

class Pulse {
  readonly parts = new Map<string, Part>()
  /** By performance.now(). */
  answeredMs = Number.NEGATIVE_INFINITY
  checkedMs = performance.now()
  told: Beat | null = null
  underWay = 0
  readonly run = crypto.randomUUID()
  count = 0
  heardAt: Date | null = null
}

const pulseOf = perApp((_app: App) => new Pulse())

/**
 * Adds to what each beat carries. `hear` gets what the other site's `tell` returned, twice a second while it is heard;
 * it must return at once, and may be told undefined by an older Tweeter.
 */
export function carryInBeat(app: App, name: string, tell: () => unknown, hear: (told: unknown, beat: Beat) => void) {
  pulseOf(app).parts.set(name, { tell, hear })
}

/** What the other site told last; null before the first word. Old news while it is not reachable. */
export const lastBeat = (app: App): Beat | null => pulseOf(app).told

/** For how long the other site has not answered; half a second while all is well. */
export const silentMs = (app: App): number => performance.now() - pulseOf(app).answeredMs

const answersMe = (app: App): boolean => silentMs(app) < SILENCE_MS

export function ownBeat(app: App): Beat {
  const { here } = stateOf(app)
  const link = linkOf(app)
  const own = pulseOf(app)
  return {
    run: own.run,
    count: ++own.count,
    site: here.site,
    name: here.name,
    address: link.row?.address ?? null,
    epoch: here.epoch,
    home: here.home,
    mode: here.mode,
    schema: link.schema,
    clockMs: networkTime(app),
    hears: answersMe(app),
    database: link.databaseLateMs === null || performance.now() - link.databaseLateMs < DATABASE_SILENCE_MS,
    more: Object.fromEntries([...own.parts].map(([name, part]) => [name, part.tell()])),
  }
}

/** For the handler of `beat`. */
export function answerBeat(app: App, beat: Beat): Beat {
  hear(app, beat)
  if (!stateOf(app).reachable) void sendBeat(app)
  return ownBeat(app)
}

export async function sendBeat(app: App): Promise<void> {
  const state = pulseOf(app)
  if (state.underWay >= MOST_BEATS) return
  state.underWay++
  const before = performance.now()
  try {
    const told = await call<Beat>(app, 'beat', ownBeat(app), { timeoutMs: BEAT_WITHIN_MS })
    state.answeredMs = performance.now()
    hear(app, told)
    if (told.clockMs !== null) await takeOtherClock(app, told.clockMs, before, state.answeredMs)
  } catch (error) {
    app.log.debug({ error }, messageOf(error))
  } finally {
    state.underWay--
  }
}

function hear(app: App, beat: Beat): void {
  takeBeat(app, beat)
  judge(app)
}

/** What the other site told, for all who carry something in it. */
export function takeBeat(app: App, beat: Beat): void {
  const state = pulseOf(app)
  if (state.told?.run === beat.run && state.told.count > beat.count) return
  state.told = beat
  state.heardAt = new Date()
  followAddress(app, beat)
  for (const [name, part] of state.parts) {
    try {
      part.hear(beat.more[name], beat)
    } catch (error) {
      app.log.error({ error }, `What the other site told of ${name} was not understood: ${messageOf(error)}`)
    }
  }
}

/** A site that moved, or was named anew, tells so itself; its certificate says that it is the same. */
function followAddress(app: App, { name, address }: Beat): void {
  const { other } = stateOf(app)
  if (!other || !address || !parseAddress(address) || (other.address === address && other.name === name)) return
  stateOf(app).other = { ...other, name, address }
  transact(app.db, (tx) => moveOther(tx, other.number, name, address)).catch((error) =>
    app.log.warn({ error }, `That the other site is at ${address} now could not be kept: ${messageOf(error)}`),
  )
}

/** Whether there is a partition, from what is known now; called at each word, and often while there is none. */
export function judge(app: App): void {
  const state = stateOf(app)
  const known = pulseOf(app)
  const now = performance.now()
  // A process that could not run for a while has heard nobody, and that is no fault of the cable.
  const late = now - known.checkedMs - BEAT_MS
  known.checkedMs = now
  if (late > BEAT_MS) {
    known.answeredMs += late
    const link = linkOf(app)
    if (link.databaseLateMs !== null) link.databaseLateMs += late
  }
  if (!state.other) return
  const reachable = answersMe(app) && !!known.told?.hears && known.told.database
  if (reachable === state.reachable && state.since !== null) return
  if (reachable) heal(app)
  else if (state.since !== null || now - linkOf(app).startedMs > SILENCE_MS) part(app)
}

function part(app: App): void {
  const state = stateOf(app)
  const since = pulseOf(app).heardAt ?? new Date()
  state.reachable = false
  state.since = since
  hangUp(app)
  app.log.warn({ since }, `The other site (${state.other!.name}) cannot be reached; this one goes on by itself.`)
  pulse(app.bus, partitioned, { other: state.other!.name, since: since.toISOString() })
}

function heal(app: App): void {
  const state = stateOf(app)
  const wasApart = state.since
  const now = new Date()
  state.reachable = true
  state.since = now
  if (wasApart === null) return
  const seconds = Math.max(0, (now.getTime() - wasApart.getTime()) / 1000)
  app.log.info({ seconds }, `The other site (${state.other!.name}) is reached again, after ${seconds.toFixed(1)} s.`)
  pulse(app.bus, healed, { other: state.other!.name, seconds })
}
