/** What the other site is told of (every fact that is emitted here, while `bus.toldBy` is set), and getting rid of it. */
import type { App } from '../../app.ts'
import { hourly, messageOf, perApp } from '../../kit/index.ts'
import { othersWrote } from '../../signals/index.ts'
import { type Tx, transact } from '../../storage/index.ts'
import { transactHome } from '../home/transact.ts'
import type { Pair } from '../replicating/shapes.ts'
import { completed } from '../signals.ts'
import { stateOf } from '../state.ts'
import { anyOldHomeFact, insertAsOther, insertForgetting, purgeFacts, purgeHomeFacts } from './queries.ts'

const BATCH = 5000

/** For commands, whose facts nobody hears: the processes of the other site forget what they keep, too. */
export const tellOtherToForget = (tx: Tx): Promise<unknown> => insertForgetting(tx, othersWrote.name)

/** Rows came beside the replication, without facts: both sites forget what they keep, and end what has ended. */
export async function tellBothCompleted({ here, there }: Pair): Promise<void> {
  await transact(here.db, async (tx) => void (await insertAsOther(tx, there.number, completed.name)))
  await transact(there.db, async (tx) => void (await insertAsOther(tx, here.number, completed.name)))
}

export async function purgeTold(app: App): Promise<void> {
  while ((await transact(app.db, (tx) => purgeFacts(tx, BATCH))) === BATCH);
  // Rows of class home are deleted by home.
  const state = stateOf(app)
  if (state.isHome && (await anyOldHomeFact(app.db.read)).length > 0) await transactHome(app, purgeHomeFacts)
}

export const purger = perApp((app: App) =>
  hourly(
    () => purgeTold(app),
    (error) => app.log.warn({ error }, `Old facts could not be purged; the next hour tries again: ${messageOf(error)}`),
  ),
)
