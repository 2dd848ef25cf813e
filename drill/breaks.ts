/**
 * Faults in Tweeter itself, made on purpose: each takes one safeguard away and then does what that one guards against,
 * so that it is known that the checker would find it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { calm } from './cable.ts'
import { type Act, type Event, places } from './history.ts'
import * as queries from './queries.ts'
import type { Round } from './rounds.ts'
import { together } from './rounds.ts'

export const breaks = ['newest-wins', 'fencing', 'sync'] as const
export type Break = (typeof breaks)[number]

export interface Scenario {
  readonly witnessNodes: 0 | 1
  /** What is switched off, in words. */
  readonly what: string
  /** @param broken false: the same without switching anything off. */
  run(round: Round, broken: boolean): Promise<void>
}

const cut = { ...calm, cutFrom: places }
const APART_MS = 3500

/** What the cable brings while the trigger is off replaces what is newer. */
async function withoutNewestWins({ cable, history, door, sites }: Round, broken: boolean): Promise<void> {
  const beginMs = history.now()
  await cable.set(cut)
  await history.do(door, 0, { kind: 'note', by: 'ada', value: `older ${beginMs}` })
  await sleep(50)
  await history.do(door, 1, { kind: 'note', by: 'ada', value: `newer ${beginMs}` })
  if (broken) await sites[1].withDatabase(queries.dropNewestWins)
  await sleep(APART_MS)
  await cable.set(calm)
}

let transfers = 0
const transfer = (): Extract<Act, { kind: 'transfer' }> => ({
  kind: 'transfer',
  key: crypto.randomUUID(),
  from: transfers++ % 8,
  to: transfers % 8,
  amount: 1,
})

/** Both sites take themselves for home, and nothing in the databases says otherwise. */
async function withoutFencing(round: Round, broken: boolean): Promise<void> {
  const { cable, history, door, sites, course } = round
  await cable.set(cut)
  const beginMs = history.now()
  if (broken) {
    await Promise.all(sites.map((site) => site.withDatabase(queries.dropFencing)))
    await sites[1].withDatabase(queries.claimHome)
  }
  for (const until = history.now() + 2 * APART_MS; history.now() < until; await sleep(200)) {
    await Promise.all(places.map((at) => history.do(door, at, transfer())))
  }
  course.spells.push({ fault: { kind: 'cut' }, beginMs, endMs: history.now(), noticedMs: [null, null] })
  await cable.set(calm)
}

const TRIES = 12

/**
 * The other site acknowledges what it has not flushed. It loses its memory right after an acknowledgement, and at the
 * same moment home is gone: then the one that lost it takes over.
 */
async function withoutSync(round: Round, broken: boolean): Promise<void> {
  const { sites, cable } = round
  if (broken) await sites[1].withDatabase(queries.dropSynchronousCommit)
  for (let tries = 0; tries < (broken ? TRIES : 2); tries++) {
    const done = await acknowledgedAtFirst(round)
    // Nothing of the next moment reaches the other, and neither has time to write anything down.
    sites[1].die()
    sites[0].die()
    await cable.set(cut)
    sites[1].revive()
    await sites[1].ready(60_000)
    await untilHome(round, 1)
    const isThere = await sites[1].withDatabase((db) => queries.hasTransfer(db, (done.act as { key: string }).key))
    await cable.set(calm)
    sites[0].revive()
    await together(round)
    if (!isThere) return
    // Home goes back to where it was, in the same way, but in peace.
    await untilWaiting(round, 1)
    sites[1].die()
    await untilHome(round, 0)
    sites[1].revive()
    await together(round)
    if (broken) await sites[1].withDatabase(queries.dropSynchronousCommit)
  }
}

/** One that home acknowledged because the other site has it. */
async function acknowledgedAtFirst(round: Round): Promise<Event> {
  for (let tries = 0; tries < 20; tries++) {
    await untilWaiting(round, 0)
    const event = await round.history.do(round.door, 0, transfer())
    if (event.outcome === 'yes') return event
  }
  throw new Error('The first site acknowledged nothing.')
}

/** Until the site is home, and waits for the other with each commit. @throws an Error when that takes a minute. */
async function untilWaiting({ history, sites }: Round, at: 0 | 1): Promise<void> {
  for (const until = history.now() + 60_000; history.now() < until; await sleep(500)) {
    // The witness is told after it is so.
    if (await sites[at].withDatabase(queries.waitsForOther)) return void (await sleep(2000))
  }
  throw new Error(`Site ${at} did not become a home that waits for the other.`)
}

/** @throws an Error when home does not come there within a minute. */
async function untilHome({ history, door }: Round, at: 0 | 1): Promise<void> {
  for (const until = history.now() + 60_000; history.now() < until; await sleep(200)) {
    if ((await history.do(door, at, transfer())).outcome === 'yes') return
  }
  throw new Error(`Home did not come to site ${at}.`)
}

export const scenarios: Readonly<Record<Break, Scenario>> = {
  'newest-wins': { witnessNodes: 0, what: 'the newest-wins triggers of one site', run: withoutNewestWins },
  fencing: { witnessNodes: 0, what: 'the fencing of home rows', run: withoutFencing },
  sync: { witnessNodes: 1, what: "the subscription's synchronous_commit", run: withoutSync },
}
