import type { App } from '../app.ts'
import { messageOf, perApp } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { deleteExpired } from './queries.ts'

/** Kept a day longer, so that a code that comes again is noticed. */
const KEPT_MS = 24 * 60 * 60 * 1000
const SWEEP_EVERY_MS = 60 * 60 * 1000

/** Deletes codes and sessions that expired a day ago. @returns how many. */
export const sweepExpired = (app: App): Promise<number> =>
  transact(app.db, (tx) => deleteExpired(tx, new Date(app.now().getTime() - KEPT_MS)))

/** Sweeps once an hour while the server runs. */
export const sweeper = perApp((app: App) => {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  const sweep = () => {
    running = sweepExpired(app).catch((error) => {
      app.log.error({ error }, `Expired codes and sessions could not be deleted: ${messageOf(error)}`)
    })
  }
  return {
    start: () => {
      timer = setInterval(sweep, SWEEP_EVERY_MS)
      timer.unref()
    },
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
})
