/** One site of the drill: a data folder, a server process with its Postgres, and somebody who starts it again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, type WriteStream } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { whoHolds } from '../server/storage/embedded/index.ts'
import { postgresIn, signalTo } from '../server/storage/embedded/processes.ts'
import { connect, type Database } from '../server/storage/index.ts'
import type { Place } from './history.ts'
import { setWallClock } from './queries.ts'

const launcher = fileURLToPath(new URL('../bin/tweeter.js', import.meta.url))
/** As systemd's `Restart=always` would. */
const RESTART_AFTER_MS = 200
const READY_WITHIN_MS = 60_000

export interface SiteStart {
  readonly place: Place
  readonly name: string
  readonly dataDir: string
  /** Where clients reach it. */
  readonly host: string
  readonly port: number
  readonly env: Readonly<Record<string, string>>
  /** What its processes are started with: `ip netns exec …`. */
  readonly within: readonly string[]
}

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export class Site {
  readonly place: Place
  readonly name: string
  readonly dataDir: string
  readonly url: string
  readonly #start: SiteStart
  readonly #log: WriteStream
  #child: ChildProcess | undefined
  #wanted = false
  #held = false
  readonly #leave = () => {
    this.#child?.kill('SIGKILL')
    this.killPostgres()
  }
  restarts = 0

  constructor(start: SiteStart) {
    this.#start = start
    this.place = start.place
    this.name = start.name
    this.dataDir = start.dataDir
    this.url = `http://${start.host}:${start.port}`
    this.#log = createWriteStream(`${start.dataDir}.log`, { flags: 'a' })
  }

  #spawn(line: readonly string[]): ChildProcess {
    const [program, ...more] = [...this.#start.within, process.execPath, launcher, ...line]
    return spawn(program!, more, { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...this.#start.env } })
  }

  /** A command of this site, `tweeter …`. */
  run(line: readonly string[]): Promise<Ended> {
    return new Promise((done) => {
      const child = this.#spawn(line)
      let [out, err] = ['', '']
      child.stdout!.setEncoding('utf8').on('data', (text: string) => (out += text))
      child.stderr!.setEncoding('utf8').on('data', (text: string) => (err += text))
      child.stdin!.end()
      child.on('close', (code) => {
        this.#log.write(`$ tweeter ${line.join(' ')}: ${code}\n${out}${err}`)
        done({ code, out, err })
      })
    })
  }

  /** @throws an Error with the end of the log when it does not become ready. */
  async start(): Promise<void> {
    this.#wanted = true
    // Whoever interrupts the drill leaves nothing behind.
    process.on('exit', this.#leave)
    this.#keepAlive()
    await this.ready(READY_WITHIN_MS)
  }

  #keepAlive(): void {
    const child = this.#spawn(['start'])
    this.#child = child
    child.stdout!.pipe(this.#log, { end: false })
    child.stderr!.pipe(this.#log, { end: false })
    child.once('exit', async () => {
      if (this.#child === child) this.#child = undefined
      await sleep(RESTART_AFTER_MS)
      if (!this.#wanted || this.#held || this.#child) return
      this.restarts++
      this.#keepAlive()
    })
  }

  /** @throws an Error when it does not serve within so long. */
  async ready(withinMs: number): Promise<void> {
    for (const until = performance.now() + withinMs; performance.now() < until; await sleep(50)) {
      const reply = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2000) }).catch(() => null)
      await reply?.body?.cancel()
      if (reply?.ok) return
    }
    throw new Error(`The site ${this.name} did not become ready; its log is ${this.dataDir}.log.`)
  }

  killServer(): void {
    this.#child?.kill('SIGKILL')
  }

  #signalPostgres(signal: NodeJS.Signals): void {
    for (const pid of postgresIn(join(this.dataDir, 'postgres'))) signalTo(pid, signal)
  }

  stopPostgres(): void {
    this.#signalPostgres('SIGSTOP')
  }

  continuePostgres(): void {
    this.#signalPostgres('SIGCONT')
  }

  /** Every process of it, at once: nothing that was only in memory stays. */
  killPostgres(): void {
    this.#signalPostgres('SIGKILL')
  }

  /** Server and Postgres, which stay away until `revive`. */
  die(): void {
    this.#held = true
    this.killServer()
    this.killPostgres()
  }

  revive(): void {
    this.#held = false
    if (this.#wanted && !this.#child) this.#keepAlive()
  }

  /** @param seconds what its machine's clock shows beside the true time. Without effect while its Postgres is away. */
  async turnClock(seconds: number): Promise<void> {
    await this.withDatabase((db) => setWallClock(db, seconds)).catch(() => {})
  }

  async withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
    const socketDir = whoHolds(this.dataDir)?.socketDir
    if (!socketDir) throw new Error(`The Postgres of ${this.name} does not run.`)
    const db = connect({ socketDir, user: 'tweeter', database: 'tweeter', connections: 1 })
    try {
      return await work(db)
    } finally {
      await db.close()
    }
  }

  async stop(): Promise<void> {
    this.#wanted = false
    this.continuePostgres()
    const child = this.#child
    if (child) {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await Promise.race([ended, sleep(12_000, null, { ref: false })])
      if (child.exitCode === null) child.kill('SIGKILL')
    }
    this.killPostgres()
    process.off('exit', this.#leave)
    this.#log.end()
  }
}

/** A port that was free a moment ago. */
export const freePort = (host = '127.0.0.1'): Promise<number> =>
  new Promise((done, failed) => {
    const probe = createServer()
      .once('error', failed)
      .listen(0, host, () => {
        const { port } = probe.address() as { port: number }
        probe.close(() => done(port))
      })
  })
