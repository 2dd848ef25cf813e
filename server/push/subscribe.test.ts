import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { Subscriber } from './testing.ts'

const world = await openWorld()
after(world.close)
const URL_ = '/api/v1/push/subscription'
const { keys } = new Subscriber()
const good = { subscription: { endpoint: 'https://push.example/a?b=c', keys } }
const call = (method: string, token: string, body?: object | string) =>
  world.call(method, URL_, { token, ...(body ? { body } : {}) })
let people = 0
const person = () => world.account(`s${++people}`)
const NONE = {
  mention: false,
  status: false,
  reblog: false,
  follow: false,
  follow_request: false,
  favourite: false,
  poll: false,
  update: false,
  quote: false,
  quoted_update: false,
  'admin.sign_up': false,
  'admin.report': false,
  moderation_warning: false,
  severed_relationships: false,
  added_to_collection: false,
  collection_update: false,
}

test('an app subscribes, changes its mind and leaves', async () => {
  const alice = await person()
  assert.equal((await call('GET', alice.token)).status, 404)
  assert.equal((await call('PUT', alice.token, { data: { policy: 'all' } })).status, 404)
  const made = await call('POST', alice.token, good)
  assert.equal(made.status, 200, made.text)
  const { id, server_key, ...rest } = made.json
  assert.ok(Number.isInteger(id) && id > 0 && id < 2 ** 31)
  assert.match(server_key, /^B[\w-]{86}$/)
  assert.deepEqual(rest, { endpoint: good.subscription.endpoint, standard: false, alerts: NONE, policy: 'all' })
  assert.deepEqual((await call('GET', alice.token)).json, made.json)

  const alerts = { mention: true, 'admin.sign_up': '1', poll: 'false' }
  const changed = await call('PUT', alice.token, { data: { alerts, policy: 'followed' } })
  const expected = { ...made.json, alerts: { ...NONE, mention: true, 'admin.sign_up': true }, policy: 'followed' }
  assert.deepEqual(changed.json, expected)
  assert.equal((await call('PUT', alice.token, { policy: 'none' })).json.policy, 'none')

  assert.deepEqual((await call('DELETE', alice.token)).json, {})
  assert.equal((await call('GET', alice.token)).status, 404)
  assert.equal((await call('DELETE', alice.token)).status, 200)
  const [row] = await world.app.db.read`select endpoint, auth, p256dh from push_subscriptions where active is false`
  assert.deepEqual({ ...row }, { endpoint: '', auth: '', p256dh: '' }, 'the address is forgotten')
})

test('a form will do; another subscription takes the place of the one before; each token has its own', async () => {
  const alice = await person()
  const phone = await world.token(alice.id, ['push'])
  const form = new URLSearchParams([
    ['subscription[endpoint]', 'https://push.example/form'],
    ['subscription[keys][p256dh]', Buffer.from(keys.p256dh, 'base64url').toString('base64')],
    ['subscription[keys][auth]', Buffer.from(keys.auth, 'base64url').toString('base64')],
    ['subscription[standard]', 'true'],
    ['data[alerts][mention]', 'true'],
    ['data[alerts][admin.sign_up]', 'true'],
    ['data[policy]', 'follower'],
  ])
  const made = await call('POST', phone, String(form))
  assert.equal(made.status, 200, made.text)
  assert.deepEqual(made.json.alerts, { ...NONE, mention: true, 'admin.sign_up': true })
  assert.equal(made.json.standard, true)
  assert.equal(made.json.policy, 'follower')
  assert.equal((await call('GET', alice.token)).status, 404)
  await call('POST', alice.token, good)
  const again = await call('POST', phone, good)
  assert.notEqual(again.json.id, made.json.id)
  assert.equal((await call('GET', phone)).json.endpoint, good.subscription.endpoint)
})

test('addresses and keys that cannot be are refused by name', async () => {
  const alice = await person()
  const wrong = async (change: object, field: string) => {
    const reply = await call('POST', alice.token, { subscription: { ...good.subscription, ...change } })
    assert.equal(reply.status, 422, reply.text)
    assert.ok(reply.json.error.includes(field), reply.text)
  }
  for (const endpoint of ['x', 'ftp://push.example/', 'https://u:p@push.example/', 'javascript:alert(1)']) {
    await wrong({ endpoint }, 'subscription[endpoint]')
  }
  await wrong({ endpoint: undefined }, 'subscription')
  const notOnCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString('base64url')
  for (const p256dh of ['', 'AAAA', notOnCurve, keys.auth]) await wrong({ keys: { ...keys, p256dh } }, 'p256dh')
  for (const auth of ['', 'AAAA', keys.p256dh]) await wrong({ keys: { ...keys, auth } }, 'auth')
  const policy = await call('POST', alice.token, { ...good, data: { policy: 'some' } })
  assert.equal(policy.status, 422)
  assert.equal((await call('GET', alice.token)).status, 404)
})

test('only with the scope, only persons, and no longer than the token', async () => {
  const alice: Person = await person()
  const other = await world.token(alice.id, ['read', 'write', 'follow'])
  const machine = await world.token(null, ['push'])
  for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
    const body = method === 'POST' || method === 'PUT' ? good : undefined
    assert.equal((await world.call(method, URL_, body ? { body } : {})).status, 401)
    assert.equal((await call(method, other, body)).status, 403)
    assert.equal((await call(method, machine, body)).status, 422)
  }
})

test('the key of the network is one, wherever it is shown', async () => {
  const alice = await person()
  const registered = await world.call('POST', '/api/v1/apps', {
    body: { client_name: 'A', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob' },
  })
  const own = await world.call('GET', '/api/v1/apps/verify_credentials', { token: alice.token })
  const { server_key } = (await call('POST', alice.token, good)).json
  assert.equal(registered.json.vapid_key, server_key)
  assert.equal(own.json.vapid_key, server_key)
  const rows = await world.app.db.read<{ private_key: Buffer }>`select private_key from push_keys`
  assert.equal(rows.length, 1)
  assert.equal(rows[0]!.private_key.length, 12 + 16 + 32)
})
