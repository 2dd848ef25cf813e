import type { Kind, RequestRecord } from '../record.ts'
import { Recent } from './recent.ts'

/**
 * Bytes that come again and again: copied eight at a time, so up to seven of what stands behind them are written over.
 * No text in UTF-8 is one of the doubles that are not a number, of which an engine may change the bytes.
 */
interface Piece {
  readonly length: number
  readonly words: Float64Array
}

function pieceOf(text: string): Piece {
  const bytes = Buffer.from(text)
  const padded = Buffer.concat([bytes, Buffer.alloc(7)])
  const words = Float64Array.from({ length: (bytes.length + 7) >> 3 }, (_, n) => padded.readDoubleLE(n * 8))
  return { length: bytes.length, words }
}

/** Lines that wait for the disk, as bytes. */
export interface Batch {
  readonly bytes: Buffer
  readonly length: number
  readonly records: number
}

const FIRST_BYTES = 512 * 1024
/** A line without what has no fixed length: its braces, names of fields and numbers. */
const LINE_BYTES = 256
const ID_BYTES = 17
/** Of a line that is all that it may be: an answer shows some hundred posts at most. */
const MOST_POSTS = 500

/** There are as many as routes and kinds of answers; more would be somebody's mistake. */
const MOST_PREFIXES = 20_000
const MOST_AGENTS = 2_000

/**
 * The same lines as `lineOf` makes, written straight into one buffer that grows up to a bound: a record costs a third of
 * a microsecond, where making and encoding its text would cost two.
 */
export class Lines {
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES)
  #view = viewOf(this.#bytes)
  #spare: Buffer | null = null
  #used = 0
  #records = 0
  readonly #mostBytes: number
  readonly #prefixes = new Map<string, { kind: Kind; method: string; status: number; piece: Piece }[]>()
  #prefixCount = 0
  readonly #agents = new Recent<string, Piece>(MOST_AGENTS)

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  get used(): number {
    return this.#used
  }

  /** @returns false when there is no room any more. */
  add(record: RequestRecord): boolean {
    const { posts, tag } = record
    const postCount = posts === undefined ? 0 : Math.min(posts.length, MOST_POSTS)
    const prefix = this.#prefixOf(record)
    const agent = this.#agentOf(record.agent)
    const room =
      LINE_BYTES + prefix.length + agent.length + postCount * ID_BYTES + (tag === undefined ? 0 : tag.length * 6)
    if (this.#used + room > this.#bytes.length && !this.#grow(room)) return false
    const bytes = this.#bytes
    const view = this.#view
    let at = put(view, this.#used, START)
    at = putNumber(view, at, record.at)
    at = put(view, at, prefix)
    at = record.us === null ? put(view, at, NULL) : putNumber(view, at, record.us)
    at = put(view, at, BYTES)
    at = putNumber(view, at, record.bytes)
    at = put(view, at, VISITOR)
    for (let i = 0; i < 16; i++) bytes[at++] = record.visitor.charCodeAt(i)
    at = put(view, at, agent)
    if (record.account !== undefined) at = putNumber(view, put(view, at, ACCOUNT), record.account)
    if (record.post !== undefined) at = putNumber(view, put(view, at, POST), record.post)
    if (record.profile !== undefined) at = putNumber(view, put(view, at, PROFILE), record.profile)
    if (tag !== undefined) at += bytes.write(`,"tag":${JSON.stringify(tag)}`, at)
    if (postCount > 0) at = putAll(view, put(view, at, POSTS), posts!, postCount)
    bytes[at++] = 0x7d
    bytes[at++] = 0x0a
    this.#used = at
    this.#records++
    return true
  }

  /** All lines so far; from now on others are collected. Give its bytes back when it is written. */
  take(): Batch {
    const batch = { bytes: this.#bytes, length: this.#used, records: this.#records }
    this.#bytes = this.#spare ?? Buffer.allocUnsafeSlow(FIRST_BYTES)
    this.#view = viewOf(this.#bytes)
    this.#spare = null
    this.#used = 0
    this.#records = 0
    return batch
  }

  giveBack({ bytes }: Batch): void {
    // What a slow disk made large is not kept for good.
    if (bytes.length <= 8 * FIRST_BYTES) this.#spare = bytes
  }

  #grow(room: number): boolean {
    const wanted = Math.min(this.#mostBytes, Math.max(this.#bytes.length * 2, this.#used + room))
    if (wanted < this.#used + room) return false
    const larger = Buffer.allocUnsafeSlow(wanted)
    larger.set(this.#bytes.subarray(0, this.#used))
    this.#bytes = larger
    this.#view = viewOf(larger)
    return true
  }

  /** From the kind to the duration, which is the same for all requests of a route that end alike. */
  #prefixOf({ kind, method, route, status }: RequestRecord): Piece {
    const ofRoute = this.#prefixes.get(route)
    if (ofRoute !== undefined) {
      for (let i = 0; i < ofRoute.length; i++) {
        const prefix = ofRoute[i]!
        if (prefix.status === status && prefix.method === method && prefix.kind === kind) return prefix.piece
      }
    }
    return this.#makePrefix(route, method, status, kind)
  }

  #makePrefix(route: string, method: string, status: number, kind: Kind): Piece {
    if (this.#prefixCount++ > MOST_PREFIXES) {
      this.#prefixes.clear()
      this.#prefixCount = 1
    }
    const piece = pieceOf(`,"kind":"${kind}","method":"${method}","route":"${route}","status":${status},"us":`)
    const prefix = { kind, method, status, piece }
    const ofRoute = this.#prefixes.get(route)
    if (ofRoute) ofRoute.push(prefix)
    else this.#prefixes.set(route, [prefix])
    return piece
  }

  #agentOf(agent: string): Piece {
    let piece = this.#agents.get(agent)
    if (!piece) {
      piece = pieceOf(`","agent":"${agent.slice(0, 40)}"`)
      this.#agents.set(agent, piece)
    }
    return piece
  }
}

const START = pieceOf('{"at":')
const NULL = pieceOf('null')
const BYTES = pieceOf(',"bytes":')
const VISITOR = pieceOf(',"visitor":"')
const ACCOUNT = pieceOf(',"account":')
const POST = pieceOf(',"post":')
const PROFILE = pieceOf(',"profile":')
const POSTS = pieceOf(',"posts":[')

function put(view: DataView, at: number, { length, words }: Piece): number {
  for (let i = 0; i < words.length; i++) view.setFloat64(at + i * 8, words[i]!, true)
  return at + length
}

function putAll(view: DataView, from: number, ids: readonly number[], count: number): number {
  let at = from
  for (let i = 0; i < count; i++) {
    if (i > 0) view.setUint8(at++, 0x2c)
    at = putNumber(view, at, ids[i]!)
  }
  view.setUint8(at, 0x5d)
  return at + 1
}

const viewOf = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

/** Four digits, as they stand in a line. */
const fours = Uint32Array.from({ length: 10_000 }, (_, n) => Buffer.from(`${n}`.padStart(4, '0')).readUint32LE())
/** Fewer than four, without zeros before them. */
const shorts = Uint32Array.from({ length: 10_000 }, (_, n) => Buffer.from(`${n}`.padEnd(4, ' ')).readUint32LE())

/** @param value a whole number from 0 to 2^53, so at most 16 digits. */
function putNumber(view: DataView, at: number, value: number): number {
  if (value < 1e8) return putShort(view, at, value | 0)
  // In two halves of eight digits, because 32-bit integers are divided far faster than doubles.
  const high = Math.floor(value / 1e8)
  // Ids have all 16.
  const middle = high < 1e7 ? putShort(view, at, high | 0) : putEight(view, at, high | 0)
  return putEight(view, middle, (value - high * 1e8) | 0)
}

function putEight(view: DataView, at: number, value: number): number {
  const upper = (value / 10_000) | 0
  view.setUint32(at, fours[upper]!, true)
  view.setUint32(at + 4, fours[value - upper * 10_000]!, true)
  return at + 8
}

/** @param value below 10^8. */
function putShort(view: DataView, at: number, value: number): number {
  if (value < 10_000) return putFew(view, at, value)
  const upper = (value / 10_000) | 0
  const middle = putFew(view, at, upper)
  view.setUint32(middle, fours[value - upper * 10_000]!, true)
  return middle + 4
}

/** @param value below 10^4. */
function putFew(view: DataView, at: number, value: number): number {
  view.setUint32(at, shorts[value]!, true)
  return at + (value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4)
}
