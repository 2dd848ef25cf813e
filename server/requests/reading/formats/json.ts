import { hashBytes } from '../../sketches/hash.ts'
import type { Format, Row, SeriesName } from '../row.ts'
import { type Fields, numberOf, timeOf, valueAt } from './fields.ts'
import { Known, type KnownAgent } from './known.ts'

const NEWLINE = 10
const MOST_AGENTS = 32_768
/** What is larger is no answer; sums of what is larger yet would be too large for the tables. */
const MOST_SENT = 1e15
/** What is longer than a year is no duration. */
const MOST_US = 365 * 86_400_000_000

const hash = { high: 0, low: 0 }

/**
 * Records of any shape, a JSON object a line; `Fields` say what stands where. Parsed whole, and so far slower than the
 * formats that are read in place: a hundred thousand lines a second of Caddy's, which are long.
 */
export class JsonFormat implements Format {
  readonly #fields: Fields
  readonly #known = new Known()
  readonly series: readonly SeriesName[] = this.#known.series
  readonly agents: readonly string[] = this.#known.agents
  readonly #agents = new Map<string, KnownAgent>()
  /** Where the next text is put, and where there is no more room. */
  #place = 0
  #end = 0

  constructor(fields: Fields) {
    this.#fields = fields
  }

  next(buffer: Buffer, view: DataView, at: number, row: Row): number {
    const newline = buffer.indexOf(NEWLINE, at)
    let record: unknown
    try {
      record = JSON.parse(buffer.toString('utf8', at, newline))
    } catch {
      row.refused = 'not JSON'
      return newline + 1
    }
    if (typeof record !== 'object' || record === null || Array.isArray(record)) row.refused = 'not a record'
    else row.refused = this.#fill(record, row)
    if (row.refused === '') {
      this.#place = at
      this.#end = newline
      this.#texts(record as object, buffer, view, row)
    }
    return newline + 1
  }

  /** @returns what is wrong; '' when nothing is. */
  #fill(record: object, row: Row): string {
    const { places, durationScale } = this.#fields
    row.at = timeOf(valueAt(record, places.time))
    if (Number.isNaN(row.at)) return 'the time is none'
    const status = numberOf(valueAt(record, places.status))
    // Caddy writes 0 where the client had gone before there was an answer.
    if (!Number.isInteger(status) || status > 999) return 'the status is none'
    row.status = status
    const us = Math.round(numberOf(valueAt(record, places.duration)) * durationScale)
    row.us = us <= MOST_US ? us : -1
    const bytes = numberOf(valueAt(record, places.bytes))
    row.bytes = Number.isInteger(bytes) && bytes <= MOST_SENT ? bytes : 0
    const method = valueAt(record, places.method)
    const { family, isBot } = this.#agentOf(record)
    row.agent = family
    row.series = this.#known.seriesOf(typeof method === 'string' ? method : '', status, isBot)
    return ''
  }

  #agentOf(record: object): KnownAgent {
    const { agent } = this.#fields.places
    // As in the common format: where agents are not told, nobody can be blamed for telling none.
    if (agent === undefined) return { family: 0, isBot: false }
    const value = valueAt(record, agent)
    const text = typeof value === 'string' ? value : ''
    const known = this.#agents.get(text)
    if (known !== undefined) return known
    if (this.#agents.size === MOST_AGENTS) this.#agents.clear()
    const found = this.#known.agentOf(text)
    this.#agents.set(text, found)
    return found
  }

  /** Texts are ranges of the buffer, so they are written over the line that they come from, which nobody needs again. */
  #texts(record: object, buffer: Buffer, view: DataView, row: Row): void {
    const { address, path, referrer } = this.#fields.places
    row.visitorStart = this.#place
    row.visitorEnd = this.#put(valueAt(record, address), buffer)
    hashBytes(view, row.visitorStart, row.visitorEnd, hash)
    row.visitorHigh = hash.high
    row.visitorLow = hash.low
    const whole = valueAt(record, path)
    row.pathStart = this.#place
    // The query may hold secrets, and makes every address another.
    row.pathEnd = this.#put(typeof whole === 'string' ? whole.split('?', 1)[0] : undefined, buffer)
    const from = valueAt(record, referrer)
    row.referrerStart = this.#place
    row.referrerEnd = this.#put(from === '-' ? undefined : from, buffer)
  }

  /** @returns where it ends. What does not fit is cut: only bytes that are no UTF-8 can become more than they were. */
  #put(value: unknown, buffer: Buffer): number {
    if (typeof value === 'string') this.#place += buffer.write(value, this.#place, this.#end - this.#place)
    return this.#place
  }
}
