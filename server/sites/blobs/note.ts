/** Notes which files are put and removed here, while there is another site that wants them. */
import { createHash } from 'node:crypto'
import { Readable, Transform } from 'node:stream'
import { type Blobs, type ByteRange, type Database, transact } from '../../storage/index.ts'
import { notePut, noteRemoved } from './queries.ts'

/** Uploads as they came are made ready where they came, and are nothing to the other site. */
export const isShared = (key: string): boolean => !key.startsWith('uploads/')

export class NotedBlobs implements Blobs {
  /** The store itself, for what comes from the other site. */
  readonly store: Blobs
  readonly #db: Database
  readonly #isTold: () => boolean

  /** @param isTold whether there is another site. */
  constructor(store: Blobs, db: Database, isTold: () => boolean) {
    this.store = store
    this.#db = db
    this.#isTold = isTold
  }

  /** The note is written when the file is durable, so what the other site reads of is there. */
  async put(key: string, bytes: Uint8Array | Readable, type: string): Promise<void> {
    if (!this.#isTold() || !isShared(key)) return await this.store.put(key, bytes, type)
    const hash = createHash('sha256')
    let size = 0
    const count = (chunk: Uint8Array) => {
      hash.update(chunk)
      size += chunk.length
    }
    if (bytes instanceof Readable) {
      const counting = new Transform({
        transform: (chunk, _encoding, done) => {
          count(chunk)
          done(null, chunk)
        },
      })
      bytes.once('error', (error) => counting.destroy(error))
      counting.once('close', () => bytes.destroy())
      await this.store.put(key, bytes.pipe(counting), type)
    } else {
      count(bytes)
      await this.store.put(key, bytes, type)
    }
    await transact(this.#db, async (tx) => void (await notePut(tx, key, size, hash.digest())))
  }

  open(key: string, range?: ByteRange) {
    return this.store.open(key, range)
  }

  list() {
    return this.store.list()
  }

  async remove(key: string): Promise<void> {
    await this.store.remove(key)
    if (this.#isTold() && isShared(key)) await transact(this.#db, async (tx) => void (await noteRemoved(tx, key)))
  }
}
