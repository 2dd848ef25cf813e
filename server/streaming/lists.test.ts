import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { createRestAPIClient, createStreamingAPIClient } from 'masto'
import { openWorld, type Person } from '../../testing/world.ts'
import { publisherOf } from './publish.ts'
import { openEvents, openSocket } from './testing.ts'

const world = await openWorld()
after(world.close)
const base = await world.listen()
const { hub } = publisherOf(world.app)

const call = async (who: Person, method: string, url: string, body?: object) => {
  const reply = await world.call(method, url, { token: who.token, ...(body ? { body } : {}) })
  assert.equal(reply.status, 200, `${url}: ${reply.text}`)
  return reply.json
}
const post = async (who: Person, status: string, more: object = {}): Promise<string> =>
  (await call(who, 'POST', '/api/v1/statuses', { status, ...more })).id
const put = (who: Person, list: string, whom: Person) =>
  call(who, 'POST', `/api/v1/lists/${list}/accounts`, { account_ids: [whom.id] })
const until = async (holds: () => boolean) => {
  for (let i = 0; i < 200 && !holds(); i++) await new Promise((done) => setTimeout(done, 10))
  assert.ok(holds())
}

let named = 0
/** Somebody who follows two others, and has a list with the first of them. */
async function listener() {
  const [me, near, far] = await Promise.all([0, 1, 2].map(() => world.account(`p${named++}`)))
  for (const one of [near!, far!]) await call(me!, 'POST', `/api/v1/accounts/${one.id}/follow`)
  const list = (await call(me!, 'POST', '/api/v1/lists', { title: 'Near', replies_policy: 'none' })).id as string
  await put(me!, list, near!)
  return { me: me!, near: near!, far: far!, list }
}

test('a list stream says what its people post, edit and delete; changes of the list count at once', async () => {
  const { me, near, far, list } = await listener()
  const ears = await openSocket(base, { access_token: me.token, stream: 'list', list })
  const expect = async (event: string, id: string) => {
    const frame = await ears.next()
    assert.deepEqual([frame.stream, frame.event], [['list', list], event])
    assert.equal(event === 'delete' ? frame.payload : JSON.parse(frame.payload!).id, id)
  }
  await post(far, 'not in it')
  await post(near, `@${me.username} direct`, { visibility: 'direct' })
  const root = await post(far, 'root')
  await post(near, 'a reply to others', { in_reply_to_id: root })
  const first = await post(near, 'only followers', { visibility: 'private' })
  await expect('update', first)
  await call(near, 'PUT', `/api/v1/statuses/${first}`, { status: 'edited' })
  await expect('status.update', first)
  const boost = (await call(near, 'POST', `/api/v1/statuses/${root}/reblog`)).id
  await expect('update', boost)
  await call(near, 'DELETE', `/api/v1/statuses/${first}`)
  await expect('delete', first)

  await call(me, 'PUT', `/api/v1/lists/${list}`, { replies_policy: 'followed' })
  const reply = await post(near, 'a reply to others', { in_reply_to_id: root })
  await expect('update', reply)
  await put(me, list, far)
  const byFar = await post(far, 'in it now')
  await expect('update', byFar)
  await call(me, 'DELETE', `/api/v1/lists/${list}/accounts`, { account_ids: [far.id] })
  await post(far, 'out again')
  await call(me, 'POST', `/api/v1/accounts/${near.id}/mute`)
  await post(near, 'muted')
  await put(me, list, far)
  const last = await post(far, 'in it again')
  await expect('update', last)
  await call(me, 'DELETE', `/api/v1/lists/${list}`)
  await post(far, 'to a list that is gone')
  ears.say({ type: 'unsubscribe', stream: 'list', list })
  await until(() => !hub.hasLists)
  ears.say({ type: 'subscribe', stream: 'list', list })
  assert.equal((await ears.next()).status, 404, 'and nothing came before')
  ears.socket.close()
})

test('only one’s own lists, by a frame, by the address and by server-sent events', async () => {
  const { me, near, list } = await listener()
  const spy = await openSocket(base, { access_token: near.token, stream: 'list', list })
  assert.equal((await spy.next()).status, 404)
  spy.say({ type: 'subscribe', stream: 'list', list })
  assert.equal((await spy.next()).status, 404)
  spy.say({ type: 'subscribe', stream: 'list' })
  assert.deepEqual(await spy.next(), { error: 'Missing list id parameter', status: 400 })
  spy.say({ type: 'subscribe', stream: 'public' })
  spy.socket.close()
  const get = async (query: string, token?: string) =>
    (await world.call('GET', `/api/v1/streaming/list${query}`, token ? { token } : {})).status
  assert.equal(await get(`?list=${list}`, near.token), 404)
  assert.equal(await get('?list=x', me.token), 400)
  assert.equal(await get('', me.token), 400)
  assert.equal(await get(`?list=${list}`), 401)
  assert.equal(await get(`?list=${list}`, await world.token(me.id, ['read:lists'])), 403)
  const events = await openEvents(`${base}/api/v1/streaming/list?list=${list}`, me.token)
  const id = await post(near, 'hello')
  const { event, data } = await events.next()
  assert.deepEqual([event, JSON.parse(data).id], ['update', id])
  events.close()
  await until(() => hub.size === 0)
  assert.ok(!hub.hasLists)
})

test('a followed hashtag comes into the user stream, and is taken back when it is deleted', async () => {
  const { me } = await listener()
  const stranger = await world.account('stranger')
  await call(me, 'POST', '/api/v1/tags/storks/follow')
  const ears = await openSocket(base, { access_token: me.token, stream: 'user' })
  await post(stranger, 'nothing')
  const id = await post(stranger, 'look #Storks')
  assert.equal(JSON.parse((await ears.next()).payload!).id, id)
  await call(stranger, 'DELETE', `/api/v1/statuses/${id}`)
  assert.deepEqual(await ears.next(), { stream: ['user'], event: 'delete', payload: id })
  ears.socket.close()
})

test('masto.js keeps lists and hashtags, and hears them', async () => {
  const { me, near, far } = await listener()
  const masto = createRestAPIClient({ url: base, accessToken: me.token })
  const list = await masto.v1.lists.create({ title: 'By masto.js', exclusive: true })
  await masto.v1.lists.$select(list.id).accounts.create({ accountIds: [near.id, far.id] })
  await masto.v1.lists.$select(list.id).accounts.remove({ accountIds: [far.id] })
  const members = await masto.v1.lists.$select(list.id).accounts.list({ limit: 0 })
  assert.deepEqual(
    members.map((one) => one.id),
    [near.id],
  )
  assert.equal((await masto.v1.lists.$select(list.id).update({ title: 'Other' })).title, 'Other')
  assert.equal((await masto.v1.tags.$select('herons').follow()).following, true)
  assert.equal((await masto.v1.followedTags.list())[0]?.name, 'herons')
  const featured = await masto.v1.featuredTags.create({ name: 'herons' })
  assert.equal((await masto.v1.accounts.$select(me.id).featuredTags.list())[0]?.id, featured.id)
  await masto.v1.featuredTags.$select(featured.id).remove()

  const streaming = createStreamingAPIClient({
    streamingApiUrl: `${base.replace('http', 'ws')}/api/v1/streaming`,
    accessToken: me.token,
  })
  const subscription = streaming.list.subscribe({ list: list.id })
  const heard = subscription.values()[Symbol.asyncIterator]()
  const first = heard.next()
  await until(() => hub.hasLists)
  const id = await post(near, 'heard by masto.js')
  const { value } = await first
  assert.ok(value?.event === 'update' && value.payload.id === id)
  assert.deepEqual(
    (await masto.v1.timelines.list.$select(list.id).list()).map((one) => one.id),
    [id],
  )
  assert.deepEqual(await masto.v1.timelines.home.list(), [])
  streaming.close()
  assert.deepEqual(world.complaints, [])
})
