import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { conflict } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { type MarkerRow, markersOf, setMarker } from './queries.ts'
import type { Markers, NewMarkers } from './schema.ts'

const present = (rows: readonly MarkerRow[]): Markers =>
  Object.fromEntries(
    rows.map((row) => [
      row.timeline,
      { last_read_id: String(row.last_read_id), version: row.version, updated_at: row.changed_at.toISOString() },
    ]),
  )

/** Only those asked for; one that was never set is absent. */
export async function readMarkers(app: App, viewer: Viewer, timelines: string[]): Promise<Markers> {
  return present(await markersOf(app.db.read, viewer.accountId, timelines))
}

/** Sets one or both, or neither. @throws Problem 409 when an app names a version that is not the one there. */
export async function setMarkers(app: App, viewer: Viewer, given: NewMarkers): Promise<Markers> {
  return await transact(app.db, async (tx) => {
    const rows: MarkerRow[] = []
    for (const timeline of ['home', 'notifications'] as const) {
      const marker = given[timeline]
      if (!marker) continue
      const wanted = { timeline, lastReadId: Number(marker.last_read_id), knownVersion: marker.version ?? null }
      const [row] = await setMarker(tx, viewer.accountId, wanted)
      if (!row) throw conflict('Conflict during update, please try again')
      rows.push(row)
    }
    return present(rows)
  })
}
