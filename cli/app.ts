/** How commands reach the network: with its own Postgres, or beside a running server. */
import type { App, Ground, Logger } from '../server/app.ts'
import { type Config, readConfig } from '../server/config/index.ts'
import type { MigrationSource } from '../server/storage/index.ts'
import { endWith, moduleMigrations, openStore } from '../server/store.ts'

const silent = () => {}

/** Commands print results; of the log only what went wrong, and that to the standard error. */
export const quiet: Logger = {
  debug: silent,
  info: silent,
  warn: (_fields, message) => console.error(`warning: ${message}`),
  error: (_fields, message) => console.error(`error: ${message}`),
}

export interface Needs {
  /** The name of the command, for whoever finds the data in use. */
  readonly command: string
  /** It changes something: a running server is told to forget what it holds. */
  readonly writes?: boolean
  readonly log?: Logger
  /** Another clock than the machine's. */
  readonly now?: () => Date
  /** Ctrl-C and SIGTERM abort this, for work that then comes to a good end; the second time they end the process. */
  readonly stop?: AbortController
}

/**
 * Opens the app for one command, and closes it again.
 *
 * @throws an Error for people when the data is in use by something that is no server, or the database cannot be used.
 */
export async function withApp<T>(needs: Needs, work: (app: App) => Promise<T>): Promise<T> {
  // The server takes 100 MB; who only prints does not load it.
  const { announceEverywhere, openApp } = await import('../server/server.ts')
  return await within(
    needs,
    async (options) => await openApp(readConfig(), options),
    async (app) => {
      const result = await work(app)
      if (needs.writes) await announceEverywhere(app.db)
      return result
    },
  )
}

/** The same without the modules, so without their listeners: the database alone, for what nobody keeps in memory. */
export async function withGround<T>(needs: Needs, work: (ground: Ground) => Promise<T>): Promise<T> {
  return await within(
    needs,
    async (options) => {
      const config = readConfig()
      const storage = await openStore(config, { ...options, migrations: await knownMigrations(config) })
      endWith(storage, options.log)
      return { app: { config, db: storage.db, log: options.log }, close: storage.close }
    },
    work,
  )
}

/** Those of the modules and of the plugins, without the ground's. */
export const knownMigrations = async ({ plugins }: Config): Promise<MigrationSource[]> => [
  ...moduleMigrations(),
  ...(plugins === null ? [] : await pluginMigrations(plugins)),
]

async function pluginMigrations(folder: string): Promise<MigrationSource[]> {
  const { loadPlugins } = await import('../server/signals/index.ts')
  return (await loadPlugins(folder)).flatMap(({ name, migrations }) =>
    migrations ? [{ module: name, folder: migrations }] : [],
  )
}

interface OpenOptions {
  readonly log: Logger
  readonly join: true
  readonly label: string
  readonly now?: () => Date
}

async function within<A extends Ground, T>(
  { command, log = quiet, now, stop }: Needs,
  open: (options: OpenOptions) => Promise<{ app: A; close(): Promise<void> }>,
  work: (app: A) => Promise<T>,
): Promise<T> {
  // Ctrl-C must end an embedded Postgres too; it does so on the process's own exit.
  const leave = () => (stop && !stop.signal.aborted ? stop.abort() : process.exit(1))
  process.on('SIGINT', leave).on('SIGTERM', leave)
  const { app, close } = await open({ log, join: true, label: `tweeter ${command}`, ...(now && { now }) })
  try {
    return await work(app)
  } finally {
    await close()
    process.off('SIGINT', leave).off('SIGTERM', leave)
  }
}

export { printJson } from './print.ts'
