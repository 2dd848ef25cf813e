import { TrafficCollector } from './collect-traffic.ts'
import { ViewsCollector } from './collect-views.ts'
import { type FormatName, openFormat } from './formats/index.ts'
import { type Reject, Scanner, type Stretch } from './scan.ts'
import type { Traffic } from './traffic.ts'
import type { Views } from './views.ts'

export interface ReadingOptions {
  readonly format: FormatName
  /** What is wanted: the traffic, what people saw, or the traffic of logs as a whole (coarser steps when they are long). */
  readonly of: 'traffic' | 'views' | 'whole'
  /** How many refused lines are kept as samples of each stretch. */
  readonly samples: number
}

export interface Read {
  /** Where to go on, uncompressed bytes. */
  readonly place: number
  /** There is nothing more in the file now. */
  readonly ended: boolean
  readonly records: number
  readonly rejected: number
  readonly rejects: Reject[]
}

export interface Taken {
  readonly traffic: Traffic
  /** null unless it was asked for. */
  readonly views: Views | null
}

/** Reads stretches of files and adds up what is in them, until it is taken. Runs in the thread of whoever makes it. */
export class Reading {
  readonly #scanner: Scanner
  readonly #traffic: TrafficCollector | null
  readonly #views: ViewsCollector | null
  #records = 0
  #rejected = 0
  #readBytes = 0

  constructor({ format: name, of, samples }: ReadingOptions) {
    const format = openFormat(name, of === 'views')
    this.#traffic = of === 'views' ? null : new TrafficCollector(format, { whole: of === 'whole' })
    this.#views = of === 'views' ? new ViewsCollector(format) : null
    this.#scanner = new Scanner(format, (this.#traffic ?? this.#views)!, samples)
  }

  async read(stretch: Stretch): Promise<Read> {
    const read = await this.#scanner.read(stretch)
    this.#records += read.records
    this.#rejected += read.rejected
    this.#readBytes += read.place - read.begin
    return read
  }

  take(): Taken {
    const figures = { records: this.#records, rejected: this.#rejected, readBytes: this.#readBytes }
    this.#records = this.#rejected = this.#readBytes = 0
    const traffic = this.#traffic?.take() ?? { series: [], visitors: [], tops: [] }
    return { traffic: { ...traffic, ...figures }, views: this.#views?.take() ?? null }
  }
}
