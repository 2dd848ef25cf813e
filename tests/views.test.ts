/** From a request to a figure: people and a bot ask, the files are written, sealed and read, and the counts are right. */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { readRequests } from '../server/requests/index.ts'
import { openWorld, type Person } from '../testing/world.ts'

const world = await openWorld()
after(world.close)
const [ann, bob] = [await world.account('ann'), await world.account('bob')]
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'

const send = async (person: Person, method: string, url: string, body: object = {}) => {
  const reply = await world.call(method, url, { token: person.token, body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const get = async (url: string, who?: Person | string) => {
  const ask = typeof who === 'string' ? { headers: { 'user-agent': who } } : who ? { token: who.token } : {}
  const reply = await world.call('GET', url, ask)
  assert.equal(reply.status, 200, `${url}: ${reply.text}`)
  return reply.json
}

test('two people and a bot look at a post: the author sees two', async () => {
  const post = (await send(ann, 'POST', '/api/v1/statuses', { status: 'Look at this #birds' })).id
  const message = (await send(ann, 'POST', '/api/v1/statuses', { status: '@bob hush', visibility: 'direct' })).id
  const status = `/api/v1/statuses/${post}`
  await get('/api/v1/timelines/public', bob)
  await get(status, bob)
  // As clients do beside it, and go on doing.
  for (let n = 0; n < 3; n++) await get(`${status}/context`, bob)
  await get(`/api/v1/statuses/${message}`, bob)
  await get('/api/v1/timelines/tag/birds', bob)
  await get(`/api/v1/accounts/${ann.id}`, bob)
  await get(`/api/v1/accounts/${ann.id}/statuses?pinned=true`, bob)
  await get(status, firefox)
  await get(status, googlebot)
  await get('/api/v1/timelines/public', googlebot)
  await get(`/api/v1/accounts/${ann.id}`, googlebot)
  // The author's own looks, several of them.
  await get(status, ann)
  await get(status, ann)
  await get('/api/v1/timelines/public', ann)
  await get(`/api/v1/accounts/${ann.id}`, ann)
  await readRequests(world.app)

  assert.deepEqual(await get(`/api/tweeter/v1/views?id[]=${post}&id[]=${message}`, bob), [{ id: post, views: 4 }])
  const figures = await get(`/api/tweeter/v1/statuses/${post}/analytics?range=24h`, ann)
  assert.deepEqual([figures.views, figures.opens, figures.viewers], [4, 2, 2])
  assert.deepEqual([figures.profile_visits, figures.profile_visitors], [1, 1])
  const [tag] = await world.app.db.read`select views from tag_view_hours where tag = 'birds'`
  assert.deepEqual(tag, { views: 1 })

  interface Entry {
    kind: string
    status: { id: string } | null
    account: { id: string } | null
    tag: { name: string } | null
  }
  const seen = async (person: Person) =>
    (await get('/api/tweeter/v1/history', person)).map(
      (one: Entry) => `${one.kind} ${one.status?.id ?? one.account?.id ?? one.tag?.name}`,
    )
  assert.deepEqual(
    new Set(await seen(bob)),
    new Set([`seen ${post}`, `opened ${post}`, `opened ${message}`, `profile ${ann.id}`, 'tag birds']),
  )
  assert.deepEqual(await seen(ann), [])

  await readRequests(world.app)
  assert.deepEqual(await get(`/api/tweeter/v1/views?id[]=${post}`), [{ id: post, views: 4 }], 'read once')
  await get(status, bob)
  await send(bob, 'DELETE', '/api/tweeter/v1/history')
  await readRequests(world.app)
  assert.deepEqual(await get(`/api/tweeter/v1/views?id[]=${post}`), [{ id: post, views: 5 }])
  assert.deepEqual(await seen(bob), [], 'erased before it was read')
  assert.deepEqual(world.complaints, [])
})
