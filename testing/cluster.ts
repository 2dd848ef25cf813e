/** The one Postgres of a test run, its template database, and fresh copies of it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { modules } from '../server/modules.ts'
import { connect, type Database, groundMigrations, migrate, startEmbedded } from '../server/storage/index.ts'

/** How test processes find the cluster that testing/setup.ts started for all of them. */
const VARIABLE = 'TWEETER_TEST_CLUSTER'
const TEMPLATE = 'tweeter_template'

export interface Cluster {
  readonly socketDir: string
  stop(): Promise<void>
}

/** Durability is off here and only here: tests that kill processes start servers with data of their own. */
const fast = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  shared_buffers: '128MB',
}

export async function startCluster(): Promise<Cluster> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tweeter-test-'))
  const embedded = await startEmbedded({ dataDir, log: () => {}, settings: fast, label: 'tests' })
  // Ctrl-C must leave no Postgres behind: it is ended when this process exits, which a signal alone would skip.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  await makeTemplate(embedded.socketDir)
  process.env[VARIABLE] = embedded.socketDir
  return {
    socketDir: embedded.socketDir,
    stop: async () => {
      await embedded.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

let own: Promise<Cluster> | undefined
let databasesOpen = 0

/** The run's cluster, or one for this process when a test file is run by itself. */
async function socketDir(): Promise<string> {
  const given = process.env[VARIABLE]
  if (given) return given
  own ??= startCluster()
  return (await own).socketDir
}

const at = (socket: string, database: string, connections: number, countStatements = false): Database =>
  connect({ socketDir: socket, user: 'tweeter', database, connections, countStatements })

async function makeTemplate(socket: string): Promise<void> {
  const admin = at(socket, 'tweeter', 2)
  await admin.pool.unsafe(`create database ${TEMPLATE}`)
  await admin.close()
  const template = at(socket, TEMPLATE, 2)
  const folders = modules.flatMap(({ name, migrations }) => (migrations ? [{ module: name, folder: migrations }] : []))
  await migrate(template, [groundMigrations, ...folders])
  await template.close()
}

export interface FreshDatabase {
  readonly db: Database
  readonly socketDir: string
  readonly name: string
  drop(): Promise<void>
}

/** A new database, cloned from the template in some 50 ms; `empty` gives one without any table. */
export async function freshDatabase(options: { empty?: boolean } = {}): Promise<FreshDatabase> {
  databasesOpen++
  const socket = await socketDir()
  const name = `t${crypto.randomUUID().replaceAll('-', '')}`
  const admin = at(socket, 'tweeter', 2)
  await admin.pool.unsafe(
    `create database ${name} template ${options.empty ? 'template0' : TEMPLATE} strategy file_copy`,
  )
  const db = at(socket, name, 6, true)
  return {
    db,
    socketDir: socket,
    name,
    drop: async () => {
      await db.close()
      await admin.pool.unsafe(`drop database ${name} with (force)`)
      await admin.close()
      databasesOpen--
      // A file run by itself stops its own cluster once nothing uses it any more.
      if (own) setTimeout(() => void endWhenIdle(), 300)
    },
  }
}

async function endWhenIdle(): Promise<void> {
  const cluster = own
  if (cluster === undefined || databasesOpen > 0) return
  own = undefined
  delete process.env[VARIABLE]
  await (await cluster).stop()
}
