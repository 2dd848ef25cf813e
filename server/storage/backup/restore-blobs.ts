/** The files of a backup and of its chain, put where files live. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReservedSql } from 'postgres'
import { type Blobs, typeOfKey } from '../blobs/index.ts'
import type { Database } from '../database.ts'
import { ByteSource } from './bytes.ts'
import { copyIn } from './copy.ts'
import type { BackupReader } from './reader.ts'

/** Smaller files are put several at once, because each waits for the disk. */
const SMALL_BYTES = 1024 * 1024
const AT_ONCE = 8

export interface RestoreBlobsOptions {
  /** Null only checks that all are there and whole. */
  readonly blobs: Blobs | null
  progress(done: number, total: number): void
}

/**
 * @param chain all that the newest builds on, the oldest first.
 * @throws Error for people that names the file that is damaged or missing.
 */
export async function restoreBlobs(
  db: Database,
  newest: BackupReader,
  chain: readonly BackupReader[],
  options: RestoreBlobsOptions,
): Promise<void> {
  const part = newest.manifest.blobs
  if (part === null) return
  const sql = await db.pool.reserve()
  try {
    await sql`create temporary table restore_files
      (key text collate "C" primary key, size bigint not null, place integer not null)`
    await newest.read('its list of files', part.index, (bytes) =>
      copyIn(sql, 'copy restore_files (key, size, place) from stdin', bytes),
    )
    const total = part.bytes
    let done = 0
    for (const [place, reader] of [...chain, newest].entries()) {
      const [wanted] = await sql<{ some: boolean }[]>`
        select exists (select from restore_files where place = ${place}) as some`
      if (!wanted!.some || reader.manifest.blobs === null) continue
      const files = new Files(sql, place, reader, options.blobs, (bytes) => {
        done += bytes
        options.progress(done, total)
      })
      await reader.read('the part with its files', reader.manifest.blobs.stored, (bytes) =>
        files.take(new ByteSource(bytes)),
      )
    }
    const lost = await sql<{ key: string }[]>`select key from restore_files order by key limit 3`
    if (lost.length > 0) {
      throw new Error(`The backup lists files that it does not hold: ${lost.map((row) => row.key).join(', ')} …`)
    }
  } finally {
    await sql`drop table if exists pg_temp.restore_files`.catch(() => {})
    sql.release()
  }
}

/** The files of one backup that are wanted. */
class Files {
  readonly #sql: ReservedSql
  readonly #place: number
  readonly #reader: BackupReader
  readonly #blobs: Blobs | null
  readonly #told: (bytes: number) => void
  readonly #putting = new Set<Promise<void>>()

  constructor(
    sql: ReservedSql,
    place: number,
    reader: BackupReader,
    blobs: Blobs | null,
    told: (bytes: number) => void,
  ) {
    this.#sql = sql
    this.#place = place
    this.#reader = reader
    this.#blobs = blobs
    this.#told = told
  }

  async take(source: ByteSource): Promise<void> {
    try {
      for (let head = await source.upTo(2); head.length === 2; head = await source.upTo(2)) {
        const key = String(await source.exactly(head.readUInt16LE(0)))
        const size = Number((await source.exactly(8)).readBigUInt64LE(0))
        const [wanted] = await this.#sql`
          delete from restore_files where key = ${key} and place = ${this.#place} returning key`
        if (!wanted) await source.skip(size + 32)
        else await this.#one(source, key, size)
        if (wanted) this.#told(size)
      }
    } finally {
      await Promise.allSettled(this.#putting)
    }
    await Promise.all(this.#putting)
  }

  async #one(source: ByteSource, key: string, size: number): Promise<void> {
    const checked = this.#checked(source, key, size)
    if (this.#blobs === null) {
      for await (const _ of checked);
      return
    }
    const type = typeOfKey(key)
    if (type === null) throw new Error(`The backup holds the file ${key}, whose kind this Tweeter does not know.`)
    if (size > SMALL_BYTES) return await this.#blobs.put(key, Readable.from(checked), type)
    const parts: Uint8Array[] = []
    for await (const bytes of checked) parts.push(bytes)
    const putting = this.#blobs.put(key, Buffer.concat(parts), type)
    this.#putting.add(putting)
    // Removed only when it went well: a failure is thrown when the next is waited for.
    void putting.then(
      () => this.#putting.delete(putting),
      () => {},
    )
    if (this.#putting.size >= AT_ONCE) await Promise.race(this.#putting)
  }

  async *#checked(source: ByteSource, key: string, size: number): AsyncGenerator<Buffer> {
    const hash = createHash('sha256')
    for await (const bytes of source.next(size)) {
      hash.update(bytes)
      yield bytes
    }
    if (!hash.digest().equals(await source.exactly(32))) throw this.#reader.damaged(`the file ${key}`)
  }
}
