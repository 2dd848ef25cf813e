import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'

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

test('a wrong token is a 401 with JSON', async () => {
  const reply = await world.call('GET', '/api/v1/timelines/public', { token: 'wrong' })
  assert.equal(reply.status, 401)
  assert.equal(reply.json.error, 'The access token is invalid')
  assert.equal((await world.call('GET', '/health/live', { token: 'stale' })).status, 200)
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
