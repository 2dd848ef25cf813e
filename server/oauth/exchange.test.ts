import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Reply } from '../../testing/world.ts'
import { addPerson, Browser, CALLBACK, type Client, PASSWORD, pkce, registered } from './testing.ts'

const world = await openWorld()
after(world.close)
await addPerson(world, 'ada')
const client = await registered(world)
const browser = new Browser(world)
await browser.signIn('ada')

const ask = (body: object | string, headers: Record<string, string> = {}) =>
  world.call('POST', '/oauth/token', { body, headers })
const exchange = (by: Client, code: string, more: object = {}) =>
  ask({ grant_type: 'authorization_code', ...by, redirect_uri: CALLBACK, code, ...more })
const whoIs = (token: string) => world.call('GET', '/oauth/userinfo', { token })

function refused(reply: Reply, status: number, error: string): void {
  assert.deepEqual([reply.status, reply.json.error], [status, error], reply.text)
  assert.equal(typeof reply.json.error_description, 'string')
  assert.equal(reply.headers['cache-control'], 'no-store')
}

test('a code becomes a token, whose scopes are those that the person saw', async () => {
  const reply = await exchange(client, await browser.code(client, { scope: 'read  write:statuses' }))
  assert.equal(reply.status, 200)
  assert.equal(reply.headers['cache-control'], 'no-store')
  assert.equal(reply.headers['access-control-allow-origin'], '*')
  const { access_token, created_at, ...rest } = reply.json
  assert.deepEqual(rest, { token_type: 'Bearer', scope: 'read write:statuses' })
  assert.ok(Math.abs(created_at - Date.now() / 1000) < 10)
  assert.equal((await whoIs(access_token)).json.preferred_username, 'ada')
})

test('by form, with the secret in the header', async () => {
  const code = await browser.code(client)
  const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')
  const body = `grant_type=authorization_code&code=${code}&redirect_uri=${encodeURIComponent(CALLBACK)}`
  const wrong = Buffer.from(`${client.client_id}:wrong`).toString('base64')
  refused(await ask(body, { authorization: `Basic ${wrong}` }), 401, 'invalid_client')
  assert.equal((await ask(body, { authorization: `basic ${basic}` })).status, 200)
})

test('a code works once; when it comes again, the tokens made from it end', async () => {
  const code = await browser.code(client)
  const { access_token } = (await exchange(client, code)).json
  assert.equal((await whoIs(access_token)).status, 200)
  refused(await exchange(client, code), 400, 'invalid_grant')
  assert.equal((await whoIs(access_token)).status, 401)
})

test('of two who bring the same code at once, one is refused', async () => {
  const code = await browser.code(client)
  const replies = await Promise.all([exchange(client, code), exchange(client, code), exchange(client, code)])
  assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 400, 400])
})

test('a code is worth nothing elsewhere, later, or to another app', async () => {
  const other = await registered(world)
  const code = await browser.code(client)
  refused(await exchange(other, code), 400, 'invalid_grant')
  refused(await exchange(client, 'wrong'), 400, 'invalid_grant')
  for (const redirect_uri of [
    `${CALLBACK}&`,
    CALLBACK.replace('app.example', 'app.example:443'),
    'https://evil.example/',
  ]) {
    refused(await exchange(client, code, { redirect_uri }), 400, 'invalid_grant')
  }
  refused(await exchange(client, code, { redirect_uri: undefined }), 400, 'invalid_request')
  refused(await exchange(client, code, { code: undefined }), 400, 'invalid_request')
  assert.equal((await exchange(client, code)).status, 200, 'none of that used it up')
  const late = await browser.code(client)
  world.pass(10 * 60 * 1000)
  refused(await exchange(client, late), 400, 'invalid_grant')
})

test('PKCE: the verifier must be there, and be the right one', async () => {
  const { verifier, challenge } = pkce()
  const code = await browser.code(client, { code_challenge: challenge, code_challenge_method: 'S256' })
  refused(await exchange(client, code), 400, 'invalid_request')
  refused(await exchange(client, code, { code_verifier: pkce().verifier }), 400, 'invalid_grant')
  refused(await exchange(client, code, { code_verifier: challenge }), 400, 'invalid_grant')
  refused(await exchange(client, code, { code_verifier: 'short' }), 400, 'invalid_grant')
  assert.equal((await exchange(client, code, { code_verifier: verifier })).status, 200)
})

test('the app itself gets a token of its own', async () => {
  const reply = await ask({ grant_type: 'client_credentials', ...client, scope: 'read' })
  assert.deepEqual([reply.status, reply.json.scope], [200, 'read'])
  assert.equal((await whoIs(reply.json.access_token)).status, 422)
  assert.equal((await ask({ grant_type: 'client_credentials', ...client })).json.scope, 'read')
  const narrower = await ask({ grant_type: 'client_credentials', ...client, scope: 'read:statuses' })
  assert.equal(narrower.json.scope, 'read:statuses')
  refused(await ask({ grant_type: 'client_credentials', ...client, scope: 'push' }), 400, 'invalid_scope')
  refused(await ask({ grant_type: 'client_credentials', ...client, scope: 'read:nothing' }), 400, 'invalid_scope')
})

test('an app must say who it is, and what it wants', async () => {
  const grant_type = 'client_credentials'
  refused(await ask({ grant_type, ...client, client_secret: 'wrong' }), 401, 'invalid_client')
  refused(await ask({ grant_type, client_id: client.client_id }), 401, 'invalid_client')
  refused(await ask({ grant_type, client_id: 'nobody', client_secret: 'x' }), 401, 'invalid_client')
  refused(await ask({ grant_type }), 401, 'invalid_client')
  refused(await ask({ ...client }), 400, 'invalid_request')
  for (const unknown of ['refresh_token', 'implicit', 'toString', 'urn:ietf:params:oauth:grant-type:token-exchange']) {
    refused(await ask({ grant_type: unknown, ...client, refresh_token: 'x' }), 400, 'unsupported_grant_type')
  }
})

test('the password grant, where it is on', async () => {
  const grant = { grant_type: 'password', ...client, scope: 'read write' }
  const reply = await ask({ ...grant, username: 'ada@people.example', password: PASSWORD })
  assert.deepEqual([reply.status, reply.json.scope], [200, 'read write'])
  assert.equal((await whoIs(reply.json.access_token)).json.preferred_username, 'ada')
  refused(await ask({ ...grant, username: 'ada', password: 'wrong' }), 400, 'invalid_grant')
  refused(await ask({ ...grant, username: 'nobody', password: PASSWORD }), 400, 'invalid_grant')
  refused(await ask({ ...grant, username: 'ada' }), 400, 'invalid_request')
  await addPerson(world, 'pending', { approved: false })
  refused(await ask({ ...grant, username: 'pending', password: PASSWORD }), 400, 'invalid_grant')
})

test('the password grant, where it is off', async () => {
  const strict = await openWorld({ TWEETER_PASSWORD_GRANT: 'off' })
  try {
    await addPerson(strict, 'ada')
    const other = await registered(strict)
    const body = { grant_type: 'password', ...other, username: 'ada', password: PASSWORD }
    refused(await strict.call('POST', '/oauth/token', { body }), 400, 'unsupported_grant_type')
    const metadata = await strict.call('GET', '/.well-known/oauth-authorization-server')
    assert.deepEqual(metadata.json.grant_types_supported, ['authorization_code', 'client_credentials'])
  } finally {
    await strict.close()
  }
})
