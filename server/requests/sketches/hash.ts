/** 64 bits in two halves, each from 0 to 2^32 - 1. */
export interface Hash {
  high: number
  low: number
}

const scratch = Buffer.alloc(1024)
const scratchView = viewOf(scratch)

/** Of a text the same as of its bytes in UTF-8. For statistics: whoever wants to can find two texts with the same hash. */
export function hashText(text: string | Uint8Array): Hash {
  const hash = { high: 0, low: 0 }
  if (typeof text !== 'string') hashBytes(viewOf(text), 0, text.length, hash)
  else if (text.length * 3 <= scratch.length) hashBytes(scratchView, 0, scratch.write(text), hash)
  else {
    const bytes = Buffer.from(text)
    hashBytes(viewOf(bytes), 0, bytes.length, hash)
  }
  return hash
}

const c1 = 0x239b961b
const c2 = 0xab0e9789
const c3 = 0x38b34ae5
const c4 = 0xa1e38b93

const rotate = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits))

const avalanche = (value: number) => {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/**
 * The first 64 bits of MurmurHash3_x86_128 (Austin Appleby, public domain), seed 0, of a part of a buffer. Written into
 * `into`, so that a million lines make no million objects.
 */
export function hashBytes(bytes: DataView, from: number, until: number, into: Hash): void {
  const length = until - from
  const blocksEnd = until - (length & 15)
  let h1 = 0
  let h2 = 0
  let h3 = 0
  let h4 = 0
  for (let at = from; at < blocksEnd; at += 16) {
    h1 ^= Math.imul(rotate(Math.imul(bytes.getInt32(at, true), c1), 15), c2)
    h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0
    h2 ^= Math.imul(rotate(Math.imul(bytes.getInt32(at + 4, true), c2), 16), c3)
    h2 = (Math.imul((rotate(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0
    h3 ^= Math.imul(rotate(Math.imul(bytes.getInt32(at + 8, true), c3), 17), c4)
    h3 = (Math.imul((rotate(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0
    h4 ^= Math.imul(rotate(Math.imul(bytes.getInt32(at + 12, true), c4), 18), c1)
    h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0
  }
  h4 ^= Math.imul(rotate(Math.imul(rest(bytes, blocksEnd + 12, until), c4), 18), c1)
  h3 ^= Math.imul(rotate(Math.imul(rest(bytes, blocksEnd + 8, until), c3), 17), c4)
  h2 ^= Math.imul(rotate(Math.imul(rest(bytes, blocksEnd + 4, until), c2), 16), c3)
  h1 ^= Math.imul(rotate(Math.imul(rest(bytes, blocksEnd, until), c1), 15), c2)

  h1 ^= length
  h2 ^= length
  h3 ^= length
  h4 ^= length
  h1 = (h1 + h2 + h3 + h4) | 0
  h2 = avalanche((h2 + h1) | 0)
  h3 = avalanche((h3 + h1) | 0)
  h4 = avalanche((h4 + h1) | 0)
  h1 = avalanche(h1)
  h1 = (h1 + h2 + h3 + h4) | 0
  into.high = h1 >>> 0
  into.low = (h2 + h1) >>> 0
}

/** Ids follow each other, so their bits must be mixed before they can stand for a hash. */
export function hashNumber(value: number, into: Hash): void {
  const upper = Math.floor(value / 4294967296)
  const a = avalanche((value | 0) ^ Math.imul(upper, c3))
  into.high = a >>> 0
  into.low = avalanche(a ^ upper ^ c1) >>> 0
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** The word at a place of which not all bytes may be there any more. */
function rest(bytes: DataView, at: number, until: number): number {
  if (at + 4 <= until) return bytes.getInt32(at, true)
  let value = 0
  for (let index = until - 1; index >= at; index--) value = (value << 8) | bytes.getUint8(index)
  return value
}
