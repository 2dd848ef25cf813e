/** Chance that falls the same way for the same seed, so that two demos are alike. */
export interface Dice {
  /** 0 up to, not including, `sides`. */
  (sides: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  shuffle<T>(from: readonly T[]): T[]
}

/** FNV-1a of the seed into mulberry32: small, quick, and good enough for who likes what. */
export function dice(seed: string): Dice {
  let state = 2_166_136_261
  for (const letter of seed) state = Math.imul(state ^ letter.codePointAt(0)!, 16_777_619)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const roll = (sides: number) => Math.floor(next() * sides)
  const shuffle = <T>(from: readonly T[]): T[] => {
    const all = [...from]
    for (let i = all.length - 1; i > 0; i--) {
      const j = roll(i + 1)
      ;[all[i], all[j]] = [all[j]!, all[i]!]
    }
    return all
  }
  return Object.assign(roll, {
    chance: (probability: number) => next() < probability,
    pick: <T>(from: readonly T[]) => from[roll(from.length)]!,
    shuffle,
  })
}
