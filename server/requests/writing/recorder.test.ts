import assert from 'node:assert/strict'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { addressOf, requestsFolder, visitorOf } from '../index.ts'
import type { RequestRecord } from '../record.ts'
import { filesIn, recordsOf, textOf } from './testing.ts'

const world = await openWorld()
after(world.close)
const { app } = world
const alice = await world.account('alice')
const bob = await world.account('bob')

const post = async (status: string, more: object = {}) =>
  (await world.call('POST', '/api/v1/statuses', { token: alice.token, body: { status, ...more } })).json.id as string

/** The records of what `work` asks for. */
async function recording(work: () => Promise<unknown>): Promise<RequestRecord[]> {
  const before = (await recordsOf(app)).length
  await work()
  return (await recordsOf(app)).slice(before)
}

const one = async (method: string, url: string, ask: Parameters<typeof world.call>[2] = {}) => {
  const records = await recording(() => world.call(method, url, ask))
  assert.equal(records.length, 1)
  return records[0]!
}

test('a record says who asked for what, how long it took and how much it was', async () => {
  const id = await post('Hello #Cats')
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
  const reply = await world.call('GET', `/api/v1/statuses/${id}`)
  const { at, us, visitor, ...rest } = await one('GET', `/api/v1/statuses/${id}?x=1`, { headers })
  assert.deepEqual(rest, {
    kind: 'person',
    method: 'GET',
    route: '/api/v1/statuses/:id',
    status: 200,
    bytes: Buffer.byteLength(reply.text),
    agent: 'Firefox',
    post: Number(id),
  })
  assert.ok(Math.abs(at - app.now().getTime()) < 60_000 && us! > 0 && us! < 10_000_000)
  assert.match(visitor, /^[0-9a-f]{16}$/)

  const signedIn = await one('GET', `/api/v1/statuses/${id}`, { token: bob.token, headers })
  assert.deepEqual([signedIn.account, signedIn.agent, signedIn.visitor], [Number(bob.id), 'Test app', visitor])
  const bot = await one('GET', '/api/v1/instance', { headers: { 'user-agent': 'Googlebot/2.1' } })
  assert.deepEqual([bot.kind, bot.agent, bot.account, bot.post], ['bot', 'Googlebot', undefined, undefined])
  const [head] = await recording(() => world.tweeter.http.inject({ method: 'HEAD', url: '/api/v2/instance' }))
  assert.deepEqual([head!.method, head!.bytes, head!.agent], ['HEAD', 0, 'lightMyRequest'])
})

test('what failed is about nothing', async () => {
  assert.deepEqual(await one('GET', '/api/v1/statuses/1').then(({ status, post, route }) => [status, post, route]), [
    404,
    undefined,
    '/api/v1/statuses/:id',
  ])
  assert.deepEqual(await one('GET', '/nothing/here').then(({ status, route }) => [status, route]), [404, ''])
  assert.equal((await one('GET', '/api/v1/timelines/home')).posts, undefined)
})

test('lists say which posts they show, boosts what they boost', async () => {
  const [first, second] = [Number(await post('One')), Number(await post('Two #dogs'))]
  await world.call('POST', `/api/v1/accounts/${alice.id}/follow`, { token: bob.token })
  await world.call('POST', `/api/v1/statuses/${first}/reblog`, { token: alice.token })
  await world.call('POST', `/api/v1/statuses/${first}/favourite`, { token: bob.token })
  await world.call('POST', `/api/v1/statuses/${first}/bookmark`, { token: bob.token })
  const reply = Number(await post('Three', { in_reply_to_id: String(second) }))
  await world.jobs()
  const shown = async (url: string) => (await one('GET', url, { token: bob.token })).posts

  const home = (await shown('/api/v1/timelines/home'))!
  assert.deepEqual(home.slice(0, 4), [reply, first, second, first])
  assert.deepEqual((await shown('/api/v1/timelines/public?limit=2'))!, [reply, second])
  assert.deepEqual(await shown('/api/v1/favourites'), [first])
  assert.deepEqual(await shown('/api/v1/bookmarks'), [first])
  assert.deepEqual(await shown(`/api/v1/statuses?id[]=${first}&id[]=${second}`), [first, second])
  assert.deepEqual(await shown('/api/v1/timelines/direct'), undefined, 'nobody is told when a message was read')

  const thread = await one('GET', `/api/v1/statuses/${second}/context`, { token: bob.token })
  assert.deepEqual([thread.post, thread.posts], [undefined, [reply]], 'it is asked for again and again')
  const profile = await one('GET', `/api/v1/accounts/${alice.id}/statuses`, { token: bob.token })
  assert.deepEqual([profile.profile, profile.posts], [undefined, home])
  assert.equal((await one('GET', `/api/v1/accounts/${alice.id}`)).profile, Number(alice.id))
  assert.equal((await one('GET', '/api/v1/accounts/lookup?acct=alice')).profile, Number(alice.id))
  const tag = await one('GET', '/api/v1/timelines/tag/%23DOGS', { token: bob.token })
  assert.deepEqual([tag.tag, tag.posts], ['dogs', [second]])
  assert.equal((await one('GET', '/api/v1/tags/Dogs')).tag, 'dogs')
  assert.deepEqual(await shown(`/api/v2/search?q=dogs&type=statuses`), [second])
  const favourited = await recording(() => world.call('GET', '/api/v2/notifications', { token: alice.token }))
  assert.deepEqual(favourited[0]!.posts, [first])
})

test('public pages are about the same', async () => {
  const id = Number(await post('On a page #sea'))
  const answer = Number(await post('Below it', { in_reply_to_id: String(id) }))
  const page = await one('GET', `/@alice/${id}`)
  assert.deepEqual([page.status, page.post, page.posts], [200, id, [answer]])
  const profile = await one('GET', '/@alice/with_replies')
  assert.deepEqual([profile.profile, profile.posts![0]], [Number(alice.id), answer])
  const tag = await one('GET', '/tags/SEA')
  assert.deepEqual([tag.tag, tag.posts], ['sea', [id]])
  assert.ok((await one('GET', '/')).posts!.includes(id))
})

test('a visitor is the same within a day and another the next; the network is known to this process only', async () => {
  const today = visitorOf(app, '192.0.2.7')!
  assert.equal(visitorOf(app, '192.0.2.7'), today)
  assert.notEqual(visitorOf(app, '192.0.2.8'), today)
  assert.equal(visitorOf(app, '2001:db8:1:2::3'), visitorOf(app, '2001:db8:1:2:ffff::9'))
  assert.equal(addressOf(app, today), '192.0.2.7')
  assert.equal(addressOf(app, visitorOf(app, '2001:db8:1:2::3')!), '2001:db8:1:2::/64')

  const before = await one('GET', '/api/v1/instance')
  world.pass(24 * 60 * 60_000)
  const next = await one('GET', '/api/v1/instance')
  assert.notEqual(next.visitor, before.visitor)
  assert.notEqual(visitorOf(app, '192.0.2.7'), today)
  assert.equal(addressOf(app, today), null)
})

test('no secret gets into a file', async () => {
  const secret = 'S3cretWord'
  const form = `grant_type=password&username=alice&password=${secret}a&client_id=${secret}b&client_secret=${secret}c`
  await world.call('POST', '/oauth/token', { body: form })
  await world.call('GET', `/auth/password/edit?reset_password_token=${secret}d`)
  await world.call('GET', `/auth/confirmation?confirmation_token=${secret}e`)
  await world.call('GET', `/api/v2/search?q=${secret}f`, { token: bob.token })
  await world.call('GET', `/api/v1/timelines/home?access_token=${bob.token}`)
  await world.call('GET', `/unsubscribe/${secret}g`)
  await world.call('GET', `/${secret}h/${secret}i?x=${secret}j`)
  await world.call('POST', '/api/v1/statuses', { token: alice.token, body: { status: `${secret}k` } })
  await world.call('GET', '/api/v1/instance', { headers: { cookie: `session=${secret}l`, referer: `/${secret}m` } })
  await world.call('POST', '/auth/sign_in', { body: `username=alice&password=${secret}n` })
  const records = await recordsOf(app)
  assert.ok(records.length > 30)
  const folder = requestsFolder(app.config)
  const everything = filesIn(folder)
    .map((file) => textOf(join(folder, file)))
    .join('')
  for (const word of [secret, secret.toLowerCase(), alice.token, bob.token, '127.0.0.1', 'alice', '?'])
    assert.ok(!everything.includes(word), word)
  const fields = new Set(records.flatMap((record) => Object.keys(record)))
  const known = 'at kind method route status us bytes visitor agent account post profile tag posts'.split(' ')
  assert.deepEqual([...fields].sort(), known.sort())
})

test('whose writing is off leaves no file and no key', async () => {
  const quiet = await openWorld({ TWEETER_REQUESTS: 'off' })
  await quiet.call('GET', '/api/v1/instance')
  assert.deepEqual(await recordsOf(quiet.app), [])
  assert.deepEqual(filesIn(requestsFolder(quiet.app.config)), [])
  const [row] = await quiet.app.db.read<{ count: number }>`select count(*)::int as count from request_salts`
  assert.equal(row!.count, 0)
  await quiet.close()
})
