/** The drill: two sites, clients at both, fault after fault, and what came of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check, type Facts } from './check/index.ts'
import { readEnding } from './ending.ts'
import { mend } from './faults.ts'
import { figuresOf } from './figures.ts'
import type { Ground } from './ground.ts'
import { names, type Opened, open } from './open.ts'
import { random } from './random.ts'
import { isClean, type Report } from './report.ts'
import { type Course, describe, type Round, run, together } from './rounds.ts'
import { scheduleOf } from './schedule.ts'
import type { Site } from './site.ts'
import { Watch } from './watch.ts'
import { Workload } from './workload.ts'

export interface Wish {
  readonly seed: number
  readonly faults: number
  /** No new fault begins after so long. */
  readonly minutes: number | null
  readonly witnessNodes: 0 | 1 | 3
  /** Data and logs stay there; else they go when nothing was found. */
  readonly folder: string | null
  readonly say: (line: string) => void
}

export interface Outcome {
  readonly report: Report
  readonly facts: Facts
  /** Where data and logs are, when they were kept. */
  readonly folder: string | null
}

/** How many of each kind of finding are told in words. */
const TOLD = 5
/** Until each transfer whose outcome was unknown is known. */
const SETTLED_WITHIN_MS = 20_000

/** What happens between joining and the final reads. */
export type Play = (round: Round) => Promise<void>

/** Clients at both sites do everything while fault comes after fault. */
export const drill = (wish: Wish, ground: Ground): Promise<Outcome> => stage(wish, ground, faultAfterFault(wish))

/** Opens two sites, lets something happen there, mends all, and judges what came of it. */
export async function stage(wish: Wish, ground: Ground, play: Play): Promise<Outcome> {
  const folder = wish.folder ?? mkdtempSync(join(tmpdir(), 'tweeter-drill-'))
  wish.say(`Two sites are made and joined in ${folder}.`)
  const opened = await open(folder, ground, wish.witnessNodes)
  const { facts, stopped } = await perform(wish, opened, play).finally(() => opened.close())
  const report = judge(wish, facts, stopped)
  const isKept = wish.folder !== null || !isClean(report)
  if (isKept)
    writeFileSync(join(folder, 'history.jsonl'), facts.events.map((event) => JSON.stringify(event)).join('\n'))
  else rmSync(folder, { recursive: true, force: true })
  return { report, facts, folder: isKept ? folder : null }
}

const faultAfterFault =
  (wish: Wish): Play =>
  async (round) => {
    const { history, door, hot, witness, cable } = round
    const chance = random(wish.seed)
    const plan = { faults: wish.faults, witness: witness !== null, without: cable.without }
    const steps = scheduleOf(chance.fork('faults'), plan)
    const workload = new Workload(door, history, chance.fork('people'), { spare: door.people.spare, hot })
    workload.start()
    const until = wish.minutes === null ? Number.POSITIVE_INFINITY : history.now() + wish.minutes * 60_000
    try {
      for (const [at, step] of steps.entries()) {
        if (history.now() > until) break
        wish.say(`${at + 1}/${steps.length}: ${describe(step, names)}`)
        await run(round, step)
      }
    } finally {
      await workload.stop(SETTLED_WITHIN_MS)
    }
  }

async function perform(wish: Wish, opened: Opened, play: Play): Promise<{ facts: Facts; stopped: string | null }> {
  const { history, door, sites, money, witness } = opened
  const watch = new Watch([sites[0].url, sites[1].url], history)
  const course: Course = { spells: [], marks: [] }
  const round: Round = { ...opened, watch, course }
  let stopped: string | null = null
  try {
    await together(round)
    // The first marks are of joining, not of mending.
    course.marks.length = 0
    await play(round)
    await together(round)
  } catch (error) {
    stopped = (error as Error).message
    wish.say(`It ends early: ${stopped}`)
    await mend(opened)
  }
  await watch.stop()
  wish.say('Both sites are read and compared.')
  const endingOf = (site: Site) => readEnding(door, site, history.events)
  const endings = [await endingOf(sites[0]), await endingOf(sites[1])] as const
  const home = witness === null ? (0 as const) : null
  const differing = await compare(opened)
  return { facts: { events: history.events, ...course, endings, differing, home, money }, stopped }
}

interface Verified {
  readonly tables: readonly { readonly table: string; readonly differing: number }[]
}

/** What `site verify` says. */
async function compare({ sites }: Opened): Promise<string[] | null> {
  const { out } = await sites[0].run(['site', 'verify', '--json'])
  try {
    const { tables } = JSON.parse(out) as Verified
    return tables.flatMap(({ table, differing }) => (differing > 0 ? [`${differing} in ${table}`] : []))
  } catch {
    return null
  }
}

function judge({ seed, witnessNodes }: Wish, facts: Facts, stopped: string | null): Report {
  const findings = Object.entries(check(facts))
  const last = facts.events.reduce((latest, { endMs }) => Math.max(latest, endMs), 0)
  return {
    what: witnessNodes === 0 ? 'two sites' : `two sites and a witness of ${witnessNodes}`,
    seed,
    seconds: Math.round(last / 1000),
    zeros: Object.fromEntries(findings.map(([words, found]) => [words, found.length])),
    figures: figuresOf(facts),
    found: Object.fromEntries(
      findings.filter(([, found]) => found.length > 0).map(([words, found]) => [words, found.slice(0, TOLD)]),
    ),
    stopped,
  }
}
