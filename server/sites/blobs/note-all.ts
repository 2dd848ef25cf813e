import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type { App } from '../../app.ts'
import { messageOf, perApp } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import { storeOf } from './follow.ts'
import { isShared } from './note.ts'
import { notePut, unnoted } from './queries.ts'

const BATCH = 500

/**
 * Notes what was put before there was another site, or by a process that died before it could note it. Files on disk
 * only: two sites with buckets use one, or are given what the first one had.
 *
 * @returns how many.
 */
export async function noteAll(app: App, ends: AbortSignal): Promise<number> {
  let noted = 0
  let keys: string[] = []
  const note = async () => {
    for (const { key } of await unnoted(app.db.read, keys)) {
      if (ends.aborted) return
      noted += (await noteOne(app, key)) ? 1 : 0
    }
    keys = []
  }
  for await (const { key } of storeOf(app).list()) {
    if (ends.aborted) return noted
    if (isShared(key)) keys.push(key)
    if (keys.length === BATCH) await note()
  }
  await note()
  return noted
}

async function noteOne(app: App, key: string): Promise<boolean> {
  const found = await storeOf(app).open(key)
  if (!found) return false
  const hash = createHash('sha256')
  await pipeline(found.stream, hash)
  await transact(app.db, async (tx) => void (await notePut(tx, key, found.size, hash.digest())))
  return true
}

/** Once while the server runs, and no more when it ends. */
class Noter {
  readonly #app: App
  readonly #ends = new AbortController()
  #begun = false

  constructor(app: App) {
    this.#app = app
  }

  /** Begins when there is another site. */
  async look(): Promise<void> {
    const { bus, config } = this.#app
    if (this.#begun || bus.toldBy === null || config.s3 !== null) return
    this.#begun = true
    await this.#run()
  }

  async #run(): Promise<void> {
    const { log } = this.#app
    try {
      const count = await noteAll(this.#app, this.#ends.signal)
      if (count > 0) log.info({ count }, `${count} files from before are noted for the other site`)
    } catch (error) {
      this.#begun = false
      log.warn({ error }, `Files from before could not be noted for the other site: ${messageOf(error)}; tried again`)
    }
  }

  end(): void {
    this.#ends.abort()
  }
}

export const noterOf = perApp((app: App) => new Noter(app))
