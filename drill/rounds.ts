/** Fault after fault, as the schedule says; after each the sites must come together again before the next. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Mark, Spell } from './check/index.ts'
import { aloneIn, begin, end } from './faults.ts'
import { otherOf, type Place, places } from './history.ts'
import type { Opened } from './open.ts'
import { reader } from './people.ts'
import { type Fault, nameOf, onCable, type Step } from './schedule.ts'
import type { Watch } from './watch.ts'

/** Far longer than it may take: who is not back then does not come back. */
const TOGETHER_WITHIN_MS = 60_000

export interface Course {
  readonly spells: Spell[]
  readonly marks: Mark[]
}

export interface Round extends Opened {
  readonly watch: Watch
  readonly course: Course
}

/** One step: its faults begin one after the other and end together. */
export async function run(round: Round, step: Step): Promise<void> {
  const { history, watch, course } = round
  const began: { fault: Fault; beginMs: number }[] = []
  for (const fault of step.faults) {
    await begin(round, fault)
    began.push({ fault, beginMs: history.now() })
    await sleep(step.lastsMs / step.faults.length)
  }
  const endMs = history.now()
  for (const fault of step.faults) await end(round, fault)
  const cableOnly = step.faults.every((fault) => onCable.includes(fault.kind) || fault.kind === 'witness-away')
  await together(round, cableOnly)
  for (const { fault, beginMs } of began) {
    const alone = aloneIn(fault)
    const noticed = (place: Place) => (alone.includes(place) ? watch.noticed(place, beginMs, endMs + 1000) : null)
    course.spells.push({ fault, beginMs, endMs, noticedMs: [noticed(0), noticed(1)] })
  }
  await sleep(step.restMs)
}

/**
 * Waits until what each site holds has come to the other.
 *
 * @throws an Error when that takes a minute.
 */
export async function together(round: Round, cableOnly = false): Promise<void> {
  const mendedMs = round.history.now()
  await Promise.all(round.sites.map((site) => site.ready(TOGETHER_WITHIN_MS)))
  round.course.marks.push(...(await Promise.all(places.map((place) => mark(round, place, { mendedMs, cableOnly })))))
}

async function mark(
  { history, door }: Round,
  from: Place,
  { mendedMs, cableOnly }: { mendedMs: number; cableOnly: boolean },
): Promise<Mark> {
  const late = () => history.now() - mendedMs > TOGETHER_WITHIN_MS
  const never = () => new Error(`What is written at site ${from} does not come to site ${otherOf(from)} any more.`)
  for (;;) {
    const { id, beginMs } = await history.do(door, from, {
      kind: 'post',
      by: reader,
      text: `mark ${crypto.randomUUID()}`,
    })
    while (id !== undefined) {
      const seen = await door.as(otherOf(from), reader, 'GET', `/api/v1/statuses/${id}`)
      const seenMs = history.now()
      if (seen.status === 200) return { from, postedMs: beginMs, seenMs, tookMs: seenMs - mendedMs, cableOnly }
      if (late()) throw never()
      await sleep(50)
    }
    if (late()) throw never()
    await sleep(100)
  }
}

/** For people who watch it run. */
export const describe = (step: Step, names: readonly string[]): string =>
  `${step.faults.map((fault) => nameOf(fault, names)).join(', then ')}, for ${(step.lastsMs / 1000).toFixed(1)} s`
