/** Messages as a chat shows them: by day, and those of one person that belong together as one run. */

export interface Message {
  readonly id: string
  readonly accountId: string
  /** ISO. */
  readonly at: string
}

/** What one person wrote one after the other. */
export interface Run {
  readonly accountId: string
  readonly ids: readonly string[]
  /** Of the last of them. */
  readonly at: string
}

export interface Day {
  /** Of the first message of the day. */
  readonly at: string
  readonly runs: readonly Run[]
}

/** After such a pause a new run begins. */
const PAUSE_MS = 5 * 60_000

/** @param messages the oldest first. Days are those of this machine's time zone. */
export function daysOf(messages: readonly Message[]): Day[] {
  const days: { at: string; runs: { accountId: string; ids: string[]; at: string }[] }[] = []
  for (const message of messages) {
    let day = days.at(-1)
    if (!day || dayName(day.at) !== dayName(message.at)) {
      day = { at: message.at, runs: [] }
      days.push(day)
    }
    const run = day.runs.at(-1)
    if (run && run.accountId === message.accountId && Date.parse(message.at) - Date.parse(run.at) <= PAUSE_MS) {
      run.ids.push(message.id)
      run.at = message.at
    } else day.runs.push({ accountId: message.accountId, ids: [message.id], at: message.at })
  }
  return days
}

const dayName = (iso: string): string => new Date(iso).toDateString()

/** How many days a time lies back: 0 is today. */
export function daysAgo(iso: string, now = new Date()): number {
  const then = new Date(iso)
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((midnight(now) - midnight(then)) / 86_400_000)
}

interface IdPage {
  readonly items: readonly string[]
}

/**
 * Puts the newest page, read again, into the pages that are there: what came is in it, and what was deleted is not.
 *
 * @param pages newest first, as lists are kept. @param limit how many a page has: with less, `fresh` is all there is.
 */
export function withNewest<P extends IdPage>(pages: readonly P[], fresh: readonly string[], limit: number): P[] {
  const oldest = fresh.length < limit ? Number.NEGATIVE_INFINITY : Number(fresh.at(-1))
  return pages.map((page, at) => {
    const older = fresh.length < limit ? [] : page.items.filter((id) => Number(id) < oldest)
    return { ...page, items: at === 0 ? [...fresh, ...older] : older }
  })
}

/** Whether two sets of people are the same. */
export const areSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((id) => others.includes(id))
