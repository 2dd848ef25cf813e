/**
 * What happened to you, whose doings you want to hear of, and how far you have read. Owns `notifications`, their
 * policies, permissions and requests, and `markers`; tells others of each new notification (`notified`, `told`).
 */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'
import { purger } from './writing/purge.ts'

export { titleOf as notificationTitle } from './fallback.ts'
export { Notification } from './schema.ts'
export { notified, sendersAccepted, type Told, told } from './signals.ts'
export { type NotificationType, TYPES as NOTIFICATION_TYPES } from './types.ts'
export { renderNotifications } from './views.ts'

export const notifications: Module = {
  name: 'notifications',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
  start: (app) => purger(app).start(),
  stop: (app) => purger(app).stop(),
}
