/**
 * The one Postgres (embedded or your own), its migrations and handles, and the blobs. The only module that knows how
 * to reach a database; everybody else gets a `Read` or a `Tx`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Database, type Tx } from './database.ts'
import { startEmbedded, whoHolds } from './embedded/index.ts'
import { type MigrationSource, migrate } from './migrate.ts'

export {
  type Backup,
  backUp,
  checkBackup,
  type Manifest,
  openBackup,
  restoreInto,
} from './backup/index.ts'
export {
  type Blobs,
  type ByteRange,
  type OpenBlob,
  openBlobs,
  openS3,
  type S3Access,
  typeOfKey,
} from './blobs/index.ts'
export {
  connect,
  type Database,
  type DatabaseOptions,
  isDisconnection,
  type Read,
  snapshot,
  type Tx,
  transact,
} from './database.ts'
export { startEmbedded } from './embedded/index.ts'
export { type DatabaseFigures, databaseFigures } from './figures.ts'
export { type MigrationSource, migrate } from './migrate.ts'

export interface StorageOptions {
  /** A Postgres of one's own; null starts the embedded one in `dataDir`. */
  readonly url: string | null
  readonly dataDir: string
  readonly connections: number
  /** Of the embedded Postgres, by its own names. */
  readonly settings?: Readonly<Record<string, string>>
  /** See DatabaseOptions. */
  readonly commitsHere?: boolean
  /** What holds the embedded Postgres, for the message that a second start gets. */
  readonly label: string
  /** When a running server holds the data, use its Postgres instead of refusing: for commands. */
  readonly join: boolean
  /** Null takes the schema as it is: a backup before an upgrade must not be the upgrade. */
  readonly migrations: readonly MigrationSource[] | null
  readonly log: (line: string) => void
}

export interface Storage {
  readonly db: Database
  /** Resolves with the reason when the embedded Postgres ended by itself. */
  readonly died: Promise<string>
  close(): Promise<void>
}

/** The ground's own migrations, which come before every module's. */
export const groundMigrations: MigrationSource = {
  module: 'storage',
  folder: new URL('./migrations/', import.meta.url),
}

/**
 * Starts or finds Postgres, and brings its schema up to date.
 *
 * @throws an Error for people: the data is held by another process, was made by another major version, the server
 * cannot be reached or is older than 16, or a migration failed.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const postgres = await reach(options)
  const { connections, commitsHere } = options
  const db = connect({ ...postgres.at, connections, ...(commitsHere && { commitsHere }) })
  const close = async () => {
    await db.close()
    await postgres.stop()
  }
  try {
    await requireVersion(db)
    const missing = options.migrations ? await migrate(db, [groundMigrations, ...options.migrations]) : []
    for (const name of missing) options.log(`Applied the migration ${name}`)
  } catch (error) {
    await close()
    throw error
  }
  return { db, died: postgres.died, close }
}

interface Reached {
  readonly at: { url: string } | { socketDir: string; user: string; database: string }
  readonly died: Promise<string>
  stop(): Promise<void>
}

const never = { died: new Promise<string>(() => {}), stop: async () => {} }

/** Your own Postgres, the embedded one of a running server, or the embedded one started here. */
async function reach(options: StorageOptions): Promise<Reached> {
  if (options.url !== null) return { at: { url: options.url }, ...never }
  const socketDir = options.join ? whoHolds(options.dataDir)?.socketDir : undefined
  if (socketDir) return { at: { socketDir, user: 'tweeter', database: 'tweeter' }, ...never }
  const embedded = await startEmbedded(options)
  return { at: embedded, died: embedded.died, stop: () => embedded.stop() }
}

async function requireVersion(db: Database): Promise<void> {
  const rows = await db.read<{ version: number; shown: string }>`
    select current_setting('server_version_num')::int as version, current_setting('server_version') as shown`.catch(
    (error: Error) => {
      throw new Error(`The database cannot be reached: ${error.message || (error as { code?: string }).code}`)
    },
  )
  if (rows[0]!.version < 160_000) throw new Error(`Tweeter needs PostgreSQL 16 or newer; this is ${rows[0]!.shown}.`)
}

/** Two servers on one database would each keep caches that the other makes stale. */
const SERVING_LOCK = 7236004
const SERVING_WAIT_MS = 5000

/**
 * Makes this process the one server of the database, until it ends or lets go.
 *
 * @returns the letting go, to be called before the database is closed.
 * @throws an Error for people when another one is. It waits a moment first: a server that was killed lets go as soon as
 * Postgres notices.
 */
export async function holdServing(db: Database): Promise<() => void> {
  const connection = await db.pool.reserve()
  for (let waitedMs = 0; ; waitedMs += 250) {
    const [row] = await connection<{ held: boolean }[]>`select pg_try_advisory_lock(${SERVING_LOCK}) as held`
    if (row!.held) return () => connection.release()
    if (waitedMs >= SERVING_WAIT_MS) break
    await sleep(250)
  }
  connection.release()
  throw new Error(
    'Another Tweeter server uses this database already. Stop that one first: one server process to a database.',
  )
}

/** True while the database answers. */
export async function isAlive(db: Database): Promise<boolean> {
  try {
    await db.read`select 1`
    return true
  } catch {
    return false
  }
}

/** The random text that signs this network's cookies and form tokens. */
export const networkSecret = async (db: Database): Promise<string> =>
  (await db.read<{ secret: string }>`select secret from tweeter.here`)[0]!.secret

/** An id made now, for a row that must be named before it is written. */
export const nextId = async (tx: Tx): Promise<number> =>
  (await tx<{ id: number }>`select tweeter.next_id() as id`)[0]!.id
