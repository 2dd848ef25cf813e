import type { App } from '../app.ts'
import type { Bus } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { deliver, MOST_ATTEMPTS } from './deliver.ts'
import { noteDelay } from './queries.ts'
import { mailDelayed, mailQueued } from './signals.ts'

export function listen(bus: Bus, app: App): void {
  bus.later(mailQueued, 'mail.deliver', (tx, { mailId }) => deliver(app, tx, mailId), {
    slow: true,
    // More than `deliver` makes: it gives up by itself and writes that down, where a parked job would only be parked.
    attempts: 2 * MOST_ATTEMPTS,
  })
  bus.after(mailDelayed, 'mail.note-delay', ({ mailId, reason }) =>
    transact(app.db, async (tx) => void (await noteDelay(tx, mailId, reason))),
  )
}
