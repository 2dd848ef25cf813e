import type { App } from '../../app.ts'
import { messageOf, perApp } from '../../kit/index.ts'
import { type Blobs, transact } from '../../storage/index.ts'
import { Unreachable } from '../link/index.ts'
import { stateOf } from '../state.ts'
import { fetchBlob } from './fetch.ts'
import { isShared, type NotedBlobs } from './note.ts'
import {
  blobByKey,
  countToCome,
  hasCome,
  type NotedBlob,
  nextToCome,
  putFirst,
  type ToCome,
  tryAgain,
  tryAllAgain,
} from './queries.ts'

/** Told by the trigger of tweeter.blobs. */
const CHANNEL = 'tweeter_blobs'
const MOST_AT_ONCE = 2
const LOOK_AGAIN_MS = 5000
const MOST_WAIT_MS = 10 * 60_000
/** So long somebody who asks for a file waits for it. */
const PATIENCE_MS = 1500

/** Fetches and removes here what the other site has put and removed. There must be one such process at a site. */
class Follower {
  readonly #app: App
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #waiting = new Map<string, Set<() => void>>()
  #timer: NodeJS.Timeout | undefined
  #unlisten: () => Promise<void> = async () => {}
  #looking: Promise<void> | null = null
  #again = false
  #stopped = true

  constructor(app: App) {
    this.#app = app
  }

  async start(): Promise<void> {
    this.#stopped = false
    const soon = () => this.soon()
    this.#unlisten = (await this.#app.db.pool.listen(CHANNEL, soon, soon)).unlisten
    this.#timer = setInterval(soon, LOOK_AGAIN_MS).unref()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#unlisten().catch(() => {})
    await this.#looking
    await Promise.allSettled(this.#underWay.values())
  }

  soon(): void {
    if (this.#stopped || this.#app.bus.toldBy === null) return
    this.#again = true
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null
    })
  }

  /** The other site is there again. */
  async begin(): Promise<void> {
    await transact(this.#app.db, async (tx) => void (await tryAllAgain(tx)))
    this.soon()
  }

  /** Waits a moment for a file that somebody asked for; it is fetched before all others. @returns whether it is here. */
  async want({ key, size }: NotedBlob): Promise<boolean> {
    await transact(this.#app.db, async (tx) => void (await putFirst(tx, key, size)))
    this.soon()
    return await new Promise((done) => {
      const waiting = this.#waiting.get(key) ?? new Set()
      this.#waiting.set(key, waiting)
      const end = (came: boolean) => {
        clearTimeout(timer)
        waiting.delete(here)
        if (waiting.size === 0) this.#waiting.delete(key)
        done(came)
      }
      const here = () => end(true)
      const timer = setTimeout(() => end(false), stateOf(this.#app).reachable ? PATIENCE_MS : 0)
      waiting.add(here)
    })
  }

  async #look(): Promise<void> {
    try {
      while (this.#again && !this.#stopped && this.#underWay.size < MOST_AT_ONCE) {
        this.#again = false
        const free = MOST_AT_ONCE - this.#underWay.size
        for (const one of await nextToCome(this.#app.db.read, [...this.#underWay.keys()], free)) {
          const work = this.#follow(one).finally(() => {
            this.#underWay.delete(one.key)
            this.soon()
          })
          this.#underWay.set(one.key, work)
        }
      }
    } catch (error) {
      this.#app.log.warn({ error }, `Files of the other site could not be looked for: ${messageOf(error)}`)
    }
  }

  async #follow({ key, tries }: ToCome): Promise<void> {
    const app = this.#app
    try {
      await this.#bring(key)
      await transact(app.db, async (tx) => void (await hasCome(tx, key)))
      for (const here of this.#waiting.get(key) ?? []) here()
    } catch (error) {
      if (!(error instanceof Unreachable)) {
        app.log.warn({ key, error }, `A file of the other site could not be fetched: ${messageOf(error)}; tried again`)
      }
      const waitMs = error instanceof Unreachable ? LOOK_AGAIN_MS : Math.min(1000 * 2 ** tries, MOST_WAIT_MS)
      await transact(app.db, async (tx) => void (await tryAgain(tx, key, waitMs))).catch(() => {})
    }
  }

  async #bring(key: string): Promise<void> {
    const store = storeOf(this.#app)
    const [noted] = await blobByKey(this.#app.db.read, key)
    if (!noted || noted.removed) return await store.remove(key)
    const here = await store.open(key)
    here?.stream.destroy()
    // Both sites may use one bucket.
    if (here?.size !== noted.size) await fetchBlob(this.#app, store, noted)
  }
}

/** The store below the notes. */
export const storeOf = ({ blobs }: App): Blobs => ('store' in blobs ? (blobs as NotedBlobs).store : blobs)

export const followerOf = perApp((app: App) => new Follower(app))

/**
 * Whether a file that is not here is at the other site: 'here' when it has just come, 'coming' when it will, and null
 * when there is no such file.
 */
export async function lookElsewhere(app: App, key: string): Promise<'here' | 'coming' | null> {
  if (app.bus.toldBy === null || !isShared(key)) return null
  const [noted] = await blobByKey(app.db.read, key)
  if (!noted || noted.removed) return null
  return (await followerOf(app).want(noted)) ? 'here' : 'coming'
}

/** How many files, and bytes, of the other site are not here yet. */
export const blobsToCome = async (app: App): Promise<{ files: number; bytes: number }> =>
  (await countToCome(app.db.read))[0]!
