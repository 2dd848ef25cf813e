import type { App } from '../app.ts'
import { hourly, messageOf, perApp } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { KEPT_DAYS } from './figures/range.ts'
import { purgeAccountHours, purgeDeletedAccounts, purgeDeletedPosts, purgePostHours, purgeTagHours } from './queries.ts'

const HOUR_MS = 3600 * 1000
/** In which a post may have been deleted while its last readers were being counted. */
const RECENT_MS = 48 * HOUR_MS

/** Of one statement, so that no transaction is long, however much there is to forget. */
const BATCH = 5000

/** Forgets the hours that no range reaches any more, and what is gone; in batches. */
export async function sweepAnalytics(app: App, batch = BATCH): Promise<void> {
  const now = app.now().getTime()
  const [old, recent] = [new Date(now - KEPT_DAYS * 24 * HOUR_MS), new Date(now - RECENT_MS)]
  for (const [purge, moment] of [
    [purgePostHours, old],
    [purgeAccountHours, old],
    [purgeTagHours, old],
    [purgeDeletedPosts, recent],
    [purgeDeletedAccounts, recent],
  ] as const) {
    for (let gone = batch; gone >= batch; ) gone = await transact(app.db, (tx) => purge(tx, moment, batch))
  }
}

export const sweeper = perApp((app: App) =>
  hourly(
    () => sweepAnalytics(app),
    (error) => app.log.warn({ error }, `Old figures of posts could not be purged: ${messageOf(error)}`),
  ),
)
