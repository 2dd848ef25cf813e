import { purgeIps } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { hourly, perApp } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { expireProposals, purgeHours, purgeProposals } from './automation/queries.ts'
import { reloadLimits } from './automation/restrain.ts'
import { endExpiredIpBlocks, purgeEmailBlockUses } from './blocks/queries.ts'
import { blocksChanged } from './signals.ts'

const HOUR_MS = 3600 * 1000
const DAY_MS = 24 * HOUR_MS
const YEAR_MS = 365 * DAY_MS

/** What is sought in a day needs the hour that has begun and the one that is ending. */
const AUTOMATION_HOURS = 26
/** Of the most active of an hour; who is not among them is no case for moderators. */
const AUTOMATION_SUBJECTS = 5_000
const PROPOSAL_DAYS = 14
/** A hash of an address says nothing after its salt is gone. */
const ADDRESS_DAYS = 2
/** What was dismissed must be known for 30 days, a limit lasts 30 at most. */
const SETTLED_DAYS = 90

/** What is not kept for ever: addresses of people after a year, counters of refused sign-ups after a week, ended blocks, who looked automated. */
export const sweep = (app: App): Promise<void> =>
  transact(app.db, async (tx) => {
    const now = app.now()
    await purgeIps(tx, new Date(now.getTime() - YEAR_MS))
    await purgeEmailBlockUses(tx, now)
    const ago = (ms: number) => new Date(now.getTime() - ms)
    await purgeHours(tx, ago(AUTOMATION_HOURS * HOUR_MS), AUTOMATION_SUBJECTS)
    await expireProposals(tx, ago(PROPOSAL_DAYS * DAY_MS), ago(ADDRESS_DAYS * DAY_MS))
    await purgeProposals(tx, ago(SETTLED_DAYS * DAY_MS))
    if ((await endExpiredIpBlocks(tx, now)).count > 0) await emit(tx, blocksChanged, {})
  })

export const sweeper = perApp((app: App) =>
  hourly(
    async () => {
      await sweep(app)
      // What was decided at the other site comes as rows alone.
      await reloadLimits(app)
    },
    (error) => app.log.warn({ error }, 'Moderation could not be swept; the next hour tries again'),
  ),
)
