/**
 * Hashtags that people follow or feature, and how much they are used. Owns `followed_tags` and `featured_tags`; and,
 * derived by triggers from posts and their tags, `account_tags` (who used what how often), `tag_day_accounts` and
 * `tag_day_parts` (uses of the last days; `tag_days` is the view of it).
 */
import type { App, Module } from '../app.ts'
import { hourly, messageOf, perApp } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { listen } from './listeners.ts'
import { purgeDays } from './queries.ts'
import { routes } from './routes.ts'
import { dayOf } from './views.ts'

export { featuredOf } from './feature.ts'
export { followedTagsOf } from './queries.ts'
export { Tag } from './schema.ts'
export * from './signals.ts'
export { tagKey, tagsJson } from './views.ts'

/** A day more than is shown, for those whose today is ours of yesterday. */
const DAYS_KEPT = 9
const DAY_MS = 24 * 60 * 60 * 1000

/** Forgets the days that no history shows any more. */
export const purgeOldDays = (app: App) =>
  transact(app.db, (tx) => purgeDays(tx, dayOf(new Date(app.now().getTime() - DAYS_KEPT * DAY_MS))))

const purge = perApp((app: App) =>
  hourly(
    () => purgeOldDays(app),
    (error) => app.log.warn({ error }, `Old days of hashtags could not be purged: ${messageOf(error)}`),
  ),
)

export const tags: Module = {
  name: 'tags',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
  start: (app) => purge(app).start(),
  stop: (app) => purge(app).stop(),
}
