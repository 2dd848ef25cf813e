import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)
const ada = await world.account('ada')
const call = (method: string, path: string, body?: object) =>
  world.call(method, path, { token: ada.token, ...(body ? { body } : {}) })

test('annual reports: none are made', async () => {
  assert.deepEqual((await call('GET', '/api/v1/annual_reports')).json, {
    annual_reports: [],
    accounts: [],
    statuses: [],
  })
  assert.deepEqual((await call('GET', '/api/v1/annual_reports/2026/state')).json, { state: 'ineligible' })
  assert.deepEqual((await call('POST', '/api/v1/annual_reports/2026/generate')).json, {})
  assert.equal((await call('GET', '/api/v1/annual_reports/2026')).status, 404)
  assert.equal((await call('POST', '/api/v1/annual_reports/2026/read')).status, 404)
  assert.equal((await world.call('GET', '/api/v1/annual_reports')).status, 401)
  assert.equal((await world.call('GET', '/api/v2/instance')).json.wrapstodon, null)
})

test('what is not offered is a 404 that says so', async () => {
  const post = await call('POST', '/api/v1/statuses', { status: 'hi' })
  const asked: [string, string, object?][] = [
    ['POST', `/api/v1/statuses/${post.json.id}/translate`, { lang: 'de' }],
    ['POST', '/api/v1/statuses/1/translate'],
    ['POST', `/api/v1/accounts/${ada.id}/email_subscriptions`, { email: 'a@b.example' }],
    ['GET', '/api/v1_alpha/async_refreshes/abc'],
    ['GET', '/api/v1/instance/terms_of_service/2026-01-01'],
  ]
  for (const [method, path, body] of asked) {
    const reply = await call(method, path, body)
    assert.equal(reply.status, 404, path)
    assert.equal(typeof reply.json.error, 'string')
  }
  assert.equal((await world.call('GET', '/api/v2/instance')).json.configuration.translation.enabled, false)
})

test('identity proofs are an empty list, of an account that is there', async () => {
  assert.deepEqual((await call('GET', `/api/v1/accounts/${ada.id}/identity_proofs`)).json, [])
  assert.equal((await call('GET', '/api/v1/accounts/1/identity_proofs')).status, 404)
})

test('health in the words of Mastodon', async () => {
  assert.deepEqual((await world.call('GET', '/health')).json, { status: 'UP' })
})
