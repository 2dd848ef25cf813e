import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { App } from '../../app.ts'
import { type Blobs, typeOfKey } from '../../storage/index.ts'
import { callForBytes } from '../link/index.ts'
import type { NotedBlob } from './queries.ts'

/** What the link calls it. */
export const READ_BLOB = 'blob'

export interface BlobPart {
  readonly key: string
  /** So many bytes are there already. */
  readonly from: number
}

/** The answer to the other site: a file of this one, or the rest of it. */
export async function readBlob(store: Blobs, asked: unknown): Promise<Readable | null> {
  const { key, from } = (asked ?? {}) as Partial<BlobPart>
  if (typeof key !== 'string' || !Number.isSafeInteger(from) || from! < 0) return null
  return (await store.open(key, { start: from! }))?.stream ?? null
}

/**
 * Brings one file from the other site into the store. What came before a connection broke is kept, and only the rest is
 * asked for again; nothing is put that is not the file which was noted there.
 *
 * @throws Error when the other site has not got it, gives something else, or cannot be reached.
 */
export async function fetchBlob(app: App, store: Blobs, blob: NotedBlob): Promise<void> {
  const folder = join(app.config.dataDir, 'site', 'coming')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = join(folder, blob.sha256.toString('hex'))
  const had = (await stat(draft).catch(() => null))?.size ?? 0
  const from = had <= blob.size ? had : 0
  if (from < blob.size || blob.size === 0) {
    const bytes = await callForBytes(app, READ_BLOB, { key: blob.key, from } satisfies BlobPart)
    if (bytes === null) throw new Error('the other site has not got it.')
    await pipeline(bytes, bounded(blob.size - from), createWriteStream(draft, { flags: from > 0 ? 'a' : 'w' }))
  }
  if (!(await sha256Of(draft)).equals(blob.sha256)) {
    await rm(draft, { force: true })
    throw new Error('what came is not what was noted there.')
  }
  await store.put(blob.key, createReadStream(draft), typeOfKey(blob.key)!)
  await rm(draft, { force: true })
}

/** More than was noted is refused as it comes, so that a disk is not filled by it. */
function bounded(most: number): Transform {
  let size = 0
  return new Transform({
    transform: (chunk, _encoding, done) => {
      size += chunk.length
      done(size > most ? new Error('more comes than was noted.') : null, chunk)
    },
  })
}

async function sha256Of(path: string): Promise<Buffer> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest()
}
