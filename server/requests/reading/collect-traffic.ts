import { Frequent } from '../sketches/frequent.ts'
import { hashBytes } from '../sketches/hash.ts'
import { Quantiles } from '../sketches/quantiles.ts'
import { Uniques } from '../sketches/uniques.ts'
import { OwnFormat } from './formats/own.ts'
import { MOST_ENTRIES, mergeSeries, mergeVisitors } from './merge.ts'
import type { Format, Row } from './row.ts'
import type { TopOf, Tops, Traffic } from './traffic.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
/** Requests are answered and logged nearly in order; what comes later than this opens its step again, and is merged. */
const OPEN_STEPS = 4
const TOPS = ['agent', 'path', 'referrer', 'visitor', 'account'] as const
/** Beyond so many rows a whole log is counted by coarser steps, so that its length does not matter. */
const MOST_ROWS = 40_000
/** An hour's table is exact for 3,000 keys; that of a whole log for 49,000. */
const HOUR_SLOTS = 4096
const WHOLE_SLOTS = 65_536
const OPEN_HOURS = 2
export const WHOLE_ENTRIES = 10_000
const LABEL_BYTES = 500
const COARSER: Readonly<Record<number, number>> = { [MINUTE_MS]: HOUR_MS, [HOUR_MS]: 24 * HOUR_MS }

const hash = { high: 0, low: 0 }

interface Step {
  readonly at: number
  /** By number of the series. */
  requests: Float64Array
  bytes: Float64Array
  durations: (Quantiles | undefined)[]
  readonly people: Uniques
  readonly bots: Uniques
}

type TopsOf = Record<TopOf, Frequent>

export interface TrafficOptions {
  /** For a log as a whole: coarser steps when it is long, and one list of the most frequent instead of one an hour. */
  readonly whole: boolean
}

/** Counts lines: what is kept by step is in arrays by the number of the series, and becomes rows when the step is over. */
export class TrafficCollector {
  readonly #format: Format
  readonly #whole: boolean
  /** Visitors come hashed: the key is what there is to say of them. */
  readonly #hashed: boolean
  /** What the keys of the tables stand for that need no names. */
  readonly #labels: Partial<Record<TopOf, (high: number, low: number) => string>>
  /** Of the series that are known: 1 where a bot asks. */
  #isBot = new Uint8Array(256)
  #known = 0
  #stepMs = MINUTE_MS
  #rows: Traffic['series'] = []
  #visitors: Traffic['visitors'] = []
  #tops = new Map<number, TopsOf>()
  #doneTops: Tops[] = []
  /** Tables that were emptied: new ones for each stretch would be 10 MB a second of garbage. */
  readonly #spareTops: TopsOf[] = []
  #steps: Step[] = []
  #step: Step | undefined
  #stepEnds = 0
  #hourTops: TopsOf | undefined
  /** Of a log as a whole alone. */
  #errors: Frequent | undefined
  #hourStarts = 0
  #hourEnds = 0

  constructor(format: Format, { whole }: TrafficOptions) {
    this.#format = format
    this.#whole = whole
    this.#hashed = format instanceof OwnFormat
    this.#labels = {
      agent: (_high, low) => format.agents[low]!,
      account: (high, low) => String(high * 4294967296 + low),
      visitor: (high, low) => hexOf(high) + hexOf(low),
    }
  }

  add(buffer: Buffer, view: DataView, row: Row): void {
    let step = this.#step
    if (step === undefined || row.at >= this.#stepEnds || row.at < step.at) step = this.#stepOf(row.at)
    const { series } = row
    if (series >= step.requests.length) grow(step, this.#format.series.length)
    step.requests[series]!++
    step.bytes[series]! += row.bytes
    if (row.us >= 0) {
      const durations = step.durations[series]
      if (durations === undefined) this.#first(step, row)
      else durations.add(row.us)
    }
    if (series >= this.#known) this.#learn()
    const uniques = this.#isBot[series] === 1 ? step.bots : step.people
    uniques.add(row.visitorHigh, row.visitorLow)
    this.#count(buffer, view, row)
  }

  #learn(): void {
    const { series } = this.#format
    if (series.length > this.#isBot.length) {
      const larger = new Uint8Array(series.length * 2)
      larger.set(this.#isBot)
      this.#isBot = larger
    }
    for (; this.#known < series.length; this.#known++) {
      this.#isBot[this.#known] = series[this.#known]!.kind === 'bot' ? 1 : 0
    }
  }

  #first(step: Step, row: Row): void {
    const durations = new Quantiles()
    durations.add(row.us)
    step.durations[row.series] = durations
  }

  #count(buffer: Buffer, view: DataView, row: Row): void {
    let tops = this.#hourTops
    if (tops === undefined || row.at >= this.#hourEnds || row.at < this.#hourStarts) tops = this.#topsOf(row.at)
    const visitor = tops.visitor.add(row.visitorHigh, row.visitorLow, 1)
    if (visitor >= 0 && !this.#hashed) tops.visitor.name(visitor, textOf(buffer, row.visitorStart, row.visitorEnd))
    tops.agent.add(0, row.agent, 1)
    if (row.account >= 0) tops.account.add(Math.floor(row.account / 4294967296), row.account >>> 0, 1)
    if (row.pathEnd > row.pathStart) {
      addText(tops.path, buffer, view, row.pathStart, row.pathEnd)
      if (this.#whole && row.status >= 400) this.#countError(buffer, view, row)
    }
    if (row.referrerEnd > row.referrerStart) addText(tops.referrer, buffer, view, row.referrerStart, row.referrerEnd)
  }

  #countError(buffer: Buffer, view: DataView, row: Row): void {
    this.#errors ??= new Frequent(WHOLE_SLOTS)
    hashBytes(view, row.pathStart, row.pathEnd, hash)
    const isNew = this.#errors.add((hash.high ^ Math.imul(row.status, 0x9e3779b1)) >>> 0, hash.low, 1)
    if (isNew >= 0) this.#errors.name(isNew, `${row.status} ${textOf(buffer, row.pathStart, row.pathEnd)}`)
  }

  /** Hands out what was counted, and begins anew. */
  take(): Pick<Traffic, 'series' | 'visitors' | 'tops'> {
    for (const step of this.#steps) this.#close(step)
    for (const [at, tops] of this.#tops) this.#closeTops(at, tops)
    if (this.#errors) this.#doneTops.push({ at: 0, of: 'error', entries: this.#errors.entries(WHOLE_ENTRIES) })
    this.#errors = undefined
    if (this.#whole && this.#stepMs > MINUTE_MS) {
      this.#rows = mergeSeries(this.#rows, this.#stepMs)
      this.#visitors = mergeVisitors(this.#visitors, this.#stepMs)
    }
    const taken = { series: this.#rows, visitors: this.#visitors, tops: this.#doneTops }
    this.#rows = []
    this.#visitors = []
    this.#doneTops = []
    this.#steps = []
    this.#step = undefined
    this.#tops = new Map()
    this.#hourTops = undefined
    return taken
  }

  #stepOf(at: number): Step {
    const start = Math.floor(at / this.#stepMs) * this.#stepMs
    let step = this.#steps.find((one) => one.at === start)
    if (!step) {
      if (this.#steps.length === OPEN_STEPS) this.#close(this.#steps.shift()!)
      const count = this.#format.series.length
      step = {
        at: start,
        requests: new Float64Array(count),
        bytes: new Float64Array(count),
        durations: [],
        people: new Uniques(),
        bots: new Uniques(),
      }
      this.#steps.push(step)
    }
    this.#step = step
    this.#stepEnds = start + this.#stepMs
    return step
  }

  #close(step: Step): void {
    const { at, requests, bytes, durations } = step
    for (const [id, count] of requests.entries()) {
      if (count === 0) continue
      const { kind, method, route, status } = this.#format.series[id]!
      const sketch = durations[id]?.encode() ?? null
      this.#rows.push({ at, kind, method, route, status, requests: count, bytes: bytes[id]!, durations: sketch })
    }
    if (step.people.count() > 0) this.#visitors.push({ at, kind: 'person', sketch: step.people.encode() })
    if (step.bots.count() > 0) this.#visitors.push({ at, kind: 'bot', sketch: step.bots.encode() })
    if (this.#whole && this.#rows.length > MOST_ROWS) this.#coarsen()
  }

  /** Rows of the next coarser step; there is none beyond a day, of which a century has few enough. */
  #coarsen(): void {
    this.#stepMs = COARSER[this.#stepMs] ?? this.#stepMs
    this.#rows = mergeSeries(this.#rows, this.#stepMs)
    this.#visitors = mergeVisitors(this.#visitors, this.#stepMs)
    this.#step = undefined
  }

  #topsOf(at: number): TopsOf {
    const start = this.#whole ? 0 : Math.floor(at / HOUR_MS) * HOUR_MS
    this.#hourStarts = this.#whole ? Number.NEGATIVE_INFINITY : start
    this.#hourEnds = this.#whole ? Number.POSITIVE_INFINITY : start + HOUR_MS
    let tops = this.#tops.get(start)
    if (!tops) {
      if (this.#tops.size === OPEN_HOURS) this.#closeTops(...this.#tops.entries().next().value!)
      const slots = this.#whole ? WHOLE_SLOTS : HOUR_SLOTS
      const frequent = () => new Frequent(slots)
      tops = this.#spareTops.pop() ?? {
        agent: frequent(),
        path: frequent(),
        referrer: frequent(),
        visitor: frequent(),
        account: frequent(),
      }
      this.#tops.set(start, tops)
    }
    this.#hourTops = tops
    return tops
  }

  #closeTops(at: number, tops: TopsOf): void {
    for (const of of TOPS) {
      const entries = tops[of].entries(this.#whole ? WHOLE_ENTRIES : MOST_ENTRIES, this.#labels[of])
      if (entries.length > 0) this.#doneTops.push({ at, of, entries })
      tops[of].clear()
    }
    this.#tops.delete(at)
    this.#spareTops.push(tops)
  }
}

function addText(tops: Frequent, buffer: Buffer, view: DataView, start: number, end: number): void {
  hashBytes(view, start, end, hash)
  const isNew = tops.add(hash.high, hash.low, 1)
  if (isNew >= 0) tops.name(isNew, textOf(buffer, start, end))
}

const textOf = (buffer: Buffer, start: number, end: number): string =>
  buffer.toString('utf8', start, Math.min(end, start + LABEL_BYTES))

const hexOf = (half: number): string => half.toString(16).padStart(8, '0')

/** A step knows as many series as there were when it began. */
function grow(step: Step, count: number): void {
  const larger = (old: Float64Array) => {
    const values = new Float64Array(Math.max(count, old.length * 2))
    values.set(old)
    return values
  }
  step.requests = larger(step.requests)
  step.bytes = larger(step.bytes)
}
