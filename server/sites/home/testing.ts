/** For tests of home: two real Postgres, replicating to each other through cables that can be cut, and their Apps. */
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect as dial, createServer as listen, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App, Logger } from '../../app.ts'
import { readConfig } from '../../config/index.ts'
import { modules } from '../../modules.ts'
import { createServer } from '../../server.ts'
import { connect, type Database, groundMigrations, migrate, startEmbedded } from '../../storage/index.ts'

/** A Unix socket that leads to another one, until it is cut: then nothing moves and nobody is told, as with a real cable. */
export class Cable {
  readonly folder: string
  readonly #server: Server
  readonly #pairs = new Set<[Socket, Socket]>()
  #cut = false
  #to: string

  constructor(folder: string, to: string) {
    this.folder = folder
    this.#to = to
    mkdirSync(folder)
    chmodSync(folder, 0o755)
    this.#server = listen({ pauseOnConnect: true }, (from) => this.#bridge(from))
    const path = join(folder, '.s.PGSQL.5432')
    this.#server.listen(path, () => chmodSync(path, 0o777))
  }

  #bridge(from: Socket): void {
    const to = dial(join(this.#to, '.s.PGSQL.5432'))
    const pair: [Socket, Socket] = [from, to]
    this.#pairs.add(pair)
    const end = () => {
      if (this.#cut) return
      this.#pairs.delete(pair)
      from.destroy()
      to.destroy()
    }
    from.on('error', end).on('close', end)
    to.on('error', end).on('close', end)
    from.on('data', (bytes) => this.#cut || to.write(bytes))
    to.on('data', (bytes) => this.#cut || from.write(bytes))
    from.resume()
  }

  cut(): void {
    this.#cut = true
  }

  /** What the link does when it notices: whoever hangs on it is told. */
  drop(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
    this.#pairs.clear()
  }

  mend(): void {
    this.#cut = false
    this.drop()
  }

  close(): void {
    this.#cut = false
    this.#server.close()
    this.drop()
  }
}

export interface Side {
  readonly number: number
  readonly app: App
  readonly db: Database
  /** Of the other side's database, through the cable. */
  readonly other: Database
  /** Through which the other side reaches this one. */
  readonly cable: Cable
  readonly complaints: string[]
  readonly pid: number
  readonly socketDir: string
}

export interface Pair {
  readonly sides: readonly [Side, Side]
  /** Both directions. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

const at = (socketDir: string, connections = 6) =>
  connect({ socketDir, user: 'tweeter', database: 'tweeter', connections })

/** @param env settings for both; `durable` leaves fsync on, for tests that kill Postgres and for measuring. */
export async function openPair(env: Record<string, string> = {}, durable = false): Promise<Pair> {
  const root = mkdtempSync(join(tmpdir(), 'pair-'))
  chmodSync(root, 0o755)
  const settings = { wal_retrieve_retry_interval: '100ms', ...(durable ? {} : { fsync: 'off' }) }
  const clusters = await Promise.all(
    [0, 1].map((n) => startEmbedded({ dataDir: join(root, `data-${n}`), log: () => {}, settings })),
  )
  const cables = clusters.map((cluster, n) => new Cable(join(root, `to-${n}`), cluster.socketDir))
  const folders = modules.flatMap(({ name, migrations }) => (migrations ? [{ module: name, folder: migrations }] : []))
  const dbs = clusters.map((cluster) => at(cluster.socketDir))
  await Promise.all(dbs.map((db) => migrate(db, [groundMigrations, ...folders])))
  const others = [at(cables[1]!.folder), at(cables[0]!.folder)]
  const sides = await Promise.all(
    dbs.map(async (db, n): Promise<Side> => {
      const complaints: string[] = []
      const config = readConfig({ TWEETER_DATA: join(root, `data-${n}`), TWEETER_URL: 'http://two.test', ...env })
      const storage = { db, died: new Promise<string>(() => {}), close: async () => {} }
      const { app } = await createServer(config, { log: listening(complaints), storage })
      await db.pool`update tweeter.here set site = ${n}, epoch = 1`
      return {
        number: n,
        app,
        db,
        other: others[n]!,
        cable: cables[n]!,
        complaints,
        pid: clusters[n]!.pid,
        socketDir: clusters[n]!.socketDir,
      }
    }),
  )
  await replicate(sides)
  return {
    sides: sides as unknown as [Side, Side],
    cut: () => cables.forEach((cable) => void cable.cut()),
    mend: () => cables.forEach((cable) => void cable.mend()),
    close: async () => {
      for (const cable of cables) cable.close()
      await Promise.all([...dbs, ...others].map((db) => db.close()))
      await Promise.all(clusters.map((cluster) => cluster.stop()))
      rmSync(root, { recursive: true, force: true })
    },
  }
}

function listening(complaints: string[]): Logger {
  const quiet = () => {}
  const complain = (_fields: object, message: string) => void complaints.push(message)
  return { debug: quiet, info: quiet, warn: complain, error: complain }
}

/** As server/sites/replicating does it. */
async function replicate(sides: readonly Side[]): Promise<void> {
  for (const { db } of sides) {
    for (const kind of ['home', 'shared']) {
      const [row] = await db.pool<{ tables: string }[]>`
        select string_agg(c.oid::regclass::text, ', ') as tables from pg_class c
          join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and n.nspname in ('public', 'tweeter') and obj_description(c.oid) like ${`${kind}: %`}`
      const what = kind === 'home' ? 'insert, update, delete' : 'insert, update'
      await db.pool.unsafe(`create publication tweeter_${kind} for table ${row!.tables} with (publish = '${what}')`)
    }
  }
  for (const { number, db } of sides) {
    const from = sides[1 - number]!.cable.folder
    for (const [kind, commit] of [
      ['shared', 'off'],
      ['home', 'on'],
    ]) {
      await db.pool.unsafe(
        `create subscription tweeter_${kind}_${number}
           connection 'host=${from} dbname=tweeter user=tweeter' publication tweeter_${kind}
           with (origin = none, copy_data = false, streaming = off, synchronous_commit = '${commit}')`,
      )
    }
  }
}

/** Waits until it is so. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, withinMs = 15_000): Promise<void> {
  for (const began = performance.now(); performance.now() - began < withinMs; await sleep(20)) if (await holds()) return
  throw new Error(`It did not come about within ${withinMs} ms: ${what}.`)
}

export interface Etcd {
  readonly url: string
  /** It hangs, as one that cannot be reached does. */
  pause(): void
  resume(): void
  close(): void
}

/** A real etcd of one node on loopback. */
export async function openEtcd(): Promise<Etcd> {
  const dir = mkdtempSync(join(tmpdir(), 'etcd-'))
  const free = async () => {
    const server = listen()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
    const { port } = server.address() as { port: number }
    await new Promise((done) => server.close(done))
    return port
  }
  const url = `http://127.0.0.1:${await free()}`
  const peers = `http://127.0.0.1:${await free()}`
  const args = ['--data-dir', dir, '--listen-client-urls', url, '--advertise-client-urls', url]
  const peer = [
    '--listen-peer-urls',
    peers,
    '--initial-advertise-peer-urls',
    peers,
    '--initial-cluster',
    `default=${peers}`,
  ]
  const child = spawn('etcd', [...args, ...peer], { stdio: 'ignore' })
  await until('etcd answers', () =>
    fetch(`${url}/health`, { signal: AbortSignal.timeout(500) }).then(
      (reply) => reply.ok,
      () => false,
    ),
  )
  return {
    url,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    close: () => {
      child.kill('SIGCONT')
      child.kill('SIGKILL')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
