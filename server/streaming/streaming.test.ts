import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { publisherOf } from './publish.ts'
import { type Heard, openEvents, openSocket } from './testing.ts'

const world = await openWorld()
after(world.close)
const base = await world.listen()
const { hub } = publisherOf(world.app)

const call = async (who: Person, method: string, url: string, body: object = {}) => {
  const reply = await world.call(method, url, { token: who.token, ...(method === 'DELETE' ? {} : { body }) })
  assert.equal(reply.status, 200, `${url}: ${reply.text}`)
  return reply.json
}
const post = (who: Person, status: string, more: object = {}) =>
  call(who, 'POST', '/api/v1/statuses', { status, ...more })
const shown = ({ stream, event, payload }: Heard) => [stream?.join(' '), event, JSON.parse(payload!)] as const
const until = async (holds: () => boolean) => {
  for (let i = 0; i < 200 && !holds(); i++) await new Promise((done) => setTimeout(done, 10))
  assert.ok(holds())
}

let people = 0
const person = () => world.account(`p${++people}`)

test('a home hears posts, boosts, notifications and deletions, in their order', async () => {
  const [alice, bob] = [await person(), await person()]
  await call(alice, 'POST', `/api/v1/accounts/${bob.id}/follow`)
  const hers = await openSocket(base, { access_token: alice.token, stream: 'user' })
  const first = await post(bob, `hello @${alice.username}`, { visibility: 'private' })
  const frames = [shown(await hers.next()), shown(await hers.next())].sort((a, b) => (a[1]! < b[1]! ? -1 : 1))
  assert.deepEqual(
    frames.map(([stream, event]) => `${stream} ${event}`),
    ['user notification', 'user update'],
  )
  assert.equal(frames[0]![2].type, 'mention')
  assert.equal(frames[0]![2].status.id, first.id)
  const asRead = await world.call('GET', `/api/v1/statuses/${first.id}`, { token: alice.token })
  assert.deepEqual(frames[1]![2], asRead.json)

  const own = await post(alice, 'mine')
  assert.equal(shown(await hers.next())[2].id, own.id)
  await call(bob, 'POST', `/api/v1/statuses/${own.id}/favourite`)
  const [, , favourite] = shown(await hers.next())
  assert.deepEqual([favourite.type, favourite.status.favourites_count], ['favourite', 1])

  const brief = await post(bob, 'soon gone')
  await call(bob, 'DELETE', `/api/v1/statuses/${brief.id}`)
  await call(bob, 'DELETE', `/api/v1/statuses/${first.id}`)
  const last = [await hers.next(), await hers.next(), await hers.next()].map(
    (frame) => `${frame.event} ${frame.payload}`,
  )
  assert.match(last[0]!, /^update .*soon gone/)
  assert.deepEqual(last.slice(1), [`delete ${brief.id}`, `delete ${first.id}`])
  hers.socket.close()
  await until(() => hub.size === 0)
})

test('public posts say which filters they match, and who changes a filter hears of it', async () => {
  const [alice, bob] = [await person(), await person()]
  const his = await openSocket(base, { access_token: bob.token, stream: 'public' })
  his.say({ type: 'subscribe', stream: 'user' })
  await until(() => hub.isHeard(`user ${bob.id}`))
  await call(bob, 'POST', '/api/v2/filters', {
    title: 'T',
    context: ['public'],
    keywords_attributes: [{ keyword: 'rain' }],
  })
  assert.deepEqual(await his.next(), { stream: ['user'], event: 'filters_changed' })
  await post(alice, 'rain again')
  await post(alice, 'sun at last')
  const [wet, dry] = [shown(await his.next())[2], shown(await his.next())[2]]
  assert.deepEqual([wet.filtered[0].keyword_matches, dry.filtered], [['rain'], undefined])
  const first = await post(alice, 'quote me')
  await his.next()
  const quoting = await post(bob, 'quoting', { quoted_status_id: first.id })
  for (let i = 0; i < 2; i++) await his.next()
  await call(alice, 'POST', `/api/v1/statuses/${first.id}/quotes/${quoting.id}/revoke`)
  const [, event, revoked] = shown(await his.next())
  assert.deepEqual([event, revoked.quote.state], ['status.update', 'revoked'])
  his.socket.close()
  await until(() => hub.size === 0)
})

test('one socket carries many streams; what is muted or blocked does not come', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  const ears = await openSocket(base, {}, { protocol: alice.token })
  assert.equal(ears.socket.protocol, alice.token, 'the protocol is echoed')
  ears.say({ type: 'subscribe', stream: 'public' })
  ears.say({ type: 'subscribe', stream: 'hashtag', tag: 'Cats' })
  ears.say({ type: 'subscribe', stream: 'public:media' })
  ears.say({ type: 'subscribe', stream: 'public:remote' })
  ears.say({ type: 'subscribe', stream: 'nothing' })
  assert.deepEqual(await ears.next(), { error: 'Unknown stream type', status: 400 })
  await call(alice, 'POST', `/api/v1/accounts/${bob.id}/mute`)
  await call(carol, 'POST', `/api/v1/accounts/${alice.id}/block`)
  await post(bob, 'muted #cats')
  await post(carol, 'blocks the reader #cats')
  const own = await post(alice, 'unlisted', { visibility: 'unlisted' })
  await call(alice, 'POST', `/api/v1/statuses/${own.id}/reblog`)
  const seen = await post(alice, 'meow #CATS')
  const frames = [shown(await ears.next()), shown(await ears.next())]
  assert.deepEqual(
    frames.map(([stream, event, payload]) => `${stream} ${event} ${payload.id}`),
    [`public update ${seen.id}`, `hashtag Cats update ${seen.id}`],
  )
  assert.equal(frames[0]![2].favourited, undefined, 'rendered for nobody in particular')
  ears.say({ type: 'unsubscribe', stream: 'public' })
  ears.say({ type: 'unsubscribe', stream: 'hashtag:local', tag: 'cats' })
  ears.say('{')
  assert.equal((await ears.next()).status, 400)
  await call(alice, 'DELETE', `/api/v1/statuses/${seen.id}`)
  assert.deepEqual(await ears.next(), { stream: ['hashtag', 'Cats'], event: 'delete', payload: seen.id })
  ears.socket.close()
})

test('a quote does not carry to everybody what its author hides from some', async () => {
  const [author, quoter, blocked, muting] = [await person(), await person(), await person(), await person()]
  await call(author, 'POST', `/api/v1/accounts/${blocked.id}/block`)
  await call(muting, 'POST', `/api/v1/accounts/${author.id}/mute`)
  const quoted = await post(author, 'not for everybody')
  const ears = await Promise.all(
    [quoter, blocked, muting].map(({ token }) => openSocket(base, { access_token: token, stream: 'public' })),
  )
  const quote = await post(quoter, 'look at this', { quoted_status_id: quoted.id })
  const heard = await Promise.all(ears.map(async (ear) => shown(await ear.next())[2]))
  assert.deepEqual(
    heard.map((one) => [one.id, one.quote.state, one.quote.quoted_status?.id ?? null]),
    [
      [quote.id, 'accepted', quoted.id],
      [quote.id, 'unauthorized', null],
      [quote.id, 'muted_account', quoted.id],
    ],
  )
  assert.ok(!JSON.stringify(heard[1]).includes('not for everybody'))
  for (const ear of ears) ear.socket.close()
  await until(() => hub.size === 0)
})

test('server-sent events', async () => {
  const [alice, bob] = [await person(), await person()]
  const stream = (path: string, token = alice.token) => openEvents(`${base}/api/v1/streaming/${path}`, token)
  const [home, notifications, tag, everybody] = await Promise.all([
    stream('user'),
    stream('user/notification'),
    stream('hashtag/local?tag=dogs'),
    stream('public', await world.token(null, ['read'])),
  ])
  const hers = await post(alice, 'woof #dogs')
  for (const one of [home, tag, everybody]) {
    const { event, data } = await one.next()
    assert.deepEqual([event, JSON.parse(data).id], ['update', hers.id])
  }
  await call(bob, 'POST', `/api/v1/statuses/${hers.id}/reblog`)
  for (const one of [home, notifications]) {
    const { event, data } = await one.next()
    assert.deepEqual([event, JSON.parse(data).type], ['notification', 'reblog'])
  }
  await call(alice, 'DELETE', `/api/v1/statuses/${hers.id}`)
  for (const one of [home, tag, everybody]) assert.deepEqual(await one.next(), { event: 'delete', data: hers.id })
  assert.equal(hub.size, 4)
  for (const one of [home, notifications, tag, everybody]) one.close()
  await until(() => hub.size === 0)

  assert.equal(await (await fetch(`${base}/api/v1/streaming/health`)).text(), 'OK')
  const refused = async (path: string, token?: string) =>
    (await world.call('GET', `/api/v1/streaming/${path}`, token ? { token } : {})).status
  assert.equal(await refused('user'), 401)
  assert.equal(await refused('public'), 401)
  assert.equal(await refused('user', await world.token(alice.id, ['read:notifications'])), 403)
  assert.equal(await refused('user', await world.token(null, ['read'])), 422)
  assert.equal(await refused('hashtag', alice.token), 400)
  assert.equal(await refused('list', alice.token), 400)
  assert.equal(await refused('nothing', alice.token), 404)
  assert.equal(await refused('', alice.token), 400)
  assert.equal(
    (
      await fetch(`${base}/api/v1/streaming/user`, {
        method: 'HEAD',
        headers: { authorization: `Bearer ${alice.token}` },
      })
    ).status,
    200,
  )
  assert.equal(hub.size, 0)
})

test('who may listen to what', async () => {
  const alice = await person()
  await assert.rejects(openSocket(base, {}), /401/)
  await assert.rejects(openSocket(base, { access_token: 'wrong' }), /401/)
  await assert.rejects(openSocket(base, {}, { protocol: 'wrong' }), /401/)
  const narrow = await world.token(alice.id, ['read:notifications'])
  const ears = await openSocket(base, { stream: 'user' }, { headers: { authorization: `Bearer ${narrow}` } })
  assert.deepEqual(await ears.next(), { error: 'Access token does not have the required scopes', status: 401 })
  ears.say({ type: 'subscribe', stream: 'user:notification' })
  const statuses = await openSocket(base, {
    access_token: await world.token(alice.id, ['read:statuses']),
    stream: 'user',
  })
  statuses.say({ type: 'subscribe', stream: 'user:notification' })
  assert.equal((await statuses.next()).status, 401)
  const bob = await person()
  await call(bob, 'POST', `/api/v1/accounts/${alice.id}/follow`)
  const [stream, event, payload] = shown(await ears.next())
  assert.deepEqual([stream, event, payload.type], ['user:notification', 'notification', 'follow'])
  const own = await post(alice, 'mine')
  assert.equal(shown(await statuses.next())[2].id, own.id, 'no notification came on it')
  const app = await openSocket(base, { access_token: await world.token(null, ['read']), stream: 'user' })
  assert.equal((await app.next()).status, 401)
  for (const one of [ears, statuses, app]) one.socket.close()
  assert.deepEqual(world.complaints, [], 'nothing failed behind the scenes')
})
