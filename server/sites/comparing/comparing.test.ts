import assert from 'node:assert/strict'
import test, { after, beforeEach } from 'node:test'
import type { Database } from '../../storage/index.ts'
import * as replicating from '../replicating/queries.ts'
import { kinds, subscriptionOf } from '../replicating/shapes.ts'
import { waitUntilReplayed } from '../replicating/subscriptions.ts'
import { compareSites, completeSites } from './compare.ts'
import { readPlace } from './queries.ts'
import { openTwoDatabases } from './testing.ts'

const two = await openTwoDatabases()
after(two.close)
const [east, west] = [two.here.db, two.there.db]
await west.pool`delete from oauth_apps`
await two.replicate()
await completeSites(two, { home: 0 })
const both = [east, west] as const
const settled = async () => {
  await waitUntilReplayed(two)
  await waitUntilReplayed({ here: two.there, there: two.here })
}

/** Writes at one site that do not travel, as if they had been lost. */
async function silently(db: Database, statements: string): Promise<void> {
  const connection = await db.pool.reserve()
  await connection`select pg_replication_origin_create('test') where not exists (select from pg_replication_origin where roname = 'test')`
  await connection`select pg_replication_origin_session_setup('test')`
  try {
    await connection.unsafe(statements)
  } finally {
    await connection`select pg_replication_origin_session_reset()`
    connection.release()
  }
}

async function follow(on: boolean): Promise<void> {
  for (const { here } of two.ends) {
    for (const kind of kinds) await replicating.setEnabled(here.db, subscriptionOf(kind, here.number), on)
  }
}

const used = [
  'username_claims',
  'posts',
  'favourites',
  'follows',
  'markers',
  'account_domain_blocks',
  'conversation_marks',
]
const derived = ['account_ips', 'drafts', 'account_stats', 'post_stats', 'tweeter.set_aside', 'tweeter.site_places']
beforeEach(async () => {
  await settled()
  for (const db of both) {
    const all = [...used, ...derived, 'accounts'].map((table) => `delete from ${table};`)
    await silently(db, `set session_replication_role = replica; ${all.join(' ')} set session_replication_role = origin`)
  }
})

const verify = () => compareSites(two, { repair: false, home: 0 })
const differing = async () =>
  Object.fromEntries((await verify()).filter((one) => one.differing > 0).map((one) => [one.table, one.differing]))

const people = (from: number, to: number) =>
  `insert into accounts (id, username) select n, 'u' || n from generate_series(${from}, ${to}) n;`

test('rows that either site lacks or has otherwise are found, counted and made good, whatever their keys', async () => {
  await east.pool.unsafe(people(1, 30_000))
  await settled()
  assert.deepEqual(await differing(), {})
  await silently(east, `${people(40_001, 45_000)} update accounts set display_name = 'East' where id % 1000 = 0`)
  await silently(
    west,
    `${people(50_001, 50_003)} update accounts set display_name = 'West', note = 'w' where id % 10000 = 0;
     insert into follows (follower_id, followee_id) select n, n + 1 from generate_series(1, 50) n;
     insert into markers (account_id, timeline, last_read_id) values (1, 'home', 5), (1, 'notifications', 6);
     insert into account_domain_blocks (account_id, domain) values (1, 'it''s'), (1, 'Ä'), (1, 'a b')`,
  )
  await silently(
    east,
    `insert into conversation_marks (account_id, conversation_id, participants, as_of, unread) values (1, 2, '{3,4}', 1, true), (1, 2, '{3}', 1, true);
     insert into account_ips (account_id, ip, used_at) values (1, '192.0.2.1', now()), (1, '2001:db8::1', now())`,
  )
  const found = await verify()
  const accounts = found.find(({ table }) => table === 'accounts')!
  assert.deepEqual([accounts.here, accounts.there, accounts.differing], [35_000, 30_003, 5000 + 35 + 3 - 5])
  assert.deepEqual(found.find(({ table }) => table === 'follows')!.examples.length, 5)
  assert.deepEqual(await differing(), {
    accounts: 5033,
    follows: 50,
    markers: 2,
    account_domain_blocks: 3,
    conversation_marks: 2,
    account_ips: 2,
  })
  const verdicts = await completeSites(two, { home: 0 })
  assert.ok(verdicts.every((one) => one.differing === 0))
  assert.deepEqual(await differing(), {})
  for (const db of both) {
    // Of two edits the newer one, and each column by itself.
    const [row] = await db.read`select display_name, note from accounts where id = 10000`
    assert.deepEqual(row, { display_name: 'West', note: 'w' })
    const [stats] =
      await db.read`select sum(followers)::int as followers, sum(following)::int as following from account_stats`
    assert.deepEqual(stats, { followers: 50, following: 50 })
  }
  // What was brought over is not sent back.
  await settled()
  assert.deepEqual(await differing(), {})
})

test('home rows become those of home, and what the other site had beyond that is set aside', async () => {
  const claim = (name: string, id: number) =>
    `insert into username_claims (key, skeleton, account_id) values ('${name}', '${name}', ${id});`
  await east.pool.unsafe(people(1, 9) + claim('same', 1))
  await settled()
  await silently(east, claim('lost', 2))
  await silently(west, `${claim('minority', 3)} update username_claims set account_id = 9 where key = 'same'`)
  assert.deepEqual(await differing(), { username_claims: 3 })
  await completeSites(two, { home: 0, tables: ['public.username_claims'] })
  assert.deepEqual(await differing(), {})
  for (const db of both) {
    const rows = await db.read`select key, account_id from username_claims order by key`
    assert.deepEqual(
      [...rows],
      [
        { key: 'lost', account_id: 2 },
        { key: 'same', account_id: 1 },
      ],
    )
  }
  const aside =
    await west.read`select of_table, of_key, why, contents ->> 'account_id' as account from tweeter.set_aside order by why`
  assert.deepEqual(
    [...aside],
    [
      { of_table: 'public.username_claims', of_key: ['same'], why: 'different', account: '9' },
      { of_table: 'public.username_claims', of_key: ['minority'], why: 'missing', account: '3' },
    ],
  )
})

test('an empty site is filled while both write, interrupted and taken up again, and ends equal', async () => {
  await silently(
    east,
    `${people(1, 3000)}
     insert into posts (author_id, text, visibility, conversation_id)
     select 1 + n % 3000, 'Post ' || n, 'public', n from generate_series(1, 30000) n;
     insert into favourites (account_id, post_id) select 1 + row_number() over () % 3000, id from posts`,
  )
  let ended = false
  const writing = [east, west].map(async (db, site) => {
    for (let n = 1; !ended; n++) {
      const id = 1 + ((n * 7919) % 3000)
      await db.pool
        .begin(async (sql) => {
          // Rows that the other site may not have yet, and rows that it just gets.
          await sql`update posts set text = ${`Edited ${n} at ${site}`} where id = (select id from posts where author_id = ${id} order by id desc limit 1)`
          await sql`update accounts set note = ${`At ${site}: ${n}`} where id = ${id}`
          await sql`insert into posts (author_id, text, visibility, conversation_id) values (${id}, 'new', 'public', 1)`
          await sql`insert into follows (follower_id, followee_id) values (${id}, ${1 + (n % 100)})
                  on conflict (follower_id, followee_id) do update set active = not follows.active`
        })
        .catch((error: { code: string }) => {
          // Who writes at the empty site is not there yet.
          if (error.code !== '23503') throw error
        })
    }
  })
  const pair = { here: two.there, there: two.here }
  const stop = new AbortController()
  let rows = 0
  await assert.rejects(
    completeSites(pair, {
      home: 0,
      job: 'join',
      signal: stop.signal,
      onProgress: ({ table, done }) => {
        if (table === 'posts') rows = done
        if (table === 'posts' && done > 15_000) stop.abort()
      },
    }),
    /abort/,
  )
  assert.ok(rows < 30_000)
  assert.equal((await readPlace(west, 'join'))?.table, 'public.posts')
  const seen: string[] = []
  await completeSites(pair, { home: 0, job: 'join', onProgress: ({ table }) => void seen.push(table) })
  assert.equal(seen[0], 'posts')
  assert.equal(await readPlace(west, 'join'), null)
  ended = true
  await Promise.all(writing)
  assert.deepEqual(await differing(), {})
  const sums = both.map(async (db) => {
    const [row] = await db.read`
      select (select sum(posts) from account_stats)::int as counted, (select count(*) from posts)::int as posts,
             (select sum(favourites) from post_stats)::int as likes, (select count(*) from favourites)::int as favourites,
             (select sum(followers) from account_stats)::int as followers,
             (select count(*) from follows where active)::int as follows`
    assert.deepEqual([row!.counted, row!.likes, row!.followers], [row!.posts, row!.favourites, row!.follows])
    return row
  })
  assert.deepEqual(...((await Promise.all(sums)) as [unknown, unknown]))
})

test('the same set row made at both sites: the newer stays, and replication goes on', async () => {
  await east.pool.unsafe(people(1, 4))
  await settled()
  await follow(false)
  await east.pool`insert into follows (follower_id, followee_id, active) values (1, 2, false), (3, 4, true)`
  await west.pool`insert into follows (follower_id, followee_id, active) values (1, 2, true), (3, 4, false)`
  await east.pool`update follows set active = true where follower_id = 3`
  await follow(true)
  await settled()
  assert.deepEqual(await differing(), {})
  for (const db of both) {
    const rows = await db.read<{ active: boolean }>`select active from follows order by follower_id`
    assert.deepEqual(
      rows.map((row) => row.active),
      [true, true],
    )
  }
})

test('long values that an update does not touch stay those of the row that wins', async () => {
  const long = (letter: string) => `(select string_agg(md5(n || '${letter}'), '') from generate_series(1, 2000) n)`
  const draft = (letter: string) => `jsonb_build_object('text', ${long(letter)})`
  await east.pool.unsafe(`${people(1, 1)} insert into drafts (id, account_id, params) values (1, 1, ${draft('a')});
    update accounts set note = ${long('a')}`)
  await settled()
  await follow(false)
  await east.pool.unsafe(`update drafts set params = ${draft('b')}; update accounts set note = ${long('b')}`)
  await west.pool.unsafe(`update drafts set params = ${draft('c')}; update accounts set note = ${long('c')}`)
  await east.pool.unsafe(
    `update drafts set scheduled_at = now() + interval '1 day'; update accounts set display_name = 'x'`,
  )
  await follow(true)
  await settled()
  assert.deepEqual(await differing(), {})
  for (const db of both) {
    const [row] = await db.read`
      select d.params = jsonb_build_object('text', (select string_agg(md5(n || 'b'), '') from generate_series(1, 2000) n)) as whole,
             a.note = (select string_agg(md5(n || 'c'), '') from generate_series(1, 2000) n) as column, a.display_name
        from drafts d, accounts a`
    assert.deepEqual(row, { whole: true, column: true, display_name: 'x' })
  }
})

test('an update of a row that the other site does not have is passed over, and found by comparing', async () => {
  await silently(east, people(1, 2))
  await east.pool`update accounts set note = 'Hello' where id = 1`
  await settled()
  assert.deepEqual(await differing(), { accounts: 2 })
  const [row] = await replicating.readSubscriptions(west.read, ['tweeter_shared_1'])
  assert.equal(row!.errors, 0)
  await completeSites(two, { home: 0 })
  assert.deepEqual(await differing(), {})
  assert.equal((await west.read<{ note: string }>`select note from accounts where id = 1`)[0]!.note, 'Hello')
})
