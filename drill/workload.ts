/** People at both sites who do what people do, all the time. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Act, Door, Event, History, Place } from './history.ts'
import { places } from './history.ts'
import { actors, blocked, followed, reader } from './people.ts'
import type { Random } from './random.ts'

/** How many of each stand at a site, and how long each pauses on average. Two cores serve the whole drill. */
const ACTORS = 3
const BANKERS = 2
const PAUSE_MS = 150
const ACCOUNTS = 8
const LANGUAGES = ['en', 'de', 'fa', 'fr', 'es', 'pt', 'it', 'nl']
/** Signing up costs a hash that is slow on purpose. */
const REGISTER_EVERY_MS = 4000

interface Made {
  readonly id: string
  readonly by: string
}

export class Workload {
  readonly #door: Door
  readonly #history: History
  readonly #chance: Random
  readonly #spare: string[]
  /** Posts that stay, on which people at both sites react. */
  readonly #hot: readonly Made[]
  /** Posts of the run, which are edited and deleted. */
  readonly #made: Made[] = []
  /** Transfers of which nobody knows whether they were done. */
  readonly #open: Extract<Act, { kind: 'transfer' }>[] = []
  #number = 0
  #ended = new AbortController()
  #loops: Promise<void>[] = []

  constructor(door: Door, history: History, chance: Random, from: { spare: readonly string[]; hot: readonly Made[] }) {
    this.#door = door
    this.#history = history
    this.#chance = chance
    this.#spare = [...from.spare]
    this.#hot = from.hot
  }

  start(): void {
    for (const at of places) {
      for (let number = 0; number < ACTORS; number++) {
        this.#loop(`actor ${at} ${number}`, PAUSE_MS, (chance) => this.#do(at, this.#actOf(chance)))
      }
      for (let number = 0; number < BANKERS; number++) {
        this.#loop(`banker ${at} ${number}`, PAUSE_MS, (chance) => this.#bank(at, chance))
      }
      this.#loop(`reader ${at}`, PAUSE_MS, (chance) =>
        this.#do(at, chance.chance(0.5) ? { kind: 'timeline', by: reader } : { kind: 'balances' }),
      )
      // A few names, wanted at both sites at about the same time.
      this.#loop(`registrar ${at}`, REGISTER_EVERY_MS, () =>
        this.#do(at, { kind: 'register', name: `n${Math.floor(this.#history.now() / REGISTER_EVERY_MS)}` }),
      )
    }
  }

  #loop(name: string, pauseMs: number, turn: (chance: Random) => Promise<unknown>): void {
    const chance = this.#chance.fork(name)
    const run = async () => {
      while (!this.#ended.signal.aborted) {
        await turn(chance)
        await sleep(pauseMs * (0.5 + chance.next()))
      }
    }
    this.#loops.push(run())
  }

  async #do(at: Place, act: Act): Promise<Event> {
    const event = await this.#history.do(this.#door, at, act)
    if (act.kind === 'post' && event.id) this.#made.push({ id: event.id, by: act.by })
    return event
  }

  #actOf(chance: Random): Act {
    const by = chance.pick(actors)
    const recent = this.#made.at(-chance.whole(1, 12))
    const value = chance.chance(0.5)
    const dice = chance.whole(1, 100)
    const text = () => `word ${++this.#number} ${crypto.randomUUID()}`
    if (dice <= 25 || !recent) return { kind: 'post', by, text: text() }
    if (dice <= 35) return { kind: 'edit', by: recent.by, post: recent.id, value: text() }
    if (dice <= 42) return { kind: 'delete', by: recent.by, post: recent.id }
    if (dice <= 46) return { kind: 'boost', by, post: recent.id, value }
    if (dice <= 60) return { kind: 'like', by, post: chance.pick(this.#hot).id, value }
    if (dice <= 66) return { kind: 'boost', by, post: chance.pick(this.#hot).id, value }
    if (dice <= 76) return { kind: 'follow', by, of: chance.pick(followed), value }
    if (dice <= 82) return { kind: 'block', by, of: chance.pick(blocked), value }
    if (dice <= 90) return { kind: 'note', by, value: text() }
    if (dice <= 96) return { kind: 'language', by, value: chance.pick(LANGUAGES) }
    const token = chance.chance(0.5) ? this.#spare.pop() : undefined
    return token ? { kind: 'sign-out', token } : { kind: 'timeline', by }
  }

  /** A transfer: mostly a new one, else one of which it is not known how it ended, with the same key. */
  async #bank(at: Place, chance: Random): Promise<void> {
    const again = chance.chance(0.3) ? this.#open.shift() : undefined
    const from = chance.whole(0, ACCOUNTS - 1)
    const to = (from + chance.whole(1, ACCOUNTS - 1)) % ACCOUNTS
    const act = again ?? { kind: 'transfer', key: crypto.randomUUID(), from, to, amount: chance.whole(1, 50) }
    const { outcome, status } = await this.#do(at, act)
    // One that was unknown stays so until somebody says yes, or that there is not enough money.
    if (outcome === 'unknown' || (again && status === 503)) this.#open.push(act)
  }

  /** Ends the clients; what is still unknown is asked again, now that everything works. */
  async stop(withinMs: number): Promise<void> {
    this.#ended.abort()
    await Promise.all(this.#loops)
    for (const until = performance.now() + withinMs; performance.now() < until && this.#open.length > 0; ) {
      const act = this.#open.shift()!
      const { outcome, status } = await this.#do(this.#chance.chance(0.5) ? 0 : 1, act)
      if (outcome === 'unknown' || status === 503) {
        this.#open.push(act)
        await sleep(100)
      }
    }
  }
}

/** The posts on which all react, made before the two sites are joined. */
export async function makeHot(door: Door, history: History): Promise<Made[]> {
  const hot: Made[] = []
  for (const by of [...actors, ...actors, ...actors]) {
    const { id } = await history.do(door, 0, { kind: 'post', by, text: `hot ${crypto.randomUUID()}` })
    if (!id) throw new Error('A first post could not be made.')
    hot.push({ id, by })
  }
  return hot
}
