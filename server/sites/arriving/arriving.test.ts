import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Person } from '../../../testing/world.ts'
import { favourited, posted } from '../../posts/index.ts'
import { emit, othersWrote } from '../../signals/index.ts'
import { transact } from '../../storage/index.ts'
import { at, openReplicated, type Replicated, type Site, until } from './two.testing.ts'

let two: Replicated
let a: Site
let b: Site
let alice: Person
let bob: Person
before(async () => {
  two = await openReplicated()
  a = two.east
  b = two.west
  alice = await a.account('alice')
  bob = await a.account('bob')
  await two.settle()
})
after(() => two.close())

test('what is written at one site is read at the other, warm caches included', async () => {
  const post = (await at(a, alice).post('/api/v1/statuses', { status: 'Hello from the first' })).json
  await until(async () => (await at(b, bob).get(`/api/v1/statuses/${post.id}`)).status === 200)
  await at(b, bob).post(`/api/v1/statuses/${post.id}/favourite`)
  await until(async () => (await at(a, alice).get(`/api/v1/statuses/${post.id}`)).json.favourites_count === 1)
  await at(b, bob).post(`/api/v1/accounts/${alice.id}/follow`)
  await until(async () => (await at(a, bob).get('/api/v1/timelines/home')).json.length === 1)
  await at(a, alice).delete(`/api/v1/statuses/${post.id}`)
  await until(async () => (await at(b, bob).get(`/api/v1/statuses/${post.id}`)).status === 404)
  await until(async () => (await at(a, bob).get('/api/v1/timelines/home')).json.length === 0)
  const complaints = [...a.complaints, ...b.complaints].filter((one) => !one.includes('reached'))
  assert.deepEqual(complaints, [])
})

test('a transaction that commits late is heard all the same, and the queue ends empty', async () => {
  const heard: number[] = []
  b.app.bus.after(favourited, 'test.heard', ({ postId }) => void heard.push(postId))
  // As home transactions of the other site do, these write here in the name of the other.
  let release = () => {}
  const held = new Promise<void>((done) => {
    release = done
  })
  const write = (n: number, wait?: Promise<void>) =>
    transact(b.app.db, async (tx) => {
      await tx`insert into tweeter.facts (by_site, signal, fact)
        values (0, ${favourited.name}, ${tx.json({ postId: n, authorId: 1, accountId: 2 })})`
      await wait
    })
  const late = write(1, held)
  await new Promise((done) => setTimeout(done, 100))
  await write(2)
  await until(() => heard.includes(2))
  release()
  await late
  await until(() => heard.includes(1))
  assert.deepEqual(heard, [2, 1])
  const [left] = await b.app.db.pool.unsafe(
    'select count(*)::int as count from tweeter.facts where arrived is not null',
  )
  assert.equal(left!.count, 0)
})

test('a fact of a home transaction is heard when its home rows are here', async () => {
  const heard: number[] = []
  b.app.bus.after(posted, 'test.home-heard', ({ postId }) => void (postId < 100 && heard.push(postId)))
  const fact = JSON.stringify({ postId: 7, authorId: 1, visibility: 'public', mentions: [], tags: [] })
  await b.app.db.pool.unsafe(`insert into tweeter.facts (id, by_site, signal, fact, of_home)
    values (4, 0, 'posts.posted', '${fact}', true)`)
  await new Promise((done) => setTimeout(done, 300))
  assert.deepEqual(heard, [])
  await b.app.db.pool.unsafe('insert into tweeter.home_facts (id) values (4)')
  await until(() => heard.length === 1)
})

test('of very much only what is recent is told, everything is forgotten, and nothing is left', async () => {
  const heard: number[] = []
  let forgotten = 0
  b.app.bus.after(favourited, 'test.many-heard', ({ postId }) => void heard.push(postId))
  b.app.bus.after(othersWrote, 'test.forgotten', () => void forgotten++)
  await b.app.db.pool.unsafe(`insert into tweeter.facts (by_site, signal, fact, at)
    select 0, '${favourited.name}', jsonb_build_object('postId', n, 'authorId', 1, 'accountId', 2),
           now() - case when n <= 9000 then interval '1 hour' else interval '0' end
      from generate_series(1, 10000) n order by n`)
  await until(() => heard.at(-1) === 10000)
  assert.ok(heard.length >= 1000 && heard.length <= 2500, `${heard.length} were told`)
  assert.deepEqual(
    heard,
    heard.toSorted((one, other) => one - other),
  )
  assert.equal(forgotten, 1)
  const [left] = await b.app.db.pool.unsafe(
    'select count(*)::int as count from tweeter.facts where arrived is not null',
  )
  assert.equal(left!.count, 0)
})

test('a site that is alone writes no facts', async () => {
  const { bus } = a.app
  const before = bus.toldBy
  assert.equal(before, 0)
  bus.toldBy = null
  const count = async () => (await a.app.db.pool.unsafe('select count(*)::int as count from tweeter.facts'))[0]!.count
  const facts = await count()
  await transact(a.app.db, (tx) => emit(tx, favourited, { postId: 1, authorId: 1, accountId: 2 }))
  assert.equal(await count(), facts)
  bus.toldBy = before
})
