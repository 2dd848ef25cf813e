/** What goes wrong, when and for how long: worked out from a seed before anything begins, so that it can be repeated. */
import { otherOf, type Place } from './history.ts'
import type { Random } from './random.ts'

export type Fault =
  | { readonly kind: 'cut' }
  /** Nothing that `from` sends arrives. */
  | { readonly kind: 'one-way'; readonly from: Place }
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'lossy'; readonly loss: number }
  /** All connections break, and new ones are made at once. */
  | { readonly kind: 'drop' }
  /** Every process of its Postgres stands still (SIGSTOP), then goes on. */
  | { readonly kind: 'postgres-stops'; readonly at: Place }
  | { readonly kind: 'postgres-killed'; readonly at: Place }
  | { readonly kind: 'server-killed'; readonly at: Place }
  /** Server and Postgres are gone until it is over. */
  | { readonly kind: 'site-dead'; readonly at: Place }
  | { readonly kind: 'clock'; readonly at: Place; readonly seconds: number }
  /** Neither site reaches it, or one does not. */
  | { readonly kind: 'witness-away'; readonly from: readonly Place[] }

export type FaultKind = Fault['kind']

export interface Step {
  /** Several at once now and then: the second begins while the first lasts. */
  readonly faults: readonly Fault[]
  readonly lastsMs: number
  /** After the cable is mended, before the next one. */
  readonly restMs: number
}

type Make = (chance: Random) => Fault

const place = (chance: Random): Place => (chance.chance(0.5) ? 0 : 1)
/** From a second to a day, forwards or backwards. */
const jump = (chance: Random) => chance.pick([1, 30, 3600, 86_400]) * (chance.chance(0.5) ? 1 : -1)

/** How often each is drawn, of all. */
const weights: readonly (readonly [number, Make])[] = [
  [6, () => ({ kind: 'cut' })],
  [4, (chance) => ({ kind: 'one-way', from: place(chance) })],
  [2, (chance) => ({ kind: 'slow', delayMs: chance.whole(50, 400) })],
  [2, (chance) => ({ kind: 'lossy', loss: chance.whole(5, 30) / 100 })],
  [2, () => ({ kind: 'drop' })],
  [2, (chance) => ({ kind: 'postgres-stops', at: place(chance) })],
  [2, (chance) => ({ kind: 'postgres-killed', at: place(chance) })],
  [2, (chance) => ({ kind: 'server-killed', at: place(chance) })],
  [1, (chance) => ({ kind: 'site-dead', at: place(chance) })],
  [2, (chance) => ({ kind: 'clock', at: place(chance), seconds: jump(chance) })],
]
const witnessAway: readonly [number, Make] = [
  2,
  (chance) => ({ kind: 'witness-away', from: chance.pick<readonly Place[]>([[0], [1], [0, 1]]) }),
]

const draw = (chance: Random, from: readonly (readonly [number, Make])[]): Fault => {
  let left = chance.next() * from.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, make] of from) {
    left -= weight
    if (left < 0) return make(chance)
  }
  return { kind: 'cut' }
}

export const onCable: readonly FaultKind[] = ['cut', 'one-way', 'slow', 'lossy', 'drop']
const down: readonly FaultKind[] = ['postgres-stops', 'postgres-killed', 'server-killed', 'site-dead']
/** Two that are done with the same hand, or that would leave nobody to serve. */
const clash = (one: Fault, two: Fault) =>
  one.kind === two.kind ||
  (onCable.includes(one.kind) && onCable.includes(two.kind)) ||
  (down.includes(one.kind) && down.includes(two.kind))

/** @param kinds leaves out those that the cable at hand cannot do. */
export function scheduleOf(
  chance: Random,
  { faults, witness, without = [] }: { faults: number; witness: boolean; without?: readonly FaultKind[] },
): Step[] {
  const all = witness ? [...weights, witnessAway] : weights
  const next = () => {
    for (;;) {
      const fault = draw(chance, all)
      if (!without.includes(fault.kind)) return fault
    }
  }
  const steps: Step[] = []
  for (let left = faults; left > 0; ) {
    const first = next()
    const second = left > 1 && chance.chance(0.25) ? next() : null
    const together = second && !clash(first, second) ? [first, second] : [first]
    left -= together.length
    const lastsMs = chance.whole(3000, 7000) + (together.some((fault) => fault.kind === 'site-dead') ? 5000 : 0)
    steps.push({ faults: together, lastsMs, restMs: chance.whole(500, 2000) })
  }
  return steps
}

/** In a few words, for the log and the drawing. */
export function nameOf(fault: Fault, names: readonly string[] = ['A', 'B']): string {
  switch (fault.kind) {
    case 'one-way':
      return `cut from ${names[fault.from]} to ${names[otherOf(fault.from)]}`
    case 'slow':
      return `slow by ${fault.delayMs} ms`
    case 'lossy':
      return `lossy, ${Math.round(fault.loss * 100)} %`
    case 'drop':
      return 'connections dropped'
    case 'cut':
      return 'cable cut'
    case 'clock':
      return `clock of ${names[fault.at]} ${fault.seconds > 0 ? 'ahead' : 'back'} by ${Math.abs(fault.seconds)} s`
    case 'witness-away':
      return `witness away from ${fault.from.map((from) => names[from]).join(' and ')}`
    default:
      return `${fault.kind.replace('-', ' ')} at ${names[fault.at]}`
  }
}
