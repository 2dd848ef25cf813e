/** The tables of a backup, put into an empty database in one transaction. */
import { readFileSync } from 'node:fs'
import type { TransactionSql } from 'postgres'
import type { Database } from '../database.ts'
import { listMigrations, MIGRATION_LOCK, type MigrationSource } from '../migrate.ts'
import { foreignKeysOf, plainIndexesOf, relationsHere, tablesOf, triggersOf } from './catalog.ts'
import { copyIn } from './copy.ts'
import { fullName, type Manifest, quoted, quotedName, type TablePart } from './manifest.ts'
import type { BackupReader } from './reader.ts'
import { sayExactly } from './snapshot.ts'

export interface LoadOptions {
  readonly migrations: readonly MigrationSource[]
  /** What to do about a database that is not empty. */
  readonly elsewhere: string
  progress(step: string, done: number, total: number): void
  warn(line: string): void
}

/**
 * Makes the schema by the migrations that the backup lists, and loads its rows with triggers off: derived rows are in
 * the backup as they are. After that this is one site alone, whatever it was before.
 *
 * @throws Error for people when the database is not empty, the backup is from a newer Tweeter, something in it is
 * damaged, or rows are missing. Then nothing has changed.
 */
export async function load(db: Database, backup: BackupReader, options: LoadOptions): Promise<void> {
  const { manifest } = backup
  const files = migrationFiles(manifest, options.migrations)
  await db.pool.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`
    await requireEmpty(sql, options.elsewhere)
    await sayExactly(sql)
    await makeSchema(sql, files)
    const rebuild = await takeApart(sql)
    await loadTables(sql, backup, options)
    for (const { schema, name, last, called } of manifest.sequences) {
      await sql`select setval(${quotedName({ schema, name })}::regclass, ${last}, ${called})`
    }
    await standAlone(sql)
    await rebuild(options)
    options.progress('Committing', 0, 0)
  })
}

/** @throws Error for people when the backup has migrations that this code does not know. */
export function migrationFiles(
  manifest: Manifest,
  sources: readonly MigrationSource[],
): { name: string; file: string }[] {
  const wanted = new Set(manifest.migrations)
  const files = listMigrations(sources).filter((migration) => wanted.delete(migration.name))
  if (wanted.size === 0) return files
  throw new Error(
    `This backup was made by a newer Tweeter, or one with other plugins: it has ${[...wanted].join(', ')}. Restore it with that version.`,
  )
}

export async function requireEmpty(sql: TransactionSql, elsewhere: string): Promise<void> {
  const found = await relationsHere(sql)
  if (found.length === 0) return
  const accounts = found.includes('public.accounts')
    ? (await sql<{ count: number }[]>`select count(*)::int as count from public.accounts`)[0]!.count
    : 0
  const what = found.includes('tweeter.here')
    ? `There is a network here already, with ${accounts} ${accounts === 1 ? 'account' : 'accounts'}`
    : `This database is not empty (it has ${found.slice(0, 3).join(', ')}${found.length > 3 ? ' and more' : ''})`
  throw new Error(`${what}. A backup is restored into an empty installation only: ${elsewhere} Nothing was changed.`)
}

async function makeSchema(sql: TransactionSql, files: { name: string; file: string }[]): Promise<void> {
  await sql`create schema if not exists tweeter`
  await sql`create table if not exists tweeter.migrations
    (name text primary key, applied_at timestamptz not null default now())`
  for (const { name, file } of files) {
    await sql
      .unsafe(readFileSync(file, 'utf8'))
      .simple()
      .catch((error: Error) => {
        throw new Error(`The migration ${name} failed: ${error.message}. Nothing was restored.`, { cause: error })
      })
  }
}

/**
 * Switches the triggers off (all of them: some of ours fire always), and takes away what is cheaper to build once at the
 * end: foreign keys and plain indexes. All of it is the right of whoever owns the tables; no superuser is needed.
 *
 * @returns the putting back, each exactly as it was.
 */
async function takeApart(sql: TransactionSql): Promise<(options: LoadOptions) => Promise<void>> {
  const triggers = await triggersOf(sql)
  const keys = await foreignKeysOf(sql)
  const indexes = await plainIndexesOf(sql)
  const tables = (await tablesOf(sql)).map(quotedName)
  for (const { table, name } of keys) await sql.unsafe(`alter table ${table} drop constraint ${quoted(name)}`)
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`)
  for (const table of tables) await sql.unsafe(`alter table ${table} disable trigger user`)
  return async ({ progress, warn }) => {
    const how: Record<string, string> = { O: 'enable', A: 'enable always', R: 'enable replica', D: 'disable' }
    for (const { table, name, enabled } of triggers) {
      await sql.unsafe(`alter table ${table} ${how[enabled]} trigger ${quoted(name)}`)
    }
    for (const [at, { definition }] of indexes.entries()) {
      progress('Indexes', at, indexes.length + keys.length)
      await sql.unsafe(definition)
    }
    for (const [at, { table, name, definition }] of keys.entries()) {
      progress('Indexes', indexes.length + at, indexes.length + keys.length)
      await addForeignKey(sql, table, name, definition, warn)
    }
  }
}

/**
 * Between two sites foreign keys are not checked (replication brings a child before its parent), so a backup may hold
 * rows whose parent was still on its way: then the key holds for what is written from now on.
 */
async function addForeignKey(
  sql: TransactionSql,
  table: string,
  name: string,
  definition: string,
  warn: (line: string) => void,
): Promise<void> {
  const bare = definition.replace(/ NOT VALID$/, '')
  await sql.unsafe(`alter table ${table} add constraint ${quoted(name)} ${bare} not valid`)
  try {
    await sql.savepoint((part) => part.unsafe(`alter table ${table} validate constraint ${quoted(name)}`))
  } catch (error) {
    if ((error as { code?: string }).code !== '23503') throw error
    warn(`Some rows of ${table} refer to what was not in the backup (${name}); they were kept.`)
  }
}

async function loadTables(sql: TransactionSql, backup: BackupReader, options: LoadOptions): Promise<void> {
  const known = new Map((await tablesOf(sql)).map((table) => [fullName(table), new Set(table.columns)]))
  const total = backup.manifest.tables.reduce((sum, table) => sum + table.section.length, 0)
  let before = 0
  for (const table of backup.manifest.tables) {
    const name = fullName(table)
    const strange = table.columns.filter((column) => !known.get(name)?.has(column))
    if (strange.length > 0) {
      throw new Error(
        `The backup has ${name} with ${strange.join(', ')}, which its migrations do not make here. Nothing was restored.`,
      )
    }
    await loadTable(sql, backup, table)
    before += table.section.length
    options.progress('Tables', before, total)
  }
}

async function loadTable(sql: TransactionSql, backup: BackupReader, table: TablePart): Promise<void> {
  const name = fullName(table)
  // What the migrations themselves put there is in the backup, too.
  await sql.unsafe(`delete from ${quotedName(table)}`)
  const statement = `copy ${quotedName(table)} (${table.columns.map(quoted).join(', ')}) from stdin`
  await backup.read(`the table ${name}`, table.section, (bytes) => copyIn(sql, statement, bytes))
  const [counted] = await sql.unsafe<{ rows: number }[]>(`select count(*) as rows from ${quotedName(table)}`)
  if (counted!.rows !== table.rows) {
    throw new Error(`Of ${name} ${counted!.rows} rows arrived, not ${table.rows}. Nothing was restored.`)
  }
}

/**
 * This database had everything, so it goes on alone. Its number stays: what it wrote bears it, and its clock of ids is
 * restored, so none comes twice. Everything else that is said of this site is as in a new one.
 */
async function standAlone(sql: TransactionSql): Promise<void> {
  const columns = await sql<{ name: string }[]>`
    select a.attname as name from pg_attribute a
     where a.attrelid = 'tweeter.here'::regclass and a.attnum > 0 and not a.attisdropped and a.atthasdef
       and a.attname not in ('only_row', 'site', 'secret', 'name')`
  for (const { name } of columns) {
    await sql.unsafe(`update tweeter.here set ${quoted(name)} = ${name === 'home' ? 'site' : 'default'}`)
  }
}
