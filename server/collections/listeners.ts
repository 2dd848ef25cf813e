import { accountDeleted } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { linkedCollections } from '../posts/index.ts'
import { blocked } from '../relations/index.ts'
import type { Bus } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { bury } from './change.ts'
import { collectionIdsOf, endItemsBetween, endItemsOf } from './queries.ts'
import { collectionsJson } from './views.ts'

export function listen(bus: Bus, app: App): void {
  bus.answer(linkedCollections, ({ ids, viewerId }) => collectionsJson(app, viewerId, ids))
  bus.during(blocked, 'collections.end-blocked', (tx, { blockerId, blockedId }) =>
    endItemsBetween(tx, blockerId, blockedId),
  )
  bus.later(accountDeleted, 'collections.leave', (tx, { accountId }) => leave(tx, accountId, app.now()))
  // What was put in at the other site before it heard of it.
  bus.elsewhere(blocked, 'collections.end-blocked-there', (tx, { blockerId, blockedId }) =>
    endItemsBetween(tx, blockerId, blockedId),
  )
  bus.elsewhere(accountDeleted, 'collections.leave-there', (tx, { accountId }) => leave(tx, accountId, app.now()))
}

async function leave(tx: Tx, accountId: number, now: Date): Promise<void> {
  await endItemsOf(tx, accountId)
  for (const { id } of await collectionIdsOf(tx, accountId)) await bury(tx, id, accountId, now)
}
