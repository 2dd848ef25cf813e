import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'
import { addPerson, authorizeUrl, Browser, CALLBACK, PASSWORD, pkce, query, registered } from './testing.ts'

const world = await openWorld()
after(world.close)
await addPerson(world, 'ada')
await addPerson(world, 'bob')
const client = await registered(world)

const signedIn = async (login = 'ada') => {
  const browser = new Browser(world)
  await browser.signIn(login)
  return browser
}

test('the whole way, from a link in an app to a token', async () => {
  const browser = new Browser(world)
  const { verifier, challenge } = pkce()
  const wanted = {
    scope: 'read write:statuses',
    state: 's & "t"',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }
  const url = authorizeUrl(client, wanted).replace('/authorize?', '/authorize/?')
  const sent = await browser.get(url)
  assert.equal(sent.status, 302)
  const form = await browser.get(String(sent.headers.location))
  assert.equal(form.status, 200)
  const entered = await browser.submit(form, '/auth/sign_in', { login: 'ADA@people.example', password: PASSWORD })
  assert.equal(entered.status, 302)
  const consent = await browser.get(String(entered.headers.location))
  assert.match(consent.text, /Test app<\/bdi> asks for access/)
  assert.match(consent.text, /Read everything in your account/)
  assert.match(consent.text, /Post, edit, delete and boost for you/)
  assert.match(consent.text, /Afterwards you go to <b><bdi>app\.example<\/bdi><\/b>/)
  const done = await browser.submit(consent, '/oauth/authorize', { decision: 'authorize' })
  assert.equal(done.status, 302)
  const back = String(done.headers.location)
  assert.ok(back.startsWith(`${CALLBACK}&code=`), back)
  const answer = new URL(back).searchParams
  assert.equal(answer.get('state'), 's & "t"')
  const body = {
    grant_type: 'authorization_code',
    ...client,
    redirect_uri: CALLBACK,
    code: answer.get('code')!,
    code_verifier: verifier,
  }
  const token = await world.call('POST', '/oauth/token', { body })
  assert.equal(token.json.scope, 'read write:statuses')
  const me = await world.call('GET', '/oauth/userinfo', { token: token.json.access_token })
  assert.equal(me.json.preferred_username, 'ada')
})

test('these pages open in the popup of an app, and lead back to it', async () => {
  const browser = await signedIn()
  for (const url of [authorizeUrl(client), '/auth/sign_in']) {
    const { headers } = await browser.get(url)
    assert.equal(headers['cross-origin-opener-policy'], undefined)
    assert.doesNotMatch(String(headers['content-security-policy']), /form-action/)
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/)
    assert.equal(headers['cache-control'], 'no-store')
  }
})

test('a no is told to the app', async () => {
  const browser = await signedIn()
  const back = new URL(await browser.authorize(authorizeUrl(client, { state: 'xyz' }), 'deny'))
  assert.equal(back.origin, 'https://app.example')
  assert.equal(back.searchParams.get('error'), 'access_denied')
  assert.equal(back.searchParams.get('state'), 'xyz')
  assert.equal(back.searchParams.has('code'), false)
})

test('an app without an address gets its code by hand', async () => {
  const oob = { redirect_uri: 'urn:ietf:wg:oauth:2.0:oob' }
  const tool = await registered(world, { client_name: 'Tool', redirect_uris: oob.redirect_uri })
  const browser = await signedIn()
  const location = await browser.authorize(authorizeUrl(tool, oob))
  assert.match(location, /^\/oauth\/authorize\/native\?code=[\w-]{43}$/)
  const page = await browser.get(location)
  const code = /id="code">([\w-]{43})</.exec(page.text)![1]!
  assert.match(page.text, /paste it into <bdi>Tool/)
  const body = { grant_type: 'authorization_code', ...tool, ...oob, code }
  assert.equal((await world.call('POST', '/oauth/token', { body })).status, 200)
  assert.equal((await browser.get(location)).status, 400, 'used')
  assert.equal((await browser.get('/oauth/authorize/native?code=made-up')).status, 400)
  const no = await browser.submit(await browser.get(authorizeUrl(tool, oob)), '/oauth/authorize', { decision: 'deny' })
  assert.equal(no.status, 400)
  assert.match(no.text, /access_denied/)
})

test('addresses of every kind come back letter for letter', async () => {
  const addresses = [
    'my-app://in',
    'com.example.app:/oauth',
    'http://127.0.0.1:4711/',
    'https://bücher.example/ä?x=%2F',
  ]
  const app = await registered(world, { redirect_uris: addresses })
  const browser = await signedIn()
  for (const redirect_uri of addresses) {
    const location = await browser.authorize(authorizeUrl(app, { redirect_uri }))
    assert.ok(decodeURI(location).startsWith(decodeURI(redirect_uri)), location)
  }
})

test('what is wrong with app or address is told to the person, and nobody is sent anywhere', async () => {
  const browser = await signedIn()
  const cases: [Record<string, string>, number, string][] = [
    [{ client_id: 'nobody' }, 401, 'invalid_client'],
    [{ client_id: '' }, 400, 'invalid_request'],
    [{ redirect_uri: '' }, 400, 'invalid_redirect_uri'],
    [{ redirect_uri: 'https://evil.example/' }, 400, 'invalid_redirect_uri'],
    [{ redirect_uri: CALLBACK.split('?')[0]! }, 400, 'invalid_redirect_uri'],
    [{ redirect_uri: CALLBACK.replace('app.example', 'APP.example') }, 400, 'invalid_redirect_uri'],
    [{ redirect_uri: CALLBACK.replace('app.example', 'app.example:8443') }, 400, 'invalid_redirect_uri'],
  ]
  for (const [change, status, error] of cases) {
    const reply = await browser.get(authorizeUrl(client, change))
    assert.equal(reply.status, status, JSON.stringify(change))
    assert.match(reply.text, new RegExp(`<code dir="ltr">${error}:`))
    assert.equal(reply.headers.location, undefined)
  }
})

test('what is wrong with the rest is told to the app, before anybody signs in', async () => {
  const browser = new Browser(world)
  const challenge = pkce().challenge
  const cases: [Record<string, string>, string][] = [
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ response_type: '' }, 'invalid_request'],
    [{ scope: 'read everything' }, 'invalid_scope'],
    [{ scope: 'push' }, 'invalid_scope'],
    [{ code_challenge: challenge }, 'invalid_request'],
    [{ code_challenge: challenge, code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: 'short', code_challenge_method: 'S256' }, 'invalid_request'],
  ]
  for (const [change, error] of cases) {
    const reply = await browser.get(authorizeUrl(client, { state: 'xyz', ...change }))
    assert.equal(reply.status, 302, JSON.stringify(change))
    const back = new URL(String(reply.headers.location))
    assert.deepEqual([back.host, back.searchParams.get('error')], ['app.example', error])
    assert.equal(back.searchParams.get('state'), 'xyz')
  }
})

test('force_login asks again, once, and another account can be used', async () => {
  const browser = await signedIn('ada')
  const url = authorizeUrl(client, { force_login: 'true' })
  const sent = await browser.get(url)
  assert.equal(sent.status, 302)
  const form = await browser.get(String(sent.headers.location))
  const entered = await browser.submit(form, '/auth/sign_in', { login: 'bob', password: PASSWORD })
  const consent = await browser.get(String(entered.headers.location))
  assert.match(consent.text, /@bob<\/bdi> on/)
  assert.match(consent.text, /force_login=true/, 'the way to use another account')
})

test('lang is taken, and nonsense in it does no harm', async () => {
  const browser = await signedIn()
  for (const lang of ['de', 'pt-BR', '"><script>', '']) {
    const reply = await browser.get(authorizeUrl(client, { lang }))
    assert.equal(reply.status, 200)
    assert.doesNotMatch(reply.text, /<script/)
  }
})

test('another site cannot press the button', async () => {
  const browser = await signedIn()
  const fields = { response_type: 'code', redirect_uri: CALLBACK, client_id: client.client_id, decision: 'authorize' }
  assert.equal((await browser.post('/oauth/authorize', fields)).status, 403)
  assert.equal((await browser.post('/oauth/authorize', { ...fields, csrf: 'x'.repeat(43) })).status, 403)
  const page = await browser.get(authorizeUrl(client))
  const changed = await browser.submit(page, '/oauth/authorize', {
    decision: 'authorize',
    redirect_uri: 'https://evil.example/',
  })
  assert.equal(changed.status, 400)
  const wider = await browser.submit(page, '/oauth/authorize', { decision: 'authorize', scope: 'push' })
  assert.equal(new URL(String(wider.headers.location)).searchParams.get('error'), 'invalid_scope')
})

test('who was signed out meanwhile signs in again and is asked again', async () => {
  const browser = await signedIn()
  const page = await browser.get(authorizeUrl(client, { state: 'kept' }))
  for (const name of [...browser.cookies.keys()]) if (name.includes('session')) browser.cookies.delete(name)
  const reply = await browser.submit(page, '/oauth/authorize', { decision: 'authorize' })
  const next = new URL(String(reply.headers.location), 'http://tweeter.test').searchParams.get('next')!
  assert.equal(
    next,
    `/oauth/authorize?${query({ response_type: 'code', client_id: client.client_id, redirect_uri: CALLBACK, scope: 'read', state: 'kept' })}`,
  )
})
