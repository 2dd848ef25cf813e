import { accountEntries, accountsJson, isVisible } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { forbidden, notFound } from '../kit/index.ts'
import { type Hidden, hiddenFor } from '../relations/index.ts'
import { type CollectionRow, collectionRows, type ItemRow, itemRows } from './queries.ts'
import type { Collection, CollectionItem, CollectionWithAccounts } from './schema.ts'

/**
 * Collections as the API shows them to this viewer, in the given order. Accounts that are gone, or where there is a
 * block between them and the viewer, are left out, and so are collections whose owner is gone or blocks the viewer. One
 * statement, and one more each for accounts and blocks that are not in memory.
 */
export async function presentCollections(
  app: App,
  viewerId: number | null,
  rows: readonly CollectionRow[],
): Promise<Collection[]> {
  if (rows.length === 0) return []
  const items = await itemRows(
    app.db.read,
    rows.map((row) => row.id),
  )
  const hidden = viewerId === null ? null : await hiddenFor(app, viewerId)
  const involved = new Set([...rows, ...items].map((row) => row.account_id))
  const entries = await accountEntries(app, involved)
  const isThere = (id: number) => entries.has(id) && isVisible(entries.get(id)!.row)
  const byCollection = Map.groupBy(
    items.filter((item) => isThere(item.account_id)),
    (item) => item.collection_id,
  )
  return rows
    .filter((row) => isThere(row.account_id) && !hidden?.blockedBy.has(row.account_id))
    .map((row) => present(app, row, byCollection.get(row.id) ?? [], hidden))
}

/** Collections by id: for those above that tell of one, such as notifications. Unknown ones are left out. */
export async function collectionsJson(
  app: App,
  viewerId: number | null,
  ids: readonly number[],
): Promise<Collection[]> {
  if (ids.length === 0) return []
  const rows = new Map((await collectionRows(app.db.read, [...ids])).map((row) => [row.id, row]))
  return await presentCollections(
    app,
    viewerId,
    ids.flatMap((id) => rows.get(id) ?? []),
  )
}

/** @throws Problem 404 when there is no such collection for this viewer. */
export async function requireCollection(app: App, viewerId: number | null, id: string | number): Promise<Collection> {
  const [found] = await collectionsJson(app, viewerId, [Number(id)])
  if (!found) throw notFound()
  return found
}

/** @throws Problem 404 when there is none for this viewer; 403 when it is somebody else's. */
export async function requireOwn(app: App, viewerId: number, id: string): Promise<Collection> {
  const found = await requireCollection(app, viewerId, id)
  if (found.account_id !== String(viewerId)) throw forbidden()
  return found
}

/** A collection with its owner and everybody in it. @throws Problem 404. */
export async function showCollection(app: App, viewerId: number | null, id: string): Promise<CollectionWithAccounts> {
  const collection = await requireCollection(app, viewerId, id)
  const ids = new Set([collection.account_id, ...collection.items.map((item) => item.account_id)])
  return { accounts: await accountsJson(app, [...ids].map(Number)), collection }
}

function present(app: App, row: CollectionRow, items: readonly ItemRow[], hidden: Hidden | null): Collection {
  const { url } = app.config
  const shown = items.filter(({ account_id: id }) => !hidden?.blocking.has(id) && !hidden?.blockedBy.has(id))
  return {
    id: String(row.id),
    account_id: String(row.account_id),
    uri: `${url}/ap/${row.account_id}/collections/${row.id}`,
    // There is no page of it yet.
    url: null,
    name: row.name,
    description: row.description,
    language: row.language,
    local: true,
    sensitive: row.sensitive,
    discoverable: row.discoverable,
    tag: row.tag === null ? null : { name: row.tag, url: `${url}/tags/${encodeURIComponent(row.tag)}` },
    item_count: items.length,
    items: shown.map(presentItem),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}

export const presentItem = (item: ItemRow): CollectionItem => ({
  id: String(item.id),
  account_id: String(item.account_id),
  state: 'accepted',
  created_at: item.created_at.toISOString(),
})
