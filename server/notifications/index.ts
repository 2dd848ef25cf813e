/**
 * What happened to you, and how far you have read. Owns `notifications` and `markers`, and tells others of each new
 * notification (`notified`).
 */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'

export { Notification } from './schema.ts'
export { notified, type Told, told } from './signals.ts'
export { renderNotifications } from './views.ts'

export const notifications: Module = {
  name: 'notifications',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
}
