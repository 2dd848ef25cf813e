import { unprocessable } from '../../kit/index.ts'
import type { Span } from './queries.ts'

export const DAY_MS = 24 * 3600 * 1000
const MOST_DAYS = 1000
const LAST_MS = Date.UTC(3000, 0)

/** The days from `start` to `end`, both counted, in UTC. @throws Problem 422 when they are none, or very many. */
export function spanOf(start: string, end: string): Span {
  const from = dayOf(start)
  const to = dayOf(end) + DAY_MS
  // Also false where one of them is no date.
  const isSpan = from >= 0 && to < LAST_MS && to > from && to - from <= MOST_DAYS * DAY_MS
  if (!isSpan) {
    throw unprocessable(
      `start_at and end_at must be days, from 1970 on, the first one first, and at most ${MOST_DAYS} days apart.`,
    )
  }
  return { from: new Date(from), to: new Date(to) }
}

const dayOf = (text: string): number => Math.floor(Date.parse(text) / DAY_MS) * DAY_MS

export const daysOf = ({ from, to }: Span): number => (to.getTime() - from.getTime()) / DAY_MS

/** As many days as in this span, right before it. */
export const spanBefore = ({ from, to }: Span): Span => ({
  from: new Date(from.getTime() * 2 - to.getTime()),
  to: from,
})
