import type { App } from '../app.ts'
import { hourly, messageOf, perApp } from '../kit/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { purgePlaces } from './places/queries.ts'
import { purgeMailTokens } from './queries.ts'
import { purgeRecoveryCodes } from './second-factor/queries.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** As long as a site may be cut off and come back with a change to what is gone here. */
const KEPT_MS = 30 * DAY_MS
const PLACES_KEPT_MS = 90 * DAY_MS
/** Rows in a transaction: a sweep holds no lock for long. */
const BATCH = 1000

/** Deletes what no longer has a use: old links, used recovery codes, places of long ago. @returns how many rows. */
export async function sweepAccounts(app: App, batch = BATCH): Promise<number> {
  const now = app.now().getTime()
  const inBatches = async (purge: (tx: Tx) => Promise<number>): Promise<number> => {
    let all = 0
    for (let gone = batch; gone >= batch; all += gone) gone = await transact(app.db, purge)
    return all
  }
  const links = await inBatches((tx) => purgeMailTokens(tx, new Date(now - KEPT_MS), batch))
  const codes = await inBatches((tx) => purgeRecoveryCodes(tx, new Date(now - KEPT_MS), batch))
  return links + codes + (await inBatches((tx) => purgePlaces(tx, new Date(now - PLACES_KEPT_MS), batch)))
}

/** Sweeps once an hour while the server runs. */
export const sweeper = perApp((app: App) =>
  hourly(
    () => sweepAccounts(app),
    (error) => app.log.error({ error }, `Old links and codes could not be deleted: ${messageOf(error)}`),
  ),
)
