/** Searches the model of home (model.testing.ts) for a world in which something is lost, and lets any world settle. */
import { decide } from './decide.ts'
import { act, begin, copyOf, type Fault, successors, viewOf, type World } from './model.testing.ts'

/** Two that go on alone, or one that does while the other could still get acknowledged what it lacks. */
function check({ sites, acknowledged }: World): void {
  const alone = sites.flatMap((site, n) => (site.home === n && site.mode === 'solo' ? [n] : []))
  if (alone.length > 1) throw new Error('two go on alone')
  const [n] = alone
  if (n === undefined) return
  if ((sites[n]!.rows & acknowledged) !== acknowledged)
    throw new Error(`${n} goes on alone and lacks what was acknowledged`)
  const other = sites[1 - n]!
  const isOpen = other.home === 1 - n && other.mode === 'both'
  if (isOpen && sites[n]!.replaying) throw new Error(`${n} goes on alone and acknowledges for the other`)
}

/** @param terms so many follow each other at most. */
export function search(transactions: number, fault: Fault, terms: number) {
  const first = begin()
  const seen = new Map<string, [string, string] | null>([[JSON.stringify(first), null]])
  const queue = [first]
  const path = (key: string, last: string) => {
    const steps = [last]
    for (let at = seen.get(key); at; at = seen.get(at[0])) steps.unshift(at[1])
    return steps
  }
  for (let at = 0; at < queue.length; at++) {
    const world = queue[at]!
    const key = JSON.stringify(world)
    try {
      for (const [step, next] of successors(world, transactions, fault)) {
        if (next.mails.length > 2 || next.register.epoch > terms) continue
        const nextKey = JSON.stringify(next)
        if (seen.has(nextKey)) continue
        seen.set(nextKey, [key, step])
        check(next)
        queue.push(next)
      }
    } catch (error) {
      return { states: queue, wrong: [(error as Error).message, ...path(key, '')] }
    }
  }
  return { states: queue, wrong: null }
}

/** From now on everything works: does it end with one home, waiting for the other, and both equal? */
export function settle(from: World): World {
  const world = copyOf(from)
  const step = (pick: (step: string) => boolean): boolean => {
    for (const [name, next] of successors(world, 0, 'none')) {
      if (!pick(name)) continue
      Object.assign(world, next)
      return true
    }
    return false
  }
  for (let round = 0; round < 60; round++) {
    while (step((name) => name.startsWith('the witness') || /replays$|acknowledged|certain|hears/.test(name)));
    for (const [n, site] of world.sites.entries()) {
      if (site.asked) step((name) => name === `${n} waits no longer`)
      const followed = world.sites[1 - n]!.replaying
      const action =
        site.intent?.action ?? decide(viewOf(world, n, { witness: true, other: true, lease: true, followed }))
      if (action.do === 'nothing') continue
      site.intent ??= { action, fresh: true }
      act(world, n, 'none')
    }
  }
  return world
}

export function unsettled(world: World): string | null {
  const { sites, register, acknowledged } = world
  const home = sites[register.home]!
  const isOne = sites.every((site) => site.epoch === register.epoch && site.home === register.home && site.replaying)
  const isEqual = sites[0].rows === sites[1].rows && (home.rows & acknowledged) === acknowledged
  return isOne && isEqual && register.both && home.mode === 'both' && home.certain ? null : JSON.stringify(world)
}
