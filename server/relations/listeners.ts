import { accountDeleted, followedBy, followRequestsOf, forgetAccounts } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { type Bus, emit, othersWrote } from '../signals/index.ts'
import { completed } from '../sites/index.ts'
import type { Tx } from '../storage/index.ts'
import { endBlockedThere } from './block.ts'
import { hiddenCache } from './hidden.ts'
import { dropEndorsement } from './personal/queries.ts'
import { brokenBlocks, countRequests, endFollowsOf, endRequestsOf, followeesOf, isFollowing } from './queries.ts'
import { blocked, followed, followRequestGone, muted, unblocked, unfollowed, unmuted } from './signals.ts'

export function listen(bus: Bus, app: App): void {
  bus.answer(followRequestsOf, ({ accountId }) => countRequests(app.db.read, accountId))
  bus.answer(followedBy, async ({ accountId }) =>
    (await followeesOf(app.db.read, accountId)).map((row) => row.followeeId),
  )

  const forgetCounters = ({ followerId, followeeId }: { followerId: number; followeeId: number }) =>
    forgetAccounts(app, [followerId, followeeId])
  bus.after(followed, 'relations.forget-followed', forgetCounters)
  bus.after(unfollowed, 'relations.forget-unfollowed', forgetCounters)

  // One recommends whom one follows, so this ends with the follow, however that ends.
  bus.during(unfollowed, 'relations.end-endorsement', (tx, fact) =>
    dropEndorsement(tx, fact.followerId, fact.followeeId),
  )

  const forgetBoth = ({ blockerId, blockedId }: { blockerId: number; blockedId: number }) => {
    for (const id of [blockerId, blockedId]) hiddenCache(app).invalidate(id)
  }
  bus.after(blocked, 'relations.forget-blocked', forgetBoth)
  bus.after(unblocked, 'relations.forget-unblocked', forgetBoth)
  bus.after(muted, 'relations.forget-muted', ({ muterId }) => hiddenCache(app).invalidate(muterId))
  bus.after(unmuted, 'relations.forget-unmuted', ({ muterId }) => hiddenCache(app).invalidate(muterId))
  bus.after(othersWrote, 'relations.forget-all', () => hiddenCache(app).clear())

  bus.later(accountDeleted, 'relations.end-deleted', (tx, { accountId }) => endAllOf(tx, accountId), { slow: true })
  // What began at the other site before it heard of it.
  bus.elsewhere(accountDeleted, 'relations.end-deleted-there', (tx, { accountId }) => endAllOf(tx, accountId), {
    slow: true,
  })
  bus.elsewhere(blocked, 'relations.end-blocked-there', (tx, { blockerId, blockedId }) =>
    endBlockedThere(tx, blockerId, blockedId),
  )
  bus.elsewhere(completed, 'relations.mend-blocks', async (tx) => {
    for (const row of await brokenBlocks(tx)) await endBlockedThere(tx, row.blocker_id, row.blocked_id)
  })
  bus.elsewhere(unfollowed, 'relations.end-endorsement-there', async (tx, { followerId, followeeId }) => {
    if (!(await isFollowing(tx, followerId, followeeId))) await dropEndorsement(tx, followerId, followeeId)
  })
}

/** The follows of a deleted account end, so that the counters of others stay true. */
async function endAllOf(tx: Tx, accountId: number): Promise<void> {
  for (const row of await endRequestsOf(tx, accountId)) {
    const pair = { followerId: row.follower_id, followeeId: row.followee_id }
    await emit(tx, followRequestGone, { ...pair, accepted: false })
  }
  for (const row of await endFollowsOf(tx, accountId)) {
    await emit(tx, unfollowed, { followerId: row.follower_id, followeeId: row.followee_id })
  }
}
