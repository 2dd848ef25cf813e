/** Becoming the second site: everything that is there comes over while the first goes on serving. And coming back. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../../app.ts'
import { completeSites } from '../comparing/compare.ts'
import { deletePlace } from '../comparing/queries.ts'
import type { Progress, Verdict } from '../comparing/shapes.ts'
import { joinNetwork, refreshState, type SiteWish } from '../link/index.ts'
import { stateOf } from '../state.ts'
import { endsOf } from './ends.ts'
import * as queries from './queries.ts'
import { isBroken, namesFor, refreshReplication } from './refresh.ts'
import type { Ends } from './shapes.ts'
import { dropSlots, dropSubscriptions } from './subscriptions.ts'

export interface JoinOptions {
  /** Not needed to go on with a join that was interrupted, nor to come back. */
  readonly invitation: { readonly code: string; readonly wish: SiteWish } | null
  readonly onStep?: (step: string) => void
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

const JOB = 'join'

/**
 * Joins the network that gave out the code, goes on with a join that was interrupted at any point, or brings two sites
 * together again of which one was away for too long. Ends when both are verified equal.
 *
 * The link must be open here, and the other site must reach it.
 *
 * @returns what the last comparing found, table by table.
 * @throws an Error for people.
 */
export async function joinSite(app: App, options: JoinOptions): Promise<Verdict[]> {
  const { invitation, onStep, signal } = options
  await refreshState(app)
  const isNew = stateOf(app).other === null
  if (isNew) {
    if (!invitation) throw new Error('Say with which invitation: `tweeter site init` at the first site prints one.')
    await requireEmpty(app)
    onStep?.('Asking the other site')
  }
  // Again also when it is joined: its certificate may be a new one.
  if (invitation) {
    await joinNetwork(app, invitation.code, invitation.wish)
    await refreshState(app)
  }
  const { other, here } = stateOf(app)
  const ends = endsOf(app)
  await clearSeeds(app)
  const isWhole = other!.state === 'joined' && !(await isBroken(ends))
  if (isWhole && !invitation) throw new Error(`This site is joined with ${other!.name}.`)
  if (!isWhole && other!.state !== 'joining') await beginAnew(ends, onStep)
  if (!isWhole) {
    onStep?.('Beginning to follow each other')
    await followEachOther(app, ends, signal)
  }
  onStep?.('Comparing and completing')
  const { onProgress } = options
  const home = await homeOf(ends)
  const verdicts = await completeSites(ends, {
    home,
    job: JOB,
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  })
  await queries.beginTerm(ends.there.db)
  await queries.beginTerm(app.db)
  await queries.setSiteState(ends.there.db, here.site, 'joined')
  await queries.setSiteState(app.db, other!.number, 'joined')
  await Promise.all([queries.tellServers(app.db), queries.tellServers(ends.there.db)])
  await refreshState(app)
  return verdicts
}

async function requireEmpty(app: App): Promise<void> {
  const found = await queries.firstContents(app.db.read)
  if (found === null) return
  throw new Error(
    `There are ${found} here already, and the site that joins takes over what the first one has: join with an empty ` +
      'installation (another TWEETER_DATA, or another database). What is here stays as it is.',
  )
}

/**
 * What migrations and a first start put into an empty installation would count as newer than what the first site has.
 * Only where nothing else is there and nothing has come yet, which is so until this site follows the other one.
 */
async function clearSeeds(app: App): Promise<void> {
  const { here } = stateOf(app)
  if (here.home === here.site || (await queries.firstContents(app.db.read)) !== null) return
  if ((await queries.readSubscriptions(app.db.read, namesFor(here.site))).length > 0) return
  await queries.clearShared(app.db)
}

/** What was lost may be anything, so both directions begin again, and both sites are completed afterwards. */
async function beginAnew({ here, there }: Ends, onStep?: (step: string) => void): Promise<void> {
  onStep?.('Beginning the replication anew')
  await deletePlace(here.db, JOB)
  for (const site of [here, there]) await dropSubscriptions(site.db, site.number)
  await dropSlots(here.db, there.number)
  await dropSlots(there.db, here.number)
  await queries.setSiteState(there.db, here.number, 'joining')
  await queries.setSiteState(here.db, there.number, 'joining')
  await Promise.all([queries.tellServers(here.db), queries.tellServers(there.db)])
}

const PATIENCE_MS = 60_000

/** This site's part is done here, the other's by its server, which looks after it every few seconds. */
async function followEachOther(app: App, ends: Ends, signal: AbortSignal | undefined): Promise<void> {
  const { here, there } = ends
  for (const since = performance.now(); ; await sleep(200, undefined, { signal })) {
    await refreshReplication(ends, 'joining', stateOf(app).here.home)
    const slots = [
      ...(await queries.readSlots(here.db.read, namesFor(there.number))),
      ...(await queries.readSlots(there.db.read, namesFor(here.number))),
    ]
    if (slots.filter((slot) => slot.active).length === 4) return
    if (performance.now() - since < PATIENCE_MS) continue
    const [from, to] = slots.some(({ name, active }) => active && namesFor(here.number).includes(name))
      ? [there, here]
      : [here, there]
    throw new Error(
      `Site ${from.number} does not follow site ${to.number}. Is the server of both running, and does each reach the ` +
        "other's address? Run `tweeter site join` again to go on.",
    )
  }
}

/** The later term says it. */
async function homeOf(ends: Ends): Promise<number> {
  const [ours, theirs] = await Promise.all([queries.termOf(ends.here.db.read), queries.termOf(ends.there.db.read)])
  return ours.epoch > theirs.epoch ? ours.home : theirs.home
}
