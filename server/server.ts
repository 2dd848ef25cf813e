import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { App, Module } from './app.ts'
import type { Config } from './config/index.ts'
import { drain, listen, serve } from './http/index.ts'
import { messageOf } from './kit/index.ts'
import { modules } from './modules.ts'
import { Bus, type JobRunner, loadPlugins, othersWrote, pulse, startJobs } from './signals/index.ts'
import { noteBlobs, tellOtherToForget } from './sites/index.ts'
import { type Database, holdServing, type MigrationSource, openBlobs, type Storage, transact } from './storage/index.ts'
import { announceChanges, CHANGED, endWith, openStore, type StoreOptions } from './store.ts'

export interface Opened {
  readonly app: App
  readonly modules: readonly Module[]
  close(): Promise<void>
}

export interface OpenOptions extends StoreOptions {
  readonly now?: () => Date
  /** A database that is already open (tests); otherwise it is started or found as the configuration says. */
  readonly storage?: Storage
}

/** Joins config, storage, bus and modules to an App, without serving anything: what commands and servers share. */
export async function openApp(config: Config, options: OpenOptions): Promise<Opened> {
  const { log } = options
  const now = options.now ?? (() => new Date())
  const all = [...modules, ...(await loadPlugins(config.plugins))]
  const storage =
    options.storage ??
    (await openStore(config, {
      ...options,
      migrations: migrationsOf(all),
    }))
  endWith(storage, log)
  const { db } = storage
  const bus = new Bus(db, log, now)
  const store = await openBlobs({ dataDir: config.dataDir, s3: config.s3 })
  const blobs = noteBlobs(store, db, () => bus.toldBy !== null)
  const app: App = { config, db, bus, blobs, log, now }
  db.onUncertain = () => pulse(bus, othersWrote, {})
  for (const module of all) module.listen?.(bus, app)
  return { app, modules: all, close: () => storage.close() }
}

const migrationsOf = (all: readonly Module[]): MigrationSource[] =>
  all.flatMap((module) => (module.migrations ? [{ module: module.name, folder: module.migrations }] : []))

export interface Tweeter {
  readonly app: App
  readonly http: FastifyInstance
  /** Listens and begins background work; @returns the address it listens on. */
  start(): Promise<string>
  /** Drains requests, ends background work, closes the database. */
  stop(): Promise<void>
}

/** The whole server: the one place where things are joined. */
export async function createServer(config: Config, options: OpenOptions): Promise<Tweeter> {
  const opened = await openApp(config, { label: `tweeter start, ${config.url}`, ...options })
  const { app } = opened
  const http = await serve(
    app,
    opened.modules.flatMap((module) => module.routes ?? []),
  )
  for (const module of opened.modules) module.attach?.(http, app)
  let jobs: JobRunner | undefined
  let letGo = () => {}
  return {
    app,
    http,
    start: async () => {
      letGo = await holdServing(app.db)
      for (const module of opened.modules) await module.start?.(app)
      // Also when it listens again after a lost connection: what was said meanwhile is not told twice.
      const forget = () => pulse(app.bus, othersWrote, {})
      await app.db.pool.listen(CHANGED, forget, forget)
      await listen(http, config)
      jobs = startJobs(app, config.jobWorkers)
      const { port } = http.server.address() as AddressInfo
      return config.port === 0 ? `http://localhost:${port}` : config.url
    },
    stop: async () => {
      // Jobs under way go on while the requests drain; nothing new begins.
      const jobsEnded = jobs?.stop()
      for (const module of opened.modules.toReversed()) await endOne(app, module)
      await drain(http, app.log)
      await jobsEnded
      letGo()
      await opened.close()
    },
  }
}

async function endOne(app: App, module: Module): Promise<void> {
  try {
    await module.stop?.(app)
  } catch (error) {
    app.log.error({ error }, `${module.name} did not end cleanly: ${messageOf(error)}`)
  }
}

/** For commands: tells a running server to forget what it has cached, and those of the other site. */
export async function announceEverywhere(db: Database): Promise<void> {
  await transact(db, tellOtherToForget)
  await announceChanges(db)
}
