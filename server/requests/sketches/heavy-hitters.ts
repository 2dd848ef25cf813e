const none = -1

/** A key, how often it came at most, and by how much at most that is too high. */
export type Heavy = [key: number, count: number, error: number]

/**
 * The most frequent of many, in little memory: Space-Saving (Metwally, Agrawal & El Abbadi, 2005), evicting half of the
 * entries at once instead of one by one (as Anderson et al., 2017, do), so that adding is a look into a table. A key that
 * comes back after it was evicted begins with the count of the largest one evicted, so no count is ever too low. Of N
 * added with a capacity of K: no count is too high by more than N / K, each says itself by how much, and whatever came
 * more often than N / K times is there. While there were at most 2K different ones all is exact. All this holds after
 * merging as well (Agarwal et al., 2012), with the N of both.
 */
export class HeavyHitters {
  readonly capacity: number
  /** All that was added. */
  total = 0
  /** What the keys that are not in the table came to at most. */
  #floor = 0
  #size = 0
  readonly #keys: Float64Array
  readonly #counts: Float64Array
  readonly #errors: Float64Array
  readonly #labels = new Map<number, string>()

  constructor(capacity: number) {
    this.capacity = capacity
    // Between two evictions there are up to twice as many, and the table should be half empty then.
    const slots = 2 ** Math.ceil(Math.log2(4 * capacity))
    this.#keys = new Float64Array(slots).fill(none)
    this.#counts = new Float64Array(slots)
    this.#errors = new Float64Array(slots)
  }

  /**
   * @param key whole, from 0 to 2^53 - 1: a number that stands for something, or a hash of it.
   * @returns whether it is new here: the moment to say what it stands for (`name`), should that not be known later.
   */
  add(key: number, count = 1): boolean {
    this.total += count
    const slot = this.#slotOf(key)
    if (this.#keys[slot] === key) {
      this.#counts[slot]! += count
      return false
    }
    if (this.#size === 2 * this.capacity) this.#evict()
    this.#put(key, this.#floor + count, this.#floor)
    return true
  }

  /** Remembers a label for as long as its key is here. */
  name(key: number, label: string): void {
    if (this.#keys[this.#slotOf(key)] === key) this.#labels.set(key, label)
  }

  labelOf(key: number): string | undefined {
    return this.#labels.get(key)
  }

  /** The n most frequent (at most `capacity`), the most frequent first. */
  entries(n = this.capacity): Heavy[] {
    return this.#all().slice(0, Math.min(n, this.capacity))
  }

  merge(other: HeavyHitters): void {
    const both = new Map<number, Heavy>()
    for (const [key, count, error] of this.#all()) both.set(key, [key, count + other.#floor, error + other.#floor])
    for (const [key, count, error] of other.#all()) {
      const own = both.get(key)
      // What `other` does not know came to its floor there at most; where it does know, that was too much.
      if (own === undefined) both.set(key, [key, count + this.#floor, error + this.#floor])
      else both.set(key, [key, own[1] + count - other.#floor, own[2] + error - other.#floor])
    }
    for (const [key, label] of other.#labels) this.#labels.set(key, label)
    this.total += other.total
    this.#floor += other.#floor
    const most = [...both.values()].sort(mostFirst)
    this.#floor = Math.max(this.#floor, most[2 * this.capacity]?.[1] ?? 0)
    this.#refill(most.slice(0, 2 * this.capacity))
  }

  #all(): Heavy[] {
    const all: Heavy[] = []
    for (const [slot, key] of this.#keys.entries())
      if (key !== none) all.push([key, this.#counts[slot]!, this.#errors[slot]!])
    return all.sort(mostFirst)
  }

  /** Leaves the `capacity` largest of twice as many. */
  #evict(): void {
    const counts = new Float64Array(this.#size)
    for (let slot = 0, used = 0; slot < this.#keys.length; slot++)
      if (this.#keys[slot] !== none) counts[used++] = this.#counts[slot]!
    counts.sort()
    const smallestKept = counts[this.capacity]!
    let equalKept = counts.lastIndexOf(smallestKept) - this.capacity + 1
    const keys = this.#keys.slice()
    const [oldCounts, oldErrors] = [this.#counts.slice(), this.#errors.slice()]
    this.#keys.fill(none)
    this.#size = 0
    for (let slot = 0; slot < keys.length; slot++) {
      const count = oldCounts[slot]!
      if (keys[slot] === none || count < smallestKept || (count === smallestKept && equalKept-- <= 0)) continue
      this.#put(keys[slot]!, count, oldErrors[slot]!)
    }
    this.#floor = Math.max(this.#floor, counts[this.capacity - 1]!)
    this.#forgetLabels()
  }

  #refill(entries: readonly Heavy[]): void {
    this.#keys.fill(none)
    this.#size = 0
    for (const [key, count, error] of entries) this.#put(key, count, error)
    this.#forgetLabels()
  }

  #forgetLabels(): void {
    for (const key of this.#labels.keys()) if (this.#keys[this.#slotOf(key)] !== key) this.#labels.delete(key)
  }

  #put(key: number, count: number, error: number): void {
    const slot = this.#slotOf(key)
    this.#keys[slot] = key
    this.#counts[slot] = count
    this.#errors[slot] = error
    this.#size++
  }

  #slotOf(key: number): number {
    const keys = this.#keys
    const mask = keys.length - 1
    // Of Murmur's finisher: neighbouring numbers should not be neighbours here.
    let hash = Math.imul((key | 0) ^ Math.imul((key / 4_294_967_296) | 0, 0x9e3779b1), 0x85ebca6b)
    hash ^= hash >>> 15
    let slot = hash & mask
    while (keys[slot] !== none && keys[slot] !== key) slot = (slot + 1) & mask
    return slot
  }
}

const mostFirst = (a: Heavy, b: Heavy) => b[1] - a[1] || a[0] - b[0]
