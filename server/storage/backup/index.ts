/**
 * Backups: one file that holds all tables as they were at one moment, and the uploads; and the way back, into an empty
 * installation, of this or another major version of Postgres. What is in it, and what is not: docs/backup.md.
 */
import { randomUUID } from 'node:crypto'
import { basename, dirname, resolve } from 'node:path'
import type { Blobs } from '../blobs/index.ts'
import type { Database } from '../database.ts'
import { copyBlobs } from './blobs.ts'
import { identityIn } from './identity.ts'
import { FORMAT, type Link, type Manifest } from './manifest.ts'
import { BackupReader, openChain } from './reader.ts'
import { copySnapshot } from './snapshot.ts'
import { BackupWriter } from './writer.ts'

export type { Manifest } from './manifest.ts'
export { type Backup, checkBackup, openBackup, type RestoreOptions, restoreInto } from './restore.ts'

export interface BackUpOptions {
  readonly file: string
  readonly url: string
  /** Null leaves the files out. */
  readonly blobs: Blobs | null
  /** An older backup: what it (or what it builds on) has of the files is not stored again. */
  readonly since: string | null
  /** The data folder whose site's key and certificate go along; null leaves them out. */
  readonly identityOf: string | null
  readonly now: () => Date
  progress(step: string, done: number, total: number): void
  warn(line: string): void
}

/**
 * Writes a backup of the database and the files, while others go on using both.
 *
 * @returns what is in it, and its size. @throws Error for people; then there is no file.
 */
export async function backUp(db: Database, options: BackUpOptions): Promise<{ manifest: Manifest; bytes: number }> {
  const id = randomUUID()
  const createdAt = options.now().toISOString()
  const since = options.since === null ? null : await openSince(options.since)
  let writer: BackupWriter | undefined
  try {
    const chain = since ? await linksOf(since, options) : []
    writer = await BackupWriter.create(options.file, id, createdAt)
    const identity = options.identityOf === null ? null : await writer.section(identityIn(options.identityOf))
    const said = await copySnapshot(db, writer, {
      progress: (done, total) => options.progress('Tables', done, total),
      warn: options.warn,
    })
    if (since && since.manifest.network !== said.network) {
      throw new Error(`${options.since} is a backup of another network: nothing can build on it here.`)
    }
    // After the tables, so that every file they name is there, but for what was removed in the meantime.
    const blobs =
      options.blobs &&
      (await copyBlobs(db, writer, {
        blobs: options.blobs,
        since,
        progress: (done, total) => options.progress('Files', done, total),
      }))
    const manifest: Manifest = { format: FORMAT, id, createdAt, url: options.url, ...said, blobs, identity, chain }
    await writer.finish(manifest)
    return { manifest, bytes: writer.bytes }
  } catch (error) {
    await writer?.abandon()
    throw error
  } finally {
    await since?.close()
  }
}

/** @throws Error for people when nothing can build on it. */
async function openSince(file: string): Promise<BackupReader> {
  const since = await BackupReader.open(file)
  if (since.manifest.blobs !== null) return since
  await since.close()
  throw new Error(`${file} was made without files, so there is nothing to leave out: make a whole backup.`)
}

/** The chain of the new backup. @throws Error when it would not be whole, and so could never be restored. */
async function linksOf(since: BackupReader, options: BackUpOptions): Promise<Link[]> {
  for (const older of await openChain(since)) await older.close()
  if (dirname(resolve(options.file)) !== dirname(since.path)) {
    options.warn(`To be restored, ${options.file} must stand in one folder with ${basename(since.path)}.`)
  }
  const { id, createdAt, chain } = since.manifest
  return [...chain, { id, file: basename(since.path), createdAt }]
}
