import { DDSketch } from '@datadog/sketches-js'
import { ByteReader, ByteWriter } from './bytes.ts'

/** Quantiles are right within this part of themselves. */
export const RELATIVE_ERROR = 0.01

const format = 1
const { mapping } = new DDSketch({ relativeAccuracy: RELATIVE_ERROR })

/** A day; what took longer counts as that long, so that there are never more than some 1,260 buckets. */
const longestUs = 86_400_000_000
const lastKey = mapping.key(longestUs)

// A logarithm for each record would be the dearest thing about it. The bucket of a value below 2^32 is looked up by its
// eight highest bits instead: that of the lowest value with these bits, or the next one where the value is beyond it (a
// bucket is 2 % wide, and values with the same eight bits are within 0.8 %).
const tableBits = 8
const table = new Uint16Array(2 ** tableBits * (32 - tableBits + 1))
const upper = new Float64Array(lastKey + 2)
for (let shift = 0; shift <= 32 - tableBits; shift++)
  for (let top = 1; top < 2 ** tableBits; top++)
    table[(shift << tableBits) | top] = Math.min(mapping.key(top * 2 ** shift), lastKey)
for (let key = 0; key < upper.length; key++) upper[key] = highestOf(key)

/** The highest whole number of a bucket, exactly as the library has it, whatever a logarithm is rounded to. */
function highestOf(key: number): number {
  let value = Math.floor(mapping.gamma ** key)
  while (value > 0 && mapping.key(value) > key) value--
  while (mapping.key(value + 1) <= key) value++
  return value
}

/** The library's `mapping.key` for whole numbers above 0. */
function keyOf(us: number): number {
  if (us >= 4_294_967_296) return us >= longestUs ? lastKey : mapping.key(us)
  const bits = 32 - Math.clz32(us)
  const shift = bits > tableBits ? bits - tableBits : 0
  const key = table[(shift << tableBits) | (us >>> shift)]!
  return us > upper[key]! ? key + 1 : key
}

/**
 * A DDSketch (Masson, Rim & Lee, 2019) of durations in whole microseconds from 0 to a day: each quantile is within 1 % of
 * the value that stands at its place, however many were added and however many sketches were merged (merging adds no
 * error). The buckets are the library's, so are the quantiles; the counts are ours, because a record may cost a few
 * nanoseconds here and the library's `accept` costs several times that (`bench/sketches.ts`).
 */
export class Quantiles {
  /** How many were added. */
  count = 0
  #zeros = 0
  /** The key of the first bucket in `#buckets`. */
  #first = 0
  #buckets = new Float64Array(0)

  /** @param us whole, not negative. */
  add(us: number): void {
    this.count++
    if (us < 1) {
      this.#zeros++
      return
    }
    const key = keyOf(us)
    const index = key - this.#first
    if (index >= 0 && index < this.#buckets.length) this.#buckets[index]!++
    else this.#addAt(key, 1)
  }

  merge(other: Quantiles): void {
    this.count += other.count
    this.#zeros += other.#zeros
    for (const [index, count] of other.#buckets.entries()) if (count > 0) this.#addAt(other.#first + index, count)
  }

  /** @param q from 0 to 1. @returns microseconds; null where nothing was added. */
  quantile(q: number): number | null {
    if (this.count === 0) return null
    const rank = Math.min(Math.max(q, 0), 1) * (this.count - 1)
    let before = this.#zeros
    if (rank < before) return 0
    for (const [index, count] of this.#buckets.entries()) {
      before += count
      if (rank < before) return mapping.value(this.#first + index)
    }
    return mapping.value(this.#first + this.#buckets.length - 1)
  }

  /**
   * Format, zeros, key of the first bucket, then the counts of the buckets; empty ones as a 0 and how many there are. A
   * byte or two per bucket that is not empty: mostly under 300 bytes for a route's minute.
   */
  encode(): Uint8Array {
    const writer = new ByteWriter()
    writer.byte(format)
    writer.number(this.#zeros)
    let empty = -1
    for (const [index, count] of this.#buckets.entries()) {
      if (count === 0) {
        if (empty >= 0) empty++
        continue
      }
      if (empty < 0) writer.number(this.#first + index)
      else if (empty > 0) {
        writer.number(0)
        writer.number(empty)
      }
      writer.number(count)
      empty = 0
    }
    return writer.finish()
  }

  static decode(bytes: Uint8Array): Quantiles {
    const reader = new ByteReader(bytes)
    if (reader.byte() !== format) throw new Error('A sketch of durations has an unknown format.')
    const sketch = new Quantiles()
    sketch.#zeros = sketch.count = reader.number()
    let key = reader.atEnd ? 0 : reader.number()
    while (!reader.atEnd) {
      const count = reader.number()
      if (count === 0) key += reader.number()
      else {
        if (key > lastKey) throw new Error('A sketch of durations has a bucket beyond the last.')
        sketch.#addAt(key++, count)
        sketch.count += count
      }
    }
    return sketch
  }

  #addAt(key: number, count: number): void {
    const index = key - this.#first
    if (index < 0 || index >= this.#buckets.length) this.#reach(key)
    this.#buckets[key - this.#first]! += count
  }

  /** Makes room for a bucket, and some more around it: most routes need no more than a hundred. */
  #reach(key: number): void {
    const margin = 16
    const end = this.#first + this.#buckets.length
    const isEmpty = this.#buckets.length === 0
    const first = Math.max(Math.min(isEmpty ? key : this.#first, key - margin), 0)
    const until = Math.min(Math.max(isEmpty ? key : end, key + margin), lastKey + 1)
    const larger = new Float64Array(Math.max(until - first, key + 1 - first))
    larger.set(this.#buckets, isEmpty ? 0 : this.#first - first)
    this.#buckets = larger
    this.#first = first
  }
}
