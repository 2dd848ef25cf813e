import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { mailsTo } from '../../accounts/testing.ts'
import { sweepExpired } from '../sweep/index.ts'
import { addPerson, authorizeUrl, Browser, CALLBACK, type Client, PASSWORD, query, registered } from '../testing.ts'
import { writeUses } from './uses.ts'

const world = await openWorld({ TWEETER_TRUST_PROXY: 'loopback' })
after(world.close)
const DAY_MS = 24 * 60 * 60 * 1000
const SESSIONS = '/settings/sessions'
const APPS = '/settings/apps'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0'
const client = await registered(world)
const isIn = async (browser: Browser) => (await browser.get(authorizeUrl(client))).status === 200

async function signedIn(name: string, headers: Record<string, string> = {}): Promise<Browser> {
  const browser = new Browser(world, headers)
  assert.equal((await browser.signIn(name)).status, 302)
  return browser
}

async function tokenOf(browser: Browser, of: Client = client, scope = 'read write'): Promise<string> {
  const code = await browser.code(of, { scope })
  const fields = { grant_type: 'authorization_code', ...of, redirect_uri: CALLBACK, code }
  return (await world.call('POST', '/oauth/token', { body: query(fields) })).json.access_token
}

test('browsers are listed with when, where and what, and ended one by one or all', async () => {
  await addPerson(world, 'ada')
  const here = await signedIn('ada', { 'user-agent': FIREFOX, 'x-forwarded-for': '198.51.100.7' })
  const away = await signedIn('ada', { 'user-agent': 'toot/0.49', 'x-forwarded-for': '2001:db8:1:2:3::4' })
  const third = await signedIn('ada')
  const page = await here.get(SESSIONS)
  assert.match(page.text, /Firefox on Linux[\s\S]*198\.51\.100\.7[\s\S]*This browser/)
  assert.match(page.text, /2001:db8:1:2::\/64/)
  const token = await tokenOf(here)
  const listed = await world.call('GET', '/api/tweeter/v1/sessions', { token })
  assert.deepEqual(
    listed.json.map((one: { agent: string; network: string }) => [one.agent, one.network]),
    [
      ['lightMyRequest', '127.0.0.1'],
      ['toot', '2001:db8:1:2::/64'],
      ['Firefox on Linux', '198.51.100.7'],
    ],
  )
  const ended = await here.post(`${SESSIONS}/end`, { csrf: csrfOf(page.text), id: listed.json[1].id })
  assert.deepEqual([ended.status, ended.headers.location], [303, SESSIONS])
  assert.deepEqual([await isIn(here), await isIn(away), await isIn(third)], [true, false, true])
  assert.equal((await here.post(`${SESSIONS}/end`, { csrf: csrfOf(page.text), id: listed.json[1].id })).status, 303)
  await here.submit(await here.get(SESSIONS), `${SESSIONS}/end_others`, {})
  assert.deepEqual([await isIn(here), await isIn(third)], [true, false])
  assert.equal((await here.post(`${SESSIONS}/end_others`, {})).status, 403)
})

const csrfOf = (page: string): string => /name="csrf" value="([^"]+)"/.exec(page)![1]!

test('by the API: pages of a list, one ended, and nobody else’s', async () => {
  await addPerson(world, 'bea')
  await addPerson(world, 'ben')
  const [bea, ben] = [await signedIn('bea'), await signedIn('ben')]
  const [hers, his] = [await tokenOf(bea), await tokenOf(ben)]
  const url = '/api/tweeter/v1/sessions'
  for (let more = 0; more < 3; more++) await signedIn('bea')
  const first = await world.call('GET', `${url}?limit=3`, { token: hers })
  assert.equal(first.json.length, 3)
  const next = /<[^>]*?(\?[^>]*)>; rel="next"/.exec(String(first.headers.link))![1]!
  const second = await world.call('GET', `${url}${next}`, { token: hers })
  assert.equal(second.json.length, 1)
  const id = second.json[0].id
  assert.equal((await world.call('DELETE', `${url}/${id}`, { token: his })).status, 404)
  assert.ok(await isIn(bea))
  assert.deepEqual((await world.call('DELETE', `${url}/${id}`, { token: hers })).json, {})
  assert.equal(await isIn(bea), false)
  assert.equal((await world.call('DELETE', `${url}/${id}`, { token: hers })).status, 404)
  const narrow = await tokenOf(ben, client, 'read:statuses write:statuses')
  for (const [method, path] of [
    ['GET', url],
    ['DELETE', `${url}/${id}`],
    ['GET', '/api/tweeter/v1/authorized_apps'],
    ['DELETE', '/api/tweeter/v1/authorized_apps/1'],
  ] as const) {
    assert.equal((await world.call(method, path, { token: narrow })).status, 403, path)
    assert.equal((await world.call(method, path)).status, 401, path)
  }
  const counted = async () => (await world.statements(() => world.call('GET', url, { token: his }))).count
  const one = await counted()
  for (let more = 0; more < 5; more++) await signedIn('ben')
  assert.equal(await counted(), one)
})

test('apps: what they may do and when they did, ended at once with tokens and codes', async () => {
  await addPerson(world, 'cleo')
  const browser = await signedIn('cleo')
  const other = await registered(world, { client_name: 'Other <app>', website: 'https://other.example/' })
  const [first, second, unused] = [
    await tokenOf(browser, client, 'read:statuses'),
    await tokenOf(browser, client, 'read:accounts write:statuses'),
    await tokenOf(browser, other, 'read write'),
  ]
  const url = '/api/tweeter/v1/authorized_apps'
  const listed = await world.call('GET', url, { token: second })
  assert.deepEqual(
    listed.json.map((one: { name: string; current: boolean; scopes: string[] }) => [one.name, one.current, one.scopes]),
    [
      ['Other <app>', false, ['read', 'write']],
      ['Test app', true, ['read:accounts', 'read:statuses', 'write:statuses']],
    ],
  )
  assert.equal(listed.json[0].last_used_at, null)
  assert.equal(listed.json[1].last_used_at, world.app.now().toISOString().slice(0, 10))
  assert.ok(!listed.text.includes(first) && !listed.text.includes(second))
  const page = await browser.get(APPS)
  assert.match(page.text, /href="https:\/\/other\.example\/"[^>]*>Other &lt;app&gt;</)
  assert.match(page.text, /not used yet/)
  const code = await browser.code(client)
  const works = async (token: string) => (await world.call('GET', '/api/v1/preferences', { token })).status
  assert.deepEqual([await works(second), await works(unused)], [200, 200])
  await browser.submit(page, `${APPS}/end`, { id: listed.json[1].id })
  assert.deepEqual([await works(first), await works(second), await works(unused)], [401, 401, 200])
  const late = await world.call('POST', '/oauth/token', {
    body: query({ grant_type: 'authorization_code', ...client, redirect_uri: CALLBACK, code }),
  })
  assert.equal(late.json.error, 'invalid_grant')
  await browser.submit(await browser.get(APPS), `${APPS}/end_all`, {})
  assert.equal(await works(unused), 401)
  assert.match((await browser.get(APPS)).text, /No app may use your account/)
  assert.ok(await isIn(browser))
})

test('a stream ends with its token', async () => {
  const address = await world.listen()
  await addPerson(world, 'dora')
  const browser = await signedIn('dora')
  const app = await registered(world)
  const token = await tokenOf(browser, app)
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/streaming?access_token=${token}&stream=user`)
  await new Promise((opened) => socket.addEventListener('open', opened, { once: true }))
  const closed = new Promise((done) => socket.addEventListener('close', done, { once: true }))
  const mine = await world.call('GET', '/api/tweeter/v1/authorized_apps', { token })
  await world.call('DELETE', `/api/tweeter/v1/authorized_apps/${mine.json[0].id}`, { token })
  await closed
})

test('a use costs a request nothing, and a day of uses one write', async () => {
  await addPerson(world, 'emil')
  const browser = await signedIn('emil')
  const token = await tokenOf(browser)
  const ask = () => world.call('GET', '/api/v1/preferences', { token })
  await ask()
  const { count } = await world.statements(ask)
  world.pass(DAY_MS)
  assert.equal((await world.statements(ask)).count, count)
  const used = async () => (await world.call('GET', '/api/tweeter/v1/authorized_apps', { token })).json[0].last_used_at
  assert.equal(await used(), world.app.now().toISOString().slice(0, 10))
  await writeUses(world.app)
  const versions = () => world.app.db.read`select xmin::text, count(*) from token_uses group by 1 order by 1`
  const before = await versions()
  assert.ok(before.length > 0)
  for (let again = 0; again < 3; again++) {
    await ask()
    await writeUses(world.app)
  }
  assert.deepEqual(await versions(), before)
  world.pass(3 * DAY_MS)
  await world.call('GET', '/api/v1/preferences', { token: await tokenOf(browser, await registered(world)) })
  const page = await browser.get(APPS)
  const day = new Date(world.app.now().getTime() - 3 * DAY_MS).toISOString().slice(0, 10)
  assert.ok(page.text.includes(`last used <time datetime="${day}"`))
})

test('a new password asks the old one, keeps this browser, and ends everything else', async () => {
  await addPerson(world, 'faye')
  const [here, away] = [await signedIn('faye'), await signedIn('faye')]
  const token = await tokenOf(here)
  const form = await here.get('/settings/password')
  const send = (password: string, fresh: string) =>
    here.submit(form, '/settings/password', { password, new_password: fresh })
  assert.match((await send('wrong', 'quite a new one')).text, /Password is not the right one/)
  assert.match((await send(PASSWORD, 'short')).text, /New password is too short/)
  assert.ok(await isIn(away))
  const done = await send(PASSWORD, 'quite a new one')
  assert.deepEqual([done.status, done.headers.location], [303, '/settings/account?done=password'])
  assert.match((await here.get('/settings/account?done=password')).text, /Your password is changed/)
  assert.deepEqual([await isIn(here), await isIn(away)], [true, false])
  assert.equal((await world.call('GET', '/api/v1/preferences', { token })).status, 401)
  assert.equal((await new Browser(world).signIn('faye')).status, 422)
  assert.equal((await new Browser(world).signIn('faye', '/', 'quite a new one')).status, 302)
  const [mail] = (await mailsTo(world, 'faye@people.example')).filter(({ subject }) => /was changed/.test(subject))
  assert.ok(mail)
})

test('settings are for who is signed in, and the header knows them on every page', async () => {
  for (const url of ['/settings/account', SESSIONS, APPS, '/settings/password', '/settings/second_factor']) {
    const reply = await new Browser(world).get(url)
    assert.equal(reply.headers.location, `/auth/sign_in?next=${encodeURIComponent(url)}`)
  }
  await addPerson(world, 'gus')
  const browser = await signedIn('gus', { accept: 'text/html' })
  const index = await browser.get('/settings/account')
  for (const url of ['/auth/email', '/settings/password', SESSIONS, APPS, '/settings/mail', '/auth/delete']) {
    assert.ok(index.text.includes(`href="${url}"`), url)
  }
  for (const url of ['/nothing/here', '/oauth/authorize/native?code=x', '/auth/password/edit?token=x']) {
    const page = await browser.get(url)
    assert.ok(page.status >= 400)
    assert.match(page.text, /action="\/auth\/sign_out"/, url)
  }
  browser.cookies.delete('tweeter_form')
  const fresh = await browser.get('/settings/password')
  assert.equal(new Set([...fresh.text.matchAll(/name="csrf" value="([^"]+)"/g)].map((one) => one[1])).size, 1)
  assert.equal((await browser.submit(fresh, '/auth/sign_out', {})).status, 302)
})

test('what has ended is purged after 30 days, in batches, and an app that was never used', async () => {
  const fresh = await openWorld()
  try {
    // The web client's app, which is always there, has the id 1.
    const count = async (table: string) =>
      (
        await fresh.app.db.read.unsafe<{ count: number }>(`select count(*)::int as count from ${table} where id > 1`)
      )[0]!.count
    const alice = await fresh.account('alice')
    const [used, never] = [await registered(fresh), await registered(fresh)]
    for (let one = 0; one < 3; one++) {
      const browser = new Browser(fresh)
      await addPerson(fresh, `p${one}`)
      await browser.signIn(`p${one}`)
      const code = await browser.code(used)
      const body = query({ grant_type: 'authorization_code', ...used, redirect_uri: CALLBACK, code })
      const { access_token: token } = (await fresh.call('POST', '/oauth/token', { body })).json
      await fresh.call('POST', '/oauth/revoke', { body: query({ ...used, token }) })
      await browser.submit(await browser.get('/settings/password'), '/auth/sign_out', {})
    }
    assert.deepEqual([await count('web_sessions'), await count('oauth_tokens'), await count('oauth_apps')], [3, 4, 3])
    fresh.pass(29 * DAY_MS)
    await sweepExpired(fresh.app, 2)
    assert.deepEqual([await count('web_sessions'), await count('oauth_tokens'), await count('oauth_apps')], [3, 4, 3])
    fresh.pass(2 * DAY_MS)
    await sweepExpired(fresh.app, 2)
    assert.deepEqual([await count('web_sessions'), await count('oauth_tokens'), await count('oauth_apps')], [0, 2, 2])
    assert.equal((await fresh.call('GET', '/api/v1/preferences', { token: alice.token })).status, 200)
    const known = async ({ client_id }: Client) =>
      (
        await fresh.call(
          'GET',
          `/oauth/authorize?${query({ response_type: 'code', client_id, redirect_uri: CALLBACK })}`,
        )
      ).status
    assert.deepEqual([await known(used), await known(never)], [302, 401])
  } finally {
    await fresh.close()
  }
})
