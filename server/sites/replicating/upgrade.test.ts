import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import type { Database } from '../../storage/index.ts'
import { compareSites, completeSites } from '../comparing/compare.ts'
import { openTwoDatabases } from '../comparing/testing.ts'
import * as queries from './queries.ts'
import { compareSchemas, namesFor, refreshReplication } from './refresh.ts'
import { type Ends, kinds } from './shapes.ts'
import { pauseSubscription, resumeSubscription, waitUntilReplayed } from './subscriptions.ts'

const two = await openTwoDatabases()
after(two.close)
const [east, west] = two.ends
await two.there.db.pool`delete from oauth_apps`
await two.replicate()
await completeSites(two, { home: 0 })

/** As a newer Tweeter's migration does it. */
const upgrade = (db: Database) =>
  db.pool.unsafe(`
    alter table public.accounts add column mood text not null default 'calm';
    select tweeter.make_shared('public.accounts', 'id');
    create table public.hats (id bigint primary key default tweeter.next_id(), account_id bigint not null, colour text not null,
      changed_at timestamptz not null default now(), changed_site smallint not null default 0);
    comment on table public.hats is 'shared: newest wins';
    select tweeter.make_shared('public.hats', 'id');
    insert into tweeter.migrations (name) values ('209901010000_hats')`)

/** Both look after their replication as running servers do. */
const tend = async (which: readonly Ends[] = [west, east]) => {
  const found = []
  for (const ends of which) found.push(await refreshReplication(ends, 'joined', 0))
  return found
}
const subscriptions = (ends: Ends) => queries.readSubscriptions(ends.here.db.read, namesFor(ends.here.number))

test('a table and a column come while both write: one site after the other is upgraded, and nothing stops', async () => {
  await east.here.db.pool`insert into accounts (id, username) select n, 'u' || n from generate_series(1, 200) n`
  await waitUntilReplayed(two)
  let ended = false
  const upgraded = new Set<Ends>()
  let hats = 0
  const writing = two.ends.map(async (ends, site) => {
    const { db } = ends.here
    for (let n = 1; !ended; n++) {
      const id = 1 + ((n * 31) % 200)
      await db.pool`update accounts set note = ${`At ${site}: ${n}`} where id = ${id}`
      await db.pool`insert into posts (author_id, text, visibility, conversation_id) values (${id}, ${`Post ${n}`}, 'public', 1)`
      if (!upgraded.has(ends)) continue
      await db.pool`update accounts set mood = ${`mood ${site} ${n}`} where id = ${id}`
      await db.pool`insert into hats (account_id, colour) values (${id}, 'red')`
      await db.pool`update hats set colour = 'blue' where id = (select max(id) from hats)`
      hats++
    }
  })
  const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const run = async (ends: Ends) => {
    await upgrade(ends.here.db)
    upgraded.add(ends)
  }
  try {
    await pass(300)
    await run(west)
    await pass(500)
    assert.deepEqual(await compareSchemas(east), { older: true, newer: false })
    const [newer, older] = await tend()
    assert.deepEqual([newer!.newer, older!.older, newer!.away, older!.away], [true, true, false, false])
    // The older one waits and says why; the newer one still takes over what the older one writes.
    assert.deepEqual(
      (await subscriptions(east)).map(({ enabled, pauses }) => [enabled, pauses]),
      kinds.map(() => [false, ['schema']]),
    )
    const before = (await west.here.db.read<{ n: number }>`select count(*)::int as n from posts`)[0]!.n
    await pass(500)
    await waitUntilReplayed(two)
    assert.ok((await west.here.db.read<{ n: number }>`select count(*)::int as n from posts`)[0]!.n > before)
    assert.ok((await subscriptions(west)).every(({ running }) => running))
    await run(east)
    await pass(300)
    const completed: string[] = []
    for (let tries = 0; tries < 6; tries++) {
      for (const one of await tend([east, west])) completed.push(...one.completed)
      await pass(200)
    }
    assert.deepEqual([...new Set(completed)], ['public.hats'])
  } finally {
    ended = true
  }
  await Promise.all(writing)
  assert.ok((await subscriptions(east)).every(({ running, pauses }) => running && pauses.length === 0))
  const verdicts = await compareSites(two, { repair: false, home: 0 })
  assert.deepEqual(
    verdicts.filter(({ differing }) => differing > 0),
    [],
  )
  assert.equal(verdicts.find(({ table }) => table === 'hats')?.here, hats)
  const [moods] = await east.here.db.read<{
    n: number
  }>`select count(*)::int as n from accounts where mood like 'mood 1%'`
  assert.ok(moods!.n > 0)
})

test('a subscription rests for as long as anything wants it to', async () => {
  const { db } = east.here
  const enabled = async () => (await subscriptions(east)).find(({ name }) => name === 'tweeter_home_0')!.enabled
  await pauseSubscription(db, 0, 'home', 'home')
  await pauseSubscription(db, 0, 'home', 'schema')
  assert.equal(await resumeSubscription(db, 0, 'home', 'schema'), false)
  assert.equal(await enabled(), false)
  assert.equal(await resumeSubscription(db, 0, 'home', 'home'), true)
  assert.equal(await enabled(), true)
})

test('publications follow the comments, and a slot that is gone is seen', async () => {
  const published = await queries.publishedTables(east.here.db.read, 'tweeter_shared')
  assert.ok(published!.includes('public.hats') && published!.includes('tweeter.facts'))
  assert.ok(!published!.includes('public.post_stats') && !published!.includes('public.username_claims'))
  assert.equal((await tend([east]))[0]!.away, false)
  await queries.setEnabled(west.here.db, 'tweeter_shared_1', false)
  for (let tries = 0; ; tries++) {
    try {
      await queries.dropSlot(east.here.db, 'tweeter_shared_1')
      break
    } catch (error) {
      if (tries === 40) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  assert.deepEqual(
    (await tend()).map(({ away }) => away),
    [true, true],
  )
})
