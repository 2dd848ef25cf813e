import { accountDeleted } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { requestsRead } from '../requests/index.ts'
import type { Bus } from '../signals/index.ts'
import { insertErasure } from './queries.ts'
import { recordSeen } from './record.ts'

export function listen(bus: Bus, app: App): void {
  bus.during(requestsRead, 'history.record', (tx, views) => recordSeen(app, tx, views))
  // A job, because it waits for the readers that are under way.
  bus.later(accountDeleted, 'history.erase-deleted', (tx, { accountId }) =>
    insertErasure(tx, accountId, { kind: null, key: null, from: new Date(0), until: app.now() }),
  )
}
