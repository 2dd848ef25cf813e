/**
 * Who may be home, decided from what one site sees: a pure function, so that every order of events can be tried
 * (decide.test.ts does). What one sees may be old by the time one acts; the rules hold all the same, because
 *
 * 1. while the witness says BOTH, home commits only what the other site has: its subscription acknowledges. A site that
 *    wants to take over stops its subscription first, so from then on home cannot acknowledge anything;
 * 2. a home that goes on alone, and a site that takes over, both compare and set the same register, and one succeeds;
 * 3. home acts alone only after a write of its own to the register was answered since it was last fenced, which also
 *    voids every older write that may still be under way.
 */
import type { HomeMode } from '../state.ts'

/** What the witness holds. `both`: home waits for the other site; else it is the only one that counts (SOLO). */
export interface Register {
  readonly epoch: number
  readonly home: number
  readonly both: boolean
}

/** 'none': there is no witness. 'silent': it did not answer. The register is null while nobody wrote it. */
export type Witness = 'none' | 'silent' | { readonly register: Register | null }

/** What a database says of itself. */
export interface Term {
  readonly epoch: number
  readonly home: number
  readonly mode: HomeMode
  /** The last term in which its home rows were equal to those of home. */
  readonly equalIn: number
  /** Its subscription to the home rows of the other site is on. */
  readonly replaying: boolean
  /** A witness decided before, so without one nothing is decided. */
  readonly witnessed: boolean
}

export interface View {
  readonly site: number
  readonly here: Term & {
    /** That subscription rests because this site was about to take over, or did. */
    readonly stopped: boolean
    /** What can be read of home rows here is at the other site too, or need not be. */
    readonly certain: boolean
    /** The other site's subscription to our home rows is connected and streams. */
    readonly followed: boolean
  }
  readonly witness: Witness
  /** The other site's database as it answered lately; null when it has been silent. */
  readonly other: Term | null
  /** The witness or the other site was heard within the lease. */
  readonly lease: boolean
  /** The other site has been silent for so long that home, if it lived, would have said so to the witness. */
  readonly patience: boolean
}

export type Action =
  | { readonly do: 'nothing' }
  /** Stop writing home rows, and end what waits. */
  | { readonly do: 'fence' }
  /** Tell the witness that the other site is not waited for; when it agreed, go on alone. */
  | { readonly do: 'go-solo' }
  /** Wait for the other site from now on. */
  | { readonly do: 'go-both' }
  /** Tell the witness that the other site has all. */
  | { readonly do: 'record-both' }
  /** Go on without a witness. */
  | { readonly do: 'go-alone' }
  /** From now on a witness decides. */
  | { readonly do: 'be-witnessed' }
  | { readonly do: 'stop-replaying' }
  | { readonly do: 'resume-replaying' }
  /** Ask the witness for the next term. */
  | { readonly do: 'take-over' }
  /** The term is ours. */
  | { readonly do: 'begin'; readonly epoch: number }
  /** Home was moved here by hand: take all that the former home still has, then begin. */
  | { readonly do: 'inherit'; readonly epoch: number }
  /** The term is the other site's. */
  | { readonly do: 'adopt'; readonly epoch: number }
  /** Make our home rows equal to those of home, and learn from it whether a witness decides. */
  | { readonly do: 'equalise' }

const nothing: Action = { do: 'nothing' }

export function decide(seen: View): Action {
  // A register that is gone says nothing; whoever lost it must say so by `site home --here`.
  const isLost = seen.here.witnessed && typeof seen.witness === 'object' && seen.witness.register === null
  const view: View = isLost ? { ...seen, witness: 'silent' } : seen
  const { here, site, other } = view
  const register = registerOf(view)
  if (register !== null && register.epoch > here.epoch && register.epoch >= (other?.epoch ?? 0)) {
    return newTerm(view, register)
  }
  if (other !== null && other.epoch > here.epoch) {
    return other.home === site ? { do: 'inherit', epoch: other.epoch } : newTerm(view, other)
  }
  if (here.home !== site) return elsewhere(view)
  // What a former home still had to say was dropped there before it became equal.
  if (here.stopped && isEqual(view)) return { do: 'resume-replaying' }
  return here.witnessed ? atHome(view) : unwitnessed(view)
}

function newTerm({ here, site }: View, { epoch, home }: { epoch: number; home: number }): Action {
  if (home === site) return here.replaying ? { do: 'stop-replaying' } : { do: 'begin', epoch }
  return here.home === site && here.mode !== 'fenced' ? { do: 'fence' } : { do: 'adopt', epoch }
}

function unwitnessed(view: View): Action {
  const isFenced = view.here.mode === 'fenced'
  if (typeof view.witness === 'object') return { do: isFenced ? 'be-witnessed' : 'fence' }
  return isFenced && isFollowing(view) ? { do: 'go-alone' } : nothing
}

function atHome(view: View): Action {
  const { here } = view
  const register = registerOf(view)
  const isKnown = register?.epoch === here.epoch
  switch (here.mode) {
    case 'alone':
      return { do: 'fence' }
    case 'both':
      if (!isReplaying(view) || (register !== null && !isKnown)) return { do: 'fence' }
      return register !== null && !register.both && here.certain ? { do: 'record-both' } : nothing
    case 'solo':
      if (!view.lease || (register !== null && (!isKnown || register.both))) return { do: 'fence' }
      return isKnown && isReplaying(view) ? { do: 'go-both' } : nothing
    case 'fenced':
      // To wait for the other site is always safe. To go on alone needs the witness.
      if (isReplaying(view) && (register === null || isKnown)) return { do: 'go-both' }
      return register !== null ? { do: 'go-solo' } : nothing
  }
}

function elsewhere(view: View): Action {
  const { here, other } = view
  const register = registerOf(view)
  if (isFollowing(view)) {
    if (here.stopped) return { do: 'resume-replaying' }
    const isBehind = here.equalIn !== here.epoch || here.witnessed !== other!.witnessed
    return isBehind && here.replaying ? { do: 'equalise' } : nothing
  }
  const mayAsk = register?.both && register.epoch === here.epoch && here.equalIn === here.epoch
  if (other !== null || !mayAsk || !view.patience) return nothing
  return here.replaying ? { do: 'stop-replaying' } : { do: 'take-over' }
}

/** Not that of a time before this network had a witness, or had two sites. */
const registerOf = ({ here, witness }: View): Register | null =>
  here.witnessed && typeof witness === 'object' ? witness.register : null

/** The other site lives in our term. */
const isFollowing = ({ here, other }: View): boolean => other?.epoch === here.epoch && other.home === here.home

const isEqual = (view: View): boolean => isFollowing(view) && view.other!.equalIn === view.here.epoch

/** The other site has what we have, and takes what we write. */
const isReplaying = (view: View): boolean => isEqual(view) && view.other!.replaying && view.here.followed
