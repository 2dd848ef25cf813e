import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { openEvents, openSocket } from './testing.ts'

const world = await openWorld()
after(world.close)
const base = await world.listen()
const admin = await world.account('adam', { role: 'admin' })
const [alice, bob] = [await world.account('alice'), await world.account('bob')]

const ADMIN = '/api/tweeter/v1/admin/announcements'
const call = async (who: Person, method: string, url: string, body?: object) => {
  const reply = await world.call(method, url, { token: who.token, ...(body ? { body } : {}) })
  assert.equal(reply.status, 200, `${url}: ${reply.text}`)
  return reply.json
}

test('whoever listens to their home hears of announcements, reactions and ends', async () => {
  const hers = await openSocket(base, { access_token: alice.token, stream: 'user' })
  const his = await openEvents(`${base}/api/v1/streaming/user`, bob.token)
  const deaf = await openSocket(base, { access_token: bob.token, stream: 'user:notification' })
  const next = async () => {
    const { event, payload } = await hers.next()
    const { event: also, data } = await his.next()
    assert.deepEqual([also, data], [event, payload])
    return [event, payload!] as const
  }
  const made = await call(admin, 'POST', ADMIN, { text: 'Hello #all' })
  const [event, payload] = await next()
  assert.equal(event, 'announcement')
  const [listed] = await call(alice, 'GET', '/api/v1/announcements')
  const { read: _own, ...shown } = listed
  assert.deepEqual(JSON.parse(payload), shown)

  const thumb = `/api/v1/announcements/${made.id}/reactions/${encodeURIComponent('👍')}`
  const told = async (count: number) => {
    const [name, text] = await next()
    assert.equal(name, 'announcement.reaction')
    assert.deepEqual(JSON.parse(text), { name: '👍', count, announcement_id: made.id })
  }
  await call(alice, 'PUT', thumb)
  await told(1)
  await call(bob, 'PUT', thumb)
  await told(2)
  await call(bob, 'PUT', thumb)
  await call(bob, 'DELETE', thumb)
  await told(1)
  await call(alice, 'DELETE', thumb)
  await told(0)
  await call(alice, 'POST', `/api/v1/announcements/${made.id}/dismiss`)
  await call(admin, 'PATCH', `${ADMIN}/${made.id}`, { text: 'Changed' })
  assert.equal(JSON.parse((await next())[1]).content, '<p>Changed</p>')
  await call(admin, 'POST', `${ADMIN}/${made.id}/unpublish`)
  assert.deepEqual(await next(), ['announcement.delete', made.id])
  await call(admin, 'PATCH', `${ADMIN}/${made.id}`, {
    scheduled_at: new Date(Date.now() + 60_000).toISOString(),
    ends_at: new Date(Date.now() + 120_000).toISOString(),
  })
  world.pass(61_000)
  await world.jobs()
  assert.equal((await next())[0], 'announcement')
  world.pass(60_000)
  await world.jobs()
  assert.deepEqual(await next(), ['announcement.delete', made.id])
  await call(alice, 'POST', `/api/v1/accounts/${bob.id}/follow`)
  assert.equal((await deaf.next()).event, 'notification', 'which is all that it hears')
  for (const one of [hers, deaf]) one.socket.close()
  his.close()
  assert.deepEqual(world.complaints, [])
})
