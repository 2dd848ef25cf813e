import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { othersWrote, pulse } from '../signals/index.ts'

const world = await openWorld()
after(world.close)
const follow = (who: Person, whom: Person) =>
  world.call('POST', `/api/v1/accounts/${whom.id}/follow`, { token: who.token })
interface Shown {
  source: string
  sources: string[]
  account: { id: string; username: string }
}
async function suggestions(who: Person, limit = 40): Promise<Shown[]> {
  const reply = await world.call('GET', `/api/v2/suggestions?limit=${limit}`, { token: who.token })
  assert.equal(reply.status, 200)
  return reply.json
}
const names = async (who: Person) => (await suggestions(who)).map((one) => one.account.username)
/** Popularity is looked at once a minute. */
const later = () => world.pass(61_000)

test('whom friends follow comes first, by how many of them do; nobody whom one knows or does not want', async () => {
  const people = new Map<string, Person>()
  for (const name of 'me f1 f2 f3 both one quiet locked muted blocker gone limited'.split(' ')) {
    people.set(name, await world.account(name))
  }
  const of = (name: string) => people.get(name)!
  const { me, f1, f2, f3 } = Object.fromEntries(people) as Record<'me' | 'f1' | 'f2' | 'f3', Person>
  for (const friend of [f1, f2, f3]) await follow(me, friend)
  for (const name of ['both', 'quiet', 'locked', 'muted', 'blocker', 'gone', 'limited', 'f3', 'me']) {
    for (const friend of [f1, f2]) await follow(friend, of(name))
  }
  await follow(f1, of('one'))
  await world.call('PATCH', '/api/v1/accounts/update_credentials', {
    token: of('quiet').token,
    body: { discoverable: false },
  })
  await world.call('PATCH', '/api/v1/accounts/update_credentials', {
    token: of('locked').token,
    body: { locked: true },
  })
  await follow(me, of('locked'))
  await world.call('POST', `/api/v1/accounts/${of('muted').id}/mute`, { token: me.token })
  await world.call('POST', `/api/v1/accounts/${me.id}/block`, { token: of('blocker').token })
  await world.app.db.pool`update accounts set suspended_at = now() where id = ${of('gone').id}`
  await world.app.db.pool`update accounts set silenced_at = now() where id = ${of('limited').id}`
  pulse(world.app.bus, othersWrote, {})

  const found = await suggestions(me)
  assert.deepEqual(
    found.map((one) => one.account.username),
    ['both', 'one'],
  )
  assert.equal(found[0]!.sources[0], 'friends_of_friends')
  assert.equal(found[0]!.source, 'past_interactions')
  assert.ok(found[0]!.sources.includes('most_followed'))
  const older = await world.call('GET', '/api/v1/suggestions', { token: me.token })
  assert.deepEqual(
    older.json.map((account: { username: string }) => account.username),
    ['both', 'one'],
  )
  assert.equal((await suggestions(me, 1)).length, 1)

  // Friends who hide whom they follow are not told of.
  for (const friend of [f1, f2]) {
    await world.call('PATCH', '/api/v1/accounts/update_credentials', {
      token: friend.token,
      body: { hide_collections: true },
    })
  }
  assert.ok((await suggestions(me)).every((one) => !one.sources.includes('friends_of_friends')))

  // Dismissed, for this person only; and twice is no error.
  for (const status of [200, 200]) {
    const url = `/api/v1/suggestions/${of('both').id}`
    assert.equal((await world.call('DELETE', url, { token: me.token })).status, status)
  }
  assert.deepEqual(await names(me), ['one'])
  assert.ok((await names(f3)).includes('both'))
  assert.equal((await world.call('DELETE', '/api/v1/suggestions/1', { token: me.token })).status, 404)
  assert.equal((await world.call('GET', '/api/v2/suggestions')).status, 401)
  assert.equal((await world.call('DELETE', `/api/v1/suggestions/${of('one').id}`)).status, 401)
})

test('those who follow the same people lead to others', async () => {
  const [ann, ben, cat, dan] = [
    await world.account('ann'),
    await world.account('ben'),
    await world.account('cat'),
    await world.account('dan'),
  ]
  await follow(ann, cat)
  await follow(ben, cat)
  await follow(ben, dan)
  const found = (await suggestions(ann)).find((one) => one.account.id === dan.id)
  assert.deepEqual(found?.sources[0], 'similar_to_recently_followed')
})

test('who is new here is led to those whom many follow, and to those whom many answer', async () => {
  const [eva, author, reader] = [
    await world.account('eva'),
    await world.account('author'),
    await world.account('reader'),
  ]
  const post = await world.call('POST', '/api/v1/statuses', { token: author.token, body: { status: 'worth reading' } })
  await world.call('POST', `/api/v1/statuses/${post.json.id}/favourite`, { token: reader.token })
  later()
  const found = await suggestions(eva)
  const why = found.find((one) => one.account.id === author.id)
  assert.deepEqual(why?.sources, ['most_interactions'])
  assert.equal(why?.source, 'global')
  assert.ok(found.some((one) => one.sources.includes('most_followed')))
  assert.ok(found.every((one) => one.account.id !== eva.id))
})

test('a fixed number of statements and bounded work for somebody who follows 5,000', async () => {
  const hub = await world.account('hub')
  const { pool } = world.app.db
  await pool`insert into accounts (username) select 'node' || n from generate_series(1, 5200) n`
  await pool.begin(async (tx) => {
    // Counting is not what is looked at here.
    await tx`set local tweeter.bulk = 'on'`
    await tx`insert into follows (follower_id, followee_id)
      select ${hub.id}::bigint, id from accounts where username like 'node%' and substr(username, 5)::int <= 5000`
    await tx`with nodes as materialized (select id, substr(username, 5)::int as n from accounts where username like 'node%')
      insert into follows (follower_id, followee_id)
      select a.id, b.id from nodes a cross join generate_series(1, 8) g
        join nodes b on b.n = 4900 + (a.n * 7 + g * 13) % 300 and a.id <> b.id on conflict do nothing`
  })
  await pool`analyze`
  later()
  const { result, count } = await world.statements(() => suggestions(hub, 80))
  assert.equal(result.length, 80)
  assert.ok(result.every((one) => Number(one.account.username.slice(4)) > 5000 || !/^node/.test(one.account.username)))
  assert.ok(count <= 8, `${count} statements`)
  later()
  const begun = performance.now()
  await suggestions(hub, 80)
  const tookMs = performance.now() - begun
  assert.ok(tookMs < 1000, `${tookMs} ms`)
})

test('the directory lists who wants to be found, to anybody', async () => {
  const [gil, hana, iris] = [await world.account('gil'), await world.account('hana'), await world.account('iris')]
  for (const one of [hana, gil]) {
    world.pass(1000)
    await world.call('POST', '/api/v1/statuses', { token: one.token, body: { status: 'here' } })
  }
  const directory = async (query: string, who?: Person): Promise<string[]> => {
    const reply = await world.call('GET', `/api/v1/directory?${query}`, who ? { token: who.token } : {})
    assert.equal(reply.status, 200)
    return reply.json.map((account: { username: string }) => account.username)
  }
  assert.deepEqual(await directory('limit=2'), ['gil', 'hana'])
  assert.deepEqual(await directory('limit=1&offset=1&order=active&local=true'), ['hana'])
  assert.deepEqual(await directory('limit=3&order=new'), ['iris', 'hana', 'gil'])
  assert.equal((await world.call('GET', '/api/v1/directory?order=old')).status, 400)
  await world.call('POST', `/api/v1/accounts/${gil.id}/block`, { token: iris.token })
  assert.deepEqual(await directory('limit=1', iris), ['hana'])
  assert.deepEqual(await directory('limit=1', gil), ['gil'])
  await world.call('PATCH', '/api/v1/accounts/update_credentials', { token: gil.token, body: { discoverable: false } })
  assert.deepEqual(await directory('limit=1'), ['hana'])
  assert.deepEqual(await directory('limit=2&order=new'), ['iris', 'hana'])
  await world.app.db.pool`update accounts set silenced_at = now() where id = ${hana.id}`
  assert.ok(!(await directory('limit=80')).includes('hana'))
  assert.ok(!(await directory('limit=80&order=new')).includes('hana'))
})
