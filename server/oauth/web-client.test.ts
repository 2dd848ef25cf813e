import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { type Ask, openWorld } from '../../testing/world.ts'
import { Subscriber } from '../push/testing.ts'
import { openSocket } from '../streaming/testing.ts'
import { sweepExpired } from './sweep/index.ts'
import { addPerson, Browser, PASSWORD } from './testing.ts'

const world = await openWorld()
after(world.close)
const address = await world.listen()
const DAY_MS = 24 * 60 * 60 * 1000
const OWN = 'http://tweeter.test'
const ME = '/api/v1/accounts/verify_credentials'
const POSTS = '/api/v1/statuses'
const PUSH = '/api/v1/push/subscription'
const SAME = { 'sec-fetch-site': 'same-origin' }

let people = 0
async function signedIn(name = `p${++people}`, agent = 'x'): Promise<Browser> {
  if (!known.has(name)) known.set(name, await addPerson(world, name))
  const browser = new Browser(world, { 'user-agent': agent })
  assert.equal((await browser.signIn(name)).status, 302)
  return browser
}
const known = new Map<string, number>()

const cookieOf = (browser: Browser) => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
const call = (browser: Browser, method: string, url: string, ask: Ask = {}, headers: Record<string, string> = SAME) =>
  world.call(method, url, { ...ask, headers: { cookie: cookieOf(browser), ...headers, ...ask.headers } })
const statusOf = async (browser: Browser, headers?: Record<string, string>) =>
  (await call(browser, 'GET', ME, {}, headers)).status
const socketOf = (browser: Browser, headers: Record<string, string> = { origin: OWN }) =>
  openSocket(address, { stream: 'user' }, { headers: { cookie: cookieOf(browser), ...headers } })
const tokens = (name: string) =>
  world.app.db.read<{ id: number; revoked: boolean }>`
    select id, revoked_at is not null as revoked from oauth_tokens
     where account_id = ${known.get(name)!} order by id`

test('a page of ours reads and writes as the person who is signed in', async () => {
  const ada = await signedIn('ada')
  const me = await call(ada, 'GET', ME)
  assert.deepEqual([me.status, me.json.username], [200, 'ada'])
  assert.equal(me.headers['access-control-allow-credentials'], undefined)
  const made = await call(ada, 'POST', POSTS, { body: { status: 'By the web' } })
  assert.deepEqual(made.json.application, { name: 'Web', website: null })
  const form = new FormData()
  form.set('status', 'As multipart')
  const again = await call(ada, 'POST', POSTS, { body: form })
  assert.equal(again.status, 200)
  const id = made.json.id
  assert.equal((await call(ada, 'PUT', `${POSTS}/${id}`, { body: { status: 'Edited' } })).status, 200)
  assert.equal((await call(ada, 'DELETE', `${POSTS}/${id}`)).status, 200)
  const app = await call(ada, 'GET', '/api/v1/apps/verify_credentials')
  assert.deepEqual([app.status, app.json.name, app.json.redirect_uris], [200, 'Web', []])
  const key = { 'idempotency-key': 'k' }
  const twice = [0, 1].map(() => call(ada, 'POST', POSTS, { body: { status: 'Once' }, headers: key }))
  const [one, two] = await Promise.all(twice)
  assert.equal(one!.json.id, two!.json.id)
  assert.equal((await tokens('ada')).length, 1)
})

test('only where no other site can be behind it', async () => {
  const bob = await signedIn('bob')
  const before = await call(bob, 'GET', ME)
  for (const [headers, expected] of [
    [{ 'sec-fetch-site': 'same-origin', origin: OWN }, 200],
    [{ origin: OWN }, 200],
    [{}, 401],
    [{ origin: 'null' }, 401],
    [{ origin: 'http://tweeter.test.evil.example' }, 401],
    [{ origin: 'https://tweeter.test' }, 401],
    [{ referer: `${OWN}/` }, 401],
    [{ 'x-tweeter-client': '1' }, 200],
    [{ 'x-tweeter-client': '1', 'sec-fetch-site': 'cross-site' }, 401],
    [{ 'x-tweeter-client': '1', origin: 'https://evil.example' }, 401],
    [{ 'sec-fetch-site': 'none' }, 401],
    [{ 'sec-fetch-site': 'same-site' }, 401],
    [{ 'sec-fetch-site': 'cross-site' }, 401],
    [{ 'sec-fetch-site': 'cross-site', origin: OWN }, 401],
    [{ 'sec-fetch-site': 'same-origin, cross-site' }, 401],
    [{ 'sec-fetch-site': '', origin: OWN }, 401],
  ] as const) {
    const about = JSON.stringify(headers)
    assert.equal(await statusOf(bob, headers), expected, about)
    const body = { status: `From ${about}` }
    assert.equal((await call(bob, 'POST', POSTS, { body }, headers)).status, expected, about)
    const open = await call(bob, 'GET', '/api/v1/timelines/public', {}, headers)
    assert.equal(open.status, 200, about)
    assert.equal(open.json.length > 0 && 'favourited' in open.json[0], expected === 200, about)
  }
  const forged = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
  const multipart = new FormData()
  multipart.set('status', 'Forged')
  for (const body of ['status=Forged', multipart]) {
    assert.equal((await call(bob, 'POST', POSTS, { body }, forged)).status, 401)
  }
  const posts = (await call(bob, 'GET', `/api/v1/accounts/${before.json.id}/statuses`)).json
  assert.equal(posts.length, 3)
  const preflight = await world.call('OPTIONS', POSTS, { headers: { ...forged, cookie: cookieOf(bob) } })
  assert.doesNotMatch(String(preflight.headers['access-control-allow-headers']), /x-tweeter|\*/i)
  assert.equal(preflight.headers['access-control-allow-credentials'], undefined)
  assert.equal(preflight.headers['access-control-allow-origin'], '*')
})

test('a token that is sent wins, right or wrong', async () => {
  const cara = await signedIn('cara')
  const { token } = await world.account('somebody')
  assert.equal((await call(cara, 'GET', ME, { token })).json.username, 'somebody')
  assert.equal((await call(cara, 'GET', `${ME}?access_token=${token}`)).json.username, 'somebody')
  for (const ask of [{ token: 'wrong' }, { headers: { authorization: 'Basic eA==' } }]) {
    assert.equal((await call(cara, 'GET', ME, ask)).status, 401)
  }
  assert.equal((await call(cara, 'GET', `${ME}?access_token=wrong`)).status, 401)
  assert.equal((await call(cara, 'DELETE', '/api/tweeter/v1/session', { token })).status, 422)
  assert.equal(await statusOf(cara), 200)
})

test('tabs that open at once share one token, and being who one is costs nothing from then on', async () => {
  const dan = await signedIn('dan')
  const all = await Promise.all(Array.from({ length: 8 }, () => statusOf(dan)))
  assert.deepEqual(new Set(all), new Set([200]))
  assert.equal((await tokens('dan')).length, 1)
  const url = '/api/v1/preferences'
  const { token } = await world.account('other')
  for (const ask of [() => call(dan, 'GET', url), () => world.call('GET', url, { token })]) await ask()
  const mine = await world.statements(() => call(dan, 'GET', url))
  const theirs = await world.statements(() => world.call('GET', url, { token }))
  assert.equal(mine.count, theirs.count)
  const none = await world.statements(() => call(dan, 'GET', '/api/v1/streaming/health'))
  assert.equal(none.count, 0)
  await call(await signedIn('dan'), 'GET', ME)
  assert.equal((await tokens('dan')).length, 2)
})

test('it lasts 30 days from its last use, with one write a day', async () => {
  const eve = await signedIn('eve')
  await statusOf(eve)
  const writes = () => world.app.db.read`select xmin::text from web_sessions where account_id = ${known.get('eve')!}`
  const before = await writes()
  await statusOf(eve)
  assert.deepEqual(await writes(), before)
  for (let week = 0; week < 6; week++) {
    world.pass(7 * DAY_MS)
    const both = await Promise.all([call(eve, 'GET', ME), call(eve, 'GET', ME)])
    assert.deepEqual(
      both.map(({ status }) => status),
      [200, 200],
    )
    assert.match(String(both[0]!.headers['set-cookie']), /^tweeter_session=[\w-]{43};.*Max-Age=2592000$/)
    assert.equal((await call(eve, 'GET', ME)).headers['set-cookie'], undefined)
  }
  await call(eve, 'POST', PUSH, subscription)
  world.pass(31 * DAY_MS)
  assert.equal(await statusOf(eve), 401)
  await sweepExpired(world.app)
  assert.deepEqual(
    (await tokens('eve')).map(({ revoked }) => revoked),
    [true],
  )
  assert.equal(await pushes('eve'), 0)
})

const subscription = { body: { subscription: { endpoint: 'https://push.example/a', keys: new Subscriber().keys } } }
const pushes = async (name: string) =>
  (
    await world.app.db.read`
      select 1 from push_subscriptions where account_id = ${known.get(name)!} and active`
  ).length

/** Each way to end it, by the browser itself or by another in which the person is signed in. */
const ends: Record<string, (browser: Browser, other: Browser, name: string) => Promise<unknown>> = {
  'signing out by the API': async (browser) => {
    const done = await call(browser, 'DELETE', '/api/tweeter/v1/session')
    assert.equal(done.status, 200)
    assert.match(String(done.headers['set-cookie']), /^tweeter_session=;.*Max-Age=0/)
  },
  'signing out by the form': async (browser) => {
    const copy = new Browser(world)
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value)
    await copy.submit(await copy.get('/settings/password'), '/auth/sign_out', {})
  },
  'signing in anew': async (browser, _, name) => {
    const copy = new Browser(world)
    for (const [key, value] of browser.cookies) copy.cookies.set(key, value)
    assert.equal((await copy.signIn(name)).status, 302)
  },
  'another browser, by the API': async (_, other) => {
    const listed = (await call(other, 'GET', '/api/tweeter/v1/sessions')).json
    const { id } = listed.find(({ agent }: { agent: string }) => agent === 'ended')
    assert.equal((await call(other, 'DELETE', `/api/tweeter/v1/sessions/${id}`)).status, 200)
  },
  'another browser, all others': async (_, other) =>
    other.submit(await other.get('/settings/sessions'), '/settings/sessions/end_others', {}),
  'a new password': async (_, other) => {
    const fields = { password: PASSWORD, new_password: `${PASSWORD} too` }
    const done = await other.submit(await other.get('/settings/password'), '/settings/password', fields)
    assert.equal(done.status, 303)
  },
}

for (const [way, end] of Object.entries(ends)) {
  test(`it ends at once, with its streams and pushes: ${way}`, async () => {
    const name = `e${++people}`
    const [browser, other] = [await signedIn(name, 'ended'), await signedIn(name)]
    const [mine, kept] = [await socketOf(browser), await socketOf(other)]
    const events = await fetch(`${address}/api/v1/streaming/user`, {
      headers: { cookie: cookieOf(browser), ...SAME },
    })
    assert.equal(events.status, 200)
    assert.equal((await call(browser, 'POST', PUSH, subscription)).status, 200)
    assert.equal(await pushes(name), 1)
    await end(browser, other, name)
    assert.equal(await statusOf(browser), 401)
    assert.equal(await pushes(name), 0)
    assert.equal(await mine.closed, 1008)
    await events.text()
    assert.equal(await statusOf(other), 200)
    if (way !== 'a new password') assert.equal(kept.socket.readyState, kept.socket.OPEN)
    kept.socket.close()
  })
}

test('who is suspended is nobody at once, and themselves again when it is undone', async () => {
  const fay = await signedIn('fay')
  const { token } = await world.account('boss', { role: 'owner' })
  assert.equal((await call(fay, 'POST', PUSH, subscription)).status, 200)
  const socket = await socketOf(fay)
  const url = `/api/v1/admin/accounts/${known.get('fay')}`
  assert.equal((await world.call('POST', `${url}/action`, { token, body: { type: 'suspend' } })).status, 200)
  assert.equal(await statusOf(fay), 401)
  assert.equal(await socket.closed, 1008)
  await assert.rejects(socketOf(fay), /401/)
  assert.equal((await world.call('POST', `${url}/unsuspend`, { token })).status, 200)
  assert.equal(await statusOf(fay), 200)
})

test('a socket asks for our own origin, whatever else the browser says', async () => {
  const gil = await signedIn('gil')
  const wrong: Record<string, string>[] = [
    {},
    SAME,
    { origin: 'https://evil.example' },
    { origin: 'https://evil.example', ...SAME },
    { origin: 'null' },
  ]
  for (const headers of wrong) {
    await assert.rejects(socketOf(gil, headers), /401/, JSON.stringify(headers))
  }
  const socket = await socketOf(gil, { origin: OWN, 'sec-fetch-site': 'cross-site' })
  await call(gil, 'POST', POSTS, { body: { status: 'Hello' } })
  assert.equal((await socket.next()).event, 'update')
  socket.socket.close()
  const events = await fetch(`${address}/api/v1/streaming/user`, { headers: { cookie: cookieOf(gil) } })
  assert.equal(events.status, 401)
})

test('the web client is no app that access is given to or taken from, nor one that anybody signs in through', async () => {
  const hal = await signedIn('hal')
  await statusOf(hal)
  assert.deepEqual((await call(hal, 'GET', '/api/tweeter/v1/authorized_apps')).json, [])
  assert.match((await hal.get('/settings/apps')).text, /No app may use your account/)
  assert.equal((await call(hal, 'DELETE', '/api/tweeter/v1/authorized_apps/1')).status, 404)
  const csrf = /name="csrf" value="([^"]+)"/.exec((await hal.get('/settings/apps')).text)![1]!
  assert.equal((await hal.post('/settings/apps/end_all', { csrf })).status, 303)
  assert.equal(await statusOf(hal), 200)
  assert.equal((await call(hal, 'GET', '/api/v1/admin/accounts')).status, 403)
  const body = { username: 'puppet', email: 'puppet@people.example', password: PASSWORD, agreement: true }
  const made = await call(hal, 'POST', '/api/v1/accounts', { body })
  assert.equal(made.status, 403, made.text)
  world.pass(40 * DAY_MS)
  await sweepExpired(world.app)
  assert.equal((await call(await signedIn('hal'), 'GET', '/api/v1/apps/verify_credentials')).json.name, 'Web')
})

test('rate limits count the account, in whichever browser', async () => {
  const strict = await openWorld({ TWEETER_RATE_LIMIT_PERCENT: '100' })
  try {
    await addPerson(strict, 'ida')
    const left: number[] = []
    for (let browsers = 0; browsers < 2; browsers++) {
      const browser = new Browser(strict)
      await browser.signIn('ida')
      const reply = await strict.call('GET', ME, { headers: { ...SAME, cookie: cookieOf(browser) } })
      left.push(Number(reply.headers['x-ratelimit-remaining']))
    }
    assert.equal(left[1], left[0]! - 1)
  } finally {
    await strict.close()
  }
})
