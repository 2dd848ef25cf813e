import { Worker } from 'node:worker_threads'
import { unpack } from './parcel.ts'
import type { Read, ReadingOptions, Taken } from './reading.ts'
import type { Stretch } from './scan.ts'
import type { Asked, TakenParcel } from './worker.ts'

/** What a thread may use for its objects: what it counts is bounded, and so is this. */
const HEAP_MEGABYTES = 256
/** Of that for what is made and forgotten at once; V8 would take six times as much. */
const YOUNG_MEGABYTES = 4

interface Answer {
  readonly id: number
  readonly answer: never
  readonly error?: Error
  readonly code?: string
}

interface Waiting {
  resolve(answer: never): void
  reject(error: Error): void
}

/** A reading in a thread of its own, so that scanning does not hold up whoever wants it. */
export class Reader {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #asked = 0
  #ended: Error | null = null

  constructor(options: ReadingOptions) {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: options,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    })
    this.#worker.unref()
    this.#worker.on('message', ({ id, answer, error, code }: Answer) => {
      const waiting = this.#waiting.get(id)!
      this.#waiting.delete(id)
      if (this.#waiting.size === 0) this.#worker.unref()
      if (error) waiting.reject(Object.assign(error, { code }))
      else waiting.resolve(answer)
    })
    this.#worker.on('error', (error) => this.#end(error as Error))
    this.#worker.on('exit', () => this.#end(new Error('The reader has ended.')))
  }

  /** Reads on; what is found is added up until it is taken. @throws what the file system says. */
  read(stretch: Stretch): Promise<Read> {
    return this.#ask({ read: stretch })
  }

  /** All that was found since it was taken last. */
  async take(): Promise<Taken> {
    const { traffic, views } = await this.#ask<TakenParcel>({ take: true })
    return { traffic, views: views && unpack(views) }
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #ask<T>(asked: Asked): Promise<T> {
    if (this.#ended) return Promise.reject(this.#ended)
    return new Promise((resolve, reject) => {
      const id = this.#asked++
      this.#waiting.set(id, { resolve, reject })
      this.#worker.ref()
      this.#worker.postMessage({ id, asked })
    })
  }

  #end(error: Error): void {
    this.#ended ??= error
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ended)
    this.#waiting.clear()
  }
}
