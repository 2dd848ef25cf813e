import { purgeIps } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { hourly, perApp } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { endExpiredIpBlocks, purgeEmailBlockUses } from './blocks/queries.ts'
import { blocksChanged } from './signals.ts'

const YEAR_MS = 365 * 24 * 3600 * 1000

/** What is not kept for ever: addresses of people after a year, counters of refused sign-ups after a week, ended blocks. */
export const sweep = (app: App): Promise<void> =>
  transact(app.db, async (tx) => {
    const now = app.now()
    await purgeIps(tx, new Date(now.getTime() - YEAR_MS))
    await purgeEmailBlockUses(tx, now)
    if ((await endExpiredIpBlocks(tx, now)).count > 0) await emit(tx, blocksChanged, {})
  })

export const sweeper = perApp((app: App) =>
  hourly(
    () => sweep(app),
    (error) => app.log.warn({ error }, 'Moderation could not be swept; the next hour tries again'),
  ),
)
