/**
 * Tells apps at once what is new: WebSockets with any number of streams each, and server-sent events with one. Owns no
 * table. Memory is bounded everywhere: listeners, streams of each, what waits to be told and what waits to be sent.
 */
import type { App, Module } from '../app.ts'
import { listen } from './listeners.ts'
import { publisherOf } from './publish.ts'
import { routes } from './routes.ts'
import { attach } from './upgrade.ts'

/** How many apps are listening at this moment, over either kind of connection. */
export const openStreams = (app: App): number => publisherOf(app).hub.size

export const streaming: Module = {
  name: 'streaming',
  routes,
  listen,
  attach,
  stop: (app) => publisherOf(app).hub.close(),
}
