import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Database } from './database.ts'

/** Where a module keeps its migrations. */
export interface MigrationSource {
  readonly module: string
  readonly folder: URL
}

export interface Migration {
  readonly name: string
  readonly file: string
}

/** One server migrates at a time; the others wait here and then find nothing to do. */
export const MIGRATION_LOCK = 7236002

/**
 * Applies what is missing, oldest first over all modules, each in a transaction of its own.
 *
 * @returns the names of those applied.
 * @throws when one fails (the message names it; nothing of it stays), or when the database knows migrations that this
 * code does not (it was used by a newer Tweeter).
 */
export async function migrate(db: Database, sources: readonly MigrationSource[]): Promise<string[]> {
  const all = listMigrations(sources)
  const connection = await db.pool.reserve()
  try {
    await connection`select pg_advisory_lock(${MIGRATION_LOCK})`
    await connection`create schema if not exists tweeter`
    await connection`create table if not exists tweeter.migrations
      (name text primary key, applied_at timestamptz not null default now())`
    const rows = await connection<{ name: string }[]>`select name from tweeter.migrations`
    const applied = new Set(rows.map((row) => row.name))
    refuseNewer(applied, all)
    const missing = all.filter((migration) => !applied.has(migration.name))
    for (const migration of missing) await apply(migration)
    return missing.map((migration) => migration.name)
  } finally {
    await connection`select pg_advisory_unlock(${MIGRATION_LOCK})`
    connection.release()
  }

  async function apply(migration: Migration): Promise<void> {
    try {
      await connection`begin`
      await connection.unsafe(readFileSync(migration.file, 'utf8')).simple()
      await connection`insert into tweeter.migrations (name) values (${migration.name})`
      await connection`commit`
    } catch (error) {
      await connection`rollback`
      throw new Error(`The migration ${migration.name} failed and was undone: ${(error as Error).message}`, {
        cause: error,
      })
    }
  }
}

/** All there are, in the order in which they are applied. */
export const listMigrations = (sources: readonly MigrationSource[]): Migration[] =>
  sources.flatMap(read).sort((a, b) => (a.name < b.name ? -1 : 1))

function read({ module, folder }: MigrationSource): Migration[] {
  const path = fileURLToPath(folder)
  return readdirSync(path)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => {
      if (!/^\d{12}_[a-z0-9_]+\.sql$/.test(file)) {
        throw new Error(`${module}/migrations/${file} must be named <yyyymmddhhmm>_<name>.sql`)
      }
      return { name: `${file.slice(0, 12)}_${module}${file.slice(12, -4)}`, file: `${path}/${file}` }
    })
}

function refuseNewer(applied: Set<string>, known: Migration[]): void {
  const names = new Set(known.map((migration) => migration.name))
  const strange = [...applied].filter((name) => !names.has(name))
  if (strange.length > 0) {
    throw new Error(
      `This database was used by a newer Tweeter (it has ${strange.join(', ')}). Start that version, or restore a backup made before it.`,
    )
  }
}
