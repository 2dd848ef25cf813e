import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Blobs } from '../blobs/index.ts'
import { connect, type Database } from '../database.ts'
import { startEmbedded } from '../embedded/index.ts'
import { type MigrationSource, migrate } from '../migrate.ts'
import { writeIdentity } from './identity.ts'
import { load, migrationFiles, requireEmpty } from './load.ts'
import type { Manifest } from './manifest.ts'
import { BackupReader, openChain } from './reader.ts'
import { restoreBlobs } from './restore-blobs.ts'

/** A backup and all that it builds on, opened. */
export interface Backup {
  readonly manifest: Manifest
  readonly newest: BackupReader
  readonly chain: readonly BackupReader[]
  close(): Promise<void>
}

/** @throws Error for people when it is damaged, from a newer Tweeter, or something that it builds on is missing. */
export async function openBackup(file: string, migrations: readonly MigrationSource[]): Promise<Backup> {
  const newest = await BackupReader.open(file)
  try {
    migrationFiles(newest.manifest, migrations)
    const chain = await openChain(newest)
    const close = async () => {
      for (const reader of [newest, ...chain]) await reader.close()
    }
    return { manifest: newest.manifest, newest, chain, close }
  } catch (error) {
    await newest.close()
    throw error
  }
}

interface Steps {
  readonly migrations: readonly MigrationSource[]
  readonly now: () => Date
  progress(step: string, done: number, total: number): void
  warn(line: string): void
}

export interface RestoreOptions extends Steps {
  readonly blobs: Blobs
  readonly dataDir: string
  /** What to do when this installation is not empty. */
  readonly elsewhere: string
}

const CLOCK_MARGIN_MS = 60_000

/**
 * Restores into an empty database and store of files, then applies the migrations that are newer than the backup.
 *
 * The files come first: their names say nothing to a database that knows none of them. The tables come in one
 * transaction, and its commit is what makes it a network again.
 *
 * @returns the migrations that were applied. @throws Error for people; then the installation is as empty as before.
 */
export async function restoreInto(db: Database, backup: Backup, options: RestoreOptions): Promise<string[]> {
  const { manifest, newest, chain } = backup
  requireClock(manifest, options.now())
  await db.pool.begin((sql) => requireEmpty(sql, options.elsewhere))
  const { blobs } = options
  const hadNone = (await blobs.list()[Symbol.asyncIterator]().next()).done
  let identity: string | undefined
  try {
    if (manifest.identity) {
      identity = await newest.read('the key of the site', manifest.identity, (bytes) =>
        writeIdentity(options.dataDir, bytes),
      )
    }
    await restoreBlobs(db, newest, chain, {
      blobs,
      progress: (done, total) => options.progress('Files', done, total),
    })
    await load(db, newest, options)
  } catch (error) {
    if (identity !== undefined) rmSync(identity, { recursive: true, force: true })
    if (hadNone) for await (const { key } of blobs.list()) await blobs.remove(key)
    throw spoken(error)
  }
  return await bringUpToDate(db, options)
}

/** Ids and stamps are made from the clock: one that is behind would make some again that were made after the backup. */
function requireClock({ createdAt }: Manifest, now: Date): void {
  if (now.getTime() >= Date.parse(createdAt) - CLOCK_MARGIN_MS) return
  throw new Error(
    `The clock of this machine says ${now.toISOString()}, and the backup was made at ${createdAt}: set the clock first. Nothing was changed.`,
  )
}

async function bringUpToDate(db: Database, { migrations, progress }: Steps): Promise<string[]> {
  progress('Migrating', 0, 0)
  const applied = await migrate(db, migrations)
  await db.pool.unsafe('analyze')
  return applied
}

export interface Checked {
  readonly tables: number
  readonly rows: number
  readonly files: number
  readonly migrations: readonly string[]
}

/**
 * Proves that a backup can be restored: every checksum is computed, and the tables are restored into a Postgres that is
 * made for that, in the system's temporary folder, and brought up to date. Leaves nothing.
 *
 * @throws Error for people with what is wrong.
 */
export async function checkBackup(backup: Backup, steps: Steps): Promise<Checked> {
  const { manifest, newest, chain } = backup
  const dataDir = mkdtempSync(join(tmpdir(), 'tweeter-check-'))
  const remove = () => rmSync(dataDir, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    // Nothing here must survive anything.
    const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
    const postgres = await startEmbedded({ dataDir, log: () => {}, settings, label: 'tweeter restore --check' })
    const db = connect({ ...postgres, connections: 3 })
    try {
      if (manifest.identity && !(await newest.isIntact(manifest.identity))) throw newest.damaged('the key of the site')
      await restoreBlobs(db, newest, chain, {
        blobs: null,
        progress: (done, total) => steps.progress('Files', done, total),
      })
      await load(db, newest, { ...steps, elsewhere: '' })
      const migrations = await bringUpToDate(db, steps)
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
      return { tables: manifest.tables.length, rows, files: manifest.blobs?.count ?? 0, migrations }
    } finally {
      await db.close()
      await postgres.stop()
    }
  } catch (error) {
    throw spoken(error)
  } finally {
    remove()
    process.off('exit', remove)
  }
}

function spoken(error: unknown): unknown {
  const { code = '' } = ((error as Error).cause ?? error) as { code?: string }
  if (['53100', 'ENOSPC', 'EDQUOT'].includes(code)) {
    return new Error('The disk is full: make room and restore again. Nothing was restored.', { cause: error })
  }
  if (/^CONNECTION_|^57P0/.test(code)) {
    return new Error('PostgreSQL ended in the middle: its log says why (a full disk, perhaps). Nothing was restored.', {
      cause: error,
    })
  }
  return error
}
