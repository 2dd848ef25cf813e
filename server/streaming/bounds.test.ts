import assert from 'node:assert/strict'
import { get, type IncomingMessage } from 'node:http'
import test, { after } from 'node:test'
import { createStreamingAPIClient } from 'masto'
import { openWorld, type Person } from '../../testing/world.ts'
import { tokensRevoked } from '../oauth/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { limits } from './hub.ts'
import { Lanes } from './lanes.ts'
import { Message } from './message.ts'
import { publisherOf } from './publish.ts'
import { openEvents, openSocket } from './testing.ts'

const world = await openWorld()
after(world.close)
const base = await world.listen()
const { hub } = publisherOf(world.app)

const until = async (holds: () => boolean) => {
  for (let i = 0; i < 300 && !holds(); i++) await new Promise((done) => setTimeout(done, 10))
  assert.ok(holds())
}
const post = async (who: Person, status: string) =>
  (await world.call('POST', '/api/v1/statuses', { token: who.token, body: { status } })).json
let people = 0
const person = () => world.account(`p${++people}`)

/** 40 MB, more than the kernel takes for a connection that is not read. */
async function flood(key: string): Promise<void> {
  const message = new Message('update', 'x'.repeat(100_000))
  for (let i = 0; i < 400 && hub.isHeard(key); i++) {
    for (const [peer, stream] of hub.listeners(key)) peer.send(stream, message)
    await new Promise((done) => setImmediate(done))
  }
}

test('who does not read is cut off', async () => {
  const alice = await person()
  const slow = await openSocket(base, { access_token: alice.token, stream: 'public' })
  slow.socket.pause()
  await flood('public')
  await until(() => hub.size === 0)
  slow.socket.resume()
  assert.equal(await slow.closed, 1006)

  const stalled = await new Promise<IncomingMessage>((done) =>
    get(`${base}/api/v1/streaming/public`, { headers: { authorization: `Bearer ${alice.token}` } }, done),
  )
  stalled.on('error', () => {})
  stalled.pause()
  await flood('public')
  await until(() => hub.size === 0)
  stalled.destroy()
})

test('the dead go at the second beat, the living stay', async () => {
  const alice = await person()
  const living = await openSocket(base, { access_token: alice.token })
  const dead = await openSocket(base, { access_token: alice.token })
  const events = await openEvents(`${base}/api/v1/streaming/user`, alice.token)
  dead.socket.pause()
  hub.beat()
  await new Promise((done) => living.socket.once('ping', done))
  await new Promise((done) => setTimeout(done, 50))
  hub.beat()
  await until(() => hub.size === 2)
  dead.socket.terminate()
  living.socket.close()
  events.close()
  await until(() => hub.size === 0)
})

test('a revoked token ends its streams, and no others', async () => {
  const alice = await person()
  const other = await world.token(alice.id, ['read'])
  const mine = await openSocket(base, { access_token: alice.token, stream: 'user' })
  const events = await openEvents(`${base}/api/v1/streaming/user`, alice.token)
  const kept = await openSocket(base, { access_token: other, stream: 'user' })
  const revoked = hub.listeners(`user ${alice.id}`)[0]![0].bearer.tokenId
  await transact(world.app.db, (tx) => emit(tx, tokensRevoked, { accountId: Number(alice.id), tokenIds: [revoked] }))
  assert.equal(await mine.closed, 1008)
  await events.ended
  await post(alice, 'still heard')
  assert.equal((await kept.next()).event, 'update')
  kept.socket.close()
  await until(() => hub.size === 0)
})

test('an edit reaches followers, and whoever listens to everything', async () => {
  const [alice, bob] = [await person(), await person()]
  await world.call('POST', `/api/v1/accounts/${bob.id}/follow`, { token: alice.token })
  const ears = await openSocket(base, { access_token: alice.token, stream: 'user' })
  const everything = await openSocket(base, { access_token: bob.token, stream: 'public' })
  const his = await post(bob, 'to be edited')
  await world.call('PUT', `/api/v1/statuses/${his.id}`, { token: bob.token, body: { status: 'edited' } })
  for (const one of [ears, everything]) {
    assert.equal((await one.next()).event, 'update')
    const { event, payload } = await one.next()
    assert.deepEqual([event, JSON.parse(payload!).id], ['status.update', his.id])
    assert.match(JSON.parse(payload!).content, /edited/)
  }
  for (const one of [ears, everything]) one.socket.close()
})

test('streams, subscriptions, frames and requests are limited', async () => {
  const alice = await person()
  const many = await Promise.all(
    Array.from({ length: limits.peersPerAccount }, () => openSocket(base, { access_token: alice.token })),
  )
  await assert.rejects(openSocket(base, { access_token: alice.token }), /429/)
  const bob = await person()
  const [first, second, third] = many
  first!.say('x'.repeat(5000))
  assert.equal(await first!.closed, 1009)
  for (let i = 0; i <= limits.channelsPerPeer; i++) second!.say({ type: 'subscribe', stream: 'hashtag', tag: `t${i}` })
  assert.equal((await second!.next()).status, 429)
  for (let i = 0; i < 400; i++) third!.say({ type: 'subscribe', stream: 'public' })
  assert.equal(await third!.closed, 1006)
  const theirs = await openSocket(base, { access_token: bob.token })
  for (const one of [...many, theirs]) one.socket.close()
  await until(() => hub.size === 0)
})

test('a request that offers another protocol is answered as if it did not', async () => {
  const answer = (path: string, protocol: string) =>
    new Promise<IncomingMessage>((done, fail) => {
      get(`${base}${path}`, { headers: { connection: 'upgrade', upgrade: protocol } }, done).on('error', fail)
    })
  for (const [path, protocol, status] of [
    ['/health/live', 'h2c', 200],
    ['/health/live', 'websocket', 200],
    ['/api/v1/streaming/health', 'websocket', 200],
    ['/api/v1/streaming', 'h2c', 400],
    ['/api/v1/streaming', 'websocket', 401],
  ] as const) {
    const reply = await answer(path, protocol)
    assert.equal(reply.statusCode, status, `${path} ${protocol}`)
    reply.resume()
  }
})

test('lanes keep their order, do not wait for each other, and are bounded', async () => {
  const worked: string[] = []
  const gates = new Map<string, () => void>()
  const lanes = new Lanes<number>(
    async (key, batch) => {
      if (key === 'slow') await new Promise<void>((open) => gates.set(key, open))
      if (batch.includes(13)) throw new Error('unlucky')
      worked.push(`${key} ${batch}`)
    },
    (key) => worked.push(`${key} failed`),
  )
  lanes.push('slow', 1)
  lanes.push('quick', 1)
  lanes.push('quick', 2)
  await until(() => worked.length === 1)
  assert.deepEqual(worked, ['quick 1,2'])
  lanes.push('quick', 13)
  await until(() => worked.length === 2)
  lanes.push('quick', 3)
  await until(() => worked.length === 3)
  assert.deepEqual(worked.slice(1), ['quick failed', 'quick 3'])
  let taken = 0
  while (lanes.push('slow', 2)) taken++
  assert.equal(taken, 2000)
  gates.get('slow')!()
})

test('masto.js hears posts and notifications', async () => {
  const [alice, bob] = [await person(), await person()]
  const streamingApiUrl = `${base.replace('http', 'ws')}/api/v1/streaming`
  const client = createStreamingAPIClient({ streamingApiUrl, accessToken: alice.token })
  using subscription = client.user.subscribe()
  const heard: string[] = []
  const listening = (async () => {
    for await (const event of subscription) {
      if (event.event === 'update') heard.push(`update ${event.payload.content}`)
      if (event.event === 'notification') heard.push(`notification ${event.payload.type}`)
      if (event.event === 'delete') heard.push(`delete ${event.payload}`)
    }
  })()
  await until(() => hub.isHeard(`user ${alice.id}`))
  await world.call('GET', '/api/v1/timelines/home', { token: alice.token })
  const hers = await post(alice, 'hi')
  await until(() => heard.length === 1)
  await world.call('POST', `/api/v1/statuses/${hers.id}/favourite`, { token: bob.token })
  await until(() => heard.length === 2)
  await world.call('DELETE', `/api/v1/statuses/${hers.id}`, { token: alice.token })
  await until(() => heard.length === 3)
  assert.deepEqual(heard, ['update <p>hi</p>', 'notification favourite', `delete ${hers.id}`])
  client.close()
  await Promise.race([listening, new Promise((done) => setTimeout(done, 500))])
})

test('stopping says goodbye to all, lets nobody in, and waits for nobody long', async () => {
  const stopping = await openWorld()
  const address = await stopping.listen()
  const alice = await stopping.account('alice')
  const socket = await openSocket(address, { access_token: alice.token, stream: 'user' })
  const silent = await openSocket(address, { access_token: alice.token })
  silent.socket.pause()
  const events = await openEvents(`${address}/api/v1/streaming/user`, alice.token)
  const began = performance.now()
  const stopped = stopping.close()
  assert.equal(await socket.closed, 1001)
  await assert.rejects(openSocket(address, { access_token: alice.token }), /503|ECONNREFUSED/)
  await events.ended
  await stopped
  assert.ok(performance.now() - began < 3000, `it took ${performance.now() - began} ms`)
  silent.socket.terminate()
})
