/**
 * What the operators tell everybody, now or at a set time, and what people answer with emojis. Owns `announcements`,
 * `announcement_dismissals` and `announcement_reactions`.
 */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'

export { Announcement } from './schema.ts'
export { announcementGone, announcementPublished, announcementReacted } from './signals.ts'
export { announcementJson, listAnnouncements, reactionJson } from './views.ts'

export const announcements: Module = {
  name: 'announcements',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
}
