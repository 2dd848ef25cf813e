/**
 * The newest post ids of many readers, in typed arrays: a fixed ring for each, so that a delivery is one store and no
 * allocation. Ids are 53-bit numbers and fit a Float64Array as they are. Chunks are made as readers come.
 */
export const RING_SIZE = 128

const MASK = RING_SIZE - 1
const CHUNK_BITS = 10
const CHUNK_READERS = 1 << CHUNK_BITS

export class Rings {
  readonly #chunks: Float64Array[] = []
  /** How many ids each ring has ever taken; the newest RING_SIZE of them are there. */
  readonly #counts: Uint32Array[] = []
  readonly #free: number[] = []
  #used = 0

  /** A ring for a new reader; empty. */
  open(): number {
    const slot = this.#free.pop() ?? this.#used++
    const chunk = slot >>> CHUNK_BITS
    if (chunk === this.#chunks.length) {
      this.#chunks.push(new Float64Array(CHUNK_READERS * RING_SIZE))
      this.#counts.push(new Uint32Array(CHUNK_READERS))
    }
    this.#counts[chunk]![slot & (CHUNK_READERS - 1)] = 0
    return slot
  }

  close(slot: number): void {
    this.#free.push(slot)
  }

  /** Adds an id. They come in order but for posts that committed out of it; those are put in their place. */
  push(slot: number, id: number): void {
    const ring = this.#chunks[slot >>> CHUNK_BITS]!
    const counts = this.#counts[slot >>> CHUNK_BITS]!
    const reader = slot & (CHUNK_READERS - 1)
    const base = reader << 7
    const count = counts[reader]!
    let at = count
    const oldest = count > MASK ? count - MASK : 0
    while (at > oldest && ring[base + ((at - 1) & MASK)]! > id) {
      ring[base + (at & MASK)] = ring[base + ((at - 1) & MASK)]!
      at--
    }
    ring[base + (at & MASK)] = id
    counts[reader] = count + 1
  }

  /** Whether the ring has dropped ids, so that what is older than its oldest is elsewhere. */
  overflowed(slot: number): boolean {
    return this.#counts[slot >>> CHUNK_BITS]![slot & (CHUNK_READERS - 1)]! > RING_SIZE
  }

  /** The ids, newest first. */
  read(slot: number): number[] {
    const ring = this.#chunks[slot >>> CHUNK_BITS]!
    const reader = slot & (CHUNK_READERS - 1)
    const count = this.#counts[slot >>> CHUNK_BITS]![reader]!
    const ids: number[] = []
    for (let i = count - 1; i >= 0 && i >= count - RING_SIZE; i--) ids.push(ring[reader * RING_SIZE + (i & MASK)]!)
    return ids
  }
}
