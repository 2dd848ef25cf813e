import type { App } from '../app.ts'
import { hourly, messageOf, perApp } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { purge } from './queries.ts'

export const KEPT_DAYS = 90
const DAY_MS = 24 * 3600 * 1000
export const KEPT_MS = KEPT_DAYS * DAY_MS

/** The day (UTC) of a moment, as in `2026-11-22`. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export const sweepHistory = (app: App): Promise<void> =>
  transact(app.db, (tx) => purge(tx, dayOf(app.now().getTime() - KEPT_MS)))

export const sweeper = perApp((app: App) =>
  hourly(
    () => sweepHistory(app),
    (error) => app.log.warn({ error }, `Old history could not be purged: ${messageOf(error)}`),
  ),
)
