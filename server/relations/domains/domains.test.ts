import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { standing } from '../testing.ts'

const world = await openWorld()
after(world.close)
const ada = await world.account('ada')
const url = '/api/v1/domain_blocks'
const call = (method: string, domain?: string) =>
  world.call(method, url, { token: ada.token, ...(domain === undefined ? {} : { body: { domain } }) })

test('networks are blocked and unblocked, whatever way their name is written', async () => {
  assert.deepEqual((await call('POST', 'Example.ORG')).json, {})
  assert.equal((await call('POST', 'example.org')).status, 200)
  assert.equal((await call('POST', 'https://bücher.example/')).status, 200)
  assert.deepEqual((await call('GET')).json, ['xn--bcher-kva.example', 'example.org'])
  const page = await world.call('GET', `${url}?limit=1`, { token: ada.token })
  assert.deepEqual(page.json, ['xn--bcher-kva.example'])
  assert.match(String(page.headers.link), /rel="next"/)
  assert.equal((await call('DELETE', '@EXAMPLE.org')).status, 200)
  const byQuery = await world.call('DELETE', `${url}?domain=xn--bcher-kva.example`, { token: ada.token })
  assert.equal(byQuery.status, 200)
  assert.equal((await call('DELETE', 'never.example')).status, 200)
  assert.deepEqual((await call('GET')).json, [])
})

test('what is no network, and this one, are refused', async () => {
  for (const wrong of ['', 'nothing', 'a b.example', 'x'.repeat(300), '-a.example', undefined]) {
    assert.equal((await call('POST', wrong)).status, 422, String(wrong))
  }
  const own = await call('POST', 'tweeter.test')
  assert.equal(own.status, 422)
  assert.match(own.json.error, /itself/)
  const bob = await world.account('bob')
  assert.equal((await standing(world, ada, bob)).domain_blocking, false)
  assert.deepEqual((await world.call('GET', url, { token: bob.token })).json, [])
  assert.equal((await world.call('GET', url)).status, 401)
  const reader = await world.token(ada.id, ['read'])
  assert.equal((await world.call('POST', url, { token: reader, body: { domain: 'a.example' } })).status, 403)
})
