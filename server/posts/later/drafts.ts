import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { notFound, unprocessable } from '../../kit/index.ts'
import { holdMedia } from '../../media/index.ts'
import { type Tx, transact } from '../../storage/index.ts'
import { preparePost } from '../create.ts'
import type { Status } from '../schema.ts'
import { requireStatus } from '../views.ts'
import { letGo } from './let-go.ts'
import { countRows, type DraftRow, endRow, insertRow, lockDrafts, lockRow, oneRow, updateParams } from './queries.ts'
import type { Draft, DraftBody } from './schema.ts'
import { presentDrafts } from './views.ts'

const MOST_DRAFTS = 300
/** A draft waits for ever. */
export const FAR = new Date('9999-01-01')
const NEVER = new Date(0)

/** @throws Problem 404. */
export async function showDraft(app: App, viewer: Viewer, id: string): Promise<Draft> {
  const rows = await oneRow(app.db.read, viewer.accountId, 'draft', Number(id))
  return (await presentDrafts(app, rows))[0] ?? missing()
}

/** Keeps a draft, and its media with it. Nothing of it has to be finished. @throws Problem 422 (media, too many). */
export async function createDraft(app: App, viewer: Viewer, params: DraftBody, appId: number | null): Promise<Draft> {
  const id = await transact(app.db, async (tx) => {
    await lockDrafts(tx, viewer.accountId)
    const [count] = await countRows(tx, viewer.accountId, 'draft', NEVER, NEVER)
    if (count!.all >= MOST_DRAFTS) throw unprocessable(`You may keep ${MOST_DRAFTS} drafts. Remove one first.`)
    await holdMedia(tx, viewer.accountId, mediaOf(params), FAR)
    const row = { accountId: viewer.accountId, params, scheduledAt: null, appId, now: app.now() }
    return (await insertRow(tx, row))[0]!.id
  })
  return await showDraft(app, viewer, String(id))
}

/** Replaces what a draft says. @throws Problem 404, 422. */
export async function updateDraft(app: App, viewer: Viewer, id: string, params: DraftBody): Promise<Draft> {
  await transact(app.db, async (tx) => {
    const row = await lockOwn(tx, viewer, id)
    await holdMedia(tx, viewer.accountId, mediaOf(params), FAR)
    const dropped = mediaOf(row.params).filter((one) => !mediaOf(params).includes(one))
    await letGo(app, tx, row, dropped)
    await updateParams(tx, row.id, params)
  })
  return await showDraft(app, viewer, id)
}

/** @throws Problem 404. */
export async function removeDraft(app: App, viewer: Viewer, id: string): Promise<object> {
  await transact(app.db, async (tx) => {
    const row = await lockOwn(tx, viewer, id)
    await endRow(tx, row.id)
    await letGo(app, tx, row, mediaOf(row.params))
  })
  return {}
}

/** Publishes a draft; it is gone when and only when the post is there. @throws Problem 404, and as `createPost`. */
export async function publishDraft(app: App, viewer: Viewer, id: string, appId: number | null): Promise<Status> {
  const [known] = await oneRow(app.db.read, viewer.accountId, 'draft', Number(id))
  if (!known) throw notFound()
  const write = await preparePost(app, viewer, known.params, { appId })
  const postId = await transact(app.db, async (tx) => {
    const row = await lockOwn(tx, viewer, id)
    if (row.changed_at.getTime() !== known.changed_at.getTime()) {
      throw unprocessable('The draft has changed meanwhile. Look at it and publish it again.')
    }
    await endRow(tx, row.id)
    return await write(tx)
  })
  return await requireStatus(app, viewer, postId)
}

async function lockOwn(tx: Tx, viewer: Viewer, id: string): Promise<DraftRow> {
  const [row] = await lockRow(tx, Number(id))
  if (!row || row.account_id !== viewer.accountId || row.scheduled_at !== null) throw notFound()
  return row
}

const mediaOf = (params: DraftBody): number[] => (params.media_ids ?? []).map(Number)

function missing(): never {
  throw notFound()
}
