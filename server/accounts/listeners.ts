import type { App } from '../app.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { accountDeleted, profileChanged } from './signals.ts'
import { accountCache, forgetAccounts } from './views.ts'

export function listen(bus: Bus, app: App): void {
  bus.after(profileChanged, 'accounts.forget-changed', ({ accountId }) => forgetAccounts(app, [accountId]))
  bus.after(accountDeleted, 'accounts.forget-deleted', ({ accountId }) => forgetAccounts(app, [accountId]))
  bus.after(othersWrote, 'accounts.forget-all', () => accountCache(app).clear())
}
