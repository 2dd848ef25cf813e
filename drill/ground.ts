/** What the two sites stand on: one machine with a cable of relays, or two network namespaces with a cable of veth. */
import { type Cable, openCable } from './cable.ts'
import type { Random } from './random.ts'
import { freePort } from './site.ts'

/** Where one site stands. */
export interface Spot {
  /** What its processes are started with. */
  readonly within: readonly string[]
  /** Where clients reach it. */
  readonly host: string
  readonly port: number
  /** host:port that its link listens on. */
  readonly link: string
  /** Where it reaches what stands beside the drill: the witness. */
  readonly outside: string
}

export interface Ground {
  readonly spots: readonly [Spot, Spot]
  readonly cable: Cable
  close(): Promise<void>
}

async function spot(): Promise<Spot> {
  const host = '127.0.0.1'
  return { within: [], host, port: await freePort(), link: `${host}:${await freePort()}`, outside: host }
}

/** For any user. */
export async function oneMachine(chance: Random): Promise<Ground> {
  const spots = [await spot(), await spot()] as const
  const cable = await openCable([spots[0].link, spots[1].link], chance)
  return { spots, cable, close: () => cable.close() }
}
