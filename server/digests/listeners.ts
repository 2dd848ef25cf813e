import type { App } from '../app.ts'
import { personActed } from '../http/index.ts'
import { told } from '../notifications/index.ts'
import type { Bus } from '../signals/index.ts'
import { mailBatch, noteNotifications } from './batch.ts'
import { mailDigest } from './digest.ts'
import { noteSeen } from './seen.ts'
import { batchDue, digestDue } from './signals.ts'

export function listen(bus: Bus, app: App): void {
  bus.after(personActed, 'digests.seen', ({ accountId }) => noteSeen(app, accountId))
  bus.later(told, 'digests.note', (tx, fact) => noteNotifications(app, tx, fact))
  bus.later(batchDue, 'digests.mail-notifications', (tx, { accountId, dueAt }) =>
    mailBatch(app, tx, accountId, new Date(dueAt)),
  )
  bus.later(digestDue, 'digests.mail-digest', (tx, { accountId, dueAt }) =>
    mailDigest(app, tx, accountId, new Date(dueAt)),
  )
}
