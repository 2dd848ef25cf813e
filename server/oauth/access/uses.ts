import type { App } from '../../app.ts'
import { messageOf, perApp } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import { noteUses } from './queries.ts'

/**
 * The day on which each token was last used. A request writes nothing: it leaves the token's id here, once a day, and
 * a timer writes them together. A crash loses seconds of it.
 */
class Uses {
  #day = ''
  readonly #seen = new Set<number>()
  #waiting = new Set<number>()

  note(tokenId: number, day: string): void {
    if (day !== this.#day) {
      this.#day = day
      this.#seen.clear()
    }
    if (this.#seen.has(tokenId)) return
    this.#seen.add(tokenId)
    this.#waiting.add(tokenId)
  }

  /** The day, when one of these was used on it. */
  dayOf(tokenIds: readonly number[]): string | null {
    return tokenIds.some((id) => this.#seen.has(id)) ? this.#day : null
  }

  /** What waits to be written, once. */
  take(): number[] {
    const ids = [...this.#waiting]
    this.#waiting = new Set()
    return ids
  }

  putBack(ids: readonly number[]): void {
    for (const id of ids) this.#waiting.add(id)
  }
}

const uses = perApp(() => new Uses())
const dayOf = (now: Date): string => now.toISOString().slice(0, 10)

export const noteUse = (app: App, tokenId: number): void => uses(app).note(tokenId, dayOf(app.now()))

/** The last day on which one of these was used, where that is known without asking the database. */
export const freshUse = (app: App, tokenIds: readonly number[]): string | null => uses(app).dayOf(tokenIds)

/** Writes what waits. Those of just before midnight count for the day after. */
export async function writeUses(app: App): Promise<void> {
  const ids = uses(app).take()
  if (ids.length === 0) return
  try {
    await transact(app.db, (tx) => noteUses(tx, ids, dayOf(app.now())))
  } catch (error) {
    uses(app).putBack(ids)
    throw error
  }
}

const EVERY_MS = 10_000

export const useWriter = perApp((app: App) => {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const write = () => {
    running = running
      .then(() => writeUses(app))
      .catch((error) => app.log.warn({}, `Last uses of tokens could not be written: ${messageOf(error)}`))
    return running
  }
  return {
    start: (): void => {
      timer = setInterval(write, EVERY_MS).unref()
    },
    stop: async (): Promise<void> => {
      clearInterval(timer)
      await write()
    },
  }
})
