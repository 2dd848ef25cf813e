import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { freshDatabase } from '../../testing/cluster.ts'
import { transact } from './index.ts'

const { db, drop } = await freshDatabase()
after(drop)

const EPOCH_MS = Date.UTC(2006, 0, 1)

test('ids are unique and increasing, from many connections at once', async () => {
  const runs = await Promise.all(
    Array.from(
      { length: 6 },
      () => db.pool<{ id: number }[]>`select tweeter.next_id() as id from generate_series(1, 500)`,
    ),
  )
  for (const run of runs) for (let i = 1; i < run.length; i++) assert.ok(run[i]!.id > run[i - 1]!.id)
  const ids = runs.flat().map((row) => row.id)
  assert.equal(new Set(ids).size, 3000)
  assert.ok(ids.every(Number.isSafeInteger))
  const ms = Math.floor(ids[0]! / 4096) + EPOCH_MS
  assert.ok(Math.abs(ms - Date.now()) < 5000)
})

test('an error inside does not keep the lock', async () => {
  await assert.rejects(db.read`select tweeter.next_id()`, /read-only/)
  const [row] = await db.pool<{ id: number }[]>`select tweeter.next_id() as id`
  assert.ok(row!.id > 0)
})

test('ids do not go backwards when the clock does', async () => {
  const ahead = (Date.now() + 3_600_000 - EPOCH_MS) * 1024
  await db.pool`select setval('tweeter.id_clock', ${ahead})`
  const [a] = await db.pool<{ id: number }[]>`select tweeter.next_id() as id`
  const [b] = await db.pool<{ id: number }[]>`select tweeter.next_id() as id`
  assert.ok(a!.id >= Math.floor(ahead / 1024) * 4096)
  assert.equal(b!.id, a!.id + 1)
})

test('an id can be made for a time, and tells it', async () => {
  const [row] = await db.pool<{ id: number; at: Date }[]>`
    with made as (select tweeter.id_at('2012-07-04T12:00:00.123Z') as id) select id, tweeter.id_time(id) as at from made`
  assert.equal(row!.at.toISOString(), '2012-07-04T12:00:00.123Z')
})

test('a transaction that fails runs no afterCommit, and a savepoint undoes its own', async () => {
  const ran: string[] = []
  await assert.rejects(
    transact(db, async (tx) => {
      tx.afterCommit(() => ran.push('never'))
      throw new Error('no')
    }),
  )
  await transact(db, async (tx) => {
    tx.afterCommit(() => ran.push('outer'))
    await tx
      .savepoint(async (part) => {
        part.afterCommit(() => ran.push('undone'))
        throw new Error('part')
      })
      .catch(() => {})
    await tx.savepoint(async (part) => part.afterCommit(() => ran.push('inner')))
  })
  assert.deepEqual(ran, ['outer', 'inner'])
})

test('newest wins: a write made here always counts, a replicated one only when it is newer', async () => {
  await db.pool.unsafe(`
    create table public.likes (a bigint, b bigint, active boolean not null,
      changed_at timestamptz not null default now(), changed_site smallint not null default 0, primary key (a, b));
    select tweeter.make_shared('public.likes', 'a', 'b')`)
  const set = (active: boolean) => db.pool`
    insert into public.likes (a, b, active) values (1, 2, ${active})
    on conflict (a, b) do update set active = excluded.active`
  const now = async () => (await db.pool<{ active: boolean; changed_at: Date }[]>`select * from public.likes`)[0]!
  await set(true)
  // As if the clock had been an hour ahead when it was written.
  await db.pool`alter table public.likes disable trigger newest_wins`
  await db.pool`update public.likes set changed_at = now() + interval '1 hour'`
  await db.pool`alter table public.likes enable always trigger newest_wins`
  await set(false)
  assert.equal((await now()).active, false)

  const replicated = (active: boolean, at: string) =>
    db.pool.begin(async (sql) => {
      await sql`set local session_replication_role = replica`
      await sql`insert into public.likes values (1, 2, ${active}, ${at}::timestamptz, 1)`
    })
  await replicated(true, '2001-01-01')
  assert.equal((await now()).active, false)
  await replicated(true, '2050-01-01')
  assert.equal((await now()).active, true)
})
