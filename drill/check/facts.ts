/** What the checker is given: what clients were told, when the cable was cut, and what both sites say at the end. */
import { type Balance, type Event, type Place, places } from '../history.ts'
import type { TransferRow } from '../queries.ts'
import type { Fault } from '../schedule.ts'

/** A fault while it lasted. */
export interface Spell {
  readonly fault: Fault
  readonly beginMs: number
  readonly endMs: number
  /** After how long each site said that it is alone; null: it did not, or need not. */
  readonly noticedMs: readonly [number | null, number | null]
}

/**
 * A post that was made at one site after the cable was mended, and seen at the other: what was acknowledged there
 * before it has come over too, since one stream carries all.
 */
export interface Mark {
  readonly from: Place
  readonly postedMs: number
  readonly seenMs: number
  /** Since all was mended. */
  readonly tookMs: number
  /** Nothing but the cable had been at fault: nobody had to start again. */
  readonly cableOnly: boolean
}

/** What one site says when all is over. */
export interface Ending {
  /** What each post says; one that is gone is not in it. */
  readonly posts: ReadonlyMap<string, string>
  readonly registers: ReadonlyMap<string, string | boolean>
  /** Tokens that were signed out and still work. */
  readonly workingTokens: ReadonlySet<string>
  /** Names of accounts, each as often as there is an account of that name. */
  readonly names: readonly string[]
  readonly balances: readonly Balance[]
  readonly transfers: readonly TransferRow[]
  readonly wrongCounters: readonly string[]
  /** Of the reader's home timeline: what stands in it twice. */
  readonly shownTwice: readonly string[]
}

export interface Facts {
  readonly events: readonly Event[]
  readonly spells: readonly Spell[]
  readonly marks: readonly Mark[]
  readonly endings: readonly [Ending, Ending]
  /** Rows that are not the same at both, each in a few words; null when nobody could compare them. */
  readonly differing: readonly string[] | null
  /** The only site that may write home rows; null: it moves by itself. */
  readonly home: Place | null
  /** What was in all accounts together in the beginning. */
  readonly money: number
}

/** Each finding in a few words: a count is the length of a list. */
export type Findings = readonly string[]

/** What stands in a list more than once, each time but the first. */
export function repeated(list: readonly string[]): string[] {
  const seen = new Set<string>()
  return list.filter((one) => seen.has(one) || !seen.add(one))
}

/** What is found at each site; the same thing at both is one finding. */
export function bySite(find: (place: Place) => Findings): Findings {
  const found = new Map<string, Place[]>()
  for (const place of places) {
    for (const what of new Set(find(place))) found.set(what, [...(found.get(what) ?? []), place])
  }
  return [...found].map(([what, at]) => `${what} (${at.length === 2 ? 'at both sites' : `at site ${at[0]}`})`)
}
