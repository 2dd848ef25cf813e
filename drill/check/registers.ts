/**
 * Likes, follows, profiles, texts: each is a register that clients at both sites wrote. At the end it must hold what
 * one of the acknowledged writes says which no later one replaced knowingly.
 */
import { type Event, otherOf, type Place, registerOf } from '../history.ts'
import { bySite, type Facts, type Findings, type Mark } from './facts.ts'

export interface Write {
  readonly at: Place
  readonly value: string | boolean
  readonly beginMs: number
  /** Infinity: nobody knows when, or whether. */
  readonly endMs: number
}

/** What was written into each register, refused writes left out. */
export function writesOf(events: readonly Event[]): Map<string, Write[]> {
  const writes = new Map<string, Write[]>()
  for (const { act, at, outcome, beginMs, endMs, id } of events) {
    if (outcome === 'no') continue
    const set = act.kind === 'post' ? id !== undefined && { object: `text ${id}`, value: act.text } : registerOf(act)
    if (!set) continue
    const list = writes.get(set.object) ?? []
    list.push({ at, value: set.value, beginMs, endMs: outcome === 'yes' ? endMs : Number.POSITIVE_INFINITY })
    writes.set(set.object, list)
  }
  return writes
}

const known = (write: Write) => Number.isFinite(write.endMs)

/** From when on a write made at `at` could be known at the other site. */
const arrivedAt = (write: Write, marks: readonly Mark[]) =>
  marks.reduce(
    (first, mark) => (mark.from === write.at && mark.postedMs >= write.endMs ? Math.min(first, mark.seenMs) : first),
    Number.POSITIVE_INFINITY,
  )

/** The values that may stand at the end. `undefined` among them: as it was before anybody wrote. */
export function allowedValues(writes: readonly Write[], marks: readonly Mark[]): Set<string | boolean | undefined> {
  const lastBegan = (at: Place) =>
    writes.reduce((last, write) => (write.at === at && known(write) ? Math.max(last, write.beginMs) : last), -1)
  const last = [lastBegan(0), lastBegan(1)] as const
  // Replaced is what somebody could know of who wrote later: it was written at that site, or had come there.
  const isReplaced = (write: Write) =>
    known(write) && (last[write.at] >= write.endMs || last[otherOf(write.at)] >= arrivedAt(write, marks))
  const values = new Set<string | boolean | undefined>()
  for (const write of writes) if (!values.has(write.value) && !isReplaced(write)) values.add(write.value)
  if (!writes.some(known)) values.add(undefined)
  return values
}

/** Posts that somebody deleted, or may have: nothing is asked of their texts and of what hangs on them. */
export const goneOf = (events: readonly Event[]): Set<string> =>
  new Set(events.flatMap(({ act, outcome }) => (act.kind === 'delete' && outcome !== 'no' ? [act.post] : [])))

/** Acknowledged writes that are lost. */
export function lostWrites({ events, marks, endings }: Facts): Findings {
  const gone = goneOf(events)
  const asked = [...writesOf(events)].filter(([object]) => !object.split(' ').some((word) => gone.has(word)))
  const allowed = new Map(asked.map(([object, writes]) => [object, allowedValues(writes, marks)]))
  return bySite((place) =>
    [...allowed].flatMap(([object, values]) => {
      const value = endings[place].registers.get(object)
      const isDefault = value === false || value === '' || value === undefined
      const fits = values.has(value) || (isDefault && values.has(undefined))
      return fits ? [] : [`${object} is ${JSON.stringify(value)}, not ${[...values].join(' or ')}`]
    }),
  )
}

export interface Overtaken {
  readonly object: string
  readonly ms: number
}

/**
 * Where an older write won over one that was made later, by an onlooker's clock, without either knowing of the other:
 * what clocks that disagree cost. Not a fault by itself, but it must not be hours.
 */
export function overtaken({ events, endings }: Facts): Overtaken[] {
  const gone = goneOf(events)
  const found: Overtaken[] = []
  for (const [object, writes] of writesOf(events)) {
    if (object.split(' ').some((word) => gone.has(word)) || !writes.every(known)) continue
    const value = endings[0].registers.get(object)
    const winner = writes
      .filter((write) => write.value === value)
      .reduce((last, write) => Math.max(last, write.endMs), 0)
    const last = writes.reduce((latest, write) => Math.max(latest, write.beginMs), 0)
    if (winner > 0 && last > winner) found.push({ object, ms: last - winner })
  }
  return found
}
