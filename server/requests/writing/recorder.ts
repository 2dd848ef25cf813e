/** What a server process does about its requests: a record of each into the files, and keeping those in bounds. */
import { Counter } from 'prom-client'
import type { App } from '../../app.ts'
import { metricsOf, type Served } from '../../http/index.ts'
import { hourly, messageOf, perApp } from '../../kit/index.ts'
import { type Agent, agentOf } from '../agents.ts'
import { unarchived } from '../archiving/archive.ts'
import type { RequestRecord } from '../record.ts'
import { removeSegment, tooMuch } from './keep.ts'
import { unfinishedSegments } from './queries.ts'
import { Recent } from './recent.ts'
import { sealLeftovers } from './seal.ts'
import { requestsFolder, SEALED } from './segment.ts'
import { forgetSalts, type NamedAgent, visitorsOf } from './visitors.ts'
import { RecordWriter, type WriterStats } from './writer.ts'

const KEPT_AGENTS = 10_000
/** Requests that wait for the key of the day, which is asked of the database. */
const MOST_WAITING = 10_000
const COMPLAIN_MS = 60_000
const SEAL_BYTES = 64 * 1024 * 1024

class Recorder {
  readonly writer: RecordWriter
  readonly #app: App
  readonly #agents = new Recent<string, NamedAgent>(KEPT_AGENTS)
  readonly #visitors: ReturnType<typeof visitorsOf>
  #waiting: RequestRecord[] = []
  #waitingAddresses: string[] = []
  #askedMs = 0
  #complainedMs = Number.NEGATIVE_INFINITY
  #dropped = 0
  #size = 0
  #torn = 0
  #removedUnread = 0
  #keeping: Promise<void> = Promise.resolve()
  readonly #hourly: ReturnType<typeof hourly>

  constructor(app: App) {
    this.#app = app
    this.#visitors = visitorsOf(app)
    const { megabytes } = app.config.requests
    this.writer = new RecordWriter({
      folder: requestsFolder(app.config),
      now: app.now,
      onDrop: (reason, records) => this.#complain(reason, records),
      onSealed: (bytes) => this.#sealed(bytes),
      // So that even a small allowance is filled by files of which the oldest can go.
      sealBytes: Math.min(SEAL_BYTES, Math.ceil((megabytes * 1e6) / 10)),
    })
    this.#hourly = hourly(
      () => this.look(),
      (error) => app.log.warn({ error }, `Request files could not be looked after: ${messageOf(error)}`),
    )
    this.#count()
  }

  note(served: Served): void {
    const at = this.#app.now().getTime()
    const visitor = this.#visitors.at(served.address, at)
    const name = served.appName ?? served.userAgent
    if (visitor === null) {
      this.#wait(recordOf(served, at, '', this.#agentOf(name)), served.address)
      return
    }
    // Nearly all come again with the agent of the last time, which is told sooner than looked up.
    if (visitor.agent?.name !== name) visitor.agent = this.#agentOf(name)
    this.writer.write(recordOf(served, at, visitor.digits, visitor.agent))
  }

  /** Looks after the files, now and every hour. */
  async start(): Promise<void> {
    this.#hourly.start()
    await this.ready()
    // Nobody waits for what others left to be compressed.
    void this.look().catch((error) =>
      this.#app.log.warn({ error }, `Request files could not be looked after: ${messageOf(error)}`),
    )
  }

  async stop(): Promise<void> {
    await this.#hourly.stop()
    await this.settle()
    await this.writer.close()
    await this.#keeping
  }

  /** Resolves when all requests so far are with the writer. */
  async settle(): Promise<void> {
    if (this.#waiting.length > 0) await this.ready().catch(() => {})
  }

  async ready(): Promise<void> {
    await this.#visitors.ready()
    this.#release()
  }

  async look(): Promise<void> {
    await this.ready()
    await forgetSalts(this.#app)
    const folder = requestsFolder(this.#app.config)
    const { torn } = await sealLeftovers(folder)
    if (torn > 0) {
      this.#torn += torn
      this.#app.log.warn({ torn }, `${torn} request files of a killed process ended in the middle of a line`)
    }
    await this.keep()
  }

  /** Removes what is too old or too much. */
  keep(): Promise<void> {
    this.#keeping = this.#keeping.then(() =>
      this.#keep().catch((error) =>
        this.#app.log.warn({ error }, `Old request files could not be removed: ${messageOf(error)}`),
      ),
    )
    return this.#keeping
  }

  stats(): RecorderStats {
    const stats = this.writer.stats()
    return {
      ...stats,
      dropped: stats.dropped + this.#dropped,
      torn: this.#torn,
      removedUnread: this.#removedUnread,
    }
  }

  async #keep(): Promise<void> {
    const { config, db, log } = this.#app
    const { days, megabytes, mode } = config.requests
    const folder = requestsFolder(config)
    const wanted = await unarchived(this.#app)
    const going = await tooMuch({ folder, now: this.#app.now(), days, bytes: megabytes * 1e6, wanted })
    this.#size = 0
    if (going.length === 0) return
    const unread = await unfinishedSegments(db.read, going, mode === 'on' ? READERS : 0)
    for (const name of going) await removeSegment(folder, name, SEALED)
    const lost = going.filter((name) => wanted.has(name)).length
    if (lost > 0)
      log.warn({ files: lost }, `${lost} request files were removed before they were archived: there is no room`)
    if (unread.length === 0) return
    this.#removedUnread += unread.length
    log.warn(
      { files: unread.length },
      `${unread.length} request files were removed before they were read to their end; TWEETER_REQUESTS_DAYS and TWEETER_REQUESTS_MEGABYTES say what is kept`,
    )
  }

  /** All files are only added up again when this process alone has filled a part of the allowance. */
  #sealed(bytes: number): void {
    this.#size += bytes
    if (this.#size > (this.#app.config.requests.megabytes * 1e6) / 20) void this.keep()
  }

  /** An app that somebody signed in to is known by its name; most of them say nothing by their agent. */
  #agentOf(name: string): NamedAgent {
    let agent = this.#agents.get(name)
    if (!agent) {
      agent = { name, ...agentOf(name) }
      this.#agents.set(name, agent)
    }
    return agent
  }

  #wait(record: RequestRecord, address: string): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#dropped++
      this.#complain('the database does not say the key of the day', 1)
      return
    }
    this.#waiting.push(record)
    this.#waitingAddresses.push(address)
    const nowMs = performance.now()
    if (this.#waiting.length > 1 && nowMs - this.#askedMs < 1000) return
    this.#askedMs = nowMs
    void this.ready().catch((error) => this.#complain(`the key of the day cannot be had: ${messageOf(error)}`, 0))
  }

  #release(): void {
    if (this.#waiting.length === 0) return
    const records = this.#waiting
    const addresses = this.#waitingAddresses
    this.#waiting = []
    this.#waitingAddresses = []
    for (const [index, record] of records.entries()) {
      const visitor = this.#visitors.at(addresses[index]!, record.at)
      if (visitor === null) this.#dropped++
      else this.writer.write({ ...record, visitor: visitor.digits })
    }
  }

  #complain(reason: string, records: number): void {
    const nowMs = performance.now()
    if (nowMs - this.#complainedMs < COMPLAIN_MS) return
    this.#complainedMs = nowMs
    const what = records > 0 ? 'Requests are not recorded' : 'Records of requests have to wait'
    this.#app.log.warn({ dropped: this.stats().dropped }, `${what}: ${reason}`)
  }

  #count(): void {
    const registers = [metricsOf(this.#app)]
    const now = () => this.stats()
    for (const [name, help, figureOf] of figures) {
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset()
          this.inc(figureOf(now()))
        },
      })
    }
  }
}

function recordOf(served: Served, at: number, visitor: string, { family, kind }: Agent): RequestRecord {
  const { subject } = served
  return {
    at,
    kind,
    method: served.method,
    route: served.route ?? '',
    status: served.status,
    us: served.stream ? null : Math.round(served.durationMs * 1000),
    bytes: served.bytes,
    visitor,
    agent: family,
    account: served.accountId ?? undefined,
    post: subject?.post,
    profile: subject?.profile,
    tag: subject?.tag,
    posts: subject?.posts,
  }
}

export interface RecorderStats extends WriterStats {
  /** Files of killed processes that ended in the middle of a line. */
  readonly torn: number
  /** Files that had to go before a reader had finished them. */
  readonly removedUnread: number
}

/** 'traffic' and 'views'. */
const READERS = 2

const figures: [name: string, help: string, value: (stats: RecorderStats) => number][] = [
  ['tweeter_request_records_total', 'Records of requests that are in files.', ({ written }) => written],
  ['tweeter_request_records_dropped_total', 'Records that could not be written.', ({ dropped }) => dropped],
]

export const recorderOf = perApp((app: App) => new Recorder(app))
