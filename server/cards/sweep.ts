import type { App } from '../app.ts'
import { hourly, messageOf, perApp } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { deleteUnwanted } from './queries.ts'
import { cardFetched, cardPictureLeft } from './signals.ts'

const UNWANTED_MS = 90 * 24 * 60 * 60 * 1000
const BATCH = 200

/** Removes the previews, with their pictures, that nobody posted or looked at for three months. @returns how many. */
export async function sweepCards(app: App): Promise<number> {
  let swept = 0
  for (;;) {
    const found = await transact(app.db, async (tx) => {
      const rows = await deleteUnwanted(tx, new Date(app.now().getTime() - UNWANTED_MS), BATCH)
      for (const { url, picture } of rows) {
        await emit(tx, cardFetched, { url })
        if (picture !== null) await emit(tx, cardPictureLeft, { name: picture })
      }
      return rows.length
    })
    swept += found
    if (found < BATCH) return swept
  }
}

/** Sweeps once an hour while the server runs. */
export const sweeper = perApp((app: App) =>
  hourly(
    () => sweepCards(app),
    (error) => app.log.error({ error }, `Old previews of links could not be swept: ${messageOf(error)}`),
  ),
)
