import type { App } from '../../app.ts'
import { letGoOfMedia } from '../../media/index.ts'
import type { Tx } from '../../storage/index.ts'
import { type DraftRow, wantedElsewhere } from './queries.ts'

/** What was removed wants these media no more; those that another draft or scheduled post wants are kept. */
export async function letGo(app: App, tx: Tx, row: DraftRow, mediaIds: readonly number[]): Promise<void> {
  if (mediaIds.length === 0) return
  const kept = new Set((await wantedElsewhere(tx, row.account_id, [...mediaIds], row.id)).map((one) => one.id))
  const free = mediaIds.filter((id) => !kept.has(id))
  await letGoOfMedia(app, tx, row.account_id, free)
}
