import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { publisherOf } from './publish.ts'
import { openEvents, openSocket } from './testing.ts'

const world = await openWorld()
after(world.close)
const base = await world.listen()
const { hub } = publisherOf(world.app)
const [alice, bob] = [await world.account('alice'), await world.account('bob')]

const call = async (who: Person, method: string, url: string, body?: object) => {
  const reply = await world.call(method, url, { token: who.token, ...(body ? { body } : {}) })
  assert.equal(reply.status, 200, `${url}: ${reply.text}`)
  return reply.json
}
const write = (who: Person, status: string, more: object = {}) =>
  call(who, 'POST', '/api/v1/statuses', { status, visibility: 'direct', ...more })

test('the direct stream tells of conversations, as their owner reads them', async () => {
  const his = await openSocket(base, { access_token: bob.token, stream: 'direct' })
  const hers = await openEvents(`${base}/api/v1/streaming/direct`, alice.token)
  const first = await write(alice, '@bob hello')
  const come = await his.next()
  assert.deepEqual([come.stream, come.event], [['direct'], 'conversation'])
  const shown = JSON.parse(come.payload!)
  assert.deepEqual([shown], await call(bob, 'GET', '/api/v1/conversations'))
  assert.deepEqual([shown.unread, shown.last_status.id], [true, first.id])
  const own = await hers.next()
  assert.equal(own.event, 'conversation')
  assert.deepEqual([JSON.parse(own.data)], await call(alice, 'GET', '/api/v1/conversations'))

  await call(bob, 'POST', `/api/v1/conversations/${shown.id}/read`)
  assert.equal(JSON.parse((await his.next()).payload!).unread, false)
  const second = await write(bob, '@alice hello', { in_reply_to_id: first.id })
  assert.equal(JSON.parse((await hers.next()).data).last_status.id, second.id, 'his mark was not told to her')
  assert.equal(JSON.parse((await his.next()).payload!).unread, false)
  await call(bob, 'DELETE', `/api/v1/statuses/${second.id}`)
  assert.equal(JSON.parse((await hers.next()).data).last_status.id, first.id)
  assert.equal(JSON.parse((await his.next()).payload!).last_status.id, first.id)
  await write(alice, 'to everybody', { visibility: 'public' })
  await write(alice, 'milk')
  assert.match(JSON.parse((await hers.next()).data).last_status.content, /milk/)
  his.socket.close()
  hers.close()
})

test('it needs the token of a person, and the right', async () => {
  const open = async (token: string) => {
    const socket = await openSocket(base, { access_token: token, stream: 'direct' })
    const { status } = await socket.next()
    socket.socket.close()
    return status
  }
  assert.equal(await open(await world.token(null, ['read'])), 401)
  assert.equal(await open(await world.token(bob.id, ['read:notifications'])), 401)
  const url = '/api/v1/streaming/direct'
  assert.equal((await world.call('GET', url)).status, 401)
  assert.equal((await world.call('GET', url, { token: await world.token(bob.id, ['read:lists']) })).status, 403)
  const stranger = await world.account('eve')
  const ears = await openSocket(base, { access_token: stranger.token, stream: 'direct' })
  await write(alice, '@bob not for eve')
  const own = await write(stranger, 'mine')
  assert.equal(JSON.parse((await ears.next()).payload!).last_status.id, own.id, 'nothing else came')
  ears.socket.close()
  for (let i = 0; i < 200 && hub.size > 0; i++) await new Promise((done) => setTimeout(done, 10))
  assert.equal(hub.size, 0)
  assert.deepEqual(world.complaints, [])
})
