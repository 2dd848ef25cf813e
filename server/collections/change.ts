import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { forbidden, notFound, unprocessable } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { putIn, requireFeaturable } from './add.ts'
import { COLLECTION_LIMITS, readEdit } from './check.ts'
import * as queries from './queries.ts'
import type { CollectionEdit, NewCollection, WrappedCollection } from './schema.ts'
import { collectionChanged, collectionDeleted } from './signals.ts'
import { requireCollection, requireOwn } from './views.ts'

const atFirst = { description: '', language: null, sensitive: false, discoverable: false, tag: null }

/**
 * Makes a collection, with accounts in it if some are named.
 *
 * @throws Problem 422 for what will not do, and when one has as many as one may; 403 or 404 for an account that may not
 * be added. Then nothing was made.
 */
export async function createCollection(app: App, viewer: Viewer, wanted: NewCollection): Promise<WrappedCollection> {
  const edit = readEdit({ ...wanted, name: wanted.name ?? '' })
  const accountIds = [...new Set(wanted.account_ids.map(Number))]
  await requireFeaturable(app, accountIds)
  const now = app.now()
  const id = await transact(app.db, async (tx) => {
    if ((await queries.countCollections(tx, viewer.accountId)) >= COLLECTION_LIMITS.collections) {
      throw unprocessable(`Validation failed: You cannot have more than ${COLLECTION_LIMITS.collections} collections`)
    }
    const row = { ...atFirst, ...edit, name: edit.name! }
    const [made] = await queries.insertCollection(tx, viewer.accountId, row, now)
    if (accountIds.length > 0) await putIn(tx, made!.id, viewer.accountId, accountIds, now)
    return made!.id
  })
  return { collection: await requireCollection(app, viewer.accountId, id) }
}

/** Changes what is given. @throws Problem 404, 403 when it is somebody else's, 422. */
export async function editCollection(
  app: App,
  viewer: Viewer,
  id: string,
  wanted: CollectionEdit,
): Promise<WrappedCollection> {
  const { id: collectionId } = await requireOwn(app, viewer.accountId, id)
  const edit = readEdit(wanted)
  await transact(app.db, async (tx) => {
    const [before] = await queries.lockCollection(tx, Number(collectionId))
    if (!before) throw notFound()
    const changed = (Object.keys(edit) as (keyof typeof edit)[]).filter((column) => before[column] !== edit[column])
    if (changed.length === 0) return
    await queries.updateCollection(tx, before.id, { ...edit, updated_at: app.now() })
    await emit(tx, collectionChanged, { collectionId: before.id, ownerId: viewer.accountId, changed })
  })
  return { collection: await requireCollection(app, viewer.accountId, id) }
}

/** @throws Problem 404, 403 when it is somebody else's. */
export async function deleteCollection(app: App, viewer: Viewer, id: string): Promise<Record<string, never>> {
  await requireOwn(app, viewer.accountId, id)
  await transact(app.db, async (tx) => {
    const [row] = await queries.lockCollection(tx, Number(id))
    if (!row) throw notFound()
    await bury(tx, row.id, viewer.accountId, app.now())
  })
  return {}
}

export async function bury(tx: Tx, collectionId: number, ownerId: number, now: Date): Promise<void> {
  await queries.buryCollection(tx, collectionId, now)
  await emit(tx, collectionDeleted, { collectionId, ownerId })
}

/** Takes an account out of a collection of one's own; it may be put in again. @throws Problem 404, 403. */
export async function removeItem(app: App, viewer: Viewer, id: string, itemId: string): Promise<Record<string, never>> {
  await requireOwn(app, viewer.accountId, id)
  await transact(app.db, async (tx) => {
    const [item] = await queries.findItem(tx, Number(id), Number(itemId))
    if (!item) throw notFound()
    await queries.endItem(tx, item, false)
  })
  return {}
}

/** Takes oneself out of somebody's collection, for good. @throws Problem 404; 403 when the item is somebody else. */
export async function revokeItem(app: App, viewer: Viewer, id: string, itemId: string): Promise<Record<string, never>> {
  await transact(app.db, async (tx) => {
    const [collection] = await queries.lockCollection(tx, Number(id))
    const [item] = collection ? await queries.findItem(tx, collection.id, Number(itemId)) : []
    if (!item) throw notFound()
    if (item.account_id !== viewer.accountId) throw forbidden()
    await queries.endItem(tx, item, true)
  })
  return {}
}
