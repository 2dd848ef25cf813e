/** Two sites become single again. */
import type { App } from '../../app.ts'
import { type Database, isDisconnection } from '../../storage/index.ts'
import { forgetStandby } from '../home/queries.ts'
import { refreshState } from '../link/index.ts'
import { stateOf } from '../state.ts'
import { again } from './again.ts'
import { endsOf } from './ends.ts'
import { dropPublications } from './publications.ts'
import * as queries from './queries.ts'
import { dropSlots, dropSubscriptions } from './subscriptions.ts'

/**
 * Ends the replication and the second site: both keep what they have, and each is a network of its own from then on.
 * Repeating what was interrupted is harmless.
 *
 * @param alone only here: the other site is gone for good. It keeps its half until it leaves by itself.
 * @throws an Error for people when the other site cannot be reached.
 */
export const leaveSite = (app: App, alone: boolean): Promise<void> => again({}, () => leaveOnce(app, alone))

async function leaveOnce(app: App, alone: boolean): Promise<void> {
  await refreshState(app)
  const { here, other, reachable } = stateOf(app)
  if (!other) throw new Error('There is one site only; there is nothing to leave.')
  if (!alone && !reachable) {
    throw new Error(
      `${other.name} cannot be reached. When it is gone for good, say so with --alone; and run that there as well, ` +
        'should it ever come back.',
    )
  }
  const there = alone ? null : endsOf(app).there
  if (there) {
    await dropSubscriptions(there.db, other.number)
    await dropSlots(there.db, here.site)
    await dropPublications(there.db)
  }
  await dropSubscriptions(app.db, here.site)
  await dropSlots(app.db, other.number)
  await dropPublications(app.db)
  if (there) await beSingle(there.db)
  await beSingle(app.db)
  await refreshState(app)
}

async function beSingle(db: Database): Promise<void> {
  // Who still waits for the other site waits for nobody: what is committed here is all there is.
  await forgetStandby(db)
  await queries.becomeSingle(db).catch((error) => {
    // Its server hangs up as soon as it knows.
    if (!isDisconnection(error)) throw error
  })
}
