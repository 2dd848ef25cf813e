import { accountDeleted } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { followRequestGone, isFollowing, unfollowed } from '../relations/index.ts'
import { type Bus, emit } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { endListsOf, removeFromAll } from './queries.ts'
import { listChanged } from './signals.ts'

export function listen(bus: Bus, app: App): void {
  bus.during(unfollowed, 'lists.leave-unfollowed', (tx, { followerId, followeeId }) =>
    leaveAll(tx, followerId, followeeId),
  )
  bus.during(followRequestGone, 'lists.leave-refused', async (tx, { followerId, followeeId, accepted }) => {
    if (!accepted && !(await isFollowing(tx, followerId, followeeId))) await leaveAll(tx, followerId, followeeId)
  })
  bus.later(accountDeleted, 'lists.end-deleted', (tx, { accountId }) => endListsOf(tx, accountId, app.now()))
  // What was made at the other site before it heard of it.
  bus.elsewhere(accountDeleted, 'lists.end-deleted-there', (tx, { accountId }) => endListsOf(tx, accountId, app.now()))
  bus.elsewhere(unfollowed, 'lists.leave-unfollowed-there', async (tx, { followerId, followeeId }) => {
    if (!(await isFollowing(tx, followerId, followeeId))) await leaveAll(tx, followerId, followeeId)
  })
}

/** A list is of people whom its owner follows: whoever is not followed any more leaves the owner's lists. */
async function leaveAll(tx: Tx, ownerId: number, accountId: number): Promise<void> {
  for (const { id: listId, exclusive } of await removeFromAll(tx, ownerId, accountId)) {
    await emit(tx, listChanged, { listId, ownerId, changesHome: exclusive })
  }
}
