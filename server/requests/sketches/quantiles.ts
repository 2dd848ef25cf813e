import { DDSketch } from '@datadog/sketches-js'
import { ByteReader, ByteWriter } from './bytes.ts'

/** Quantiles are right within this part of themselves. */
export const RELATIVE_ERROR = 0.01

/** A day: what took longer counts as that long, so that there are never more than some 1,260 buckets. */
const longestUs = 86_400_000_000
const lastKey = new DDSketch({ relativeAccuracy: RELATIVE_ERROR }).mapping.key(longestUs)
const format = 1

/**
 * A DDSketch (Masson, Rim & Lee, 2019) of durations in whole microseconds from 0 to a day: each quantile is within 1 % of
 * the value that stands at its place, however many were added and however many sketches were merged (merging adds no
 * error).
 */
export class Quantiles {
  readonly #sketch = new DDSketch({ relativeAccuracy: RELATIVE_ERROR })

  /** How many were added. */
  get count(): number {
    return this.#sketch.count
  }

  /** @param us whole, not negative. */
  add(us: number): void {
    this.#sketch.accept(us < longestUs ? us : longestUs)
  }

  merge(other: Quantiles): void {
    this.#sketch.merge(other.#sketch)
  }

  /** @param q from 0 to 1. @returns microseconds; null where nothing was added. */
  quantile(q: number): number | null {
    return this.count === 0 ? null : this.#sketch.getValueAtQuantile(q)
  }

  /**
   * Format, zeros, key of the first bucket, then the counts of the buckets; empty ones as a 0 and how many there are. A
   * byte or two per bucket that is not empty, mostly under 300 bytes for a route's minute; the library's own form takes
   * eight for each bucket, empty or not.
   */
  encode(): Uint8Array {
    const { zeroCount, store } = this.#sketch
    const writer = new ByteWriter()
    writer.byte(format)
    writer.number(zeroCount)
    let next: number | null = null
    for (const [index, count] of store.bins.entries()) {
      if (count === 0) continue
      const key = store.offset + index
      if (next === null) writer.number(key)
      else if (key > next) {
        writer.number(0)
        writer.number(key - next)
      }
      writer.number(count)
      next = key + 1
    }
    return writer.finish()
  }

  static decode(bytes: Uint8Array): Quantiles {
    const reader = new ByteReader(bytes)
    if (reader.byte() !== format) throw new Error('A sketch of durations has an unknown format.')
    const decoded = new Quantiles()
    const sketch = decoded.#sketch
    const zeros = reader.number()
    if (zeros > 0) sketch.accept(0, zeros)
    let key = reader.atEnd ? 0 : reader.number()
    while (!reader.atEnd) {
      const count = reader.number()
      if (count === 0) {
        key += reader.number()
        continue
      }
      if (key > lastKey) throw new Error('A sketch of durations has a bucket beyond the last.')
      sketch.store.add(key++, count)
      sketch.count += count
    }
    return decoded
  }
}
