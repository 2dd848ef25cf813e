/**
 * Web Push (RFC 8030, 8291, 8292, and the drafts before them that older apps use) of notifications. Owns
 * `push_subscriptions` and the network's key, `push_keys`; answers oauth's question for it.
 */
import type { Module } from '../app.ts'
import { vapidPublicKey } from './keys.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'

export { vapidPublicKey } from './keys.ts'

export const push: Module = {
  name: 'push',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
  // Made before anybody asks, so that a second site that joins has it.
  start: async (app) => void (await vapidPublicKey(app)),
}
