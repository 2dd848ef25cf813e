/** Many accounts at once, for imports: set-based, without one signal for each. */
import type { Tx } from '../../storage/index.ts'
import { addFollowCounts, insertImportedAccounts, stageAccounts } from './queries.ts'

/** So many rows are written between two reports of progress. */
const BATCH = 20_000

export type Progress = (done: number, total: number) => void

/**
 * Makes an account without a person (it cannot sign in) for each name that nobody holds.
 *
 * The names are staged by the caller, in this transaction, in a temporary table `import_names (name text, skeleton
 * text)`: valid usernames (isUsername), no two that differ in case only, each with its skeletonOf. No
 * `accounts.created` is announced.
 *
 * @returns how many were made.
 * @throws a unique violation when somebody took one of the names meanwhile.
 */
export async function importAccounts(tx: Tx, progress: Progress): Promise<number> {
  const total = await stageAccounts(tx)
  for (let done = 0; done < total; done += BATCH) {
    progress(done, total)
    await insertImportedAccounts(tx, done, Math.min(BATCH, total - done))
  }
  return total
}

/**
 * Adds to the counters what `set local tweeter.bulk = on` kept the triggers from adding, for follows that the caller
 * staged in a temporary table `import_made_follows (follower_id bigint, followee_id bigint)`. It adds, and does not
 * recount, so that follows that people make meanwhile are not lost.
 */
export const countImportedFollows = async (tx: Tx): Promise<void> => void (await addFollowCounts(tx))
