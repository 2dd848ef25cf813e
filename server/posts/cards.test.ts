import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'
import { resolver } from '../outgoing/guard.ts'

let fetched = 0
const site = createServer((_request, reply) => {
  fetched++
  reply.setHeader('content-type', 'text/html; charset=utf-8')
  reply.end(
    '<html lang="fr"><head><title>Une page — “bonjour”</title><meta name="description" content="Des mots"></head></html>',
  )
})
await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready))
const link = `http://page.example:${(site.address() as AddressInfo).port}/page`
const world = await openWorld({ TWEETER_OUTGOING_ALLOW: '127.0.0.0/8' })
resolver(world.app).resolve = async () => [{ address: '127.0.0.1', family: 4 }]
after(async () => {
  await world.close()
  site.close()
})
const alice = await world.account('alice')
const call = (method: string, url: string, body?: object) =>
  world.call(method, url, { token: alice.token, ...(body ? { body } : {}) })

test('a link is shown with what its page says, in every list, as soon as it is known', async () => {
  const one = (await call('POST', '/api/v1/statuses', { status: `look ${link}#part` })).json
  const two = (await call('POST', '/api/v1/statuses', { status: `again ${link}` })).json
  assert.deepEqual([one.card, two.card], [null, null])
  await world.jobs()
  const home = (await call('GET', '/api/v1/timelines/home')).json
  assert.deepEqual(
    home.map((post: { card: { title: string } }) => post.card.title),
    Array(2).fill('Une page — “bonjour”'),
  )
  const shown = (await call('GET', `/api/v1/statuses/${one.id}`)).json
  assert.deepEqual(shown.card, home[0].card)
  assert.deepEqual([shown.card.type, shown.card.language, fetched], ['link', 'fr', 1])
  const warm = await world.statements(() => call('GET', '/api/v1/timelines/home'))
  assert.equal(warm.count, 0)
  await call('PUT', `/api/v1/statuses/${one.id}`, { status: 'no link' })
  assert.equal((await call('GET', `/api/v1/statuses/${one.id}`)).json.card, null)
})
