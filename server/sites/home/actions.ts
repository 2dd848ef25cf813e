/** What `decide` can ask for, done. Each may fail or be interrupted at any point: the next look decides anew. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../../app.ts'
import { type Database, transact } from '../../storage/index.ts'
import { pauseSubscription, resumeSubscription, waitUntilReplayed } from '../replicating/subscriptions.ts'
import { equaliseHome } from '../replicating/verify.ts'
import { type HomeMode, stateOf } from '../state.ts'
import type { Action, Register } from './decide.ts'
import {
  awaitWriters,
  dropCertain,
  endWaiters,
  endWorker,
  forgetStandby,
  isStandby,
  keepCertain,
  nameStandby,
  readTerm,
  replayWorkers,
  setEqual,
  setMode,
  setTerm,
  setWitnessed,
  skipUnread,
  writtenUpTo,
} from './queries.ts'
import { opposite, otherForAsking } from './reach.ts'
import { type Reading, writeRegister } from './witness.ts'

/** What an action builds on: it holds for this term, and for the register as it was read. */
export interface Doing {
  readonly epoch: number
  readonly key: string | null
  readonly reading: Reading | null
}

const PATIENCE_MS = 3000
/** Why the subscription rests (tweeter.site_pauses). */
const REASON = 'home'

/** @returns whether it came about. */
export async function perform(app: App, action: Action, doing: Doing): Promise<boolean> {
  const site = stateOf(app).here.site
  const { epoch } = doing
  switch (action.do) {
    case 'nothing':
      return false
    case 'fence':
      return await fence(app, epoch)
    case 'go-alone':
      return await changeMode(app, epoch, 'alone')
    case 'be-witnessed':
      if (!(await record(doing, { epoch, home: site, both: false }))) return false
      await transact(app.db, (tx) => setWitnessed(tx, true))
      return true
    case 'go-solo':
      return (await record(doing, { epoch, home: site, both: false })) && (await changeMode(app, epoch, 'solo'))
    case 'go-both':
      return await goBoth(app, epoch)
    case 'record-both':
      return await record(doing, { epoch, home: site, both: true })
    case 'stop-replaying':
      return await stopReplaying(app)
    case 'resume-replaying':
      return await resumeSubscription(app.db, site, 'home', REASON)
    case 'take-over':
      return await takeTerm(app, doing)
    case 'begin':
      return await begin(app, action.epoch, true)
    case 'inherit':
      return await inherit(app, action.epoch)
    case 'adopt':
      return await adopt(app, action.epoch)
    case 'equalise':
      return await becomeEqual(app, epoch)
  }
}

/**
 * Asks the witness for the term after this one. The own subscription must rest.
 *
 * @param graceMs is waited before the term begins: until a home that was not asked has ended by itself.
 */
export async function takeTerm(app: App, doing: Doing, graceMs = 0): Promise<boolean> {
  const epoch = doing.epoch + 1
  if (!(await record(doing, { epoch, home: stateOf(app).here.site, both: false }))) return false
  await sleep(graceMs)
  return await begin(app, epoch, true)
}

/** @throws when nobody knows whether it was written: the next look reads it. */
async function record({ key, reading }: Doing, register: Register): Promise<boolean> {
  if (key === null || reading === null) return false
  return await writeRegister(reading, key, register)
}

/** Nobody writes home rows when this returns, and nobody waits: who did is told that the outcome is unknown. */
export async function fence(app: App, epoch: number): Promise<boolean> {
  await transact(app.db, async (tx) => {
    await setMode(tx, epoch, 'fenced')
    await dropCertain(tx)
  })
  await drain(app.db, true)
  return true
}

/** Waits until each transaction that found the mode of before has ended; those that wait for the other site are ended. */
export async function drain(db: Database, andEnd: boolean): Promise<void> {
  let drained = false
  const waiting = transact(db, (tx) => awaitWriters(tx)).finally(() => {
    drained = true
  })
  while (!drained && andEnd) {
    await endWaiters(db)
    await Promise.race([waiting, sleep(20)])
  }
  await waiting
}

async function changeMode(app: App, epoch: number, mode: HomeMode): Promise<boolean> {
  await transact(app.db, async (tx) => {
    await setMode(tx, epoch, mode)
    if (mode === 'solo') await keepCertain(tx, epoch)
  })
  return true
}

/** From here on each commit waits for the other site. Those of before are certain when it has them too. */
async function goBoth(app: App, epoch: number): Promise<boolean> {
  const other = opposite(app)
  await nameStandby(app.db, other)
  if (!(await eventually(() => isStandby(app.db.read, other)))) return false
  await transact(app.db, async (tx) => {
    await setMode(tx, epoch, 'both')
    await dropCertain(tx)
  })
  await drain(app.db, false)
  await becomeCertain(app, epoch)
  return true
}

/** All that home rows say here is at the other site too. @returns false when it does not come nearer. */
export async function becomeCertain(app: App, epoch: number): Promise<boolean> {
  if (!(await isReplayed(app, app.db, otherForAsking(app), opposite(app)))) return false
  await transact(app.db, (tx) => keepCertain(tx, epoch))
  return true
}

/** Whether a site has taken over, for good, all that can be seen at the other now. */
async function isReplayed(app: App, from: Database, to: Database, site: number): Promise<boolean> {
  const pair = { here: { number: 1 - site, db: from }, there: { number: site, db: to } }
  const signal = AbortSignal.timeout(PATIENCE_MS)
  return await waitUntilReplayed(pair, ['home'], signal).then(
    () => true,
    (error) => {
      app.log.debug({ error }, 'The other site is behind')
      return false
    },
  )
}

/** When this returns true nothing of the other site's is taken over, or acknowledged, any more. */
export async function stopReplaying(app: App): Promise<boolean> {
  const { site } = stateOf(app).here
  await pauseSubscription(app.db, site, 'home', REASON)
  return await eventually(async () => {
    const workers = await replayWorkers(app.db.read, site)
    for (const { pid } of workers) await endWorker(app.db, pid)
    return workers.length === 0
  })
}

/** Everything that the former home wrote before it gave up the term, which it has done when this is called. */
async function inherit(app: App, epoch: number): Promise<boolean> {
  const other = otherForAsking(app)
  const { site } = stateOf(app).here
  const { witnessed } = await readTerm(other.read)
  await resumeSubscription(app.db, site, 'home', REASON)
  await drain(other, true)
  if (!(await isReplayed(app, other, app.db, site))) return false
  return (await stopReplaying(app)) && (await begin(app, epoch, witnessed))
}

async function begin(app: App, epoch: number, witnessed: boolean, mode: HomeMode = 'fenced'): Promise<boolean> {
  const { site } = stateOf(app).here
  await transact(app.db, async (tx) => {
    await setTerm(tx, { epoch, home: site, mode, witnessed })
    await dropCertain(tx)
  })
  return true
}

/** A person said that nobody else is there. */
export const beginForced = (app: App, epoch: number, mode: HomeMode) => begin(app, epoch, false, mode)

/** The other site is home in this term, and how it writes is its own business; here nobody does. */
async function adopt(app: App, epoch: number): Promise<boolean> {
  const { witnessed } = await readTerm(app.db.read)
  await transact(app.db, async (tx) => {
    await setTerm(tx, { epoch, home: opposite(app), mode: 'alone', witnessed })
    await dropCertain(tx)
  })
  await drain(app.db, true)
  await forgetStandby(app.db)
  return true
}

async function becomeEqual(app: App, epoch: number): Promise<boolean> {
  // What this site wrote in a term of its own and could not tell any more is set aside, not told late.
  const lsn = await writtenUpTo(app.db.read)
  if (!(await skipUnread(app.db, opposite(app), lsn))) return false
  // Before, so that what changes meanwhile is seen by the next look.
  const { witnessed } = await readTerm(otherForAsking(app).read)
  await equaliseHome(app, opposite(app))
  await transact(app.db, (tx) => setEqual(tx, epoch, witnessed))
  return true
}

async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
  for (const began = performance.now(); performance.now() - began < PATIENCE_MS; await sleep(20)) {
    if (await holds()) return true
  }
  return false
}
