/** The database of a network, without the modules: what the server stands on, and enough for commands that only count. */
import { existsSync, readdirSync } from 'node:fs'
import type { Logger } from './app.ts'
import type { Config } from './config/index.ts'
import { type Database, type MigrationSource, openStorage, type Storage } from './storage/index.ts'

/** Channel on which a command tells the running server that it changed things. */
export const CHANGED = 'tweeter_changed'

export interface StoreOptions {
  readonly log: Logger
  /** What holds the embedded database, for the message that another start gets. */
  readonly label?: string
  /** A command beside a running server uses that server's Postgres. */
  readonly join?: boolean
}

/**
 * Opens the database as the configuration says.
 *
 * @param migrations of all modules, also of those that are not loaded; null takes the schema as it is.
 */
export async function openStore(
  config: Config,
  {
    log,
    label = 'tweeter',
    join = false,
    migrations,
  }: StoreOptions & { migrations: readonly MigrationSource[] | null },
): Promise<Storage> {
  return await openStorage({
    url: config.database.url,
    dataDir: config.dataDir,
    connections: config.database.connections,
    ...(config.witness.length > 0 && { commitsHere: true }),
    settings: { max_slot_wal_keep_size: `${config.siteWalMegabytes}MB` },
    label,
    join,
    migrations,
    log: (line) => log.info({}, line),
  })
}

/** Nothing can be done without the database: when it ends by itself, so does this process. */
export function endWith(storage: Storage, log: Logger): void {
  void storage.died.then((reason) => {
    log.error({}, `PostgreSQL ended by itself: ${reason} Tweeter ends too; start it again.`)
    process.exit(1)
  })
}

/** The migrations of every module, told by their folders: to load the modules takes 60 MB. Plugins may have others. */
export function moduleMigrations(): MigrationSource[] {
  const here = new URL('./', import.meta.url)
  return readdirSync(here)
    .map((module) => ({ module, folder: new URL(`./${module}/migrations/`, here) }))
    .filter(({ module, folder }) => module !== 'storage' && existsSync(folder))
}

/** Tells a running server of this database to forget what it has cached. */
export async function announceChanges(db: Database): Promise<void> {
  await db.pool.notify(CHANGED, '')
}
