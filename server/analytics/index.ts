/**
 * How often posts, profiles and hashtags were seen, opened and by how many people, worked out from the request files.
 * Owns `post_views`, `post_view_hours`, `account_view_hours` and `tag_view_hours`.
 *
 * A view is an answer to a person that has the post in it. What bots ask for is told from it when the files are read; who
 * looks at their own posts and profile is not counted, nor is anybody who reads a post for followers or a direct message.
 */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'
import { sweeper } from './sweep.ts'

export { AccountAnalytics, PostAnalytics, ViewCount } from './schema.ts'
export { sweepAnalytics } from './sweep.ts'
export { viewersSince } from './views.ts'

export const analytics: Module = {
  name: 'analytics',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
  start: (app) => sweeper(app).start(),
  stop: (app) => sweeper(app).stop(),
}
