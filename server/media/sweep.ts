import type { App } from '../app.ts'
import { hourly, messageOf, perApp } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { deleteOrphans } from './queries.ts'
import { mediaRemoved } from './signals.ts'

const ORPHAN_MS = 24 * 60 * 60 * 1000
const BATCH = 200

/** Deletes the pictures that no post has had for a day. @returns how many. */
export async function sweepOrphans(app: App): Promise<number> {
  let swept = 0
  for (;;) {
    const found = await transact(app.db, async (tx) => {
      const now = app.now()
      const rows = await deleteOrphans(tx, new Date(now.getTime() - ORPHAN_MS), now, BATCH)
      for (const { id } of rows) await emit(tx, mediaRemoved, { mediaId: id })
      return rows.length
    })
    swept += found
    if (found < BATCH) return swept
  }
}

/** Sweeps once an hour while the server runs. */
export const sweeper = perApp((app: App) =>
  hourly(
    () => sweepOrphans(app),
    (error) => app.log.error({ error }, `Loose pictures could not be swept: ${messageOf(error)}`),
  ),
)
