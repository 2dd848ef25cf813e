import { unprocessable } from '../../kit/index.ts'
import type { NewPoll } from '../schema.ts'

/** Mastodon's; a month is the longest that its apps offer. */
export const POLL_LIMITS = { options: 4, characters: 50, leastSeconds: 300, mostSeconds: 2_629_746 } as const

export interface CheckedPoll {
  readonly options: string[]
  readonly multiple: boolean
  readonly hideTotals: boolean
  readonly seconds: number
}

/** What a poll may be. @throws Problem 422. */
export function checkPoll(wanted: NewPoll, mediaIds: readonly number[]): CheckedPoll {
  const options = wanted.options.map((option) => option.trim()).filter((option) => option !== '')
  const refuse = (why: string) => unprocessable(`Validation failed: Poll ${why}`)
  if (mediaIds.length > 0) throw refuse('cannot be combined with pictures or other media')
  if (options.length < 2) throw refuse('must have at least two choices')
  if (options.length > POLL_LIMITS.options) throw refuse(`may have at most ${POLL_LIMITS.options} choices`)
  if (options.some((option) => [...option].length > POLL_LIMITS.characters)) {
    throw refuse(`choices may have at most ${POLL_LIMITS.characters} characters each`)
  }
  if (new Set(options).size < options.length) throw refuse('choices must differ from each other')
  if (wanted.expires_in < POLL_LIMITS.leastSeconds) throw refuse('must be open for at least five minutes')
  if (wanted.expires_in > POLL_LIMITS.mostSeconds) throw refuse('may be open for at most a month')
  const { multiple = false, hide_totals: hideTotals = false } = wanted
  return { options, multiple, hideTotals, seconds: wanted.expires_in }
}
