/**
 * When people were last here. Kept in memory, because each request would be a write otherwise, and written down once a
 * minute; what a crash loses of it may cost somebody a mail about what they have seen.
 */
import type { App } from '../app.ts'
import { hourly, perApp } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { saveSeen } from './queries.ts'

const MINUTE_MS = 60_000
/** More people than that within a minute are written down in several goes. */
const AT_ONCE = 5_000

const seen = perApp(() => new Map<number, number>())

export const noteSeen = (app: App, accountId: number): void => void seen(app).set(accountId, app.now().getTime())

/** @param written what the database says. */
export function lastSeen(app: App, accountId: number, written: Date | null): Date | null {
  const known = seen(app).get(accountId)
  return known === undefined || (written && written.getTime() > known) ? written : new Date(known)
}

/** Writes down who was here since the last time, and forgets it. */
export async function saveAllSeen(app: App): Promise<void> {
  const held = seen(app)
  const all = [...held].toSorted(([one], [other]) => one - other)
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const some = all.slice(from, from + AT_ONCE)
    const times = some.map(([, ms]) => new Date(ms).toISOString())
    await transact(app.db, async (tx) => {
      await saveSeen(
        tx,
        some.map(([id]) => id),
        times,
      )
    })
    // Who came again meanwhile stays for the next time.
    for (const [id, ms] of some) if (held.get(id) === ms) held.delete(id)
  }
}

export const seenKeeper = perApp((app: App) =>
  hourly(
    () => saveAllSeen(app),
    (error) => app.log.warn({ error }, 'Who was here could not be written down; the next minute tries again'),
    MINUTE_MS,
  ),
)
