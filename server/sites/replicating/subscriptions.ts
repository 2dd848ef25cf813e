/** What this site subscribes to at the other: shared rows and, apart from them, home rows. */
import type { Database } from '../../storage/index.ts'
import * as queries from './queries.ts'
import { type Ends, type Kind, kinds, type Pair, publicationOf, subscriptionOf } from './shapes.ts'

/**
 * Makes the subscriptions of this site and their slots at the other, where they are not there yet; publications of the
 * other must be. What one that was interrupted left behind is taken up.
 *
 * @throws when this database's user may not (it needs to be a superuser, or have pg_create_subscription and a password
 * in the connection string), or the other cannot be reached.
 */
export async function ensureSubscriptions({ here, there, conninfo }: Ends): Promise<void> {
  for (const kind of kinds) {
    const name = subscriptionOf(kind, here.number)
    const [slot] = await queries.readSlots(there.db.read, [name])
    if (!slot) await unlessThere(queries.createSlot(there.db, name))
    const connection = await queries.connectionOf(here.db, name)
    if (connection === null) {
      const publication = publicationOf(kind)
      // A confirmed home row must survive this site's crash, or the other would wait for nothing; others need not.
      await unlessThere(queries.createSubscription(here.db, { name, publication, conninfo, durable: kind === 'home' }))
    } else if (connection !== conninfo) await queries.setConnection(here.db, name, conninfo)
  }
}

/** A command and a server may both be at it. */
async function unlessThere(making: Promise<unknown>): Promise<void> {
  await making.catch((error: { code?: string }) => {
    // duplicate_object, or unique_violation where both began at the same moment.
    if (error.code !== '42710' && error.code !== '23505') throw error
  })
}

/** Ends this site's subscriptions. Works while the other cannot be reached; its slots are dropped by `dropSlots`. */
export async function dropSubscriptions(db: Database, site: number): Promise<void> {
  for (const kind of kinds) {
    const name = subscriptionOf(kind, site)
    if ((await queries.connectionOf(db, name)) !== null) await queries.dropSubscription(db, name)
  }
  await queries.deletePauses(db)
}

const DROP_TRIES = 20
const DROP_PAUSE_MS = 250

/** Drops the slots that a database keeps for the subscriptions of a site, whoever still reads them. */
export async function dropSlots(db: Database, subscriber: number): Promise<void> {
  for (const kind of kinds) {
    for (let tries = 1; ; tries++) {
      try {
        await queries.dropSlot(db, subscriptionOf(kind, subscriber))
        break
      } catch (error) {
        // 55006: whoever read it has not let go yet, or a worker came back in between.
        if ((error as { code?: string }).code !== '55006' || tries === DROP_TRIES) throw error
        await new Promise((resolve) => setTimeout(resolve, DROP_PAUSE_MS))
      }
    }
  }
}

/** Begins anew with what is to be sent from now on, as after a slot was lost. Both sites must then be completed. */
export async function renewSubscriptions(ends: Ends): Promise<void> {
  await dropSubscriptions(ends.here.db, ends.here.number)
  await dropSlots(ends.there.db, ends.here.number)
  await ensureSubscriptions(ends)
}

/** Lets a subscription rest until every reason it rests for is gone. */
export async function pauseSubscription(db: Database, site: number, kind: Kind, reason: string): Promise<void> {
  const name = subscriptionOf(kind, site)
  await queries.insertPause(db, name, reason)
  if ((await queries.connectionOf(db, name)) !== null) await queries.setEnabled(db, name, false)
}

/** @returns whether it runs now. */
export async function resumeSubscription(db: Database, site: number, kind: Kind, reason: string): Promise<boolean> {
  const name = subscriptionOf(kind, site)
  if ((await queries.deletePause(db, name, reason)).length > 0) return false
  if ((await queries.connectionOf(db, name)) === null) return false
  await queries.setEnabled(db, name, true)
  return true
}

const POLL_MS = 15
const STANDSTILL_MS = 60_000

/**
 * Waits until `there` has applied all that can be seen at `here` now.
 *
 * @throws an Error for people when it does not come nearer for a minute, or there is no replication.
 */
export async function waitUntilReplayed(
  { here, there }: Pair,
  which: readonly Kind[] = kinds,
  signal?: AbortSignal,
): Promise<void> {
  const lsn = await queries.positionOf(here.db)
  const slots = which.map((kind) => subscriptionOf(kind, there.number))
  let least = Number.POSITIVE_INFINITY
  let sinceMs = performance.now()
  for (;;) {
    const { found, behind } = await queries.hasReplayed(here.db, slots, lsn)
    if (found < slots.length) throw new Error(`Site ${there.number} does not follow site ${here.number}: no slots.`)
    if (behind === 0) return
    if (behind < least) [least, sinceMs] = [behind, performance.now()]
    if (performance.now() - sinceMs > STANDSTILL_MS) {
      throw new Error(
        `Site ${there.number} stands still ${least} bytes behind site ${here.number}; \`site status\` there says why.`,
      )
    }
    signal?.throwIfAborted()
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
