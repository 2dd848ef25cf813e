/** Looks at both sites all the time, as a load balancer would: when does each say that it is alone? */
import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from './door.ts'
import { type History, type Place, places } from './history.ts'

const EVERY_MS = 100

export class Watch {
  readonly #seen: [{ ms: number; alone: boolean }[], { ms: number; alone: boolean }[]] = [[], []]
  readonly #ended = new AbortController()
  readonly #loops: Promise<void>[]

  constructor(urls: readonly [string, string], history: History) {
    const look = async (place: Place) => {
      while (!this.#ended.signal.aborted) {
        const { status, json } = await ask(urls[place], { method: 'GET', path: '/health/ready' })
        const degraded = (json as { degraded?: unknown[] } | null)?.degraded
        if (status !== 0) this.#seen[place].push({ ms: history.now(), alone: status === 200 && degraded !== undefined })
        await sleep(EVERY_MS)
      }
    }
    this.#loops = places.map(look)
  }

  /** After how long the site said that it is alone, from a moment on; null: it did not until `endMs`. */
  noticed(place: Place, beginMs: number, endMs: number): number | null {
    const first = this.#seen[place].find(({ ms, alone }) => ms >= beginMs && ms <= endMs && alone)
    return first ? first.ms - beginMs : null
  }

  async stop(): Promise<void> {
    this.#ended.abort()
    await Promise.all(this.#loops)
  }
}
