/** Notes which files are put and removed here, while there is another site that wants them. */
import { createHash } from 'node:crypto'
import { Readable, Transform } from 'node:stream'
import { type Blobs, type Database, transact } from '../../storage/index.ts'
import { notePut, noteRemoved } from './queries.ts'

/** Uploads as they came are made ready where they came, and are nothing to the other site. */
export const isShared = (key: string): boolean => !key.startsWith('uploads/')

export interface NotedBlobs extends Blobs {
  /** The store itself, for what comes from the other site. */
  readonly store: Blobs
}

/**
 * The note is written when the file is durable, so what the other site reads of is there.
 *
 * @param isTold whether there is another site.
 */
export function noteBlobs(store: Blobs, db: Database, isTold: () => boolean): NotedBlobs {
  const isNoted = (key: string) => isTold() && isShared(key)
  return {
    store,
    open: (key, range) => store.open(key, range),
    list: () => store.list(),

    async put(key, bytes, type) {
      if (!isNoted(key)) return await store.put(key, bytes, type)
      const counter = new Counter()
      await store.put(key, bytes instanceof Readable ? counter.through(bytes) : counter.add(bytes), type)
      await transact(db, async (tx) => void (await notePut(tx, key, counter.size, counter.hash.digest())))
    },

    async remove(key) {
      await store.remove(key)
      if (isNoted(key)) await transact(db, async (tx) => void (await noteRemoved(tx, key)))
    },
  }
}

class Counter {
  readonly hash = createHash('sha256')
  size = 0

  add(bytes: Uint8Array): Uint8Array {
    this.hash.update(bytes)
    this.size += bytes.length
    return bytes
  }

  /** The same bytes; a source that breaks breaks it, and when it is given up so is the source. */
  through(source: Readable): Readable {
    const counting = new Transform({ transform: (chunk, _encoding, done) => done(null, this.add(chunk)) })
    source.once('error', (error) => counting.destroy(error))
    counting.once('close', () => source.destroy())
    return source.pipe(counting)
  }
}
