import type { App } from '../app.ts'
import type { Bus } from '../signals/index.ts'
import { deliver } from './deliver.ts'
import { mailQueued } from './signals.ts'

export function listen(bus: Bus, app: App): void {
  // What a mail server says leads to another job or to none; a failure here is one of ours (the database).
  bus.later(mailQueued, 'mail.deliver', (tx, fact) => deliver(app, tx, fact), { slow: true, attempts: 40 })
}
