import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)
const alice = await world.account('alice')
const bob = await world.account('bob')
const carol = await world.account('carol')

const post = async (person: { token: string }, body: object) => {
  const reply = await world.call('POST', '/api/v1/statuses', { token: person.token, body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const act = (person: { token: string }, id: string, verb: string, body?: object) =>
  world.call('POST', `/api/v1/statuses/${id}/${verb}`, { token: person.token, ...(body ? { body } : {}) })
const get = async (url: string, person?: { token: string }) => {
  const reply = await world.call('GET', url, person ? { token: person.token } : {})
  return reply
}
const ids = (list: { id: string }[]) => list.map((one) => one.id)

test('a post is rendered as Mastodon does, and everybody sees it', async () => {
  const made = await post(alice, { status: 'Hello @bob & <friends> #Fun https://example.com/a', language: 'en' })
  assert.match(made.content, /<a href="http:\/\/tweeter.test\/@bob" class="u-url mention">@<span>bob<\/span><\/a>/)
  assert.match(made.content, /&amp; &lt;friends&gt;/)
  assert.match(made.content, /class="mention hashtag" rel="tag">#<span>Fun<\/span>/)
  assert.deepEqual(
    made.mentions.map((one: { acct: string }) => one.acct),
    ['bob'],
  )
  assert.deepEqual(made.tags, [{ name: 'fun', url: 'http://tweeter.test/tags/fun' }])
  assert.equal(made.account.statuses_count, 1)
  assert.equal(made.favourited, false)
  const seen = await get(`/api/v1/statuses/${made.id}`)
  assert.equal(seen.json.content, made.content)
  assert.equal('favourited' in seen.json, false)
})

test('visibility: followers, mentioned, nobody else', async () => {
  await world.call('POST', `/api/v1/accounts/${alice.id}/follow`, { token: bob.token })
  const secret = await post(alice, { status: 'for followers', visibility: 'private' })
  const direct = await post(alice, { status: '@carol just you', visibility: 'direct' })
  assert.equal((await get(`/api/v1/statuses/${secret.id}`, bob)).status, 200)
  assert.equal((await get(`/api/v1/statuses/${secret.id}`, carol)).status, 404)
  assert.equal((await get(`/api/v1/statuses/${secret.id}`)).status, 404)
  assert.equal((await get(`/api/v1/statuses/${direct.id}`, carol)).status, 200)
  assert.equal((await get(`/api/v1/statuses/${direct.id}`, bob)).status, 404)
  assert.equal((await act(bob, secret.id, 'reblog')).status, 403)
  assert.equal((await act(carol, direct.id, 'reblog')).status, 422)
})

test('the home timeline shows a followee at once, and deletions too', async () => {
  const made = await post(alice, { status: 'news' })
  assert.equal((await get('/api/v1/timelines/home', bob)).json[0].id, made.id)
  assert.ok(!ids((await get('/api/v1/timelines/home', carol)).json).includes(made.id))
  const gone = await world.call('DELETE', `/api/v1/statuses/${made.id}`, { token: alice.token })
  assert.equal(gone.json.text, 'news')
  assert.ok(!ids((await get('/api/v1/timelines/home', bob)).json).includes(made.id))
  assert.equal((await get(`/api/v1/statuses/${made.id}`, alice)).status, 404)
})

test('reactions count once and are taken back', async () => {
  const made = await post(alice, { status: 'like me' })
  for (let i = 0; i < 2; i++) await act(bob, made.id, 'favourite')
  const liked = (await act(carol, made.id, 'favourite')).json
  assert.equal(liked.favourites_count, 2)
  assert.equal(liked.favourited, true)
  assert.equal((await act(bob, made.id, 'unfavourite')).json.favourites_count, 1)
  assert.deepEqual(ids((await get(`/api/v1/statuses/${made.id}/favourited_by`)).json), [carol.id])
  assert.equal((await act(bob, made.id, 'bookmark')).json.bookmarked, true)
  assert.deepEqual(ids((await get('/api/v1/bookmarks', bob)).json), [made.id])
  assert.equal((await act(bob, made.id, 'unbookmark')).json.bookmarked, false)
  assert.deepEqual(ids((await get('/api/v1/favourites', carol)).json), [made.id])
  assert.equal((await act(alice, made.id, 'pin')).json.pinned, true)
  assert.equal((await act(bob, made.id, 'pin')).status, 422)
  assert.deepEqual(ids((await get(`/api/v1/accounts/${alice.id}/statuses?pinned=true`)).json), [made.id])
})

test('boosts: one each, shown in homes, gone with the post', async () => {
  const made = await post(carol, { status: 'boost me' })
  const boosts = await Promise.all([1, 2, 3].map(() => act(alice, made.id, 'reblog')))
  assert.equal(new Set(boosts.map((one) => one.json.id)).size, 1)
  assert.equal(boosts[0]!.json.reblog.id, made.id)
  assert.equal(boosts[0]!.json.reblog.reblogs_count, 1)
  assert.equal((await get('/api/v1/timelines/home', bob)).json[0].reblog.id, made.id)
  assert.equal((await act(alice, made.id, 'unreblog')).json.reblogs_count, 0)
  assert.notEqual((await get('/api/v1/timelines/home', bob)).json[0].reblog?.id, made.id)
  await act(alice, made.id, 'reblog')
  await world.call('DELETE', `/api/v1/statuses/${made.id}`, { token: carol.token })
  assert.notEqual((await get('/api/v1/timelines/home', bob)).json[0].reblog?.id, made.id)
})

test('threads, counters of replies, and replies to strangers stay out of homes', async () => {
  const root = await post(alice, { status: 'root' })
  const one = await post(bob, { status: '@alice one', in_reply_to_id: root.id })
  const two = await post(carol, { status: 'two', in_reply_to_id: one.id })
  const three = await post(alice, { status: 'three', in_reply_to_id: root.id })
  const context = (await get(`/api/v1/statuses/${one.id}/context`)).json
  assert.deepEqual(ids(context.ancestors), [root.id])
  assert.deepEqual(ids(context.descendants), [two.id])
  const below = (await get(`/api/v1/statuses/${root.id}/context`)).json.descendants
  assert.deepEqual(ids(below), [one.id, two.id, three.id])
  assert.equal((await get(`/api/v1/statuses/${root.id}`)).json.replies_count, 2)
  // dave follows bob but not alice: bob's reply to alice is not for him.
  const dave = await world.account('dave')
  await world.call('POST', `/api/v1/accounts/${bob.id}/follow`, { token: dave.token })
  assert.ok(!ids((await get('/api/v1/timelines/home', dave)).json).includes(one.id))
  const again = await post(bob, { status: 'again', in_reply_to_id: root.id })
  assert.ok(!ids((await get('/api/v1/timelines/home', dave)).json).includes(again.id))
  await world.call('POST', `/api/v1/accounts/${alice.id}/follow`, { token: dave.token })
  assert.ok(ids((await get('/api/v1/timelines/home', dave)).json).includes(again.id))
})

test('the same Idempotency-Key gives the same post, also at the same time', async () => {
  const send = () =>
    world.call('POST', '/api/v1/statuses', {
      token: alice.token,
      body: { status: 'once' },
      headers: { 'idempotency-key': 'k1' },
    })
  const replies = await Promise.all([send(), send(), send()])
  assert.equal(new Set(replies.map((one) => one.json.id)).size, 1)
})

test('what cannot be a post is refused and changes nothing', async () => {
  const before = (await get(`/api/v1/accounts/${alice.id}/statuses`)).json.length
  const bad: [object | string, number][] = [
    [{ status: '' }, 422],
    [{ status: '  \n ' }, 422],
    [{ status: 'x'.repeat(501) }, 422],
    [{ status: 'x'.repeat(900_000) }, 422],
    [{ status: 'x', visibility: 'everyone' }, 422],
    [{ status: 'x', in_reply_to_id: '999999999999' }, 404],
    [{ status: 'x', in_reply_to_id: 'abc' }, 422],
    [{ status: 'x', media_ids: ['1'] }, 422],
    [{ status: { a: 1 } }, 422],
    [{ status: 'x\u0000y' }, 400],
    [{ status: '\ud800' }, 400],
    ['status=%ff', 400],
    [{ status: 'x', poll: { options: ['a', 'b'] } }, 422],
  ]
  for (const [body, status] of bad) {
    const reply = await world.call('POST', '/api/v1/statuses', { token: alice.token, body })
    assert.equal(reply.status, status, `${JSON.stringify(body).slice(0, 80)} -> ${reply.text}`)
    assert.equal(typeof reply.json.error, 'string')
  }
  assert.equal((await get(`/api/v1/accounts/${alice.id}/statuses`)).json.length, before)
})

test('paging leads through everything once, both ways', async () => {
  const erin = await world.account('erin')
  const all: string[] = []
  for (let i = 0; i < 25; i++) all.unshift((await post(erin, { status: `n${i}` })).id)
  for (const url of ['/api/v1/timelines/home', `/api/v1/accounts/${erin.id}/statuses`]) {
    const seen: string[] = []
    let next: string | undefined = `${url}?limit=10`
    while (next) {
      const reply = await get(next, erin)
      seen.push(...ids(reply.json))
      next = /<http:\/\/tweeter\.test([^>]+)>; rel="next"/.exec(String(reply.headers.link ?? ''))?.[1]
    }
    assert.deepEqual(seen, all, url)
    const upwards = await get(`${url}?limit=10&min_id=${all[20]}`, erin)
    assert.deepEqual(ids(upwards.json), all.slice(10, 20))
    const since = await get(`${url}?limit=10&since_id=${all[20]}`, erin)
    assert.deepEqual(ids(since.json), all.slice(0, 10))
  }
})

test('a home of 20 posts costs a fixed number of statements, whatever is in it', async () => {
  const reader = await world.account('reader')
  await world.call('POST', `/api/v1/accounts/${alice.id}/follow`, { token: reader.token })
  const cold = async () => {
    const { othersWrote, pulse } = await import('../signals/index.ts')
    pulse(world.app.bus, othersWrote, {})
    return (await world.statements(() => get('/api/v1/timelines/home?limit=20', reader))).count
  }
  const first = await cold()
  for (let i = 0; i < 12; i++) {
    const made = await post(i % 2 ? alice : carol, {
      status: `@bob @carol mention ${i} #tag${i}`,
      sensitive: i % 3 === 0,
    })
    await act(alice, made.id, 'reblog')
    await act(bob, made.id, 'favourite')
  }
  const full = await cold()
  assert.ok(full <= first + 2, `${first} statements for few posts, ${full} for many`)
  // A dozen, and the blocks of network addresses and the emojis, which were forgotten as well.
  assert.ok(full <= 14, `${full} statements`)
  const warm = await world.statements(() => get('/api/v1/timelines/home?limit=20', reader))
  assert.equal(warm.result.json.length, 20)
  assert.equal(warm.count, 0)
})

test('whom you mute is left out of home, not out of their profile or your own favourites', async () => {
  const fay = await world.account('fay')
  const gil = await world.account('gil')
  await world.call('POST', `/api/v1/accounts/${gil.id}/follow`, { token: fay.token })
  const made = await post(gil, { status: 'noise' })
  await act(fay, made.id, 'favourite')
  await world.call('POST', `/api/v1/accounts/${gil.id}/mute`, { token: fay.token })
  assert.deepEqual(ids((await get('/api/v1/timelines/home', fay)).json), [])
  assert.deepEqual(ids((await get(`/api/v1/accounts/${gil.id}/statuses`, fay)).json), [made.id])
  assert.deepEqual(ids((await get('/api/v1/favourites', fay)).json), [made.id])
})
