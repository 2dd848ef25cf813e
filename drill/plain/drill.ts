/**
 * The same clients on what one would have without all this: Postgres with a standby that follows by asynchronous
 * streaming, and an operator who promotes it when the primary cannot be reached. The other side's clients go on with the
 * old primary, since nobody can tell it; when the cable is mended the old primary is made anew as a standby.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cable, calm, openCable } from '../cable.ts'
import { check, type Ending, type Facts, type Spell } from '../check/index.ts'
import { figuresOf } from '../figures.ts'
import { type Event, History, otherOf, type Place, places } from '../history.ts'
import { type Random, random } from '../random.ts'
import type { Report } from '../report.ts'
import type { Fault } from '../schedule.ts'
import { freePort } from '../site.ts'
import { makeHot, Workload } from '../workload.ts'
import { databaseAt, PlainDoor } from './door.ts'
import { PlainPostgres } from './postgres.ts'
import * as queries from './queries.ts'

/** An operator is paged, looks, and promotes: far quicker here than anybody is at night. */
const PROMOTED_AFTER_MS = 2000
const CAUGHT_UP_WITHIN_MS = 10_000

interface Pair {
  readonly servers: readonly [PlainPostgres, PlainPostgres]
  readonly cable: Cable
  readonly door: PlainDoor
  readonly history: History
  primary: Place
}

const portOf = (address: string) => Number(address.split(':')[1])
/** How clients of a side reach the other's Postgres. */
const across = ({ cable }: Pair, to: Place) => portOf(cable.addresses[to])

async function open(folder: string, chance: Random): Promise<Pair> {
  const ports = [await freePort(), await freePort()] as const
  const servers = [
    new PlainPostgres(join(folder, 'a'), ports[0]),
    new PlainPostgres(join(folder, 'b'), ports[1]),
  ] as const
  const cable = await openCable([`127.0.0.1:${ports[0]}`, `127.0.0.1:${ports[1]}`], chance)
  await servers[0].make()
  await servers[0].start()
  const db = databaseAt(ports[0])
  await queries.makeTables(db)
  await db.close()
  await servers[1].follow('127.0.0.1', portOf(cable.addresses[0]))
  await servers[1].start()
  const door = new PlainDoor(ports, [ports[0], portOf(cable.addresses[0])])
  return { servers, cable, door, history: new History(), primary: 0 }
}

/** The cable breaks, or the primary dies; the standby is promoted; then the old primary is made anew. */
async function round(pair: Pair, fault: Fault, lastsMs: number): Promise<Spell> {
  const { servers, cable, door, history } = pair
  const [old, next] = [pair.primary, otherOf(pair.primary)]
  if (fault.kind === 'cut') await cable.set({ ...calm, cutFrom: places })
  else servers[old].kill()
  const beginMs = history.now()
  await sleep(PROMOTED_AFTER_MS)
  await servers[next].promote()
  door.point(next, servers[next].port)
  await sleep(lastsMs)
  const endMs = history.now()
  await cable.set(calm)
  await servers[old].gone()
  await servers[old].follow('127.0.0.1', across(pair, next))
  await servers[old].start()
  door.reopen(old, servers[old].port)
  door.point(old, across(pair, next))
  pair.primary = next
  return { fault, beginMs, endMs, noticedMs: [null, null] }
}

/** Waits until the standby has what the primary has. */
async function caughtUp({ servers }: Pair): Promise<void> {
  const count = async (server: PlainPostgres) => {
    const db = databaseAt(server.port)
    const rows = await queries.readTransfers(db).finally(() => db.close())
    return rows.length
  }
  for (const until = Date.now() + CAUGHT_UP_WITHIN_MS; Date.now() < until; await sleep(100)) {
    if ((await count(servers[0])) === (await count(servers[1]))) return
  }
}

async function endingOf(server: PlainPostgres, events: readonly Event[]): Promise<Ending> {
  const db = databaseAt(server.port)
  try {
    const posts = new Map((await queries.readPosts(db)).map(({ id, text }) => [id, text]))
    const registers = new Map((await queries.readRegisters(db)).map(({ object, value }) => [object, value]))
    for (const [id, text] of posts) registers.set(`text ${id}`, text)
    const out = new Set((await queries.readSignedOut(db)).map(({ token }) => token))
    const asked = events.flatMap(({ act }) => (act.kind === 'sign-out' ? [act.token] : []))
    return {
      posts,
      registers,
      workingTokens: new Set(asked.filter((token) => !out.has(token))),
      names: (await queries.readNames(db)).map(({ name }) => name),
      balances: await queries.readBalances(db.read),
      transfers: await queries.readTransfers(db),
      wrongCounters: [],
      shownTwice: [],
    }
  } finally {
    await db.close()
  }
}

async function go(pair: Pair, chance: Random, faults: number, say: (line: string) => void): Promise<Facts> {
  const { history, door, servers } = pair
  const hot = await makeHot(door, history)
  const spare = Array.from({ length: 200 }, () => crypto.randomUUID())
  const workload = new Workload(door, history, chance.fork('people'), { spare, hot })
  workload.start()
  const spells: Spell[] = []
  const choose = chance.fork('faults')
  for (let at = 1; at <= faults; at++) {
    await sleep(choose.whole(1000, 2000))
    const fault: Fault = choose.chance(0.7) ? { kind: 'cut' } : { kind: 'postgres-killed', at: pair.primary }
    say(`${at}/${faults}: ${fault.kind === 'cut' ? 'cable cut' : 'the primary killed'}, the standby promoted`)
    spells.push(await round(pair, fault, choose.whole(1500, 4000)))
  }
  await sleep(1000)
  await workload.stop(10_000)
  await caughtUp(pair)
  const { events } = history
  const endings = [await endingOf(servers[0], events), await endingOf(servers[1], events)] as const
  const money = queries.ACCOUNTS * queries.EACH
  return { events, spells, marks: [], endings, differing: [], home: null, money }
}

/** @throws an Error for people: not root, or Debian's Postgres is missing. */
export async function drillPlain(
  seed: number,
  faults: number,
  say: (line: string) => void,
): Promise<{ report: Report; facts: Facts }> {
  if (process.getuid?.() !== 0) throw new Error('This runs Postgres as the user postgres, so it needs root.')
  const folder = mkdtempSync(join(tmpdir(), 'tweeter-plain-'))
  chmodSync(folder, 0o755)
  const chance = random(seed)
  const pair = await open(folder, chance)
  try {
    const facts = await go(pair, chance, faults, say)
    const findings = Object.entries(check(facts))
    const report: Report = {
      what: 'plain asynchronous streaming replication, promoted by hand',
      seed,
      seconds: Math.round(pair.history.now() / 1000),
      zeros: Object.fromEntries(findings.map(([words, found]) => [words, found.length])),
      figures: figuresOf(facts),
      found: Object.fromEntries(
        findings.filter(([, found]) => found.length).map(([words, found]) => [words, found.slice(0, 5)]),
      ),
      stopped: null,
    }
    return { report, facts }
  } finally {
    await pair.door.close()
    await Promise.all(pair.servers.map((server) => server.gone()))
    await pair.cable.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
