/** What replication needs to go on: what is published, who is older, what is new, and whether it can go on at all. */
import { completeSites } from '../comparing/compare.ts'
import { ensurePublications } from './publications.ts'
import * as queries from './queries.ts'
import { type Ends, kinds, publicationOf, subscriptionOf } from './shapes.ts'
import { ensureSubscriptions, pauseSubscription, resumeSubscription } from './subscriptions.ts'

/** 'older': the other site knows migrations that this one does not. Both may be older than the other. */
export interface Schemas {
  readonly older: boolean
  readonly newer: boolean
}

export async function compareSchemas({ here, there }: Ends): Promise<Schemas> {
  const [ours, theirs] = await Promise.all([
    queries.appliedMigrations(here.db.read),
    queries.appliedMigrations(there.db.read),
  ])
  return {
    older: theirs.some((name) => !ours.includes(name)),
    newer: ours.some((name) => !theirs.includes(name)),
  }
}

export interface Refreshed extends Schemas {
  /** One of the slots is gone or was given up, so something may never come over: both must be completed. */
  readonly away: boolean
  /** Tables that came with an upgrade and were completed now. */
  readonly completed: readonly string[]
}

/**
 * Brings the replication up to date with the schema of both sites. Called at every start and every few seconds, as the
 * other site changes too. Repeating it is cheap and harmless.
 *
 * What the other one sends while its schema is newer cannot be understood here: subscriptions rest until this site is
 * upgraded too, and what was meant for them waits in their slots.
 *
 * @param state of the other site, as `tweeter.sites` has it.
 * @param home the site whose home rows are right.
 */
export async function refreshReplication(ends: Ends, state: 'joining' | 'joined', home: number): Promise<Refreshed> {
  const { here, there } = ends
  await ensurePublications(here.db)
  const schemas = await compareSchemas(ends)
  const nothing = { ...schemas, away: false, completed: [] }
  if (state === 'joining') {
    // The other one has not published yet; it will.
    if ((await queries.publishedTables(there.db.read, publicationOf('home'))) === null) return nothing
    await ensureSubscriptions(ends)
  } else if (await isBroken(ends)) return { ...nothing, away: true }
  else await keepConnection(ends)
  await (schemas.older ? restForSchema(ends) : goOnAfterSchema(ends))
  if (schemas.older) return nothing
  await takeNewTables(ends)
  return { ...nothing, completed: schemas.newer ? [] : await completeNewTables(ends, home) }
}

/** Something that was to come over is lost, in either direction. */
export async function isBroken({ here, there }: Ends): Promise<boolean> {
  const sent = await queries.readSlots(here.db.read, namesFor(there.number))
  const received = await queries.readSlots(there.db.read, namesFor(here.number))
  const subscriptions = await queries.readSubscriptions(here.db.read, namesFor(here.number))
  const lacking = [sent, received, subscriptions].some((rows) => rows.length < kinds.length)
  return lacking || [...sent, ...received].some((slot) => slot.walStatus === 'lost')
}

export const namesFor = (site: number) => kinds.map((kind) => subscriptionOf(kind, site))

/** The way to the other site's Postgres may have moved. */
async function keepConnection({ here, conninfo }: Ends): Promise<void> {
  for (const name of namesFor(here.number)) {
    if ((await queries.connectionOf(here.db, name)) !== conninfo) await queries.setConnection(here.db, name, conninfo)
  }
}

async function pausedForSchema({ here }: Ends): Promise<boolean> {
  const rows = await queries.readSubscriptions(here.db.read, namesFor(here.number))
  return rows.some((row) => row.pauses.includes('schema'))
}

async function restForSchema(ends: Ends): Promise<void> {
  if (await pausedForSchema(ends)) return
  for (const kind of kinds) await pauseSubscription(ends.here.db, ends.here.number, kind, 'schema')
}

async function goOnAfterSchema(ends: Ends): Promise<void> {
  if (!(await pausedForSchema(ends))) return
  // Known as new before anything of them can be passed over.
  await noteNewTables(ends)
  for (const kind of kinds) await resumeSubscription(ends.here.db, ends.here.number, kind, 'schema')
}

/** Tables that the other site publishes and that this one, though it has them, does not take over yet. */
async function newTables({ here, there }: Ends): Promise<{ name: string; tables: string[] }[]> {
  return await Promise.all(
    kinds.map(async (kind) => {
      const name = subscriptionOf(kind, here.number)
      const [ours, theirs, taken] = await Promise.all([
        queries.tablesOf(here.db.read, kind),
        queries.publishedTables(there.db.read, publicationOf(kind)),
        queries.subscribedTables(here.db.read, name),
      ])
      return { name, tables: (theirs ?? []).filter((table) => ours.includes(table) && !taken.includes(table)) }
    }),
  )
}

async function noteNewTables(ends: Ends): Promise<void> {
  const all = (await newTables(ends)).flatMap(({ tables }) => tables)
  if (all.length > 0) await queries.insertNewTables(ends.here.db, all)
}

async function takeNewTables(ends: Ends): Promise<void> {
  for (const { name, tables } of await newTables(ends)) {
    if (tables.length === 0) continue
    await queries.insertNewTables(ends.here.db, tables)
    const [subscription] = await queries.readSubscriptions(ends.here.db.read, [name])
    // One that rests cannot be refreshed.
    if (subscription?.enabled) await queries.refreshSubscription(ends.here.db, name)
  }
}

/** Rows that went by before both had subscribed. */
async function completeNewTables(ends: Ends, home: number): Promise<string[]> {
  const tables = await queries.readNewTables(ends.here.db.read)
  if (tables.length === 0 || (await newTables(ends)).some((one) => one.tables.length > 0)) return []
  await completeSites(ends, { home, tables })
  await queries.deleteNewTables(ends.here.db, tables)
  return tables
}
