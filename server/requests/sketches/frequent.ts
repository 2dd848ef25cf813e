const SAMPLE = 1024

/**
 * The most frequent of very many keys, in a fixed amount of memory: the "Frequent Items" sketch, which is that of Misra
 * and Gries (1982) as Anderson et al. made it fast ("A High-Performance Algorithm for Identifying Frequent Items in Data
 * Streams", 2017). A table of counters; when it is full, the median of the counters is taken off all, and those that
 * reach zero go.
 *
 * A count is never too low, and too high by at most `error`. That is about 2 / capacity of all that was added in the worst
 * case, as a purge takes the median off half of the counters or more (the median is that of a sample), and far less where
 * some keys are frequent. While the distinct keys fit (three quarters of the slots) the counts are exact.
 */
export class Frequent {
  readonly #most: number
  readonly #mask: number
  #highs: Uint32Array
  #lows: Uint32Array
  #counts: Float64Array
  #labels: (string | undefined)[] = []
  #size = 0
  /** By how much each count may be too high. */
  error = 0

  /** @param slots a power of two; three quarters of them are used. */
  constructor(slots: number) {
    this.#most = slots * 0.75
    this.#mask = slots - 1
    this.#highs = new Uint32Array(slots)
    this.#lows = new Uint32Array(slots)
    this.#counts = new Float64Array(slots)
  }

  /**
   * Counts a key of 64 bits in two halves: a number, or a hash.
   *
   * @returns the slot of a key that is new, for `name`; -1 for one that is known.
   */
  add(high: number, low: number, count: number): number {
    const counts = this.#counts
    const mask = this.#mask
    let slot = slotOf(high, low) & mask
    while (counts[slot] !== 0) {
      if (this.#lows[slot] === low && this.#highs[slot] === high) {
        counts[slot]! += count
        return -1
      }
      slot = (slot + 1) & mask
    }
    if (this.#size >= this.#most) {
      this.#purge()
      return this.add(high, low, count)
    }
    this.#size++
    this.#highs[slot] = high
    this.#lows[slot] = low
    counts[slot] = count
    return slot
  }

  /** What stands behind a key that is a hash. */
  name(slot: number, label: string): void {
    this.#labels[slot] = label
  }

  /**
   * The most frequent first: label, count (an upper bound) and by how much it may be too high.
   *
   * @param labelOf what a key stands for that has no name.
   */
  entries(
    limit: number,
    labelOf: (high: number, low: number) => string = () => '',
  ): [label: string, count: number, error: number][] {
    const counts = this.#counts
    const slots: number[] = []
    for (let slot = 0; slot <= this.#mask; slot++) if (counts[slot] !== 0) slots.push(slot)
    slots.sort(
      (a, b) => counts[b]! - counts[a]! || this.#highs[a]! - this.#highs[b]! || this.#lows[a]! - this.#lows[b]!,
    )
    return slots.slice(0, limit).map((slot) => {
      const label = this.#labels[slot] ?? labelOf(this.#highs[slot]!, this.#lows[slot]!)
      return [label, counts[slot]! + this.error, this.error]
    })
  }

  /** Forgets everything, and may be used again. */
  clear(): void {
    this.#counts.fill(0)
    this.#labels = []
    this.#size = 0
    this.error = 0
  }

  #purge(): void {
    const { counts, highs, lows, labels } = this.#begin()
    const median = medianOf(counts)
    this.error += median
    for (let slot = 0; slot <= this.#mask; slot++) {
      const left = counts[slot]! - median
      if (left <= 0) continue
      const at = this.add(highs[slot]!, lows[slot]!, left)
      if (labels.length > 0) this.#labels[at] = labels[slot]
    }
  }

  /** Hands out what there is, and begins anew. */
  #begin() {
    const old = { counts: this.#counts, highs: this.#highs, lows: this.#lows, labels: this.#labels }
    const slots = this.#mask + 1
    this.#highs = new Uint32Array(slots)
    this.#lows = new Uint32Array(slots)
    this.#counts = new Float64Array(slots)
    this.#labels = []
    this.#size = 0
    return old
  }
}

/** Numbers that follow each other would stand in a row. */
function slotOf(high: number, low: number): number {
  const mixed = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

/** Of a sample of the counters. */
function medianOf(counts: Float64Array): number {
  const sample = new Float64Array(SAMPLE)
  let size = 0
  const stride = Math.max(1, Math.floor((counts.length * 0.75) / SAMPLE))
  for (let slot = 0; slot < counts.length && size < SAMPLE; slot += stride) {
    if (counts[slot] !== 0) sample[size++] = counts[slot]!
  }
  return sample.subarray(0, size).sort()[size >> 1]!
}
