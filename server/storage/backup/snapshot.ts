/** All tables as they are at one moment, while everybody goes on writing. */
import { createHash } from 'node:crypto'
import type { ReservedSql } from 'postgres'
import type { Database } from '../database.ts'
import { MIGRATION_LOCK } from '../migrate.ts'
import { type Connection, isBackedUp, isOurs, sequencesOf, type Table, tablesOf } from './catalog.ts'
import { fullName, type Manifest, quoted, quotedName, type SequencePart, type TablePart } from './manifest.ts'
import { type BackupWriter, inChunks } from './writer.ts'

type Said = Pick<Manifest, 'network' | 'postgres' | 'site' | 'hadOtherSite' | 'migrations' | 'tables' | 'sequences'>

export interface SnapshotOptions {
  progress(done: number, total: number): void
  warn(line: string): void
}

/**
 * Copies every table in one repeatable-read transaction. No migration runs meanwhile, and no table is truncated, because
 * neither asks what an older transaction sees.
 *
 * @throws Error for people when there is no network in this database.
 */
export async function copySnapshot(db: Database, writer: BackupWriter, options: SnapshotOptions): Promise<Said> {
  const sql = await db.pool.reserve()
  try {
    await sql`select pg_advisory_lock_shared(${MIGRATION_LOCK})`
    const before = await tablesOf(sql)
    if (!before.some((table) => fullName(table) === 'tweeter.here')) {
      throw new Error('There is nothing to back up: this database holds no network.')
    }
    await sql`begin isolation level repeatable read, read only`
    // Before anything is looked at: the view of the data begins with the first look.
    await sql.unsafe(`lock table ${before.filter(isBackedUp).map(quotedName).join(', ')} in access share mode`)
    await sayExactly(sql)
    const all = await tablesOf(sql)
    await sayWhatIsMissing(sql, all, options)
    const said = await readAbout(sql)
    const tables = await copyTables(sql, all.filter(isBackedUp), writer, options.progress)
    // A sequence is as it is now, not as it was when the view began: so ahead of every row that was copied.
    const sequences = await readSequences(sql)
    await sql`commit`
    return { ...said, tables, sequences }
  } finally {
    // What fails here failed before, and a connection that closes lets go of all it held.
    await sql`rollback`.catch(() => {})
    await sql`select pg_advisory_unlock_shared(${MIGRATION_LOCK})`.catch(() => {})
    sql.release()
  }
}

/** Every value in a form that any version reads as the same, and no limit of time. */
export async function sayExactly(sql: Connection): Promise<void> {
  await sql
    .unsafe(`
    set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
    set local extra_float_digits = 3; set local bytea_output = 'hex'; set local xmloption = 'content';
    set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0;
    select set_config(name, '0', true) from pg_settings where name = 'transaction_timeout'`)
    .simple()
}

async function copyTables(
  sql: ReservedSql,
  tables: readonly Table[],
  writer: BackupWriter,
  progress: SnapshotOptions['progress'],
): Promise<TablePart[]> {
  const total = tables.reduce((sum, table) => sum + table.bytes, 0)
  const parts: TablePart[] = []
  let before = 0
  for (const table of tables) {
    const { schema, name, columns } = table
    let rows = 0
    let bytes = 0
    const stream = await sql
      .unsafe(`copy ${quotedName(table)} (${columns.map(quoted).join(', ')}) to stdout`)
      .readable()
    const counted = async function* () {
      for await (const chunk of inChunks(stream)) {
        rows += linesIn(chunk)
        bytes += chunk.length
        progress(before + Math.min(bytes, table.bytes), total)
        yield chunk
      }
    }
    const section = await writer.section(counted())
    before += table.bytes
    parts.push({ schema, name, columns, rows, section })
  }
  return parts
}

/** What whoever trusts the backup must know. */
async function sayWhatIsMissing(sql: ReservedSql, tables: readonly Table[], { warn }: SnapshotOptions): Promise<void> {
  const foreign = tables.filter((table) => !isOurs(table)).map(fullName)
  if (foreign.length > 0) warn(`Not in the backup, because they are not Tweeter's: ${foreign.join(', ')}`)
  const names = new Set(tables.map(fullName))
  if (names.has('tweeter.sites')) {
    const joining = await sql`select from tweeter.sites where state = 'joining'`
    if (joining.length > 0)
      warn('A site is joining just now: if it is this one, the backup lacks what has not come over yet.')
  }
  if (names.has('tweeter.blobs_to_come')) {
    const [row] = await sql<{ files: number }[]>`
      select count(*)::int as files from tweeter.blobs_to_come where size is not null`
    const { files } = row!
    if (files > 0) warn(`${files} uploads have not come over from the other site yet: they are not in the backup.`)
  }
}

/** A row is a line: in the text format a line break within a value is written as `\n`. */
function linesIn(chunk: Uint8Array): number {
  let lines = 0
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++
  return lines
}

async function readAbout(sql: ReservedSql): Promise<Omit<Said, 'tables' | 'sequences'>> {
  const [here] = await sql<{ secret: string; site: number; postgres: string; knowsSites: boolean }[]>`
    select secret, site, current_setting('server_version') as postgres,
           to_regclass('tweeter.sites') is not null as "knowsSites" from tweeter.here`
  const others = here!.knowsSites ? await sql`select from tweeter.sites` : []
  const migrations = await sql<{ name: string }[]>`select name from tweeter.migrations order by name`
  return {
    network: createHash('sha256').update(`network ${here!.secret}`).digest('hex').slice(0, 32),
    postgres: here!.postgres,
    site: here!.site,
    hadOtherSite: others.length > 0,
    migrations: migrations.map((row) => row.name),
  }
}

async function readSequences(sql: ReservedSql): Promise<SequencePart[]> {
  const parts: SequencePart[] = []
  for (const { schema, name } of await sequencesOf(sql)) {
    const [row] = await sql.unsafe<{ last: number; called: boolean }[]>(
      `select last_value as last, is_called as called from ${quotedName({ schema, name })}`,
    )
    parts.push({ schema, name, last: row!.last, called: row!.called })
  }
  return parts
}
