import type { App } from '../app.ts'
import { hourly, messageOf, perApp } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { purgeDays, purgeErasures } from './queries.ts'

export const KEPT_DAYS = 90
const DAY_MS = 24 * 3600 * 1000
export const KEPT_MS = KEPT_DAYS * DAY_MS

/** The day (UTC) of a moment, as in `2026-11-22`. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** Of one statement, so that no transaction is long, however much there is to forget. */
const BATCH = 5000

/** Forgets what is older than is kept, in batches. */
export async function sweepHistory(app: App, batch = BATCH): Promise<void> {
  const day = dayOf(app.now().getTime() - KEPT_MS)
  for (const purge of [purgeDays, purgeErasures]) {
    for (let gone = batch; gone >= batch; ) gone = await transact(app.db, (tx) => purge(tx, day, batch))
  }
}

export const sweeper = perApp((app: App) =>
  hourly(
    () => sweepHistory(app),
    (error) => app.log.warn({ error }, `Old history could not be purged: ${messageOf(error)}`),
  ),
)
