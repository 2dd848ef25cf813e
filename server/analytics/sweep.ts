import type { App } from '../app.ts'
import { hourly, messageOf, perApp } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { KEPT_DAYS } from './figures/range.ts'
import { purge } from './queries.ts'

const HOUR_MS = 3600 * 1000
/** In which a post may have been deleted while its last readers were being counted. */
const RECENT_MS = 48 * HOUR_MS

/** Forgets the hours that no range reaches any more. */
export const sweepAnalytics = (app: App): Promise<void> => {
  const now = app.now().getTime()
  return transact(app.db, (tx) => purge(tx, new Date(now - KEPT_DAYS * 24 * HOUR_MS), new Date(now - RECENT_MS)))
}

export const sweeper = perApp((app: App) =>
  hourly(
    () => sweepAnalytics(app),
    (error) => app.log.warn({ error }, `Old figures of posts could not be purged: ${messageOf(error)}`),
  ),
)
