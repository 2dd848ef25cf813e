/** What was done at each of two sites that did not hear of each other, and what it ends as at both. */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { deleteAccount, setPassword } from '../../accounts/index.ts'
import { revokeToken } from '../../oauth/index.ts'
import { transact } from '../../storage/index.ts'
import { tellBothCompleted } from './tell.ts'
import { at, openReplicated, type Replicated, type Site, until } from './two.testing.ts'

let two: Replicated
let east: Site
let west: Site
before(async () => {
  two = await openReplicated()
  ;({ east, west } = two)
})
after(() => two.close())
// One that fails in a partition leaves the others none.
afterEach(() => two.mend())

const bothOf = () => [east, west] as const
const newPost = async (site: Site, person: { token: string }, status: string, more: object = {}) =>
  (await at(site, person).post('/api/v1/statuses', { status, ...more })).json

/** Counters at each, as the database has them. */
const stats = (site: Site, postId: string) => site.app.db.read`
  select replies, boosts, favourites, quotes from post_stats where post_id = ${Number(postId)}`
const accountStats = (site: Site) => site.app.db.read`
  select account_id, followers, following, posts from account_stats
   where (followers, following, posts) <> (0, 0, 0) order by account_id`

test('a post that is deleted at one side while it is boosted, edited, favourited and answered at the other', async () => {
  const author = await east.account('del_author')
  const fan = await east.account('del_fan')
  const reader = await east.account('del_reader')
  await at(east, reader).post(`/api/v1/accounts/${fan.id}/follow`)
  const post = await newPost(east, author, 'Deleted words #wombats')
  await two.settle()
  await two.cut()
  await at(east, author).delete(`/api/v1/statuses/${post.id}`)
  const boost = (await at(west, fan).post(`/api/v1/statuses/${post.id}/reblog`)).json
  assert.equal((await at(west, author).put(`/api/v1/statuses/${post.id}`, { status: 'Edited #wombats' })).status, 200)
  await at(west, fan).post(`/api/v1/statuses/${post.id}/favourite`)
  const reply = await newPost(west, fan, 'An answer', { in_reply_to_id: post.id })
  assert.equal((await at(west, reader).get('/api/v1/timelines/home')).json.length, 1)
  await two.mend()
  await two.settle()
  for (const site of bothOf()) {
    assert.equal((await at(site, author).get(`/api/v1/statuses/${post.id}`)).status, 404, site.name)
    assert.equal((await at(site, author).get(`/api/v1/statuses/${boost.id}`)).status, 404, site.name)
    assert.equal((await at(site, author).get(`/api/v1/statuses/${reply.id}`)).status, 200)
    assert.deepEqual((await at(site, reader).get('/api/v1/timelines/home')).json, [], `home at ${site.name}`)
    assert.equal((await at(site, fan).get(`/api/v1/accounts/${fan.id}`)).json.statuses_count, 1)
    assert.equal((await at(site, author).get(`/api/v1/accounts/${author.id}`)).json.statuses_count, 0)
    const found = (await at(site, reader).get('/api/v2/search?q=wombats&type=statuses')).json.statuses
    assert.deepEqual(found, [], `search at ${site.name}`)
    assert.equal((await at(site, author).get('/api/v1/notifications')).json.length, 0)
  }
  assert.deepEqual([...(await accountStats(east))], [...(await accountStats(west))])
})

test('a token and a session that are revoked at one side while they are used at the other', async () => {
  const person = await east.account('rev_person')
  await two.settle()
  assert.equal((await at(west, person).get('/api/v1/accounts/verify_credentials')).status, 200)
  const socket = new WebSocket(
    `${west.url.replace('http', 'ws')}/api/v1/streaming?access_token=${person.token}&stream=user`,
  )
  await new Promise((opened, failed) => socket.once('open', opened).once('error', failed))
  const closed = new Promise<number>((done) => socket.once('close', done))
  await two.cut()
  const [row] = await east.app.db.read<{ id: number }>`
    select id from oauth_tokens where account_id = ${Number(person.id)}`
  await transact(east.app.db, (tx) => revokeToken(tx, row!.id, east.app.now()))
  assert.equal((await at(east, person).get('/api/v1/accounts/verify_credentials')).status, 401)
  assert.equal((await at(west, person).get('/api/v1/accounts/verify_credentials')).status, 200)
  await two.mend()
  assert.equal(await closed, 1008)
  assert.equal((await at(west, person).get('/api/v1/accounts/verify_credentials')).status, 401)
})

test('a new password at one side signs out who signed in by the old one at the other meanwhile', async () => {
  const person = await east.account('pass_person')
  await two.settle()
  await two.cut()
  const late = await west.token(person.id, ['read', 'write'])
  await setPassword(east.app, Number(person.id), 'seven new wombats')
  await two.mend()
  await two.settle()
  for (const site of bothOf()) {
    assert.equal((await at(site, { token: late }).get('/api/v1/accounts/verify_credentials')).status, 401, site.name)
  }
  const fresh = await west.token(person.id, ['read', 'write'])
  await two.settle()
  assert.equal((await at(east, { token: fresh }).get('/api/v1/accounts/verify_credentials')).status, 200)
})

test('a block at one side while the blocked follows at the other', async () => {
  const blocker = await east.account('blo_blocker')
  const other = await east.account('blo_other')
  await two.settle()
  await two.cut()
  await at(east, blocker).post(`/api/v1/accounts/${other.id}/block`)
  await at(west, other).post(`/api/v1/accounts/${blocker.id}/follow`)
  assert.equal((await at(west, blocker).get(`/api/v1/accounts/${blocker.id}`)).json.followers_count, 1)
  await two.mend()
  await two.settle()
  for (const site of bothOf()) {
    const [shown] = (await at(site, blocker).get(`/api/v1/accounts/relationships?id[]=${other.id}`)).json
    assert.deepEqual([shown.blocking, shown.followed_by], [true, false], site.name)
    assert.equal((await at(site, blocker).get(`/api/v1/accounts/${blocker.id}`)).json.followers_count, 0)
  }
})

test('an account that is deleted at one side while it posts and follows at the other', async () => {
  const leaver = await east.account('lea_leaver')
  const friend = await east.account('lea_friend')
  await two.settle()
  await two.cut()
  await deleteAccount(east.app, Number(leaver.id))
  const post = await newPost(west, leaver, 'Still here?')
  await at(west, leaver).post(`/api/v1/accounts/${friend.id}/follow`)
  await two.mend()
  await two.settle()
  for (const site of bothOf()) {
    assert.equal((await at(site, friend).get(`/api/v1/statuses/${post.id}`)).status, 404, site.name)
    assert.equal((await at(site, friend).get(`/api/v1/accounts/${friend.id}`)).json.followers_count, 0)
    assert.equal((await at(site, leaver).get('/api/v1/accounts/verify_credentials')).status, 401)
  }
  const deleted = (site: Site) =>
    site.app.db.read`select id, deleted_at from posts where author_id = ${Number(leaver.id)}`
  assert.deepEqual([...(await deleted(east))], [...(await deleted(west))])
  assert.notEqual((await deleted(east))[0]!.deleted_at, null)
})

test('the same done at both sides is told once, at both, and grouped alike', async () => {
  const author = await east.account('not_author')
  const fan = await east.account('not_fan')
  const post = await newPost(east, author, 'Liked twice')
  await two.settle()
  await two.cut()
  for (const site of bothOf()) await at(site, fan).post(`/api/v1/statuses/${post.id}/favourite`)
  for (const site of bothOf()) assert.equal((await at(site, author).get('/api/v1/notifications')).json.length, 1)
  await two.mend()
  await two.settle()
  const [atEast, atWest] = await Promise.all(
    bothOf().map(async (site) => [
      (await at(site, author).get('/api/v1/notifications')).json,
      (await at(site, author).get('/api/v2/notifications')).json.notification_groups,
      [...(await stats(site, post.id))],
    ]),
  )
  assert.equal(atEast![0].length, 1)
  assert.equal(atEast![1][0].notifications_count, 1)
  assert.deepEqual(atEast, atWest)
  assert.equal(atEast![2][0].favourites, 1)
})

test('what happens at one side is streamed at the other, once', async () => {
  const author = await east.account('str_author')
  const fan = await east.account('str_fan')
  await two.settle()
  const events: string[] = []
  const socket = new WebSocket(
    `${west.url.replace('http', 'ws')}/api/v1/streaming?access_token=${author.token}&stream=user`,
  )
  await new Promise((opened, failed) => socket.once('open', opened).once('error', failed))
  socket.on('message', (data) => void events.push(JSON.parse(String(data)).event))
  const post = await newPost(east, author, 'Streamed')
  await at(east, fan).post(`/api/v1/statuses/${post.id}/favourite`)
  await until(() => events.length >= 2)
  await two.settle()
  assert.deepEqual(events, ['update', 'notification'])
  socket.close()
})

test('a request that is repeated at the other side finds its post', async () => {
  const author = await east.account('ide_author')
  await two.settle()
  const ask = { token: author.token, body: { status: 'Once' }, headers: { 'idempotency-key': 'k1' } }
  const first = (await east.call('POST', '/api/v1/statuses', ask)).json
  await two.settle()
  assert.equal((await west.call('POST', '/api/v1/statuses', ask)).json.id, first.id)
})

test('what came beside the replication, without a word, is mended at both', async () => {
  const author = await east.account('men_author')
  const fan = await east.account('men_fan')
  const post = await newPost(east, author, 'Gone without a word')
  const boost = (await at(east, fan).post(`/api/v1/statuses/${post.id}/reblog`)).json
  await at(east, fan).post(`/api/v1/accounts/${author.id}/follow`)
  await two.settle()
  assert.equal((await at(west, fan).get(`/api/v1/statuses/${post.id}`)).status, 200)
  for (const site of bothOf()) {
    await site.app.db.pool.begin(async (sql) => {
      await sql`set local session_replication_role = replica`
      await sql`update posts set deleted_at = '2026-11-23' where id = ${Number(post.id)}`
      await sql`insert into blocks (blocker_id, blocked_id, id) values (${Number(author.id)}, ${Number(fan.id)}, 1)`
    })
  }
  const ends = (site: Site, number: number) => ({ number, db: site.app.db })
  await tellBothCompleted({ here: ends(east, 0), there: ends(west, 1) })
  await two.settle()
  for (const site of bothOf()) {
    assert.equal((await at(site, fan).get(`/api/v1/statuses/${post.id}`)).status, 404, site.name)
    assert.equal((await at(site, fan).get(`/api/v1/statuses/${boost.id}`)).status, 404, site.name)
    const [shown] = (await at(site, author).get(`/api/v1/accounts/relationships?id[]=${fan.id}`)).json
    assert.deepEqual([shown.blocking, shown.followed_by], [true, false], site.name)
  }
  assert.deepEqual([...(await accountStats(east))], [...(await accountStats(west))])
})
