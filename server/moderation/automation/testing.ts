/** Who asked for how much, as the readers of the request files tell it. */
import type { World } from '../../../testing/world.ts'
import { type Actor, requestsRead } from '../../requests/index.ts'
import { emit } from '../../signals/index.ts'
import { transact } from '../../storage/index.ts'

/** A minute of somebody who does nothing in particular: a few requests, in bursts. */
export const actor = (fields: Partial<Actor>): Actor => ({
  accountId: null,
  visitor: null,
  agent: 'Firefox',
  kind: 'person',
  requests: 20,
  refused: 0,
  notFound: 0,
  unauthorized: 0,
  limited: 0,
  writes: 0,
  routes: 4,
  firstMs: 0,
  lastMs: 0,
  gapMeanMs: 3_000,
  gapDeviationMs: 5_000,
  ...fields,
})

/** A stretch was read in which these asked, until now unless they say when. */
export async function read({ app }: Pick<World, 'app'>, ...actors: Partial<Actor>[]): Promise<void> {
  const now = app.now().getTime()
  const whole = actors.map((fields) => actor({ firstMs: now - 1, lastMs: now, ...fields }))
  const nothing = { fromMs: now, untilMs: now, posts: [], profiles: [], tags: [], seen: [] }
  await transact(app.db, (tx) => emit(tx, requestsRead, { ...nothing, actors: whole }))
}
