import type { App } from '../../app.ts'
import { hourly, messageOf, perApp } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import { deleteOld } from './queries.ts'

const KEPT_MS = 180 * 24 * 3600 * 1000
/** Small enough that nobody waits for its locks. */
const BATCH = 5000

/** Deletes notifications older than 180 days, in batches. @returns how many. */
export async function purgeOld(app: App): Promise<number> {
  const before = new Date(app.now().getTime() - KEPT_MS)
  let total = 0
  for (;;) {
    const gone = await transact(app.db, (tx) => deleteOld(tx, before, BATCH))
    total += gone
    if (gone < BATCH) return total
  }
}

/** Purges once an hour while the server runs. */
export const purger = perApp((app: App) =>
  hourly(
    () => purgeOld(app),
    (error) => app.log.warn({ error }, `Old notifications could not be purged: ${messageOf(error)}`),
  ),
)
