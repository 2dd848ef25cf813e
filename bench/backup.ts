/**
 * A backup of the tables beside what Postgres gives at all: `COPY` of the same tables to /dev/null, on the server and
 * through the driver, in turns in the same run. `node bench/backup.ts [posts]`
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  backUp,
  connect,
  type Database,
  groundMigrations,
  migrate,
  openBackup,
  openBlobs,
  restoreInto,
  startEmbedded,
} from '../server/storage/index.ts'
import { moduleMigrations } from '../server/store.ts'

const POSTS = Number(process.argv[2] ?? 400_000)
const ROUNDS = 3
const folder = mkdtempSync(join(tmpdir(), 'tweeter-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const migrations = [groundMigrations, ...moduleMigrations()]
const quiet = { now: () => new Date(), progress: () => {}, warn: () => {} }

async function open(name: string) {
  const dataDir = join(folder, name)
  const postgres = await startEmbedded({ dataDir, log: () => {}, settings: { max_wal_size: '8GB' } })
  const db = connect({ ...postgres, connections: 4 })
  const close = async () => {
    await db.close()
    await postgres.stop()
  }
  return { db, dataDir, close }
}

/** Posts of some 700 bytes, as they are: text, the same as HTML, ids, times; with counters and likes. */
async function fill(db: Database): Promise<void> {
  const words = `(select string_agg(md5((n * 31 + w)::text), ' ') from generate_series(1, 4 + n % 5) w)`
  await db.pool
    .unsafe(`
    alter table posts disable trigger user; alter table favourites disable trigger user;
    insert into accounts (id, username) select n, 'person' || n from generate_series(1, 5000) n;
    insert into posts (id, author_id, conversation_id, visibility, text, content, language)
      select n << 12, 1 + n % 5000, n << 12, 'public', w, '<p>' || w || '</p>', 'en'
        from generate_series(1, ${POSTS}::bigint) n, lateral (select ${words} as w) x;
    insert into favourites (account_id, post_id) select 1 + n % 5000, n << 12 from generate_series(1, ${POSTS}::bigint) n;
    alter table posts enable trigger user; alter table favourites enable trigger user;
    analyze`)
    .simple()
  await db.pool.unsafe('vacuum')
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

const { db, close } = await open('data')
await migrate(db, migrations)
await fill(db)
const tables = (
  await db.read<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname in ('public', 'tweeter')`
).map((row) => row.name)

let bytes = 0
const contestants: Record<string, () => Promise<unknown>> = {
  'COPY to /dev/null, on the server': async () => {
    for (const table of tables) await db.pool.unsafe(`copy ${table} to '/dev/null'`)
  },
  'COPY through the driver to nothing': async () => {
    bytes = 0
    const sql = await db.pool.reserve()
    for (const table of tables) {
      for await (const chunk of await sql.unsafe(`copy ${table} to stdout`).readable()) bytes += chunk.length
    }
    sql.release()
  },
  'tweeter backup': async () => {
    rmSync(join(folder, 'backup'), { force: true })
    await backUp(db, { file: join(folder, 'backup'), url: '', blobs: null, since: null, identityOf: null, ...quiet })
  },
}
const best: Record<string, number> = {}
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(contestants)) {
    best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, await seconds(run))
  }
}
const megabytes = bytes / 1e6
const ceiling = best['COPY to /dev/null, on the server']!
console.log(
  `${POSTS} posts: ${tables.length} tables, ${megabytes.toFixed(0)} MB as COPY writes them; best of ${ROUNDS}, in turns`,
)
const row = (name: string, took: number, more = '') =>
  console.log(
    name.padEnd(38),
    `${(megabytes / took).toFixed(0)} MB/s`.padStart(10),
    `${(ceiling / took).toFixed(2)}`.padStart(7),
    more,
  )
for (const [name, took] of Object.entries(best)) row(name, took)
console.log(`The file has ${(statSync(join(folder, 'backup')).size / 1e6).toFixed(0)} MB.`)
await close()

const empty = await open('restored')
const backup = await openBackup(join(folder, 'backup'), migrations)
const options = { ...quiet, migrations, blobs: openBlobs({ dataDir: empty.dataDir, s3: null }), dataDir: empty.dataDir }
row(
  'tweeter restore, with every index',
  await seconds(() => restoreInto(empty.db, backup, { ...options, elsewhere: '' })),
)
await backup.close()
await empty.close()
