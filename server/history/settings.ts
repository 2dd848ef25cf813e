import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { transact } from '../storage/index.ts'
import { KEPT_DAYS } from './keep.ts'
import { setPaused, settingsRow } from './queries.ts'
import type { HistorySettings } from './schema.ts'

export async function historySettings(app: App, viewer: Viewer): Promise<HistorySettings> {
  const [row] = await settingsRow(app.db.read, viewer.accountId)
  return { paused: row?.paused ?? false, kept_days: KEPT_DAYS, files_kept_days: app.config.requests.days }
}

/** Nothing of what is seen while it is paused is recorded, whenever the request files are read. */
export async function pauseHistory(app: App, viewer: Viewer, paused: boolean): Promise<HistorySettings> {
  await transact(app.db, (tx) => setPaused(tx, viewer.accountId, paused, app.now()))
  return await historySettings(app, viewer)
}
