import { accountEntries, isVisible } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { forbidden, notFound, unprocessable } from '../kit/index.ts'
import { blockedAmong, lockPairs } from '../relations/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { COLLECTION_LIMITS } from './check.ts'
import { type ItemRow, insertItems, itemRows, lockCollection, standingIn } from './queries.ts'
import type { WrappedCollectionItem } from './schema.ts'
import { collectionItemAdded } from './signals.ts'
import { presentItem, requireOwn } from './views.ts'

/**
 * Puts an account into a collection of one's own.
 *
 * @throws Problem 404 when there is no such collection or account; 403 when it is somebody else's collection, or the
 * account is not to be featured; 422 when it is in it already, has left it, or the collection is full.
 */
export async function addItem(
  app: App,
  viewer: Viewer,
  id: string,
  accountId: string | undefined,
): Promise<WrappedCollectionItem> {
  const collection = await requireOwn(app, viewer.accountId, id)
  if (accountId === undefined) throw unprocessable('`account_id` parameter is missing')
  const now = app.now()
  await requireFeaturable(app, [Number(accountId)])
  const item = await transact(app.db, async (tx) => {
    const [locked] = await lockCollection(tx, Number(collection.id))
    if (!locked) throw notFound()
    return (await putIn(tx, locked.id, viewer.accountId, [Number(accountId)], now))[0]!
  })
  return { collection_item: presentItem(item) }
}

/**
 * An account says by `discoverable` whether it wants to be recommended at all.
 *
 * @throws Problem 404 when one of them is not there; 403 when one does not want to be featured.
 */
export async function requireFeaturable(app: App, ids: readonly number[]): Promise<void> {
  const entries = await accountEntries(app, ids)
  for (const id of ids) {
    const row = entries.get(id)?.row
    if (!row || !isVisible(row)) throw notFound()
    if (!row.discoverable) throw refusal()
  }
}

/** Puts accounts into a collection that is locked, or was made in this transaction. */
export async function putIn(
  tx: Tx,
  collectionId: number,
  ownerId: number,
  accountIds: number[],
  now: Date,
): Promise<ItemRow[]> {
  await lockPairs(tx, ownerId, accountIds)
  if ((await blockedAmong(tx, ownerId, accountIds)).length > 0) throw refusal()
  for (const { active, revoked } of await standingIn(tx, collectionId, accountIds)) {
    if (active) throw unprocessable('Validation failed: Account is in this collection already')
    if (revoked) throw unprocessable('Validation failed: Account has left this collection and cannot be added again')
  }
  const before = await itemRows(tx, [collectionId])
  if (before.length + accountIds.length > COLLECTION_LIMITS.items) {
    throw unprocessable(`Validation failed: Collection items are too many (maximum is ${COLLECTION_LIMITS.items})`)
  }
  const items = await insertItems(tx, collectionId, accountIds, now)
  for (const item of items) {
    await emit(tx, collectionItemAdded, { collectionId, itemId: item.id, ownerId, accountId: item.account_id })
  }
  return items
}

const refusal = () => forbidden('This account cannot be added to collections.')
