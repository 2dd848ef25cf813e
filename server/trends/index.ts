/**
 * What is talked about now: tags, posts, links, counted by distinct people, those that many see a little more. Owns `trend_scores`, worked out every few
 * minutes, and `trend_reviews`, what moderators decided.
 */
import type { App, Module } from '../app.ts'
import { hourly, messageOf, perApp } from '../kit/index.ts'
import { updateTrends } from './compute.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'

export { updateTrends } from './compute.ts'
export { reviewedTags } from './ranking.ts'

const EVERY_MS = 5 * 60 * 1000

const update = perApp((app: App) =>
  hourly(
    () => updateTrends(app),
    (error) => app.log.warn({ error }, `Trends could not be worked out: ${messageOf(error)}; tried again in 5 minutes`),
    EVERY_MS,
  ),
)

export const trends: Module = {
  name: 'trends',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
  start: (app) => update(app).start(),
  stop: (app) => update(app).stop(),
}
