/** The checker: knows what clients were told and what both sites say at the end, and finds what does not fit. */
import type { Facts, Findings } from './facts.ts'
import { acceptedByMinority } from './minority.ts'
import { doneTwice, lostTransfers, neverWere, refusedButDone, sumChanged, wentBack } from './money.ts'
import { lostWrites } from './registers.ts'
import { cameBack, duplicateNames, lostNames, lostPosts, notSignedOut, shownTwice, wrongCounters } from './shared.ts'

export type { Ending, Facts, Findings, Mark, Spell } from './facts.ts'
export { unknowns } from './money.ts'
export { overtaken } from './registers.ts'

/** Each must be empty. */
export function check(facts: Facts): Readonly<Record<string, Findings>> {
  return {
    'acknowledged writes lost': [
      ...lostPosts(facts),
      ...lostWrites(facts),
      ...lostNames(facts),
      ...lostTransfers(facts),
    ],
    'accepted on the minority side although home-only': acceptedByMinority(facts),
    'sum of money changed': sumChanged(facts),
    'transfers applied twice': doneTwice(facts),
    'refused, but done': refusedButDone(facts),
    'balances seen that never were': neverWere(facts),
    'balances that went back': wentBack(facts),
    'rows that differ between the sites': facts.differing ?? ['nobody could compare them'],
    'deleted things that came back': cameBack(facts),
    'signed out, but still in': notSignedOut(facts),
    'duplicate usernames': duplicateNames(facts),
    'counters that are wrong': wrongCounters(facts),
    'shown twice in a timeline': shownTwice(facts),
  }
}
