/**
 * The files of a network in a backup: those that no older backup of the chain holds, and the list of all.
 *
 * One after another: the length of the key (2 bytes), the key, the length of the content (8 bytes), the content, its
 * SHA-256. Lists of keys stand in temporary tables of Postgres, so that no number of files needs memory here.
 */
import { createHash } from 'node:crypto'
import type { ReservedSql } from 'postgres'
import type { Blobs, ListedBlob } from '../blobs/index.ts'
import type { Database } from '../database.ts'
import { copyIn } from './copy.ts'
import type { BlobsPart } from './manifest.ts'
import type { BackupReader } from './reader.ts'
import { type BackupWriter, inChunks } from './writer.ts'

const BATCH = 1000
/** A file that was put again under its name while the older backup ran has a time of about then. */
const MARGIN_MS = 60 * 60 * 1000

export interface BlobOptions {
  readonly blobs: Blobs
  /** The backup to build on, and how many it builds on itself. */
  readonly since: BackupReader | null
  progress(done: number, total: number): void
}

/** @throws Error for people when a file cannot be read or is not as long as it was said to be. */
export async function copyBlobs(db: Database, writer: BackupWriter, options: BlobOptions): Promise<BlobsPart> {
  const { since } = options
  const place = since ? since.manifest.chain.length + 1 : 0
  const sql = await db.pool.reserve()
  try {
    await sql`create temporary table backup_files
      (key text collate "C" primary key, size bigint not null, changed_at timestamptz not null, place integer)`
    await copyIn(sql, 'copy backup_files (key, size, changed_at) from stdin', listed(options.blobs))
    if (since) await markOlder(sql, since)
    const [total] = await sql<{ bytes: number }[]>`
      select coalesce(sum(size), 0)::bigint as bytes from backup_files where place is null`
    const stored = await writer.section(
      inChunks(contents(sql, options.blobs, (done) => options.progress(done, total!.bytes))),
    )
    const [sums] = await sql<Pick<BlobsPart, 'count' | 'bytes' | 'storedCount' | 'storedBytes'>[]>`
      select count(*)::int as count, coalesce(sum(size), 0)::bigint as bytes,
             (count(*) filter (where place is null))::int as "storedCount",
             coalesce(sum(size) filter (where place is null), 0)::bigint as "storedBytes" from backup_files`
    const rows = await sql
      .unsafe(`copy (select key, size, coalesce(place, ${place}) from backup_files order by key) to stdout`)
      .readable()
    const index = await writer.section(inChunks(rows))
    return { ...sums!, stored, index }
  } finally {
    await sql`drop table if exists pg_temp.backup_files, pg_temp.backup_older`.catch(() => {})
    sql.release()
  }
}

async function* listed(blobs: Blobs): AsyncGenerator<Uint8Array> {
  const lines = async function* () {
    for await (const { key, size, changedAt } of blobs.list()) {
      yield Buffer.from(`${key}\t${size}\t${changedAt.toISOString()}\n`)
    }
  }
  yield* inChunks(lines())
}

/** A name stands for the same content for ever, unless it was put again; so what the chain has needs no second copy. */
async function markOlder(sql: ReservedSql, since: BackupReader): Promise<void> {
  const { blobs, createdAt } = since.manifest
  await sql`create temporary table backup_older
    (key text collate "C" primary key, size bigint not null, place integer not null)`
  await since.read('its list of files', blobs!.index, (bytes) =>
    copyIn(sql, 'copy backup_older (key, size, place) from stdin', bytes),
  )
  const until = new Date(Date.parse(createdAt) - MARGIN_MS)
  await sql`update backup_files f set place = o.place from backup_older o
             where o.key = f.key and o.size = f.size and f.changed_at < ${until}`
}

async function* contents(sql: ReservedSql, blobs: Blobs, progress: (done: number) => void): AsyncGenerator<Uint8Array> {
  let last = ''
  let done = 0
  for (;;) {
    const batch = await sql<Pick<ListedBlob, 'key' | 'size'>[]>`
      select key, size from backup_files where place is null and key > ${last} order by key limit ${BATCH}`
    if (batch.length === 0) return
    last = batch.at(-1)!.key
    for (const { key, size } of batch) {
      const found = yield* content(blobs, key)
      // Removed since the list was made, or put again.
      if (found === null) await sql`delete from backup_files where key = ${key}`
      else if (found !== size) await sql`update backup_files set size = ${found} where key = ${key}`
      done += size
      progress(done)
    }
  }
}

/** @returns how long the blob was; null when it is not there any more. */
async function* content(blobs: Blobs, key: string): AsyncGenerator<Uint8Array, number | null> {
  const blob = await blobs.open(key)
  if (blob === null) return null
  const head = Buffer.alloc(2 + key.length + 8)
  head.writeUInt16LE(key.length, 0)
  head.write(key, 2, 'latin1')
  head.writeBigUInt64LE(BigInt(blob.size), 2 + key.length)
  yield head
  const hash = createHash('sha256')
  let length = 0
  for await (const bytes of blob.stream as AsyncIterable<Uint8Array>) {
    hash.update(bytes)
    length += bytes.length
    yield bytes
  }
  if (length !== blob.size) throw new Error(`The file ${key} changed while it was read: begin the backup again.`)
  yield hash.digest()
  return length
}
