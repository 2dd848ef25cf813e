import { hashBytes } from '../../sketches/hash.ts'
import { Names } from '../names.ts'
import type { Format, Row, SeriesName } from '../row.ts'
import { LAST_MS } from './fields.ts'
import { Known, type KnownAgent } from './known.ts'

const NEWLINE = 10
const RETURN = 13
const SPACE = 32
const QUOTE = 34
const DASH = 45
const QUESTION = 63
const OPEN = 91
const CLOSE = 93
const BACKSLASH = 92
/** `17/May/2015:10:05:03 +0000` */
const DATE_LENGTH = 26
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MOST_METHODS = 64

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57

const hash = { high: 0, low: 0 }

/**
 * The "combined" and "common" formats of Apache and nginx:
 * `host ident user [day/month/year:hour:minute:second zone] "method path protocol" status bytes "referrer" "agent"`.
 * https://httpd.apache.org/docs/2.4/logs.html#accesslog
 *
 * What a server writes for a request that it could not read (`"-"`, bytes of TLS) counts as a request without a method.
 */
export class CombinedFormat implements Format {
  readonly #known = new Known()
  readonly series: readonly SeriesName[] = this.#known.series
  readonly agents: readonly string[] = this.#known.agents
  /** Of `(method * 1000 + status) * 2 + (1 for a bot)`; -1: not met yet. */
  readonly #seriesOf = new Int32Array(MOST_METHODS * 2000).fill(-1)
  readonly #methods = new Names(MOST_METHODS / 2)
  /** Agents as they are written, of which there are many; and what they come to. */
  readonly #writtenAgents = new Names(32_768)
  #agents: KnownAgent[] = []
  /** The minute of the line before, since most are of the same: its text, and what it is. */
  #minuteText = Buffer.alloc(DATE_LENGTH)
  #minuteMs = 0
  #method = -1
  #bot = false

  next(buffer: Buffer, view: DataView, at: number, row: Row): number {
    row.refused = ''
    row.us = -1
    let end = at
    const date = this.#who(buffer, view, at, row)
    if (date > 0) end = this.#request(buffer, view, date, row)
    else row.refused = 'no [date] where one must be'
    const newline = buffer.indexOf(NEWLINE, end)
    return newline + 1
  }

  /** @returns where the date begins; 0 when there is none. */
  #who(buffer: Buffer, view: DataView, start: number, row: Row): number {
    let at = start
    while (buffer[at]! > SPACE) at++
    if (buffer[at] !== SPACE || at === start) return 0
    row.visitorStart = start
    row.visitorEnd = at
    hashBytes(view, start, at, hash)
    row.visitorHigh = hash.high
    row.visitorLow = hash.low
    // Names may hold blanks; a bracket in one is escaped by no server, so the first with a date behind it counts.
    while (buffer[at] !== OPEN || buffer[at + DATE_LENGTH + 1] !== CLOSE) if (buffer[at++] === NEWLINE) return 0
    return at + 1
  }

  #request(buffer: Buffer, view: DataView, date: number, row: Row): number {
    row.at = this.#time(buffer, date)
    if (Number.isNaN(row.at)) return this.#refuse(row, 'the date is none', date)
    let at = date + DATE_LENGTH + 1
    if (buffer[at] !== SPACE || buffer[at + 1] !== QUOTE) return this.#refuse(row, 'no "request" after the date', at)
    at += 2
    const quote = closing(buffer, at)
    if (buffer[quote] !== QUOTE) return this.#refuse(row, 'the request has no closing quote', quote)
    this.#line(buffer, view, at, quote, row)
    at = quote + 2
    if (buffer[quote + 1] !== SPACE || !isDigit(buffer[at]!) || !isDigit(buffer[at + 1]!) || !isDigit(buffer[at + 2]!))
      return this.#refuse(row, 'the status is none', quote + 1)
    if (buffer[at + 3] !== SPACE) return this.#refuse(row, 'the status is none', at + 3)
    row.status = (buffer[at]! - 48) * 100 + (buffer[at + 1]! - 48) * 10 + (buffer[at + 2]! - 48)
    at = this.#size(buffer, at + 4, row)
    return row.refused === '' ? this.#agent(buffer, view, at, row) : at
  }

  /** `GET /path?query HTTP/1.1`; the query is left out, since it may hold secrets and makes every address another. */
  #line(buffer: Buffer, view: DataView, start: number, end: number, row: Row): void {
    let at = start
    while (buffer[at]! >= 65 && buffer[at]! <= 90) at++
    row.pathStart = row.pathEnd = start
    this.#method = -1
    if (at === start || at - start > 20 || buffer[at] !== SPACE) return
    this.#method = this.#methods.find(buffer, view, start, at)
    row.pathStart = ++at
    while (at < end && buffer[at] !== SPACE && buffer[at] !== QUESTION) at++
    row.pathEnd = at
  }

  #size(buffer: Buffer, start: number, row: Row): number {
    let at = start
    row.bytes = 0
    if (buffer[at] === DASH) return at + 1
    for (let digit = buffer[at]! - 48; digit >= 0 && digit <= 9; digit = buffer[++at]! - 48) {
      row.bytes = row.bytes * 10 + digit
    }
    return at === start || at > start + 15 ? this.#refuse(row, 'the size is none', at) : at
  }

  #agent(buffer: Buffer, view: DataView, from: number, row: Row): number {
    let at = from
    row.referrerStart = row.referrerEnd = at
    row.agent = 0
    this.#bot = true
    if (buffer[at] === SPACE && buffer[at + 1] === QUOTE) {
      const referrer = closing(buffer, at + 2)
      if (buffer[referrer] !== QUOTE) return this.#refuse(row, 'the referrer has no closing quote', referrer)
      if (referrer !== at + 3 || buffer[at + 2] !== DASH) {
        row.referrerStart = at + 2
        row.referrerEnd = referrer
      }
      at = referrer + 1
      if (buffer[at] !== SPACE || buffer[at + 1] !== QUOTE) return this.#refuse(row, 'no agent after the referrer', at)
      const quote = closing(buffer, at + 2)
      // An agent that was too long for whoever wrote the line ends with it, without its quote.
      const { family, isBot } = this.#written(buffer, view, at + 2, quote)
      row.agent = family
      this.#bot = isBot
      at = buffer[quote] === QUOTE ? quote + 1 : quote
      if (buffer[at] === SPACE) at = this.#more(buffer, at, row)
    } else if (buffer[at] !== NEWLINE && buffer[at] !== RETURN) return this.#refuse(row, 'rubbish after the size', at)
    else this.#bot = false
    row.series = this.#seriesFor(row.status)
    return at
  }

  /**
   * What nginx is often told to write behind the agent: the first number with a point in it is how many seconds it took
   * (`$request_time`). One without may be anything (Apache's `%D` and `%T` look alike, and are not the same).
   */
  #more(buffer: Buffer, from: number, row: Row): number {
    let at = from
    while (buffer[at] === SPACE) {
      const start = ++at
      if (buffer[at] === QUOTE) at = closing(buffer, at + 1) + 1
      else while (buffer[at]! > SPACE) at++
      if (buffer[at - 1] === NEWLINE) return at - 1
      const seconds = at - start <= 16 ? /^\d+\.\d+$/.exec(buffer.toString('latin1', start, at)) : null
      if (seconds === null) continue
      row.us = Math.round(Number(seconds[0]) * 1_000_000)
      return at
    }
    return at
  }

  #written(buffer: Buffer, view: DataView, start: number, end: number): KnownAgent {
    let id = this.#writtenAgents.find(buffer, view, start, end)
    if (id < 0) {
      this.#writtenAgents.clear()
      this.#agents = []
      id = this.#writtenAgents.find(buffer, view, start, end)
    }
    if (id === this.#agents.length) this.#agents.push(this.#known.agentOf(this.#writtenAgents.texts[id]!))
    return this.#agents[id]!
  }

  #seriesFor(status: number): number {
    const method = this.#method < 0 ? MOST_METHODS - 1 : this.#method
    const key = (method * 1000 + status) * 2 + (this.#bot ? 1 : 0)
    const known = this.#seriesOf[key]!
    if (known >= 0) return known
    const id = this.#known.seriesOf(this.#methods.texts[this.#method] ?? '', status, this.#bot)
    this.#seriesOf[key] = id
    return id
  }

  #time(buffer: Buffer, at: number): number {
    const text = this.#minuteText
    let same = true
    // The seconds stand at 18 and 19; all else is as it was a moment ago, or is read anew.
    for (let index = 0; index < DATE_LENGTH && same; index++) {
      same = index === 18 || index === 19 || buffer[at + index] === text[index]
    }
    if (!same) {
      buffer.copy(text, 0, at, at + DATE_LENGTH)
      this.#minuteMs = minuteOf(text.toString('latin1'))
    }
    const tens = buffer[at + 18]! - 48
    const ones = buffer[at + 19]! - 48
    const second = tens * 10 + ones
    // 60 is a leap second.
    return isDigit(tens + 48) && isDigit(ones + 48) && second <= 60 ? this.#minuteMs + second * 1000 : Number.NaN
  }

  #refuse(row: Row, reason: string, at: number): number {
    row.refused = reason
    return at
  }
}

/** @returns the minute that the date is in, milliseconds; NaN when it is none. */
function minuteOf(date: string): number {
  const parts = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d):(\d\d):.. ([+-])(\d\d)(\d\d)$/.exec(date)
  if (!parts) return Number.NaN
  const [, day, name, year, hour, minute, sign, zoneHours, zoneMinutes] = parts
  const month = MONTHS.indexOf(name!)
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1)
  const at = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute) - zone)
  const there = new Date(Date.UTC(Number(year), month, Number(day)))
  const exists = month >= 0 && there.getUTCDate() === Number(day) && Number(hour) < 24 && Number(minute) < 60
  // With its zone the last day of 9999 may be in a year of five digits, which is kept nowhere.
  return exists && at <= LAST_MS ? at : Number.NaN
}

/** The quote that ends a text; one after a backslash is part of it. Ends at the newline when there is none. */
function closing(buffer: Buffer, start: number): number {
  let at = start
  for (let byte = buffer[at]!; byte !== QUOTE && byte !== NEWLINE; byte = buffer[++at]!) {
    if (byte === BACKSLASH && buffer[at + 1] !== NEWLINE) at++
  }
  return at
}
