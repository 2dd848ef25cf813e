/**
 * The cable between the sites, which can be cut, cut one way only, made slow or lossy. This one is made of TCP relays
 * through which the link dials, so that any user can run it. Like packets on a dead cable, bytes simply stop, and
 * connections hang: nobody is told. When it is mended what waited goes on, as TCP would send it again.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { otherOf, type Place, places } from './history.ts'
import type { Random } from './random.ts'
import { openRelay, Valve } from './relay.ts'
import type { FaultKind } from './schedule.ts'

export interface Weather {
  /** By the side that sends: nothing of it arrives. */
  readonly cutFrom: readonly Place[]
  /** Added to every piece, in each direction. */
  readonly delayMs: number
  /** So often, of 1, a piece is held back as if it had to be sent again. */
  readonly loss: number
}

export const calm: Weather = { cutFrom: [], delayMs: 0, loss: 0 }

export interface Cable {
  /** Under which each site is reached by the other. */
  readonly addresses: readonly [string, string]
  /** What it cannot do. */
  readonly without: readonly FaultKind[]
  set(weather: Weather): Promise<void>
  /** Breaks all connections at once, as a router that forgot them. */
  drop(): Promise<void>
  close(): Promise<void>
}

/** Longest time that a lost piece is late, as a retransmission would be. */
const LATE_MS = 400

/** @param targets host:port where each site listens. */
export async function openCable(targets: readonly [string, string], chance: Random): Promise<Cable> {
  let weather = calm
  const valves = [new Valve(), new Valve()] as const
  const gate = (from: Place) => async () => {
    await valves[from].pass()
    if (weather.delayMs > 0) await sleep(weather.delayMs)
    if (weather.loss > 0 && chance.chance(weather.loss)) await sleep(chance.whole(100, LATE_MS))
    await valves[from].pass()
  }
  const relayTo = (place: Place) => openRelay(targets[place], { asking: gate(otherOf(place)), answering: gate(place) })
  const relays = [await relayTo(0), await relayTo(1)] as const
  const set = async (next: Weather) => {
    weather = next
    for (const place of places) valves[place].shut = next.cutFrom.includes(place)
  }
  return {
    addresses: [relays[0].address, relays[1].address],
    without: [],
    set,
    drop: async () => {
      for (const relay of relays) relay.drop()
    },
    close: async () => {
      await set(calm)
      await Promise.all(relays.map((relay) => relay.close()))
    },
  }
}
