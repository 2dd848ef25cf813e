/** Chance that falls the same way for the same seed: mulberry32, small and good enough for made-up traffic. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  of(probability: number): boolean {
    return this.next() < probability
  }

  /** From 1 to `most`; the nth comes up about 1/n as often as the first (Zipf with exponent 1). */
  zipf(most: number): number {
    return Math.floor((most + 1) ** this.next())
  }

  /** Log-normal around a median: most are near, few are many times as large. @param sigma of the logarithm. */
  around(median: number, sigma: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
    return Math.round(median * Math.exp(sigma * normal))
  }

  /** One of these, in proportion to its weight. */
  weighted<T extends { readonly weight: number }>(from: readonly T[]): T {
    let left = this.next() * from.reduce((sum, { weight }) => sum + weight, 0)
    for (const one of from) {
      left -= one.weight
      if (left < 0) return one
    }
    return from[0]!
  }
}
