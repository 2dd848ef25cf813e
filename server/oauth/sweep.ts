import type { App } from '../app.ts'
import { hourly, messageOf, perApp } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { deleteExpired } from './queries.ts'

/** Kept a day longer, so that a code that comes again is noticed. */
const KEPT_MS = 24 * 60 * 60 * 1000

/** Deletes codes and sessions that expired a day ago. @returns how many. */
export const sweepExpired = (app: App): Promise<number> =>
  transact(app.db, (tx) => deleteExpired(tx, new Date(app.now().getTime() - KEPT_MS)))

/** Sweeps once an hour while the server runs. */
export const sweeper = perApp((app: App) =>
  hourly(
    () => sweepExpired(app),
    (error) => app.log.error({ error }, `Expired codes and sessions could not be deleted: ${messageOf(error)}`),
  ),
)
