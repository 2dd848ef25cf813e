/** Two Postgres servers that replicate to each other over their sockets, without the link. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { modules } from '../../modules.ts'
import { connect, type Database, groundMigrations, migrate, startEmbedded } from '../../storage/index.ts'
import { ensurePublications } from '../replicating/publications.ts'
import type { Ends, Pair } from '../replicating/shapes.ts'
import { ensureSubscriptions } from '../replicating/subscriptions.ts'

const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  wal_retrieve_retry_interval: '200ms',
}

export interface TwoDatabases extends Pair {
  readonly ends: readonly [Ends, Ends]
  /** Publications, slots and subscriptions, both ways. */
  replicate(): Promise<void>
  close(): Promise<void>
}

const sources = [
  groundMigrations,
  ...modules.flatMap(({ name, migrations }) => (migrations ? [{ module: name, folder: migrations }] : [])),
]

async function openOne(number: number, more: Readonly<Record<string, string>>) {
  const dataDir = mkdtempSync(join(tmpdir(), `tweeter-site-${number}-`))
  // The other's Postgres runs as an ordinary user and enters it too.
  chmodSync(dataDir, 0o755)
  const embedded = await startEmbedded({ dataDir, log: () => {}, settings: { ...settings, ...more }, label: 'tests' })
  const db: Database = connect({ ...embedded, connections: 10 })
  await migrate(db, sources)
  await db.pool`update tweeter.here set site = ${number}`
  const close = async () => {
    await db.close()
    await embedded.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  const conninfo = `host=${embedded.socketDir} port=5432 user=tweeter dbname=tweeter`
  return { number, db, conninfo, close, socketDir: embedded.socketDir }
}

export async function openTwoDatabases(more: Readonly<Record<string, string>> = {}): Promise<TwoDatabases> {
  const [first, second] = await Promise.all([openOne(0, more), openOne(1, more)])
  const ends: [Ends, Ends] = [
    { here: first, there: second, conninfo: second.conninfo },
    { here: second, there: first, conninfo: first.conninfo },
  ]
  return {
    here: first,
    there: second,
    ends,
    replicate: async () => {
      for (const { here } of ends) await ensurePublications(here.db)
      for (const one of ends) await ensureSubscriptions(one)
    },
    close: async () => {
      // A server waits for its walsenders, these for nobody any more.
      await Promise.all([first.close(), second.close()])
    },
  }
}
