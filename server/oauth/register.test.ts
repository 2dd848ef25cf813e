import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)

const register = (body: object | string) => world.call('POST', '/api/v1/apps', { body })

test('an app registers by JSON, and its own token knows it', async () => {
  const made = await register({
    client_name: 'Nest',
    redirect_uris: ['https://nest.example/in', 'nest://in'],
    scopes: 'read write:statuses push',
    website: 'https://nest.example',
  })
  assert.equal(made.status, 200)
  const { id, client_id, client_secret, vapid_key, ...rest } = made.json
  // A point of P-256, uncompressed.
  assert.match(vapid_key, /^B[\w-]{86}$/)
  assert.match(id, /^\d+$/)
  assert.ok(client_id.length >= 43 && client_secret.length >= 43)
  assert.deepEqual(rest, {
    name: 'Nest',
    website: 'https://nest.example',
    scopes: ['read', 'write:statuses', 'push'],
    redirect_uri: 'https://nest.example/in\nnest://in',
    redirect_uris: ['https://nest.example/in', 'nest://in'],
    client_secret_expires_at: 0,
  })
  const token = await world.call('POST', '/oauth/token', {
    body: { grant_type: 'client_credentials', client_id, client_secret },
  })
  const own = await world.call('GET', '/api/v1/apps/verify_credentials', { token: token.json.access_token })
  const { client_secret_expires_at: _never, ...shown } = rest
  assert.deepEqual(own.json, { id, vapid_key, ...shown })
  assert.equal((await world.call('GET', '/api/v1/apps/verify_credentials')).status, 401)
})

test('an app registers by form: white space or brackets between addresses, in the query too', async () => {
  const spaced = await register('client_name=A&redirect_uris=a%3A%2F%2Fx%0Aurn:ietf:wg:oauth:2.0:oob+b%3A%2F%2Fy')
  assert.deepEqual(spaced.json.redirect_uris, ['a://x', 'urn:ietf:wg:oauth:2.0:oob', 'b://y'])
  assert.deepEqual(spaced.json.scopes, ['read'])
  assert.equal(spaced.json.website, null)
  const listed = await register('client_name=A&redirect_uris[]=a://x&redirect_uris[]=b://y&scopes=read+write')
  assert.deepEqual(listed.json.redirect_uris, ['a://x', 'b://y'])
  assert.deepEqual(listed.json.scopes, ['read', 'write'])
  const asked = await world.call('POST', '/api/v1/apps?client_name=A&redirect_uris=a://x')
  assert.equal(asked.status, 200)
})

test('what cannot be registered is named', async () => {
  const good = { client_name: 'A', redirect_uris: 'https://a.example/' }
  const cases: [object, string][] = [
    [{ ...good, client_name: ' ' }, 'client_name'],
    [{ ...good, client_name: 'a'.repeat(61) }, 'client_name'],
    [{ redirect_uris: 'https://a.example/' }, 'client_name'],
    [{ client_name: 'A' }, 'redirect_uris'],
    [{ ...good, redirect_uris: 'not-an-address' }, 'redirect_uris'],
    [{ ...good, redirect_uris: ['https://a.example/', 'javascript:alert(1)'] }, 'redirect_uris'],
    [{ ...good, redirect_uris: 'https://a.example/#here' }, 'redirect_uris'],
    [{ ...good, redirect_uris: `https://a.example/${'a'.repeat(2000)}` }, 'redirect_uris'],
    [{ ...good, scopes: 'read everything' }, 'scopes'],
    [{ ...good, website: 'javascript:alert(1)' }, 'website'],
  ]
  for (const [body, field] of cases) {
    const reply = await register(body)
    assert.equal(reply.status, 422, JSON.stringify(body))
    assert.match(reply.json.error, /^Validation failed: /)
    assert.ok(reply.json.details[field], JSON.stringify(reply.json))
  }
})

test('the metadata says where everything is and what is offered', async () => {
  const reply = await world.call('GET', '/.well-known/oauth-authorization-server')
  assert.equal(reply.headers['access-control-allow-origin'], '*')
  assert.equal(reply.json.issuer, 'http://tweeter.test/')
  assert.equal(reply.json.token_endpoint, 'http://tweeter.test/oauth/token')
  assert.deepEqual(reply.json.code_challenge_methods_supported, ['S256'])
  assert.deepEqual(reply.json.grant_types_supported, ['authorization_code', 'client_credentials', 'password'])
  assert.ok(reply.json.scopes_supported.includes('read:statuses'))
})
