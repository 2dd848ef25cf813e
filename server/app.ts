import type { FastifyInstance } from 'fastify'
import type { Config } from './config/index.ts'
import type { Route } from './http/index.ts'
import type { Bus } from './signals/index.ts'
import type { Blobs, Database } from './storage/index.ts'

/** One line per event, structured; the calls of pino that we use. */
export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** All that differs between processes and tests. It does not grow with modules: their state is `perApp` (kit). */
export interface App {
  readonly config: Config
  readonly db: Database
  readonly bus: Bus
  readonly blobs: Blobs
  readonly log: Logger
  /** The time now; tests turn this clock by hand. */
  now(): Date
}

/** What there is without the modules: enough for whoever neither tells nor asks others anything. */
export type Ground = Pick<App, 'config' | 'db' | 'log'>

/** What a folder under server/ gives to the whole. */
export interface Module {
  readonly name: string
  readonly routes?: readonly Route[]
  /** Folder of `<yyyymmddhhmm>_<name>.sql` files. */
  readonly migrations?: URL
  /** Registers listeners and answers questions; runs before anything is served. */
  listen?(bus: Bus, app: App): void
  /** Hooks into the HTTP server itself, where a route cannot (WebSocket upgrades). */
  attach?(http: FastifyInstance, app: App): void
  /** Begins background work, once the server listens. */
  start?(app: App): Promise<void> | void
  /** Ends it; called in reverse order, before the last requests drain: long-lived streams must end here. */
  stop?(app: App): Promise<void> | void
}
