import { astronomy } from './astronomy.ts'
import { books } from './books.ts'
import { bread } from './bread.ts'
import { city } from './city.ts'
import { cooking } from './cooking.ts'
import { cycling } from './cycling.ts'
import { type Dice, dice } from './dice.ts'
import { football } from './football.ts'
import { gardens } from './gardens.ts'
import { birds, sea, visitor } from './outdoors.ts'
import { people } from './people.ts'
import { software } from './software.ts'
import type { DemoPicture, Person, Reply, Thread, Topic } from './thread.ts'
import { trains } from './trains.ts'

/** One thing that somebody did. Posts are named by their number in the order of the content. */
export type Scripted = { readonly at: Date; readonly by: string } & (
  | { readonly does: 'post'; readonly post: number; readonly parent: number | null; readonly what: Written }
  | { readonly does: 'favourite' | 'boost' | 'bookmark' | 'pin'; readonly post: number }
  | { readonly does: 'follow'; readonly whom: string }
)

export interface Written {
  readonly text: string
  readonly language: string
  readonly warning: string | null
  readonly pictures: readonly DemoPicture[]
  readonly visibility: 'public' | 'unlisted' | 'private'
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const FIRST_DAY_HOURS = 175
const byName = new Map(people.map((person) => [person.username, person]))
const everything: readonly (readonly [Topic, readonly Thread[]])[] = [
  ['bread', bread],
  ['cycling', cycling],
  ['trains', trains],
  ['software', software],
  ['gardens', gardens],
  ['astronomy', astronomy],
  ['football', football],
  ['cooking', cooking],
  ['city', city],
  ['books', books],
  ['birds', birds],
  ['sea', sea],
  ['city', visitor],
]

/** What happened in the demo's last days, in order; the same for the same seed, counted back from `now`. */
export function scriptOf(seed: string, now: Date): Scripted[] {
  const roll = dice(seed)
  const events: Scripted[] = followings(roll, now)
  let count = 0
  const write = (topic: Topic, one: Reply | Thread, at: Date, parent: { post: number; by: string } | null) => {
    const post = count++
    const { by } = one
    const thread = 'ago' in one ? one : null
    events.push({ at, by, does: 'post', post, parent: parent?.post ?? null, what: written(one, parent?.by ?? by) })
    events.push(...reactions(roll, { topic, post, by, at, now, heat: one.heat ?? 1, isThread: thread !== null }))
    if (thread?.pinned) events.push({ at: later(at, 1, now), by, does: 'pin', post })
    for (const reply of one.replies ?? [])
      write(topic, reply, later(at, reply.after + roll(60) / 60, now), { post, by })
  }
  for (const [topic, threads] of everything) {
    for (const thread of threads) {
      // Nobody posts on the hour.
      const minutes = thread.ago * 60 - roll(2400) / 60
      write(topic, thread, later(now, -minutes, now), null)
    }
  }
  // A stable sort: what was pushed first stays first, so a post stands before what is said of it in the same instant.
  return events.sort((a, b) => a.at.getTime() - b.at.getTime())
}

const later = (at: Date, minutes: number, now: Date): Date =>
  new Date(Math.min(at.getTime() + minutes * MINUTE_MS, now.getTime() - 1000))

function written(one: Reply | Thread, to: string): Written {
  const named = to === one.by || new RegExp(`@${to}\\b`).test(one.text)
  return {
    text: named ? one.text : `@${to} ${one.text}`,
    language: one.language ?? byName.get(one.by)!.language,
    warning: one.warning ?? null,
    pictures: one.pictures ?? [],
    visibility: 'visibility' in one && one.visibility ? one.visibility : 'public',
  }
}

/** Nearly everybody follows who shares an interest, at the beginning; the visitor is found later, one by one. */
function followings(roll: Dice, now: Date): Scripted[] {
  const events: Scripted[] = []
  for (const one of people) {
    for (const other of people) {
      if (one === other || one.bot) continue
      const shared = one.topics.some((topic) => other.topics.includes(topic))
      if (!roll.chance(shared ? 0.72 : 0.08)) continue
      const hoursAgo = other.username === 'demo' ? roll(150) + 1 : one.username === 'demo' ? 155 : FIRST_DAY_HOURS
      const at = new Date(now.getTime() - hoursAgo * HOUR_MS + roll(40) * MINUTE_MS)
      events.push({ at, by: one.username, does: 'follow', whom: other.username })
    }
  }
  return events
}

interface Reacted {
  readonly topic: Topic
  readonly post: number
  readonly by: string
  readonly at: Date
  readonly now: Date
  /** 0 to 3. */
  readonly heat: number
  readonly isThread: boolean
}

function reactions(roll: Dice, { topic, post, by, at, now, heat, isThread }: Reacted): Scripted[] {
  const others = people.filter((person) => person.username !== by && !person.bot)
  const near = roll.shuffle(others.filter((person) => person.topics.includes(topic)))
  const far = roll.shuffle(others.filter((person) => !person.topics.includes(topic)))
  const warmth = isThread ? heat : heat * 0.6
  const crowd: Person[] = [
    ...near.slice(0, Math.round(warmth * 2 + roll(3))),
    ...far.slice(0, Math.round(Math.max(0, warmth - 1) * 2 + roll(2))),
  ]
  const when = () => later(at, 1 + roll(20) * roll(30) + roll(60) / 60, now)
  const events: Scripted[] = crowd.map((person) => ({ at: when(), by: person.username, does: 'favourite', post }))
  const boosters = isThread && heat >= 2 ? near.slice(0, heat === 3 ? 1 + roll(3) : roll(2)) : []
  for (const person of boosters) events.push({ at: when(), by: person.username, does: 'boost', post })
  for (const person of crowd.filter(() => isThread && roll.chance(0.12))) {
    events.push({ at: when(), by: person.username, does: 'bookmark', post })
  }
  return events
}
