import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)
const alice = await world.account('alice')
const [bob, carol, dave] = [await world.account('bob'), await world.account('carol'), await world.account('dave')]

const send = async (person: Person, url: string, body: object = {}) => {
  const reply = await world.call('POST', `/api/v1/${url}`, { token: person.token, body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const names = async (url: string, person?: Person): Promise<string[]> =>
  (await world.call('GET', `/api/v1/${url}`, person ? { token: person.token } : {})).json.map(
    (one: { username: string }) => one.username,
  )

test('posts by their ids: without one, none', async () => {
  assert.deepEqual((await world.call('GET', '/api/v1/statuses')).json, [])
})

test('who favourited a post is shown without those whom the viewer hides, or who block them', async () => {
  const { id } = await send(alice, 'statuses', { status: 'like me' })
  for (const person of [bob, carol, dave]) await send(person, `statuses/${id}/favourite`)
  const url = `statuses/${id}/favourited_by`
  assert.deepEqual(await names(url), ['dave', 'carol', 'bob'])
  await send(bob, `accounts/${carol.id}/block`)
  assert.deepEqual(await names(url, carol), ['dave', 'carol'])
  assert.deepEqual(await names(url, bob), ['dave', 'bob'])
  await send(alice, `accounts/${dave.id}/mute`)
  assert.deepEqual(await names(url, alice), ['carol', 'bob'])
  await send(alice, `accounts/${dave.id}/unmute`)
})

test('a boost for followers only is nobody else’s business', async () => {
  const { id } = await send(alice, 'statuses', { status: 'boost me' })
  await send(carol, `statuses/${id}/reblog`, { visibility: 'private' })
  await send(dave, `statuses/${id}/reblog`, { visibility: 'unlisted' })
  for (const person of [undefined, alice, dave]) {
    assert.deepEqual(await names(`statuses/${id}/reblogged_by`, person), ['dave'])
  }
})

test('both lists lead through everybody, both ways', async () => {
  const { id } = await send(alice, 'statuses', { status: 'page me' })
  for (const person of [bob, carol, dave]) await send(person, `statuses/${id}/favourite`)
  const first = await world.call('GET', `/api/v1/statuses/${id}/favourited_by?limit=1`)
  const [, next, prev] = /<([^>]+)>; rel="next", <([^>]+)>; rel="prev"/.exec(String(first.headers.link))!
  assert.equal(first.json[0].username, 'dave')
  assert.deepEqual(await names(next!.replace('http://tweeter.test/api/v1/', '')), ['carol'])
  assert.deepEqual(await names(prev!.replace('http://tweeter.test/api/v1/', '')), [])
  const oldest = await world.call('GET', `/api/v1/statuses/${id}/favourited_by?limit=3`)
  const key = /max_id=(\d+)/.exec(String(oldest.headers.link))![1]
  assert.deepEqual(await names(`statuses/${id}/favourited_by?limit=1&min_id=${key}`), ['carol'])
})

test('a boost is as visible as its author’s posts are, unless they say otherwise', async () => {
  const { id } = await send(alice, 'statuses', { status: 'quietly' })
  const quiet = await world.account('quiet')
  const source = { privacy: 'private' }
  await world.call('PATCH', '/api/v1/accounts/update_credentials', { token: quiet.token, body: { source } })
  assert.equal((await send(quiet, `statuses/${id}/reblog`)).visibility, 'private')
  assert.equal((await send(bob, `statuses/${id}/reblog`)).visibility, 'public')
})

test('five pins are the most, also when six come at once', async () => {
  const posts = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => send(dave, 'statuses', { status: `pin ${n}` })))
  const replies = await Promise.all(
    posts.map(({ id }) => world.call('POST', `/api/v1/statuses/${id}/pin`, { token: dave.token })),
  )
  assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 200, 200, 200, 200, 422])
})

test('a post of somebody else cannot be deleted: for that purpose it is not there', async () => {
  const { id } = await send(alice, 'statuses', { status: 'mine' })
  assert.equal((await world.call('DELETE', `/api/v1/statuses/${id}`, { token: bob.token })).status, 404)
  assert.equal((await world.call('GET', `/api/v1/statuses/${id}`)).status, 200)
})
