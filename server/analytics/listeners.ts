import { accountDeleted } from '../accounts/index.ts'
import { requestsRead } from '../requests/index.ts'
import type { Bus } from '../signals/index.ts'
import { countViews } from './count.ts'
import { forgetAccount } from './queries.ts'

export function listen(bus: Bus): void {
  bus.during(requestsRead, 'analytics.count', (tx, views) => countViews(tx, views))
  bus.later(accountDeleted, 'analytics.forget-deleted', (tx, { accountId }) => forgetAccount(tx, accountId))
  // Each site counts what it answered.
  bus.elsewhere(accountDeleted, 'analytics.forget-deleted-there', (tx, { accountId }) => forgetAccount(tx, accountId))
}
