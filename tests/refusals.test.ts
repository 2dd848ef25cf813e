/**
 * Every route, asked wrongly in every way: a 4xx with `{"error"}`, and nothing is changed. The routes come from the
 * table of contents, so a new one is walked as soon as it exists. Who may use a route is in authorization.test.ts.
 */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import type { Route } from '../server/http/index.ts'
import { modules } from '../server/modules.ts'
import { vapidPublicKey } from '../server/push/index.ts'
import { everything } from '../testing/everything.ts'
import { openWorld } from '../testing/world.ts'

const world = await openWorld({ TWEETER_LOG_LEVEL: 'info' })
after(world.close)
// A server makes it when it starts; here whoever asks first would.
await vapidPublicKey(world.app)
const alice = await world.account('alice')
const bob = await world.account('bob')
const routes = modules.flatMap((module) => module.routes ?? [])
const each = routes.flatMap((route) => route.method.map((method) => ({ method, route })))

interface Raw {
  method: string
  url: string
  token?: string
  type?: string
  payload?: Buffer | string
}

async function ask({ method, url, token, type, payload }: Raw) {
  return await world.tweeter.http.inject({
    method: method as 'GET',
    url,
    headers: {
      accept: 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(type ? { 'content-type': type } : {}),
    },
    ...(payload === undefined ? {} : { payload }),
  })
}

async function refused(route: Route, raw: Raw, what: string, statuses?: number[]): Promise<void> {
  const reply = await ask(raw)
  const about = `${raw.method} ${raw.url.slice(0, 100)} (${route.at}), ${what}: ${reply.statusCode} ${reply.payload.slice(0, 200)}`
  assert.ok(reply.statusCode >= 400 && reply.statusCode < 500, about)
  if (statuses) assert.ok(statuses.includes(reply.statusCode), about)
  if (route.page) return
  assert.match(String(reply.headers['content-type']), /json/, about)
  assert.equal(typeof reply.json().error, 'string', about)
}

/** The route's address with something in each of its places. */
const filled = (route: Route, value: string) => route.url.replace(/:\w+/g, value).replace('*', value)

test('a wrong token', async () => {
  const before = await everything(world.app)
  for (const { method, route } of each) {
    if (route.scope === 'public') continue
    const url = filled(route, alice.id)
    await refused(route, { method, url, token: 'wrong' }, 'wrong token', [401])
  }
  assert.deepEqual(await everything(world.app), before)
})

test('bodies that cannot be read', async () => {
  const before = await everything(world.app)
  const bodies: [type: string, payload: Buffer | string, what: string][] = [
    ['application/json', '{"a":', 'half a JSON'],
    ['application/json', '[1,2]', 'a JSON list'],
    ['application/json', '"text"', 'a JSON text'],
    ['application/json', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 'a JSON that nests without end'],
    ['application/json', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]), 'bad UTF-8'],
    ['application/json', '{"a":"\\u0000"}', 'a NUL'],
    ['application/json', '{"a":"\\ud800"}', 'half a surrogate'],
    ['application/json', `{"a":"${'x'.repeat(2_000_000)}"}`, 'two megabytes'],
    ['application/x-www-form-urlencoded', 'a=%ff%fe', 'bad UTF-8 in a form'],
    ['application/x-www-form-urlencoded', 'a[b][c][d][e][f]=1', 'too deep'],
    ['multipart/form-data; boundary=x', '--x\r\nnonsense', 'broken multipart'],
    ['text/xml', '<a/>', 'another type'],
  ]
  for (const { method, route } of each) {
    if (!route.body) continue
    for (const [type, payload, what] of bodies) {
      await refused(route, { method, url: filled(route, alice.id), token: bob.token, type, payload }, what)
    }
  }
  assert.deepEqual(await everything(world.app), before)
})

test('ids that are none', async () => {
  const before = await everything(world.app)
  const ids = ['abc', '-1', '9'.repeat(40), '%00', '%ff', '1e3', '0x1', `${'9'.repeat(16)}`]
  for (const { method, route } of each) {
    // A generated picture is drawn for any id.
    if (!route.url.includes(':id') || route.url.includes('/default/') || route.page) continue
    for (const id of ids) {
      const reply = await ask({
        method,
        url: filled(route, id),
        token: bob.token,
        type: 'application/json',
        payload: '{}',
      })
      const about = `${method} ${filled(route, id)} (${route.at}): ${reply.statusCode} ${reply.payload.slice(0, 100)}`
      assert.ok(reply.statusCode >= 400 && reply.statusCode < 500, about)
    }
  }
  assert.deepEqual(await everything(world.app), before)
})

test('queries that are absurd are refused or brought into bounds, never a fault', async () => {
  const before = await everything(world.app)
  const queries = [
    'limit=99999999999999999999',
    'limit=-5',
    'limit=abc',
    'max_id=abc',
    'min_id=-1',
    'since_id=%00',
    'id[]=x',
    'a=%ff',
    'limit[a]=1',
    `q=${'x'.repeat(10_000)}`,
    'max_id=9999999999999999',
  ]
  for (const { method, route } of each) {
    if (method !== 'GET' || route.url.startsWith('/api/v1/streaming')) continue
    for (const query of queries) {
      const reply = await ask({ method, url: `${filled(route, alice.id)}?${query}`, token: bob.token })
      const about: string = `${method} ${filled(route, alice.id)}?${query.slice(0, 40)} (${route.at}): ${reply.statusCode} ${reply.payload.slice(0, 200)}`
      assert.ok(reply.statusCode < 500, about)
      if (reply.statusCode >= 400 && !route.page) assert.equal(typeof reply.json().error, 'string', about)
    }
  }
  assert.deepEqual(await everything(world.app), before)
})

test('nothing of all this was a fault of ours', () => {
  assert.deepEqual(world.complaints, [])
})
