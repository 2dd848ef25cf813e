/** Chance that can be repeated: the same seed gives the same numbers (mulberry32, Tommy Ettinger 2017, public domain). */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number
  pick<T>(list: readonly T[]): T
  /** True so often, of 1. */
  chance(share: number): boolean
  /** Independent of how many numbers others draw. */
  fork(name: string): Random
}

export function random(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    whole,
    pick: (list) => list[whole(0, list.length - 1)]!,
    chance: (share) => next() < share,
    fork: (name) =>
      random([...name].reduce((sum, sign) => Math.imul(sum ^ sign.charCodeAt(0), 16777619), seed ^ 0x811c9dc5)),
  }
}
