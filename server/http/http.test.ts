import assert from 'node:assert/strict'
import { connect } from 'node:net'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'
import { networkOf } from './limits.ts'

const world = await openWorld()
after(world.close)

test('health, CORS, request ids', async () => {
  const live = await world.call('GET', '/health/live/')
  assert.equal(live.status, 200)
  assert.equal(live.headers['access-control-allow-origin'], '*')
  assert.ok(live.headers['x-request-id'])
  assert.equal((await world.call('GET', '/health/ready')).json.database, 'ok')
  const preflight = await world.call('OPTIONS', '/api/v1/statuses', { headers: { origin: 'https://app.example' } })
  assert.equal(preflight.status, 204)
  assert.match(String(preflight.headers['access-control-allow-headers']), /Idempotency-Key/)
})

test('what is not there is a JSON 404, also with a body', async () => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    const reply = await world.call(method, '/api/v1/nothing')
    assert.equal(reply.status, 404)
    assert.equal(typeof reply.json.error, 'string')
  }
})

test('an address that cannot be read is answered as every other', async () => {
  for (const [url, status] of [
    [`/api/v1/tags/${'a'.repeat(400)}`, 404],
    ['/api/v1/statuses/%zz', 400],
    ['/api/v1/statuses/%C3%28', 400],
  ] as const) {
    const reply = await world.call('GET', url)
    assert.equal(reply.status, status, reply.text)
    assert.deepEqual(Object.keys(reply.json), ['error'])
    assert.match(reply.json.error, / /)
    assert.doesNotMatch(reply.text, /FST_|Bad Request/)
    assert.ok(reply.headers['x-request-id'])
    assert.equal(reply.headers['access-control-allow-origin'], '*')
  }
  const page = await world.call('GET', `/tags/${'a'.repeat(400)}`, { headers: { accept: 'text/html' } })
  assert.equal(page.status, 404)
  assert.match(page.text, /There is nothing here/)
})

test('a wrong token is a 401 with JSON', async () => {
  const reply = await world.call('GET', '/api/v1/timelines/public', { token: 'wrong' })
  assert.equal(reply.status, 401)
  assert.equal(reply.json.error, 'The access token is invalid')
  assert.equal((await world.call('GET', '/health/live', { token: 'stale' })).status, 200)
})

test('metrics are not for whoever comes through a proxy on this machine', async () => {
  for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
    assert.equal((await world.call('GET', '/metrics', { headers: { [name]: '198.51.100.7' } })).status, 403, name)
  }
})

test('a body is bounded in depth and in size, however it comes', async () => {
  const { token } = await world.account('deep')
  const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  const headers = { 'content-type': 'application/json' }
  assert.equal((await world.call('POST', '/api/v1/statuses', { token, headers, body: deep })).status, 400)
  const flood = new FormData()
  for (let i = 0; i < 3; i++) flood.append(`field${i}`, 'x'.repeat(400_000))
  const flooded = await world.call('POST', '/oauth/token', { body: flood })
  assert.equal(flooded.status, 413)
  const twice = new FormData()
  for (const name of ['a.png', 'b.png']) twice.append('file', new Blob(['x']), name)
  assert.equal((await world.call('POST', '/api/v2/media', { token, body: twice })).status, 400)
  assert.deepEqual(world.complaints, [])
})

test('a body that is refused half-way does not hold its connection', async () => {
  const { hostname, port } = new URL(await world.listen())
  const socket = connect(Number(port), hostname)
  const part = `--b\r\ncontent-disposition: form-data; name="f"\r\n\r\n${'x'.repeat(900_000)}\r\n`
  socket.write('POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\n')
  socket.write(`content-length: 50000000\r\n\r\n${part}${part}--b\r\n`)
  let reply = ''
  socket.on('error', () => {})
  socket.on('data', (data) => {
    reply += data
  })
  await new Promise((closed) => socket.on('close', closed))
  assert.match(reply, /^HTTP\/1\.1 413 /)
})

test('a word that is none of those that may be is answered with these', async () => {
  const { token } = await world.account('wordy')
  const reply = await world.call('POST', '/api/v1/statuses', { token, body: { status: 'x', visibility: 'secret' } })
  assert.equal(reply.status, 422)
  assert.equal(reply.json.error, 'Validation failed: visibility must be one of public, unlisted, private, direct')
})

test('an IPv6 customer is one network, however the address is written', () => {
  assert.equal(networkOf('203.0.113.9'), '203.0.113.9')
  assert.equal(networkOf('::ffff:203.0.113.9'), '::ffff:203.0.113.9')
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:db8:1:2::6'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:db8::3:4:5:6'), networkOf('2001:db8::9'))
  assert.equal(networkOf('::1'), '0:0:0:0::/64')
})

test('metrics and documentation', async () => {
  const metrics = await world.call('GET', '/metrics')
  assert.match(metrics.text, /tweeter_http_request_seconds_bucket/)
  assert.match(metrics.text, /tweeter_jobs\{state="parked"\} 0/)
  const openapi = await world.call('GET', '/docs/json')
  assert.equal(openapi.json.openapi, '3.1.0')
  assert.ok(openapi.json.paths['/health/live'])
  assert.match((await world.call('GET', '/docs/')).text, /<html/i)
})
