/** Asking twice is done once: the first answer is kept with what was done, in the same transaction. */
import { createHash } from 'node:crypto'
import type { App } from '../../app.ts'
import { hourly, messageOf, perApp, unprocessable } from '../../kit/index.ts'
import type { Tx } from '../../storage/index.ts'
import { stateOf } from '../state.ts'
import { insertKey, keepAnswer, keptAnswer, purgeKeys } from './queries.ts'
import { transactHome } from './transact.ts'

export interface Once {
  /** Whose key it is and for what, as `transfer 42`: the same key in another scope is another one. */
  readonly scope: string
  /** As the client chose it. */
  readonly key: string
  /** What is asked, as JSON: the same key for something else is refused. */
  readonly asked: unknown
}

const BATCH = 1000

/**
 * `transactHome` for requests that carry a key: whoever asks again, after "outcome unknown" above all, gets the first
 * answer, and it is not done again. Keys are kept for seven days.
 *
 * @param work its answer must be JSON; when it throws nothing is kept.
 * @throws Problem 422 when the key was used for something else; and as transactHome does.
 */
export async function onceAtHome<T>(app: App, { scope, key, asked }: Once, work: (tx: Tx) => Promise<T>): Promise<T> {
  const hash = createHash('sha256')
    .update(JSON.stringify(asked) ?? '')
    .digest()
  return await transactHome(app, async (tx) => {
    // Whoever asks at the same moment waits here for the first.
    if ((await insertKey(tx, scope, key, hash)).length === 0) {
      const [kept] = await keptAnswer(tx, scope, key)
      if (!kept!.asked.equals(hash)) throw unprocessable('This key was used for another request: take a new one.')
      return kept!.answer as T
    }
    const answer = await work(tx)
    await keepAnswer(tx, scope, key, answer ?? null)
    return answer
  })
}

/** At home only: what is deleted there goes at the other site too. @returns how many. */
export async function sweepKeys(app: App): Promise<number> {
  let all = 0
  if (!stateOf(app).isHome) return all
  for (let gone = BATCH; gone === BATCH; all += gone) gone = await transactHome(app, (tx) => purgeKeys(tx, BATCH))
  return all
}

/** Sweeps once an hour while the server runs. */
export const keySweeper = perApp((app: App) =>
  hourly(
    () => sweepKeys(app),
    (error) => app.log.error({ error }, `Old keys of requests could not be deleted: ${messageOf(error)}`),
  ),
)
