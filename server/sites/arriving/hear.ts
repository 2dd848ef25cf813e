import type { App } from '../../app.ts'
import { messageOf, perApp } from '../../kit/index.ts'
import { othersWrote, pulse } from '../../signals/index.ts'
import { transact } from '../../storage/index.ts'
import { muchArrived } from '../signals.ts'
import { type Arrived, countArrived, takeArrived } from './queries.ts'

/** Told by the trigger of tweeter.facts when something has come. */
const CHANNEL = 'tweeter_arrived'
const BATCH = 500
/** When more than that wait, everything is forgotten once instead of a little for each. */
const MANY = 3000
/** Of many, so many of the newest are told of all the same, for streams, if they are not older than that. */
const MOST_TOLD = 2000
const RECENT_MS = 5 * 60_000
/** Told of in one go, before others have their turn. */
const AT_ONCE = 100
/** In case a notification was lost. */
const LOOK_AGAIN_MS = 2000

/**
 * Hears at this site what happened at the other. Each fact is taken out of a queue in the database, together with the
 * jobs that it makes here, and then the `after` listeners of this process hear it. So nothing is left out when arrivals
 * become visible out of order, when a connection is lost, or when a batch ends; what a process took and did not tell
 * before it died concerned what it had in memory. There must be one such process at a site.
 */
class Hearer {
  readonly #app: App
  #timer: NodeJS.Timeout | undefined
  #unlisten: () => Promise<void> = async () => {}
  #running: Promise<void> | null = null
  #again = false
  #stopped = true

  constructor(app: App) {
    this.#app = app
  }

  async start(): Promise<void> {
    this.#stopped = false
    // What came while nobody served is in no memory; only its jobs are left to be made.
    await this.#takeAll(() => {})
    const { unlisten } = await this.#app.db.pool.listen(
      CHANNEL,
      () => this.soon(),
      () => this.soon(),
    )
    this.#unlisten = unlisten
    this.#timer = setInterval(() => {
      if (this.#app.bus.toldBy !== null) this.soon()
    }, LOOK_AGAIN_MS).unref()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#unlisten().catch(() => {})
    await this.#running
  }

  /** Something came. */
  soon(): void {
    if (this.#stopped) return
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false
        await this.#hear()
      }
    } catch (error) {
      this.#app.log.warn({ error }, `What came from the other site could not be read: ${messageOf(error)}`)
    }
  }

  async #hear(): Promise<void> {
    for (;;) {
      const rows = await this.#take(BATCH)
      await this.#tell(rows)
      if (rows.length < BATCH || this.#stopped) return
      const [waiting] = await countArrived(this.#app.db.read, MANY + 1)
      if (waiting!.count > MANY) return await this.#hearMany()
    }
  }

  async #hearMany(): Promise<void> {
    let told: Arrived[] = []
    const count = await this.#takeAll((rows) => {
      told = [...told, ...rows.filter((row) => row.recent)].slice(-MOST_TOLD)
    })
    this.#app.log.info({ count }, `Much came from the other site at once (${count} facts): what is cached is read anew`)
    pulse(this.#app.bus, othersWrote, {})
    await this.#tell(told)
    if (told.length < count) pulse(this.#app.bus, muchArrived, { untold: count - told.length })
  }

  async #takeAll(taken: (rows: Arrived[]) => void): Promise<number> {
    for (let count = 0; ; ) {
      const rows = await this.#take(MANY)
      taken(rows)
      count += rows.length
      if (rows.length < MANY) return count
    }
  }

  async #take(limit: number): Promise<Arrived[]> {
    return await transact(this.#app.db, async (tx) => {
      const rows = (await takeArrived(tx, limit, RECENT_MS)).sort((one, other) => one.arrived - other.arrived)
      for (const row of rows) await this.#app.bus.writeArrived(tx, row.signal, row.fact)
      return rows
    })
  }

  async #tell(rows: readonly Arrived[]): Promise<void> {
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      for (const row of rows.slice(from, from + AT_ONCE)) this.#app.bus.arrived(row.signal, row.fact)
      if (from + AT_ONCE < rows.length) await new Promise((done) => setTimeout(done, 5))
    }
  }
}

export const hearerOf = perApp((app: App) => new Hearer(app))
