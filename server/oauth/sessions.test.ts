import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openWorld } from '../../testing/world.ts'
import { accountDeleted, credentialsChanged } from '../accounts/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { sweepExpired } from './sweep/index.ts'
import { addPerson, authorizeUrl, Browser, CALLBACK, PASSWORD, query, registered } from './testing.ts'

const world = await openWorld()
after(world.close)
let client = await registered(world)
const DAY_MS = 24 * 60 * 60 * 1000
const isSignedIn = async (browser: Browser) => (await browser.get(authorizeUrl(client))).status === 200
const sessionOf = (browser: Browser) => browser.cookies.get('tweeter_session')!

test('signing in: the cookie, and who stays outside', async () => {
  await addPerson(world, 'ada')
  const browser = new Browser(world)
  for (const [login, password] of [
    ['ada', 'wrong'],
    ['nobody', PASSWORD],
    ['', ''],
  ] as const) {
    const reply = await browser.signIn(login, '/', password)
    assert.equal(reply.status, 422)
    assert.match(reply.text, /do not belong together/)
    assert.doesNotMatch(reply.text, /value="wrong"/)
  }
  const reply = await browser.signIn(' @Ada ')
  assert.deepEqual([reply.status, reply.headers.location], [302, '/'])
  const cookie = [reply.headers['set-cookie']].flat().find((line) => String(line).startsWith('tweeter_session='))
  assert.match(String(cookie), /^tweeter_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/)
  assert.ok([...browser.cookies.keys()].some((name) => name.startsWith('tweeter_device_')))
  assert.ok(await isSignedIn(browser))
  assert.equal((await browser.post('/auth/sign_in', { login: 'ada', password: PASSWORD })).status, 403)
})

test('those who may not act yet are told why', async () => {
  await addPerson(world, 'unconfirmed', { confirmed: false })
  await addPerson(world, 'pending', { approved: false })
  const browser = new Browser(world)
  const unconfirmed = await browser.signIn('unconfirmed@people.example')
  assert.equal(unconfirmed.status, 403)
  assert.match(unconfirmed.text, /Confirm your address first/)
  assert.match(unconfirmed.text, /action="\/auth\/confirmation"/)
  const pending = await browser.signIn('pending')
  assert.equal(pending.status, 403)
  assert.match(pending.text, /A moderator reads each request/)
  assert.equal(await isSignedIn(browser), false)
})

test('next leads to own paths only', async () => {
  await addPerson(world, 'nell')
  const browser = new Browser(world)
  const to = async (next: string) => (await browser.signIn('nell', next)).headers.location
  assert.equal(await to('/@nell?x=1#top'), '/@nell?x=1#top')
  assert.equal(await to('/ä'), '/%C3%A4')
  for (const next of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    '',
  ]) {
    assert.equal(await to(next), '/', next)
  }
})

test('signing out ends the session itself, not only the cookie', async () => {
  await addPerson(world, 'olga')
  const browser = new Browser(world)
  await browser.signIn('olga')
  const held = sessionOf(browser)
  assert.equal((await browser.post('/auth/sign_out', {})).status, 403)
  const csrf = /name="csrf" value="([^"]+)"/.exec((await browser.get('/auth/sign_in')).text)![1]!
  const reply = await browser.post('/auth/sign_out', { csrf })
  assert.equal(reply.status, 302)
  assert.match((await browser.get(String(reply.headers.location))).text, /You are signed out/)
  assert.equal(browser.cookies.has('tweeter_session'), false)
  browser.cookies.set('tweeter_session', held)
  assert.equal(await isSignedIn(browser), false)
})

test('a session is made anew at each sign-in', async () => {
  await addPerson(world, 'pia')
  const browser = new Browser(world)
  await browser.signIn('pia')
  const first = sessionOf(browser)
  await browser.signIn('pia')
  assert.notEqual(sessionOf(browser), first)
  const thief = new Browser(world)
  thief.cookies.set('tweeter_session', first)
  assert.equal(await isSignedIn(thief), false)
})

test('a session lasts 30 days from its last use', async () => {
  await addPerson(world, 'quin')
  const browser = new Browser(world)
  await browser.signIn('quin')
  for (let week = 0; week < 6; week++) {
    world.pass(7 * DAY_MS)
    assert.ok(await isSignedIn(browser), `week ${week}`)
  }
  world.pass(31 * DAY_MS)
  assert.equal(await isSignedIn(browser), false)
  const [before] = await world.app.db.read<{ count: number }>`select count(*)::int as count from web_sessions`
  assert.ok(before!.count > 0)
  world.pass(31 * DAY_MS)
  assert.ok((await sweepExpired(world.app)) > 0)
  const [left] = await world.app.db.read<{ count: number }>`select count(*)::int as count from web_sessions`
  assert.equal(left!.count, 0)
  // Two months old and never given a token, the app went as well.
  client = await registered(world)
})

test('a new password signs out everywhere; a new address does not; deletion does', async () => {
  const id = await addPerson(world, 'rita')
  const browser = new Browser(world)
  await browser.signIn('rita')
  const code = await browser.code(client)
  const exchange = (one: string) =>
    world.call('POST', '/oauth/token', {
      body: query({ grant_type: 'authorization_code', ...client, redirect_uri: CALLBACK, code: one }),
    })
  const token = (await exchange(code)).json.access_token
  const works = async () => (await world.call('GET', '/oauth/userinfo', { token })).status === 200
  const unused = await browser.code(client)
  await transact(world.app.db, (tx) => emit(tx, credentialsChanged, { accountId: id, what: 'email' }))
  assert.deepEqual([await works(), await isSignedIn(browser)], [true, true])
  await transact(world.app.db, (tx) => emit(tx, credentialsChanged, { accountId: id, what: 'password' }))
  assert.deepEqual([await works(), await isSignedIn(browser)], [false, false])
  assert.equal((await exchange(unused)).status, 400)
  await browser.signIn('rita')
  assert.ok(await isSignedIn(browser))
  await transact(world.app.db, (tx) => emit(tx, accountDeleted, { accountId: id }))
  assert.equal(await isSignedIn(browser), false)
})

test('a revocation at one site is not undone by a use at the other, whichever came first', async () => {
  const id = await addPerson(world, 'sam')
  const browser = new Browser(world)
  const { db } = world.app
  const newest = async () =>
    (
      await db.read<{ id: number; base: number; revoked: boolean }>`
      select id, tweeter.stamp(changed_at, changed_site) as base, revoked_at is not null as revoked
        from web_sessions where account_id = ${id} order by id desc limit 1`
    )[0]!
  /** The row as the other site has it after one write of its own, so much later than the sign-in. */
  const arrive = (session: { id: number; base: number }, column: 'revoked_at' | 'expires_at', seconds: number) =>
    transact(db, async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`update web_sessions
                  set revoked_at = case when ${column === 'revoked_at'} then now() end,
                      expires_at = expires_at + interval '1 day',
                      changed_at = changed_at + ${seconds}::float8 * interval '1 second',
                      column_stamps = jsonb_build_object('*', ${session.base}::bigint, ${column}::text,
                                                         ${session.base}::bigint + round(${seconds}::float8 * 4000000)::bigint)
                where id = ${session.id}`
    })

  await browser.signIn('sam')
  const revokedHere = await newest()
  await transact(db, (tx) => tx`update web_sessions set revoked_at = now() where id = ${revokedHere.id}`)
  await arrive(revokedHere, 'expires_at', 7200)
  assert.equal((await newest()).revoked, true, 'a later use there')

  await browser.signIn('sam')
  const usedHere = await newest()
  await sleep(5)
  await transact(
    db,
    (tx) => tx`update web_sessions set expires_at = expires_at + interval '2 days' where id = ${usedHere.id}`,
  )
  await arrive(usedHere, 'revoked_at', 0.001)
  assert.equal((await newest()).revoked, true, 'an earlier revocation there')
})

test('under https the cookies are bound to this host', async () => {
  const secure = await openWorld({ TWEETER_URL: 'https://tweeter.test' })
  try {
    await addPerson(secure, 'ada')
    const reply = await new Browser(secure).signIn('ada')
    const lines = [reply.headers['set-cookie']].flat().map(String)
    assert.ok(
      lines.some((line) => /^__Host-tweeter_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure;/.test(line)),
    )
  } finally {
    await secure.close()
  }
})

test('who guesses is slowed down', async () => {
  const strict = await openWorld({ TWEETER_RATE_LIMIT_PERCENT: '100' })
  try {
    await addPerson(strict, 'ada')
    const browser = new Browser(strict)
    let reply = await browser.signIn('ada', '/', 'wrong')
    for (let guess = 0; guess < 30 && reply.status === 422; guess++) reply = await browser.signIn('ada', '/', 'wrong')
    assert.equal(reply.status, 429)
    assert.ok(Number(reply.headers['retry-after']) > 0)
    assert.match(reply.text, /Too many attempts/)
  } finally {
    await strict.close()
  }
})
