import type { App } from '../../app.ts'
import { hourly, messageOf, perApp } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import { revokeTokens } from '../revoke.ts'
import { type Purge, purgeApps, purgeCodes, purgeSessions, purgeTokens, tokensOfEnded } from './queries.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Kept a day longer than it works, so that a code that comes again is noticed. */
const CODES_KEPT_MS = DAY_MS
/** As long as a site may be cut off and come back with a change to what is gone here. */
const KEPT_MS = 30 * DAY_MS
/** Rows in a transaction: a sweep holds no lock for long. */
const BATCH = 1000

/** Their pushes end with them. */
const endTokens: Purge = async (tx, now, most) =>
  await revokeTokens(
    tx,
    (await tokensOfEnded(tx, now, most)).map(({ id }) => id),
    now,
  )

/**
 * Ends the tokens of sessions that have ended, and deletes codes that expired a day ago, what ended 30 days ago (browsers, tokens), and apps that nobody has used in
 * 30 days since they were registered. @returns how many.
 */
export async function sweepExpired(app: App, batch = BATCH): Promise<number> {
  let all = 0
  for (const [purge, keptMs] of [
    [endTokens, 0],
    [purgeCodes, CODES_KEPT_MS],
    [purgeSessions, KEPT_MS],
    [purgeTokens, KEPT_MS],
    [purgeApps, KEPT_MS],
  ] as const) {
    const before = new Date(app.now().getTime() - keptMs)
    for (let gone = batch; gone >= batch; all += gone) gone = await transact(app.db, (tx) => purge(tx, before, batch))
  }
  return all
}

/** Sweeps once an hour while the server runs. */
export const sweeper = perApp((app: App) =>
  hourly(
    () => sweepExpired(app),
    (error) => app.log.error({ error }, `What has ended could not be deleted: ${messageOf(error)}`),
  ),
)
