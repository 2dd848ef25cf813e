import type { App } from '../app.ts'
import { type Told, told } from '../notifications/index.ts'
import { pushKey, tokensRevoked } from '../oauth/index.ts'
import { type Bus, emit, othersWrote } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { deliver } from './deliver.ts'
import { keysCache, vapidPublicKey } from './keys.ts'
import { anySubscribed, endSubscriptions, subscribed } from './queries.ts'
import { pushDue, pushWanted } from './signals.ts'

/** How long news is news. */
const KEPT_MS = 48 * 3600 * 1000

export function listen(bus: Bus, app: App): void {
  bus.answer(pushKey, () => vapidPublicKey(app))
  // Most people have no app that wants this, so the look is worth it: no job is left for nothing.
  bus.during(told, 'push.ask', async (tx, fact) => {
    const accountIds = fact.notifications.map((one) => one.accountId)
    if ((await anySubscribed(tx, accountIds, fact.type)).length > 0) await emit(tx, pushWanted, fact)
  })
  bus.later(pushWanted, 'push.choose', (tx, fact) => choose(tx, app, fact))
  bus.later(pushDue, 'push.deliver', (tx, fact) => deliver(tx, app, fact), { slow: true })
  bus.during(tokensRevoked, 'push.end-revoked', (tx, { tokenIds }) => endSubscriptions(tx, tokenIds))
  bus.after(othersWrote, 'push.forget-key', () => keysCache(app).clear())
}

/** A job for each app, so that one that is slow or gone holds up no other. */
async function choose(tx: Tx, app: App, { type, fromAccountId, notifications }: Told): Promise<void> {
  const byAccount = Map.groupBy(notifications, (one) => one.accountId)
  const until = new Date(app.now().getTime() + KEPT_MS).toISOString()
  for (const row of await subscribed(tx, [...byAccount.keys()], type, fromAccountId, app.now())) {
    const { token_id: tokenId, number } = row
    for (const { id: notificationId } of byAccount.get(row.account_id) ?? []) {
      await emit(tx, pushDue, { tokenId, number, notificationId, type, fromAccountId, until, tries: 0 })
    }
  }
}
