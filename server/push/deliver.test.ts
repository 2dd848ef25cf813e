import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { openPushService, readVapid, type SubscribeOptions, Subscriber, subscribeApp } from './testing.ts'

const settings = { TWEETER_URL: 'http://tweeter.test', TWEETER_OUTGOING_ALLOW: '127.0.0.0/8' }
const world = await openWorld({ ...settings, TWEETER_CONTACT_EMAIL: 'ops@tweeter.test' })
after(world.close)
const service = await openPushService()
after(service.close)

let count = 0
const person = () => world.account(`d${++count}`)
const post = async (who: Person, status: string, more: object = {}) => {
  const reply = await world.call('POST', '/api/v1/statuses', { token: who.token, body: { status, ...more } })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const subscribe = (who: Person, options: SubscribeOptions = {}) => subscribeApp(world, service, who, options)

for (const standard of [true, false]) {
  test(`an app reads what only it can read, by ${standard ? 'the standards' : 'the drafts before them'}`, async () => {
    const [alice, bob] = [await person(), await person()]
    const { app, arrived, key } = await subscribe(alice, { standard })
    const { id } = await post(bob, `Hello @${alice.username} & <all> of you`)
    await world.jobs()
    const [one, ...others] = arrived()
    assert.equal(others.length, 0)
    const notifications = await world.call('GET', '/api/v1/notifications', { token: alice.token })
    assert.deepEqual(app.read(one!), {
      access_token: '',
      preferred_locale: 'en',
      notification_id: Number(notifications.json[0].id),
      notification_type: 'mention',
      icon: notifications.json[0].account.avatar_static,
      title: `@${bob.username} mentioned you`,
      body: `Hello @${alice.username} & <all> of you`,
    })
    assert.equal(notifications.json[0].status.id, id)
    assert.throws(() => new Subscriber().read(one!))
    const { headers } = one!
    assert.equal(headers['content-encoding'], standard ? 'aes128gcm' : 'aesgcm')
    assert.ok(Number(headers.ttl) > 47 * 3600 && Number(headers.ttl) <= 48 * 3600)
    assert.equal(headers.urgency, 'high')
    assert.match(String(headers.topic), /^[\w-]{32}$/)
    const vapid = readVapid(one!)
    assert.equal(vapid.key, key)
    assert.equal(vapid.claims.aud, service.url)
    assert.equal(vapid.claims.sub, 'mailto:ops@tweeter.test')
    assert.ok(vapid.claims.exp > Date.now() / 1000 && vapid.claims.exp < Date.now() / 1000 + 24 * 3600)
  })
}

test('the longest post fits, and is cut for a service that takes less', async () => {
  const [alice, bob] = [await person(), await person()]
  const { app, path, arrived } = await subscribe(alice)
  const long = `@${alice.username} ${'👩‍👩‍👧"'.repeat(200)}`
  await post(bob, long)
  await world.jobs()
  const [one] = arrived()
  assert.ok(one!.body.length <= 4096)
  assert.match((app.read(one!) as { body: string }).body, /👧".*…$/u)
  service.answer(path, (nth) => ({ status: nth === 2 ? 413 : 201 }))
  await post(bob, long)
  await world.jobs()
  assert.equal(arrived().length, 3)
  assert.ok(arrived()[2]!.body.length < 1300)
  app.read(arrived()[2]!)
  service.answer(path, { status: 413 })
  await post(bob, `${long}!`)
  await world.jobs()
  world.pass(60_000)
  await world.jobs()
  assert.equal(arrived().length, 5, 'twice and no more')
  await post(bob, `@${alice.username} secret`, { spoiler_text: 'Careful' })
  await world.jobs()
  assert.equal((app.read(arrived()[5]!) as { body: string }).body, 'Careful')
})

test('a subscription that is gone ends, one that is refused as well', async () => {
  const [alice, bob] = [await person(), await person()]
  for (const status of [404, 410, 400, 403, 302]) {
    const { path, arrived, isThere } = await subscribe(alice)
    service.answer(path, { status, headers: { location: '/elsewhere' } })
    await post(bob, `hi @${alice.username}`)
    await world.jobs()
    assert.equal(await isThere(), false, String(status))
    await post(bob, `hi @${alice.username}`)
    await world.jobs()
    assert.equal(arrived().length, 1, String(status))
  }
})

test('who is busy says when to come again; who stays broken is given up after two days', async () => {
  const [alice, bob] = [await person(), await person()]
  const { path, arrived, isThere } = await subscribe(alice)
  service.answer(path, (nth) => (nth === 1 ? { status: 429, headers: { 'retry-after': '600' } } : { status: 201 }))
  await post(bob, `hi @${alice.username}`)
  await world.jobs()
  world.pass(599_000)
  await world.jobs()
  assert.equal(arrived().length, 1)
  world.pass(2000)
  await world.jobs()
  assert.equal(arrived().length, 2)

  service.answer(path, { status: 503 })
  await post(bob, `hi @${alice.username}`)
  for (let hour = 0; hour < 50; hour++) {
    await world.jobs()
    world.pass(3600_000)
  }
  const tries = arrived().length - 2
  assert.ok(tries >= 10 && tries <= 30, `${tries} tries`)
  const left = await world.app.db.read`select from tweeter.jobs where listener like 'push.%'`
  assert.equal(left.length, 0)
  assert.equal(await isThere(), true)
  service.answer(path, { status: 201 })
  await post(bob, `hi @${alice.username}`)
  await world.jobs()
  assert.equal(arrived().length, tries + 3)
})

test('a private address is not asked, and its subscription ends', async () => {
  const [alice, bob] = [await person(), await person()]
  const inside = await subscribe(alice, { base: 'http://10.0.0.1' })
  const metadata = await subscribe(alice, {
    base: 'http://169.254.169.254',
    token: await world.token(alice.id, ['push']),
  })
  await post(bob, `hi @${alice.username}`)
  await world.jobs()
  assert.equal(await inside.isThere(), false)
  assert.equal(await metadata.isThere(), false)
})

test('a service that does not answer is left alone for a while; another is not held up', async () => {
  const slow = await openPushService()
  after(slow.close)
  slow.answer('/slow', null)
  const [alice, bob] = [await person(), await person()]
  await subscribe(alice, { base: slow.url, path: '/slow' })
  const quick = await subscribe(alice, { token: await world.token(alice.id, ['push']) })
  await post(bob, `one @${alice.username}`)
  const began = Date.now()
  await world.jobs()
  const tookMs = Date.now() - began
  assert.ok(tookMs > 9_000 && tookMs < 15_000, `${tookMs} ms`)
  await post(bob, `two @${alice.username}`)
  await world.jobs()
  assert.ok(Date.now() - began - tookMs < 5_000, 'not asked again')
  assert.equal(slow.arrived.length, 1)
  assert.equal(quick.arrived().length, 2)
  slow.answer('/slow', { status: 201 })
  world.pass(31_000)
  await world.jobs()
  assert.equal(slow.arrived.length, 3, 'nothing is lost')
})
