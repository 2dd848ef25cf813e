import { four } from '../bytes.ts'
import { Names } from '../names.ts'
import { type Format, MOST_POSTS, type Row, type SeriesName } from '../row.ts'
import { fromJson } from './own-json.ts'

const QUOTE = 34
const NEWLINE = 10
const BRACE = 125
const BRACKET = 93
const BACKSLASH = 92

const AT_1 = four('{"at')
const AT_2 = four('at":')
const KIND_1 = four(',"ki')
const KIND_2 = four('nd":')
const METHOD_1 = four('","m')
const METHOD_2 = four('etho')
const METHOD_3 = four('d":"')
const ROUTE_1 = four('","r')
const ROUTE_2 = four('oute')
const STATUS_1 = four('","s')
const STATUS_2 = four('tatu')
const US_1 = four(',"us')
const US_2 = four('us":')
const NULL = four('null')
const BYTES_1 = four(',"by')
const BYTES_2 = four('tes"')
const BYTES_3 = four('es":')
const VISITOR_1 = four(',"vi')
const VISITOR_2 = four('sito')
const VISITOR_3 = four('r":"')
const AGENT_1 = four('","a')
const AGENT_2 = four('gent')
const AGENT_3 = four('t":"')
const ACCOUNT_1 = four(',"ac')
const ACCOUNT_2 = four('coun')
const ACCOUNT_3 = four('nt":')
const POST_1 = four(',"po')
const POST_2 = four('st":')
const POSTS_2 = four('sts"')
const POSTS_3 = four('s":[')
const PROFILE_1 = four(',"pr')
const PROFILE_2 = four('ofil')
const PROFILE_3 = four('le":')
const TAG_1 = four(',"ta')
const TAG_2 = four('g":"')

const SERIES = /^(person|bot)","method":"([A-Z-]{1,20})","route":"([^"\\\p{Cc}]*)","status":(\d{3})$/u

/** The value of a hexadecimal digit by its byte; 255: none. */
const HEX = new Uint8Array(256).fill(255)
for (const [value, digit] of [...'0123456789abcdef'].entries()) HEX[digit.charCodeAt(0)] = value

/**
 * Our own records (record.ts). Their fields have a fixed order, so the place of each is known and hardly a byte is looked
 * at twice; a line that is not written like that, but is JSON with the same fields, takes the slow way.
 */
export class OwnFormat implements Format {
  readonly series: SeriesName[] = []
  readonly #seriesNames = new Names(16_384)
  /** Numbers of texts that are no series. */
  readonly #strange = new Set<number>()
  readonly #agentNames = new Names(8192)
  readonly agents: readonly string[] = this.#agentNames.texts
  readonly #posts: boolean
  /** Where the number that was read last ends. */
  #end = 0
  /** Below zero once something that had to be a digit was none. */
  #wrong = 0

  /** @param posts whether `row.posts` is wanted: skipping it is quicker. */
  constructor(posts: boolean) {
    this.#posts = posts
  }

  next(buffer: Buffer, view: DataView, at: number, row: Row): number {
    row.refused = ''
    this.#wrong = 0
    const next = this.#what(buffer, view, at, row)
    if (next >= 0 && this.#wrong >= 0) return next
    const end = buffer.indexOf(NEWLINE, at)
    fromJson(buffer, at, end, row, this)
    return end + 1
  }

  /** The numbers of a line that came another way, for `fromJson`; -1: there are too many already. */
  seriesOf(text: Buffer): number {
    return this.#seriesOf(text, new DataView(text.buffer, text.byteOffset, text.length), 0, text.length)
  }
  agentOf(text: Buffer): number {
    return this.#agentNames.find(text, new DataView(text.buffer, text.byteOffset, text.length), 0, text.length)
  }

  /** These give where the next line begins; -1 when this one is not written as `lineOf` writes. */
  #what(buffer: Buffer, view: DataView, start: number, row: Row): number {
    if (view.getUint32(start, true) !== AT_1 || view.getUint32(start + 2, true) !== AT_2) return -1
    if (view.getUint32(start + 19, true) !== KIND_1 || view.getUint32(start + 23, true) !== KIND_2) return -1
    if (buffer[start + 27] !== QUOTE) return -1
    row.at = this.#fixed(buffer, start + 6, 7) * 1_000_000 + this.#fixed(buffer, start + 13, 6)
    const kindAt = start + 28
    let at = kindAt + (buffer[kindAt] === 98 ? 3 : 6)
    if (view.getUint32(at, true) !== METHOD_1 || view.getUint32(at + 4, true) !== METHOD_2) return -1
    if (view.getUint32(at + 8, true) !== METHOD_3) return -1
    at = toQuote(buffer, at + 12)
    if (view.getUint32(at, true) !== ROUTE_1 || view.getUint32(at + 4, true) !== ROUTE_2) return -1
    at = toQuote(buffer, at + 11)
    if (view.getUint32(at, true) !== STATUS_1 || view.getUint32(at + 4, true) !== STATUS_2) return -1
    row.status = this.#fixed(buffer, at + 11, 3)
    at += 14
    if (view.getUint32(at, true) !== US_1 || view.getUint32(at + 2, true) !== US_2) return -1
    row.series = this.#seriesOf(buffer, view, kindAt, at)
    if (row.series < 0) return -1
    if (view.getUint32(at + 6, true) === NULL) {
      row.us = -1
      at += 10
    } else {
      row.us = this.#number(buffer, at + 6)
      at = this.#end
    }
    if (view.getUint32(at, true) !== BYTES_1 || view.getUint32(at + 4, true) !== BYTES_2) return -1
    if (view.getUint32(at + 5, true) !== BYTES_3) return -1
    row.bytes = this.#number(buffer, at + 9)
    return this.#who(buffer, view, this.#end, row)
  }

  #who(buffer: Buffer, view: DataView, from: number, row: Row): number {
    let at = from
    if (view.getUint32(at, true) !== VISITOR_1 || view.getUint32(at + 4, true) !== VISITOR_2) return -1
    if (view.getUint32(at + 8, true) !== VISITOR_3) return -1
    row.visitorStart = at + 12
    row.visitorEnd = at + 28
    row.visitorHigh = this.#hex(buffer, at + 12)
    row.visitorLow = this.#hex(buffer, at + 20)
    at += 28
    if (view.getUint32(at, true) !== AGENT_1 || view.getUint32(at + 4, true) !== AGENT_2) return -1
    if (view.getUint32(at + 7, true) !== AGENT_3) return -1
    const agentAt = at + 11
    at = toQuote(buffer, agentAt)
    row.agent = this.#agentNames.find(buffer, view, agentAt, at)
    if (row.agent < 0 || buffer[at] !== QUOTE) return -1
    return this.#about(buffer, view, at + 1, row)
  }

  /** The fields that need not be there. */
  #about(buffer: Buffer, view: DataView, from: number, row: Row): number {
    row.account = row.post = row.profile = -1
    row.postCount = row.tagStart = row.tagEnd = 0
    let at = from
    if (buffer[at] === BRACE) return buffer[at + 1] === NEWLINE ? at + 2 : -1
    if (view.getUint32(at, true) === ACCOUNT_1 && view.getUint32(at + 4, true) === ACCOUNT_2) {
      if (view.getUint32(at + 7, true) !== ACCOUNT_3) return -1
      row.account = this.#number(buffer, at + 11)
      at = this.#end
    }
    if (view.getUint32(at, true) === POST_1 && view.getUint32(at + 4, true) === POST_2) {
      row.post = this.#number(buffer, at + 8)
      at = this.#end
    }
    if (view.getUint32(at, true) === PROFILE_1 && view.getUint32(at + 4, true) === PROFILE_2) {
      if (view.getUint32(at + 7, true) !== PROFILE_3) return -1
      row.profile = this.#number(buffer, at + 11)
      at = this.#end
    }
    if (view.getUint32(at, true) === TAG_1 && view.getUint32(at + 4, true) === TAG_2) {
      row.tagStart = at + 8
      row.tagEnd = at = toQuote(buffer, at + 8)
      if (buffer[at] !== QUOTE) return -1
      at++
    }
    if (view.getUint32(at, true) === POST_1 && view.getUint32(at + 4, true) === POSTS_2) {
      if (view.getUint32(at + 6, true) !== POSTS_3) return -1
      at = this.#posts ? this.#list(buffer, at + 10, row) : buffer.indexOf(NEWLINE, at) - 1
    }
    return buffer[at] === BRACE && buffer[at + 1] === NEWLINE ? at + 2 : -1
  }

  #list(buffer: Buffer, from: number, row: Row): number {
    let at = from
    for (;;) {
      const id = this.#number(buffer, at)
      if (row.postCount < MOST_POSTS) row.posts[row.postCount++] = id
      at = this.#end + 1
      if (buffer[this.#end] === BRACKET) return at
      if (this.#wrong < 0) return -1
    }
  }

  /** A text is looked at once, when it is new: what stands in its fields, and whether they are what they must be. */
  #seriesOf(buffer: Buffer, view: DataView, start: number, end: number): number {
    const id = this.#seriesNames.find(buffer, view, start, end)
    if (id === this.series.length) {
      const [, kind, method, route, status] = SERIES.exec(this.#seriesNames.texts[id]!) ?? []
      this.series.push({
        kind: kind === 'bot' ? 'bot' : 'person',
        method: method!,
        route: route!,
        status: Number(status),
      })
      if (kind === undefined) this.#strange.add(id)
    }
    return this.#strange.size > 0 && this.#strange.has(id) ? -1 : id
  }

  /** So many digits. */
  #fixed(buffer: Buffer, start: number, count: number): number {
    let value = 0
    let wrong = 0
    for (let at = start; at < start + count; at++) {
      const digit = buffer[at]! - 48
      wrong |= digit | (9 - digit)
      value = value * 10 + digit
    }
    this.#wrong |= wrong
    return value
  }

  /** Digits as far as they go, 16 at most; leaves `#end` behind them. */
  #number(buffer: Buffer, start: number): number {
    let value = 0
    let at = start
    let digit = buffer[at]! - 48
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      digit = buffer[++at]! - 48
    }
    if (at === start || at > start + 16) this.#wrong = -1
    this.#end = at
    return value
  }

  /** Eight hexadecimal digits. */
  #hex(buffer: Buffer, start: number): number {
    let value = 0
    let wrong = 0
    for (let at = start; at < start + 8; at++) {
      const digit = HEX[buffer[at]!]!
      wrong |= digit
      value = (value << 4) | digit
    }
    // Only what is no digit has the highest bit of its byte.
    if (wrong & 128) this.#wrong = -1
    return value >>> 0
  }
}

/** Where the text that begins here ends: at a quote, or at what cannot stand in one plainly. */
function toQuote(buffer: Buffer, start: number): number {
  let at = start
  while (buffer[at] !== QUOTE && buffer[at]! >= 32 && buffer[at] !== BACKSLASH) at++
  return at
}
