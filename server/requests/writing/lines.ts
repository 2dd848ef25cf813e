import type { RequestRecord } from '../record.ts'
import { Recent } from './recent.ts'

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
  #spare: Buffer | null = null
  #used = 0
  #records = 0
  readonly #mostBytes: number
  readonly #prefixes = new Map<string, Map<number, Buffer>>()
  #prefixCount = 0
  readonly #agents = new Recent<string, Buffer>(MOST_AGENTS)

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
    let at = put(bytes, this.#used, START)
    at = putNumber(bytes, at, record.at)
    at = put(bytes, at, prefix)
    at = record.us === null ? put(bytes, at, NULL) : putNumber(bytes, at, record.us)
    at = put(bytes, at, BYTES)
    at = putNumber(bytes, at, record.bytes)
    at = put(bytes, at, VISITOR)
    const { visitor } = record
    for (let i = 0; i < 16; i++) bytes[at++] = visitor.charCodeAt(i)
    at = put(bytes, at, agent)
    if (record.account !== undefined) at = putNumber(bytes, put(bytes, at, ACCOUNT), record.account)
    if (record.post !== undefined) at = putNumber(bytes, put(bytes, at, POST), record.post)
    if (record.profile !== undefined) at = putNumber(bytes, put(bytes, at, PROFILE), record.profile)
    if (tag !== undefined) at += bytes.write(`,"tag":${JSON.stringify(tag)}`, at)
    if (postCount > 0) at = putAll(bytes, put(bytes, at, POSTS), posts!, postCount)
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
    return true
  }

  /** From the kind to the duration, which is the same for all requests of a route that end alike. */
  #prefixOf({ kind, method, route, status }: RequestRecord): Buffer {
    let ofRoute = this.#prefixes.get(route)
    if (!ofRoute) {
      if (this.#prefixCount > MOST_PREFIXES) {
        this.#prefixes.clear()
        this.#prefixCount = 0
      }
      ofRoute = new Map()
      this.#prefixes.set(route, ofRoute)
    }
    const key = (methodNumber(method) * 1000 + status) * 2 + (kind === 'bot' ? 1 : 0)
    let prefix = ofRoute.get(key)
    if (!prefix) {
      prefix = Buffer.from(`,"kind":"${kind}","method":"${method}","route":"${route}","status":${status},"us":`)
      ofRoute.set(key, prefix)
      this.#prefixCount++
    }
    return prefix
  }

  #agentOf(agent: string): Buffer {
    let piece = this.#agents.get(agent)
    if (!piece) {
      piece = Buffer.from(`","agent":"${agent.slice(0, 40)}"`)
      this.#agents.set(agent, piece)
    }
    return piece
  }
}

const START = Buffer.from('{"at":')
const NULL = Buffer.from('null')
const BYTES = Buffer.from(',"bytes":')
const VISITOR = Buffer.from(',"visitor":"')
const ACCOUNT = Buffer.from(',"account":')
const POST = Buffer.from(',"post":')
const PROFILE = Buffer.from(',"profile":')
const POSTS = Buffer.from(',"posts":[')

const methods = new Map<string, number>()

function methodNumber(method: string): number {
  let number = methods.get(method)
  if (number === undefined) {
    number = methods.size
    methods.set(method, number)
  }
  return number
}

function put(bytes: Uint8Array, at: number, piece: Uint8Array): number {
  const { length } = piece
  if (length > 24) {
    bytes.set(piece, at)
    return at + length
  }
  for (let i = 0; i < length; i++) bytes[at + i] = piece[i]!
  return at + length
}

function putAll(bytes: Uint8Array, from: number, ids: readonly number[], count: number): number {
  let at = from
  for (let i = 0; i < count; i++) {
    if (i > 0) bytes[at++] = 0x2c
    at = putNumber(bytes, at, ids[i]!)
  }
  bytes[at++] = 0x5d
  return at
}

const tens = Uint8Array.from({ length: 100 }, (_, n) => 48 + Math.floor(n / 10))
const ones = Uint8Array.from({ length: 100 }, (_, n) => 48 + (n % 10))

/** @param value a whole number from 0 to 2^53. */
function putNumber(bytes: Uint8Array, at: number, value: number): number {
  if (value < 1e8) return putShort(bytes, at, value | 0)
  // In two halves of eight digits, because 32-bit integers are divided far faster than doubles.
  const high = Math.floor(value / 1e8)
  const low = (value - high * 1e8) | 0
  const middle = putShort(bytes, at, high | 0)
  const upper = (low / 10_000) | 0
  putFour(bytes, middle, upper)
  putFour(bytes, middle + 4, low - upper * 10_000)
  return middle + 8
}

function putFour(bytes: Uint8Array, at: number, value: number): void {
  const first = (value / 100) | 0
  const second = value - first * 100
  bytes[at] = tens[first]!
  bytes[at + 1] = ones[first]!
  bytes[at + 2] = tens[second]!
  bytes[at + 3] = ones[second]!
}

/** @param value below 10^8. */
function putShort(bytes: Uint8Array, at: number, value: number): number {
  let digits = 1
  for (let power = 10; digits < 8 && value >= power; power *= 10) digits++
  let end = at + digits
  let rest = value
  while (rest >= 10) {
    const shorter = (rest / 100) | 0
    const two = rest - shorter * 100
    bytes[--end] = ones[two]!
    bytes[--end] = tens[two]!
    rest = shorter
  }
  if (end > at) bytes[--end] = 48 + rest
  return at + digits
}
