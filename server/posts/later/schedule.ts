import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { notFound, unprocessable } from '../../kit/index.ts'
import { holdMedia } from '../../media/index.ts'
import { emitAt } from '../../signals/index.ts'
import { type Tx, transact } from '../../storage/index.ts'
import { type CreateOptions, createPost, preparePost } from '../create.ts'
import { claimIdempotencyKey, fillIdempotencyKey } from '../queries.ts'
import type { CreateStatus } from '../schema.ts'
import { scheduleDue } from '../signals.ts'
import { letGo } from './let-go.ts'
import { countRows, type DraftRow, endRow, insertRow, lockDrafts, lockRow, oneRow, updateTime } from './queries.ts'
import type { ScheduledStatus } from './schema.ts'
import { presentScheduled } from './views.ts'

const DAY_MS = 24 * 3600 * 1000
/** Mastodon's. */
const LIMITS = { leadMs: 5 * 60 * 1000, all: 300, aDay: 25, aheadMs: 5 * 366 * DAY_MS } as const

/** When a post is to be published; null: now, which is also what a time that has passed means (as in Mastodon). */
function readTime(app: App, given: string): Date | null {
  const time = new Date(given)
  const nowMs = app.now().getTime()
  const refuse = (why: string) => unprocessable(`Validation failed: Scheduled at ${why}`)
  if (Number.isNaN(time.getTime())) throw refuse('must be a date and time, such as 2027-01-31T12:00:00Z')
  if (time.getTime() <= nowMs) return null
  if (time.getTime() < nowMs + LIMITS.leadMs) throw refuse('must be at least 5 minutes in the future')
  if (time.getTime() > nowMs + LIMITS.aheadMs) throw refuse('must be within five years')
  return time
}

/** Publishes a post now, or keeps it until the time that it gives. @throws Problem as the two do. */
export async function publish(app: App, viewer: Viewer, wanted: CreateStatus, options: CreateOptions) {
  const at = wanted.scheduled_at ? readTime(app, wanted.scheduled_at) : null
  return at ? await schedulePost(app, viewer, wanted, at, options) : await createPost(app, viewer, wanted, options)
}

/**
 * Keeps a post until its time. It is checked as if it were published now, and again then.
 *
 * @throws Problem 422, 404, 403: whatever `createPost` throws, or too many are scheduled.
 */
async function schedulePost(
  app: App,
  viewer: Viewer,
  wanted: CreateStatus,
  at: Date,
  options: CreateOptions,
): Promise<ScheduledStatus> {
  await preparePost(app, viewer, wanted, {})
  const { scheduled_at: _now, ...params } = wanted
  // Apart from the keys of posts, whose ids are of another kind.
  const key = options.idempotencyKey && `scheduled ${options.idempotencyKey}`.slice(0, 200)
  const id = await transact(app.db, async (tx) => {
    await lockDrafts(tx, viewer.accountId)
    const before = key === undefined ? null : await claimIdempotencyKey(tx, viewer.accountId, key)
    if (before !== null) return before
    await holdMedia(tx, viewer.accountId, (params.media_ids ?? []).map(Number), at)
    const row = { accountId: viewer.accountId, params, scheduledAt: at, appId: options.appId ?? null, now: app.now() }
    const made = (await insertRow(tx, row))[0]!
    await refuseTooMany(tx, viewer.accountId, at)
    if (key !== undefined) await fillIdempotencyKey(tx, viewer.accountId, key, made.id)
    await emitAt(tx, scheduleDue, { draftId: made.id, atMs: at.getTime() }, at)
    return made.id
  })
  return await showScheduled(app, viewer, String(id))
}

/** @throws Problem 404. */
export async function showScheduled(app: App, viewer: Viewer, id: string): Promise<ScheduledStatus> {
  const rows = await oneRow(app.db.read, viewer.accountId, 'scheduled', Number(id))
  return (await presentScheduled(app, rows))[0] ?? missing()
}

/** Moves it to another time. @throws Problem 404, 422. */
export async function reschedule(app: App, viewer: Viewer, id: string, given: string): Promise<ScheduledStatus> {
  const at = readTime(app, given)
  if (!at) throw unprocessable('Validation failed: Scheduled at must be at least 5 minutes in the future')
  await transact(app.db, async (tx) => {
    await lockDrafts(tx, viewer.accountId)
    const row = await lockOwn(tx, viewer, id)
    await updateTime(tx, row.id, at)
    await refuseTooMany(tx, viewer.accountId, at)
    await holdMedia(tx, viewer.accountId, (row.params.media_ids ?? []).map(Number), at)
    await emitAt(tx, scheduleDue, { draftId: row.id, atMs: at.getTime() }, at)
  })
  return await showScheduled(app, viewer, id)
}

/** @throws Problem 404. */
export async function cancelScheduled(app: App, viewer: Viewer, id: string): Promise<object> {
  await transact(app.db, async (tx) => {
    const row = await lockOwn(tx, viewer, id)
    await endRow(tx, row.id)
    await letGo(app, tx, row, (row.params.media_ids ?? []).map(Number))
  })
  return {}
}

async function lockOwn(tx: Tx, viewer: Viewer, id: string): Promise<DraftRow> {
  const [row] = await lockRow(tx, Number(id))
  if (!row || row.account_id !== viewer.accountId || row.scheduled_at === null) throw notFound()
  return row
}

/** Counts with the new one. */
async function refuseTooMany(tx: Tx, accountId: number, at: Date): Promise<void> {
  const from = new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS)
  const [count] = await countRows(tx, accountId, 'scheduled', from, new Date(from.getTime() + DAY_MS))
  if (count!.all > LIMITS.all) throw unprocessable(`You have exceeded the limit of ${LIMITS.all} scheduled posts`)
  if (count!.between > LIMITS.aDay) {
    throw unprocessable(`You have exceeded the limit of ${LIMITS.aDay} scheduled posts for that day`)
  }
}

function missing(): never {
  throw notFound()
}
