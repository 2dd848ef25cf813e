import type { Static } from 'typebox'
import type { App } from '../app.ts'
import { type Call, linkPages, type PageQuery, pageOf, type Viewer } from '../http/index.ts'
import { notFound, unprocessable } from '../kit/index.ts'
import { act, requirePermission } from '../moderation/index.ts'
import { emit, emitAt } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import {
  type AnnouncementFields,
  type AnnouncementRow,
  announcementsPage,
  deleteAnnouncement,
  insertAnnouncement,
  lockAnnouncement,
  oneAnnouncement,
  updateAnnouncement,
} from './queries.ts'
import type { AdminAnnouncement, AnnouncementBody, NewAnnouncement } from './schema.ts'
import { announcementDue, announcementEnding, announcementGone, announcementPublished } from './signals.ts'

type Paged = Call<Viewer, unknown, Static<ReturnType<typeof PageQuery>>, unknown>

const MOST_CHARACTERS = 5000
const MANAGE = 'manage_announcements'

const refuse = (what: string) => unprocessable(`Validation failed: ${what}`)

function missing(): never {
  throw notFound('There is no such announcement.')
}

const adminJson = (row: AnnouncementRow): AdminAnnouncement => ({
  id: String(row.id),
  text: row.text,
  starts_at: row.starts_at?.toISOString() ?? null,
  ends_at: row.ends_at?.toISOString() ?? null,
  all_day: row.all_day,
  published: row.published_at !== null,
  scheduled_at: row.scheduled_at?.toISOString() ?? null,
  published_at: row.published_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
})

/** Those to come and those that are over too, the newest first. @throws Problem 403. */
export async function listAll(call: Paged): Promise<AdminAnnouncement[]> {
  const { app, viewer } = call
  await requirePermission(app, viewer, MANAGE)
  const page = pageOf(call.query)
  const rows = await announcementsPage(app.db.read, page)
  const newestFirst = page.upwards ? rows.toReversed() : rows
  linkPages(
    call,
    newestFirst.map((row) => row.id),
    page.limit,
  )
  return newestFirst.map(adminJson)
}

/** @throws Problem 403, 404. */
export async function showOne(app: App, viewer: Viewer, id: string): Promise<AdminAnnouncement> {
  await requirePermission(app, viewer, MANAGE)
  return adminJson((await oneAnnouncement(app.db.read, Number(id)))[0] ?? missing())
}

/** @throws Problem 403, 422. */
export async function announce(app: App, viewer: Viewer, wanted: NewAnnouncement): Promise<AdminAnnouncement> {
  return await act(app, viewer, MANAGE, async (tx, note) => {
    const fields = fieldsOf(app, wanted, null)
    const isNow = wanted.published ?? fields.scheduled_at === null
    const published = isNow ? { scheduled_at: null, published_at: app.now() } : {}
    const [row] = await insertAnnouncement(tx, { ...fields, ...published }, app.now())
    await plan(tx, null, row!)
    note({ action: 'announcement.create', targetType: 'announcement', targetId: row!.id, details: adminJson(row!) })
    return adminJson(row!)
  })
}

type Deciding = (row: AnnouncementRow) => AnnouncementFields

async function change(
  app: App,
  viewer: Viewer,
  id: string,
  verb: string,
  decide: Deciding,
): Promise<AdminAnnouncement> {
  return await act(app, viewer, MANAGE, async (tx, note) => {
    const before = (await lockAnnouncement(tx, Number(id)))[0] ?? missing()
    const after = (await updateAnnouncement(tx, before.id, decide(before), app.now()))[0]!
    await plan(tx, before, after)
    const details = { before: adminJson(before), now: adminJson(after) }
    note({ action: `announcement.${verb}`, targetType: 'announcement', targetId: after.id, details })
    return adminJson(after)
  })
}

/** What is not given stays as it is. @throws Problem 403, 404, 422. */
export const edit = (app: App, viewer: Viewer, id: string, wanted: AnnouncementBody) =>
  change(app, viewer, id, 'update', (row) => fieldsOf(app, wanted, row))

/** @throws Problem 403, 404, 422 (it has ended). */
export const publish = (app: App, viewer: Viewer, id: string) =>
  change(app, viewer, id, 'publish', (row) => {
    if (row.ends_at !== null && row.ends_at <= app.now()) throw refuse('Ends at has passed; give it another end first')
    return { ...row, scheduled_at: null, published_at: row.published_at ?? app.now() }
  })

/** It can be published again; what is scheduled is so no more. @throws Problem 403, 404. */
export const unpublish = (app: App, viewer: Viewer, id: string) =>
  change(app, viewer, id, 'unpublish', (row) => ({ ...row, scheduled_at: null, published_at: null }))

/** @throws Problem 403, 404. */
export async function remove(app: App, viewer: Viewer, id: string): Promise<object> {
  await act(app, viewer, MANAGE, async (tx, note) => {
    const row = (await lockAnnouncement(tx, Number(id)))[0] ?? missing()
    await deleteAnnouncement(tx, row.id, app.now())
    if (row.published_at !== null) await emit(tx, announcementGone, { announcementId: row.id })
    note({ action: 'announcement.destroy', targetType: 'announcement', targetId: row.id, details: adminJson(row) })
  })
  return {}
}

/** Says what has become of an announcement, and leaves the jobs of what is to become of it. */
export async function plan(tx: Tx, before: AnnouncementRow | null, after: AnnouncementRow): Promise<void> {
  const { id: announcementId, scheduled_at, ends_at } = after
  if (after.published_at !== null) await emit(tx, announcementPublished, { announcementId })
  else if (before && before.published_at !== null) await emit(tx, announcementGone, { announcementId })
  if (scheduled_at !== null && scheduled_at.getTime() !== before?.scheduled_at?.getTime()) {
    await emitAt(tx, announcementDue, { announcementId, atMs: scheduled_at.getTime() }, scheduled_at)
  }
  if (ends_at !== null && ends_at.getTime() !== before?.ends_at?.getTime()) {
    await emitAt(tx, announcementEnding, { announcementId, atMs: ends_at.getTime() }, ends_at)
  }
}

/** @throws Problem 422. */
function fieldsOf(app: App, wanted: AnnouncementBody, before: AnnouncementRow | null): AnnouncementFields {
  const text = (wanted.text ?? before?.text ?? '').trim()
  if (text === '') throw refuse("Text can't be blank")
  if ([...text].length > MOST_CHARACTERS) throw refuse(`Text may have ${MOST_CHARACTERS} characters`)
  const starts_at = timeOf('Starts at', wanted.starts_at, before?.starts_at)
  const ends_at = timeOf('Ends at', wanted.ends_at, before?.ends_at)
  const scheduled_at = timeOf('Scheduled at', wanted.scheduled_at, before?.scheduled_at)
  if (starts_at && ends_at && ends_at < starts_at) throw refuse('Ends at must not be before starts at')
  if (wanted.ends_at && ends_at && ends_at <= app.now()) throw refuse('Ends at must be in the future')
  if (wanted.scheduled_at && scheduled_at) {
    if (before && before.published_at !== null) throw refuse('Scheduled at is for what is not published yet')
    if (scheduled_at <= app.now()) throw refuse('Scheduled at must be in the future')
    if (ends_at && ends_at <= scheduled_at) throw refuse('Ends at must be after scheduled at')
  }
  const all_day = (wanted.all_day ?? before?.all_day ?? false) && starts_at !== null && ends_at !== null
  return { text, starts_at, ends_at, all_day, scheduled_at, published_at: before?.published_at ?? null }
}

/** Years that both ISO 8601 and a number of milliseconds can say. */
const LAST_YEAR = 9999

function timeOf(name: string, given: string | null | undefined, before: Date | null | undefined): Date | null {
  if (given === undefined) return before ?? null
  if (given === null || given.trim() === '') return null
  const time = new Date(given)
  const year = time.getUTCFullYear()
  if (!(year >= 1970 && year <= LAST_YEAR))
    throw refuse(`${name} must be a date and time, such as 2027-01-31T12:00:00Z`)
  return time
}
