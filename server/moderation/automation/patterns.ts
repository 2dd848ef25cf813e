/**
 * What the requests of programs look like. Few patterns, each with a number that anybody can check, and a threshold that
 * a lively person does not come near. Everything is counted by the hour.
 */

/** One account or address in one hour. */
export interface Hour {
  readonly accountId: number | null
  /** An address, each of whose requests said that it comes from a program. */
  readonly declared: boolean
  readonly requests: number
  readonly refused: number
  readonly notFound: number
  readonly unauthorized: number
  readonly limited: number
  readonly writes: number
  readonly routes: number
  /** Between two requests: how many, their sum and the sum of their squares, milliseconds. */
  readonly gaps: number
  readonly gapSum: number
  readonly gapSquares: number
}

export const PATTERNS = ['clockwork', 'writing', 'sleepless', 'flooding', 'scanning', 'guessing'] as const
export type Pattern = (typeof PATTERNS)[number]

/** The numbers that speak for a pattern; each pattern has its own of them. */
export interface Evidence {
  readonly requests?: number
  readonly gap_mean_ms?: number
  readonly gap_deviation_ms?: number
  readonly writes?: number
  readonly hours?: number
  readonly limited?: number
  readonly not_found?: number
  readonly routes?: number
  readonly refused?: number
}

export interface Sign {
  readonly pattern: Pattern
  /** How many times the threshold it is; 1 and above counts, unless a rule wants more or less. */
  readonly score: number
  readonly evidence: Evidence
}

/** Below this a rule may not go, so what scores less need not be looked at. */
export const LEAST_MULTIPLIER = 0.25

/**
 * Requests of one hour that come as evenly as a clock. One every seven seconds for an hour: apps look for news twice a
 * minute at most (they have streaming for more), so that polling alone does not come here.
 */
export const CLOCKWORK_REQUESTS = 500
/**
 * The standard deviation of the gaps, as part of their mean. What people do comes in bursts (well above 1), independent
 * requests of many give 1, a loop that waits for each answer some 0.2, a timer next to nothing.
 */
export const CLOCKWORK_SPREAD = 0.3

/** Changes in one hour: one every nine seconds without a rest. Who favourites all evening long makes some 100 to 200. */
export const WRITING_WRITES = 400

/**
 * Hours of the last 24 in which something was written. People sleep. Reading does not count: an app left open asks for
 * news all night.
 */
export const SLEEPLESS_HOURS = 22

/** Requests of one account in one hour: more than one and a half a second, while somebody who scrolls makes 500 to 2,000. */
export const FLOODING_REQUESTS = 6_000
/** Of an address, behind which there may be a school: ten times the limit of the busiest single browser. */
export const FLOODING_REQUESTS_OF_ADDRESS = 20_000
/** Refused for asking too often, and asked on: apps and people stop when they are told so. */
export const FLOODING_LIMITED = 500

/** Things asked for in an hour that are not there, by who is not signed in, and at least half of all that they ask for. */
export const SCANNING_NOT_FOUND = 100
export const SCANNING_SHARE = 0.5

/**
 * Forms and writes of an address that were refused, in an hour: wrong passwords and codes. Somebody who has forgotten a
 * password tries ten; an app whose token has expired only reads. Behind a shared address most of what is asked is fine.
 */
export const GUESSING_REFUSED = 60
export const GUESSING_SHARE = 0.5

type Look = (hour: Hour) => Omit<Sign, 'pattern'> | null

const clockwork: Look = ({ requests, gaps, gapSum, gapSquares }) => {
  if (gaps === 0 || gapSum <= 0) return null
  const mean = gapSum / gaps
  const deviation = Math.sqrt(Math.max(0, gapSquares / gaps - mean * mean))
  if (deviation > mean * CLOCKWORK_SPREAD) return null
  const evidence = { requests, gap_mean_ms: Math.round(mean), gap_deviation_ms: Math.round(deviation) }
  return { score: gaps / CLOCKWORK_REQUESTS, evidence }
}

const writing: Look = ({ accountId, writes, requests }) =>
  accountId === null ? null : { score: writes / WRITING_WRITES, evidence: { writes, requests } }

const flooding: Look = ({ accountId, requests, limited }) => {
  const most = accountId === null ? FLOODING_REQUESTS_OF_ADDRESS : FLOODING_REQUESTS
  return { score: Math.max(requests / most, limited / FLOODING_LIMITED), evidence: { requests, limited } }
}

const scanning: Look = ({ accountId, requests, notFound, routes }) =>
  accountId !== null || notFound < requests * SCANNING_SHARE
    ? null
    : { score: notFound / SCANNING_NOT_FOUND, evidence: { requests, not_found: notFound, routes } }

const guessing: Look = ({ accountId, requests, writes, refused, unauthorized, limited }) => {
  const wrong = Math.min(writes, refused + unauthorized + limited)
  return accountId !== null || wrong < requests * GUESSING_SHARE
    ? null
    : { score: wrong / GUESSING_REFUSED, evidence: { requests, refused: wrong, limited } }
}

/** Those that only say "this is a program" mean nothing where it says so itself. */
const ofPrograms: readonly Pattern[] = ['clockwork', 'writing', 'sleepless']
const looks: Readonly<Partial<Record<Pattern, Look>>> = { clockwork, writing, flooding, scanning, guessing }

export const isHarmless = (pattern: Pattern): boolean => ofPrograms.includes(pattern)

/** What one hour of somebody shows; signs too weak for any rule are left out. */
export function signsOf(hour: Hour): Sign[] {
  return PATTERNS.flatMap((pattern) => {
    if (hour.declared && isHarmless(pattern)) return []
    const seen = looks[pattern]?.(hour)
    return seen && seen.score >= LEAST_MULTIPLIER ? [{ pattern, ...seen }] : []
  })
}

/** @param hours of the last 24, in which the account wrote. @param writes in all of them. */
export const sleeplessness = (hours: number, writes: number): Sign => ({
  pattern: 'sleepless',
  score: hours / SLEEPLESS_HOURS,
  evidence: { hours, writes },
})
