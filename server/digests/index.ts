/**
 * Mails about notifications, and digests of what somebody missed, as each person sets them. Owns `mail_settings` and
 * `digests`.
 */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'
import { saveAllSeen, seenKeeper } from './seen.ts'

export const digests: Module = {
  name: 'digests',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
  start: (app) => seenKeeper(app).start(),
  stop: async (app) => {
    await seenKeeper(app).stop()
    await saveAllSeen(app)
  },
}
