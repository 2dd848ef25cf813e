import { hashBytes } from '../sketches/hash.ts'

const hash = { high: 0, low: 0 }

/**
 * Numbers for texts that come again and again (routes, agents): a text is decoded once, when it is new. Bounded: when all
 * numbers are given away a new text gets -1.
 */
export class Names {
  readonly #most: number
  readonly #slots: Int32Array
  readonly #highs: Uint32Array
  readonly #lows: Uint32Array
  readonly texts: string[] = []

  /** @param most how many texts, a power of two. */
  constructor(most: number) {
    this.#most = most
    this.#slots = new Int32Array(most * 2)
    this.#highs = new Uint32Array(most)
    this.#lows = new Uint32Array(most)
  }

  /** The number of the text that these bytes are (UTF-8); they are told apart by 64 bits of hash. */
  find(buffer: Buffer, view: DataView, start: number, end: number): number {
    hashBytes(view, start, end, hash)
    const { high, low } = hash
    const mask = this.#slots.length - 1
    let slot = low & mask
    for (let id = this.#slots[slot]!; id !== 0; id = this.#slots[slot]!) {
      if (this.#lows[id - 1] === low && this.#highs[id - 1] === high) return id - 1
      slot = (slot + 1) & mask
    }
    const id = this.texts.length
    if (id === this.#most) return -1
    this.texts.push(buffer.toString('utf8', start, end))
    this.#slots[slot] = id + 1
    this.#highs[id] = high
    this.#lows[id] = low
    return id
  }

  /** Forgets all, for where new texts matter more than old ones. */
  clear(): void {
    this.#slots.fill(0)
    this.texts.length = 0
  }
}
