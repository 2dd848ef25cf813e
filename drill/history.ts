/** What clients did and were told: an append-only list, and all that the checker knows beside the final reads. */

/** The first site and the second, also their numbers (tweeter.here.site). */
export type Place = 0 | 1
export const places: readonly Place[] = [0, 1]
export const otherOf = (place: Place): Place => (place === 0 ? 1 : 0)

/** Something that a client asks for. `by` is the name of a person; `value` is what is so afterwards. */
export type Act =
  | { readonly kind: 'post'; readonly by: string; readonly text: string }
  | { readonly kind: 'edit'; readonly by: string; readonly post: string; readonly value: string }
  | { readonly kind: 'delete'; readonly by: string; readonly post: string }
  | { readonly kind: 'like' | 'boost'; readonly by: string; readonly post: string; readonly value: boolean }
  | { readonly kind: 'follow' | 'block'; readonly by: string; readonly of: string; readonly value: boolean }
  | { readonly kind: 'note' | 'language'; readonly by: string; readonly value: string }
  | { readonly kind: 'sign-out'; readonly token: string }
  | { readonly kind: 'timeline'; readonly by: string }
  | { readonly kind: 'register'; readonly name: string }
  | {
      readonly kind: 'transfer'
      readonly key: string
      readonly from: number
      readonly to: number
      readonly amount: number
    }
  | { readonly kind: 'balances' }

export type Kind = Act['kind']

/** Which promise an act stands under: of a home thing one site says yes at a time. */
export const classOf = (kind: Kind): 'reading' | 'shared' | 'home' =>
  kind === 'timeline' || kind === 'balances'
    ? 'reading'
    : kind === 'register' || kind === 'transfer'
      ? 'home'
      : 'shared'

/** What somebody can see afterwards that the act set, for the acts that set something; else null. */
export function registerOf(act: Act): { object: string; value: string | boolean } | null {
  switch (act.kind) {
    case 'edit':
      return { object: `text ${act.post}`, value: act.value }
    case 'like':
    case 'boost':
      return { object: `${act.kind} ${act.by} ${act.post}`, value: act.value }
    case 'follow':
    case 'block':
      return { object: `${act.kind} ${act.by} ${act.of}`, value: act.value }
    case 'note':
    case 'language':
      return { object: `${act.kind} ${act.by}`, value: act.value }
    default:
      return null
  }
}

/**
 * yes: it was acknowledged. no: it was refused, and the client may believe that nothing happened. unknown: no answer
 * came, or one that says so.
 */
export type Outcome = 'yes' | 'no' | 'unknown'

export interface Balance {
  readonly account: number
  readonly balance: number
  /** How many transfers have touched it. */
  readonly version: number
}

export interface Answer {
  readonly outcome: Outcome
  /** HTTP's, or what comes nearest; 0: there was no answer. */
  readonly status: number
  /** Of a post that was made. */
  readonly id?: string
  readonly balances?: readonly Balance[]
  readonly error?: string
}

export interface Event extends Answer {
  readonly act: Act
  readonly at: Place
  /** Milliseconds since the drill began, by one clock that nobody turns. */
  readonly beginMs: number
  readonly endMs: number
}

/** How acts are done: over HTTP with Tweeter, in SQL with what it is compared to. */
export interface Door {
  /** Never throws: what goes wrong is an answer. */
  act(at: Place, act: Act): Promise<Answer>
}

export class History {
  readonly events: Event[] = []
  readonly #beganMs = performance.now()

  now(): number {
    return performance.now() - this.#beganMs
  }

  async do(door: Door, at: Place, act: Act): Promise<Event> {
    const beginMs = this.now()
    const answer = await door.act(at, act)
    const event = { act, at, beginMs, endMs: this.now(), ...answer }
    this.events.push(event)
    return event
  }
}
