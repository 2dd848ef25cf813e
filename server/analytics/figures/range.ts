import type { Range } from '../schema.ts'

export type Step = 'hour' | 'day'

const HOUR_MS = 3600 * 1000
const DAY_MS = 24 * HOUR_MS
/** Hours are kept for so long. */
export const KEPT_DAYS = 400

/** A range in the terms of its points: it begins with the first one and ends now. */
export interface Span {
  readonly range: Range
  readonly step: Step
  readonly from: Date
  readonly until: Date
}

export const stepMs = (step: Step): number => (step === 'hour' ? HOUR_MS : DAY_MS)

/** The last of its points is the current hour or day (UTC). @param since when there began to be anything. */
export function spanOf(range: Range, now: Date, since: Date): Span {
  const step = range === '24h' || range === '7d' ? 'hour' : 'day'
  const size = stepMs(step)
  const last = Math.floor(now.getTime() / size)
  const all = Math.min(KEPT_DAYS, last - Math.floor(since.getTime() / size) + 1)
  const points = { '24h': 24, '7d': 7 * 24, '30d': 30, all: Math.max(1, all) }[range]
  return { range, step, from: new Date((last - points + 1) * size), until: now }
}

/** The beginnings of its points, oldest first. */
export function pointsOf({ step, from, until }: Span): number[] {
  const points: number[] = []
  for (let at = from.getTime(); at <= until.getTime(); at += stepMs(step)) points.push(at)
  return points
}
