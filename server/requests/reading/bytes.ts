/** Looking at bytes four at a time: what scanning a log mostly does. */

/** Four characters as `DataView.getUint32(at, true)` sees them. */
export function four(text: string): number {
  if (text.length !== 4) throw new Error(`"${text}" is not four characters.`)
  return (
    (text.charCodeAt(0) | (text.charCodeAt(1) << 8) | (text.charCodeAt(2) << 16) | (text.charCodeAt(3) << 24)) >>> 0
  )
}

/**
 * 64 bits of hash in two halves, by the mixing steps of MurmurHash3 (Appleby, public domain) in two lanes with seeds of
 * their own. The halves stand in `high` and `low` afterwards: an object for each of a million texts a second costs more
 * than hashing them.
 */
export class Hash {
  high = 0
  low = 0

  of(view: DataView, start: number, end: number): void {
    let a = 0x9747b28c
    let b = 0x3c6ef372
    let at = start
    for (; at + 4 <= end; at += 4) {
      const word = view.getInt32(at, true)
      a = Math.imul(a ^ Math.imul(word, 0xcc9e2d51), 0x1b873593)
      b = Math.imul(b ^ Math.imul(word, 0x85ebca6b), 0xc2b2ae35)
      a = (a << 13) | (a >>> 19)
      b = (b << 15) | (b >>> 17)
    }
    let rest = 0
    for (; at < end; at++) rest = (rest << 8) | view.getUint8(at)
    a = Math.imul(a ^ Math.imul(rest, 0xcc9e2d51), 0x1b873593)
    b = Math.imul(b ^ Math.imul(rest, 0x85ebca6b), 0xc2b2ae35)
    this.high = finish(a ^ (end - start))
    this.low = finish(b ^ (end - start) ^ a)
  }

  /** Of a number up to 2^53, such as an id. */
  ofNumber(value: number): void {
    const upper = Math.floor(value / 4294967296)
    const a = finish((value | 0) ^ Math.imul(upper, 0x9e3779b1))
    this.high = a
    this.low = finish(a ^ upper ^ 0x3c6ef372)
  }
}

function finish(value: number): number {
  let h = value
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

export const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57
