import type { App } from '../app.ts'
import type { Tx } from '../storage/index.ts'
import { plan } from './manage.ts'
import { lockAnnouncement, updateAnnouncement } from './queries.ts'
import type { AnnouncementTime } from './signals.ts'

/** Publishes what was scheduled for this time, if it still is. */
export async function publishDue(tx: Tx, app: App, { announcementId, atMs }: AnnouncementTime): Promise<void> {
  const [row] = await lockAnnouncement(tx, announcementId)
  if (!row || row.published_at !== null || row.scheduled_at?.getTime() !== atMs) return
  const fields = { ...row, scheduled_at: null, published_at: app.now() }
  await plan(tx, row, (await updateAnnouncement(tx, row.id, fields, row.updated_at))[0]!)
}

/** Takes back what was to end at this time, if it still is. */
export async function endDue(tx: Tx, app: App, { announcementId, atMs }: AnnouncementTime): Promise<void> {
  const [row] = await lockAnnouncement(tx, announcementId)
  if (!row || row.published_at === null || row.ends_at?.getTime() !== atMs) return
  await plan(tx, row, (await updateAnnouncement(tx, row.id, { ...row, published_at: null }, app.now()))[0]!)
}
