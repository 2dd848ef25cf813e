/** Two whole servers on two databases that replicate to each other by their sockets, without the link. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from '../../app.ts'
import { readConfig } from '../../config/index.ts'
import { modules } from '../../modules.ts'
import { createServer, type Tweeter } from '../../server.ts'
import { connect, type Database, groundMigrations, migrate, startEmbedded } from '../../storage/index.ts'

export interface Site {
  readonly app: App
  readonly tweeter: Tweeter
  readonly db: Database
  readonly socketDir: string
  readonly complaints: string[]
  /** Where it listens. */
  readonly url: string
}

export interface TwoSites {
  readonly sites: readonly [Site, Site]
  /** The cable: nothing goes over it any more. */
  cut(): Promise<void>
  mend(): Promise<void>
  /** Waits until what is written at either was replayed at the other. */
  settle(): Promise<void>
  close(): Promise<void>
}

const fast = {
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  wal_retrieve_retry_interval: '100ms',
}

interface Ground {
  readonly db: Database
  readonly socketDir: string
  readonly dataDir: string
  stop(): Promise<void>
}

async function ground(number: number): Promise<Ground> {
  const dataDir = mkdtempSync(join(tmpdir(), `tweeter-site${number}-`))
  // The other's Postgres, which may run as another user, reaches its socket in there.
  chmodSync(dataDir, 0o755)
  const embedded = await startEmbedded({ dataDir, log: () => {}, settings: fast, label: `site ${number}` })
  const { socketDir } = embedded
  const db = connect({ socketDir, user: 'tweeter', database: 'tweeter', connections: 6, countStatements: true })
  await migrate(db, [
    groundMigrations,
    ...modules.flatMap(({ name, migrations }) => (migrations ? [{ module: name, folder: migrations }] : [])),
  ])
  const stop = async () => {
    await db.close()
    await embedded.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { db, socketDir, dataDir, stop }
}

const sql = (db: Database, text: string) => db.pool.unsafe(text)

/** What is class shared or home, as tables say themselves. */
async function publish(db: Database, kind: 'shared' | 'home', what: string): Promise<void> {
  const tables = await sql(
    db,
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname in ('public', 'tweeter') and obj_description(c.oid) like '${kind}: %'`,
  )
  const list = tables.map((row) => row.name).join(', ')
  await sql(db, `create publication tweeter_${kind} for table ${list} with (publish = '${what}')`)
}

async function join_(a: Ground, b: Ground): Promise<void> {
  const [secret] = await sql(a.db, 'select secret from tweeter.here')
  await sql(b.db, `update tweeter.here set site = 1, secret = '${secret!.secret}'`)
  for (const [here, there, number] of [
    [a, b, 0],
    [b, a, 1],
  ] as const) {
    await sql(
      here.db,
      `insert into tweeter.sites (number, name, address, certificate, state)
      values (${1 - number}, 'other', 'nowhere:1', '', 'joined')`,
    )
    if (number === 0) for (const db of [a.db, b.db]) await publish(db, 'shared', 'insert, update')
    if (number === 0) for (const db of [a.db, b.db]) await publish(db, 'home', 'insert, update, delete')
    for (const kind of ['shared', 'home']) {
      await sql(
        here.db,
        `create subscription tweeter_${kind}_${number}
           connection 'host=${there.socketDir} dbname=tweeter user=tweeter' publication tweeter_${kind}
           with (origin = none, copy_data = false, slot_name = 'tweeter_${kind}_${number}')`,
      )
    }
  }
}

async function serve({ db, dataDir, socketDir }: Ground, env: Record<string, string>): Promise<Site> {
  const config = readConfig({
    TWEETER_URL: 'http://tweeter.test',
    TWEETER_DATA: dataDir,
    TWEETER_PASSWORD_GRANT: 'on',
    TWEETER_RATE_LIMIT_PERCENT: '0',
    TWEETER_LOG_LEVEL: 'debug',
    TWEETER_PORT: '0',
    TWEETER_HOST: '127.0.0.1',
    ...env,
  })
  const complaints: string[] = []
  const complain = (_fields: object, message: string) => void complaints.push(message)
  const log = { debug: () => {}, info: () => {}, warn: complain, error: complain }
  const storage = { db, died: new Promise<string>(() => {}), close: async () => {} }
  const tweeter = await createServer(config, { log, storage })
  const url = await tweeter.start()
  return { app: tweeter.app, tweeter, db, socketDir, complaints, url }
}

const SUBSCRIPTIONS = `select subname from pg_subscription where subname like 'tweeter_%'`

/** @param before writes into the first database while it is alone. */
export async function openTwoSites(env: Record<string, string> = {}): Promise<TwoSites> {
  const [a, b] = await Promise.all([ground(0), ground(1)])
  const sites = await (async () => {
    await join_(a, b)
    return [await serve(a, env), await serve(b, env)] as const
  })().catch(async (error) => {
    await Promise.all([a.stop(), b.stop()])
    throw error
  })
  const each = async (what: string) => {
    for (const { db } of sites) {
      for (const { subname } of await sql(db, SUBSCRIPTIONS)) await sql(db, `alter subscription ${subname} ${what}`)
    }
  }
  return {
    sites,
    cut: () => each('disable'),
    mend: () => each('enable'),
    settle: async () => {
      // Twice: what came may make something go back.
      for (let round = 0; round < 2; round++) await Promise.all([caughtUp(a, b, 1), caughtUp(b, a, 0)])
    },
    close: async () => {
      await Promise.all(sites.map((site) => site.tweeter.stop()))
      await each('disable')
      for (const { db } of sites) {
        for (const { subname } of await sql(db, SUBSCRIPTIONS)) {
          await sql(db, `alter subscription ${subname} set (slot_name = none)`)
          await sql(db, `drop subscription ${subname}`)
        }
      }
      await Promise.all([a.stop(), b.stop()])
    },
  }
}

async function caughtUp(from: Ground, _to: Ground, reader: number): Promise<void> {
  const [now] = await sql(from.db, 'select pg_current_wal_flush_lsn()::text as lsn')
  for (let tries = 0; tries < 1200; tries++) {
    const [waiting] = await sql(
      from.db,
      `select count(*)::int as count from pg_replication_slots
        where slot_name like 'tweeter_%_${reader}' and confirmed_flush_lsn < '${now!.lsn}'`,
    )
    if (waiting!.count === 0) return
    await new Promise((done) => setTimeout(done, 25))
  }
  throw new Error('The other site did not catch up within 30 s.')
}

export const until = async (holds: () => Promise<boolean> | boolean, what = 'it'): Promise<void> => {
  for (let tries = 0; tries < 400; tries++) {
    if (await holds()) return
    await new Promise((done) => setTimeout(done, 25))
  }
  throw new Error(`${what} did not become true within 10 s.`)
}
