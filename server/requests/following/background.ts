/** The readers of a server: they follow our own segments, and once an hour what is old is made coarser. */
import { Counter, Gauge } from 'prom-client'
import type { App } from '../../app.ts'
import { metricsOf } from '../../http/index.ts'
import { hourly, messageOf, perApp } from '../../kit/index.ts'
import { here, type OwnReaders, openOwnReaders } from './open.ts'
import { rollUp } from './roll-up.ts'

const LAST_READ_MS = 2000

/** Follows until told to stop, then reads what was written last, and lets go of everything. */
export async function runOwnReaders({ traffic, views }: OwnReaders, stop: AbortSignal): Promise<void> {
  await Promise.all([traffic.run(stop), views.run(stop)])
  // Who is far behind goes on when it is started again.
  const late = AbortSignal.timeout(LAST_READ_MS)
  await Promise.allSettled([traffic.catchUp(late), views.catchUp(late)])
  await Promise.all([traffic.close(), views.close()])
}

class Background {
  readonly #app: App
  readonly #sweeper
  #readers: OwnReaders | null = null
  #stop = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(app: App) {
    this.#app = app
    const failed = (error: unknown) => app.log.warn({ error }, `Old requests were not rolled up: ${messageOf(error)}`)
    this.#sweeper = hourly(() => rollUp(app), failed)
    this.#measure()
  }

  #measure(): void {
    const registers = [metricsOf(this.#app)]
    const status = () => this.#readers?.traffic.status()
    new Gauge({
      name: 'tweeter_request_reader_lag_seconds',
      help: 'How old the oldest request is that is not in the tables yet.',
      registers,
      collect() {
        this.set(status()?.lagSeconds ?? 0)
      },
    })
    new Counter({
      name: 'tweeter_request_reader_rejected_total',
      help: 'Lines of request files that could not be read.',
      registers,
      collect() {
        this.reset()
        this.inc(status()?.rejected ?? 0)
      },
    })
  }

  start(): void {
    this.#stop = new AbortController()
    this.#readers = openOwnReaders(this.#app)
    this.#running = runOwnReaders(this.#readers, this.#stop.signal)
    this.#sweeper.start()
  }

  async stop(): Promise<void> {
    if (this.#readers === null) return
    this.#stop.abort()
    await Promise.all([this.#running, this.#sweeper.stop()])
    this.#readers = null
  }

  get readers(): OwnReaders | null {
    return this.#readers
  }

  lagSeconds(): number | null {
    return this.#readers?.traffic.status().lagSeconds ?? null
  }
}

const backgroundOf = perApp((app: App) => new Background(app))

const isReading = (app: App): boolean => app.config.requests.mode === 'on'

export const startReaders = (app: App): void => {
  if (isReading(app)) backgroundOf(app).start()
}

/** Ends the readers after a last read. */
export const stopReaders = async (app: App): Promise<void> => {
  if (isReading(app)) await backgroundOf(app).stop()
}

/** How many seconds of requests are not in the tables yet; null where this server reads none. */
export const requestsLag = (app: App): number | null => (isReading(app) ? backgroundOf(app).lagSeconds() : null)

/** Reads all that stands in the files now: for commands and tests. */
export async function readOwnFiles(app: App): Promise<void> {
  const running = isReading(app) ? backgroundOf(app).readers : null
  const { traffic, views } = running ?? openOwnReaders(app, undefined, here)
  try {
    await traffic.catchUp()
    await views.catchUp()
  } finally {
    if (!running) await Promise.all([traffic.close(), views.close()])
  }
}
