import { performance } from 'node:perf_hooks'
import type { Database } from './database.ts'

export interface DatabaseFigures {
  /** Such as 18.1. */
  readonly version: string
  readonly sizeBytes: number
  /** Open connections to this database, whoever's, and how many the server allows for all of its databases. */
  readonly connections: number
  readonly mostConnections: number
  /** How long the shortest of questions takes, a free connection included. */
  readonly roundTripMs: number
}

/** What there is to know about the database at a glance: two statements. */
export async function databaseFigures(db: Database): Promise<DatabaseFigures> {
  const started = performance.now()
  await db.read`select 1`
  const roundTripMs = Math.round((performance.now() - started) * 100) / 100
  const [row] = await db.read<Omit<DatabaseFigures, 'roundTripMs'>>`
    select split_part(current_setting('server_version'), ' ', 1) as version,
           pg_database_size(current_database()) as "sizeBytes",
           (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
           current_setting('max_connections')::int as "mostConnections"`
  return { ...row!, roundTripMs }
}
