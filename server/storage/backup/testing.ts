/** Backing up and restoring as tests do it: into a fresh database, and a folder for files. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FreshDatabase, freshDatabase } from '../../../testing/cluster.ts'
import { moduleMigrations } from '../../store.ts'
import { diskBlobs } from '../blobs/index.ts'
import { type Blobs, type Database, groundMigrations } from '../index.ts'
import { type BackUpOptions, backUp, openBackup, restoreInto } from './index.ts'

export const migrations = [groundMigrations, ...moduleMigrations()]

export function temporaryFolder(): { path: string; file(name: string): string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'tweeter-backup-'))
  return { path, file: (name) => join(path, name), remove: () => rmSync(path, { recursive: true, force: true }) }
}

export const writeBackup = (
  db: Database,
  file: string,
  blobs: Blobs | null,
  more: Partial<BackUpOptions> & { said?: string[] } = {},
) =>
  backUp(db, {
    file,
    url: 'http://tweeter.test',
    blobs,
    since: null,
    identityOf: null,
    now: () => new Date(),
    progress: () => {},
    warn: (line) => void more.said?.push(line),
    ...more,
  })

export interface Restored extends FreshDatabase {
  readonly blobs: Blobs
  readonly dataDir: string
  readonly applied: string[]
  readonly said: string[]
}

/** @param into an empty database; a fresh one unless given. */
export async function restoreBackup(
  file: string,
  dataDir: string,
  into?: FreshDatabase,
  now = new Date(),
): Promise<Restored> {
  const database = into ?? (await freshDatabase({ empty: true }))
  const blobs = diskBlobs(join(dataDir, 'blobs'))
  const said: string[] = []
  try {
    const backup = await openBackup(file, migrations)
    try {
      const applied = await restoreInto(database.db, backup, {
        migrations,
        blobs,
        dataDir,
        elsewhere: 'Elsewhere.',
        now: () => now,
        progress: () => {},
        warn: (line) => void said.push(line),
      })
      return { ...database, blobs, dataDir, applied, said }
    } finally {
      await backup.close()
    }
  } catch (error) {
    if (into === undefined) await database.drop()
    throw error
  }
}

/** Of each table, how many rows and a hash of them. */
export async function contents(db: Database): Promise<Record<string, string>> {
  const tables = await db.read<{ name: string }>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname in ('public', 'tweeter') order by 1`
  const found: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await db.read.unsafe<{ sum: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text collate "C"), '')) as sum from ${name} t`,
    )
    found[name] = row!.sum
  }
  return found
}

/** Everything about the schema that a restore takes apart and puts together again. */
export async function schemaOf(db: Database): Promise<Record<string, unknown>> {
  const ours = db.read.unsafe.bind(db.read)
  return {
    triggers: await ours(`select tgrelid::regclass::text as t, tgname, tgenabled, pg_get_triggerdef(oid) as d
      from pg_trigger where not tgisinternal order by 1, 2`),
    constraints: await ours(`select conrelid::regclass::text as t, conname, convalidated, pg_get_constraintdef(oid) as d
      from pg_constraint where connamespace in ('public'::regnamespace, 'tweeter'::regnamespace) order by 1, 2`),
    indexes: await ours(`select schemaname, indexname, indexdef from pg_indexes
      where schemaname in ('public', 'tweeter') order by 1, 2`),
    comments: await ours(`select c.oid::regclass::text as t, obj_description(c.oid) as d from pg_class c
      where relkind = 'r' and relnamespace in ('public'::regnamespace, 'tweeter'::regnamespace) order by 1`),
  }
}
