import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'

const world = await openWorld()
after(world.close)
const { app } = world
const staff = await world.account('mona', { role: 'moderator' })
const user = await world.account('ulla')

const URL = '/api/tweeter/v1/admin/traffic'
const MINUTE_MS = 60_000
const ask = (query = '', token = staff.token) => world.call('GET', `${URL}${query}`, { token })
const ok = async (query = '') => {
  const reply = await ask(query)
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
/** The beginning of the minute that many minutes ago. */
const ago = (minutes: number) => new Date((Math.floor(app.now().getTime() / MINUTE_MS) - minutes) * MINUTE_MS)

async function served(minutes: number, route: string, requests: number, { kind = 'person', status = 200 } = {}) {
  await app.db.pool`
    insert into request_series (source, span, at, kind, method, route, status, requests, bytes)
    values ('tweeter', 60, ${ago(minutes)}, ${kind}, 'GET', ${route}, ${status}, ${requests}, ${requests * 10})`
}

test('nothing was read yet: noughts in every step', async () => {
  const report = await ok()
  assert.deepEqual([report.range, report.times.length, report.step_seconds], ['1h', 60, 60])
  assert.deepEqual([report.total.requests, report.read_at, report.routes, report.statuses], [0, null, [], []])
  assert.equal(report.mode, app.config.requests.mode)
})

test('what was served, by time, kind, status and route', async () => {
  world.pass(2000)
  await served(0, '/', 5)
  await served(2, '/', 30)
  await served(2, '/', 4, { kind: 'bot', status: 404 })
  await served(10, '/api/v1/timelines/home', 8, { status: 503 })
  await served(70, '/', 1000)
  await app.db.pool`
    insert into request_tops (source, at, of, entries)
    values ('tweeter', ${ago(0)}, 'agent', ${app.db.pool.json([
      ['Firefox', 40, 0],
      ['Googlebot', 4, 1],
    ])})`
  await app.db.pool`
    insert into request_files (source, reader, file, path, read_at)
    values ('tweeter', 'traffic', 'a', '/a', ${ago(0)})`

  const report = await ok('?range=15m')
  assert.deepEqual([report.total.requests, report.total.errors, report.total.bytes], [47, 8, 470])
  assert.equal(report.read_at, ago(0).toISOString())
  const at = (minutes: number) => report.times.find((one: { at: string }) => one.at === ago(minutes).toISOString())
  assert.deepEqual([at(2).requests, at(2).people, at(2).bots, at(2).errors], [34, 30, 4, 0])
  assert.deepEqual([at(0).requests, at(10).errors, at(5).requests], [5, 8, 0])
  assert.equal(report.times.at(-1).at, ago(0).toISOString(), 'the step that goes on is the last')
  assert.deepEqual(
    report.statuses.map(({ status, requests }: { status: number; requests: number[] }) => [
      status,
      requests.length,
      requests.reduce((sum, one) => sum + one, 0),
    ]),
    [
      [200, 15, 35],
      [404, 15, 4],
      [503, 15, 8],
    ],
  )
  assert.deepEqual(
    report.routes.map(({ route, requests, errors }: { route: string; requests: number; errors: number }) => [
      route,
      requests,
      errors,
    ]),
    [
      ['/', 39, 0],
      ['/api/v1/timelines/home', 8, 8],
    ],
  )
  assert.deepEqual(report.agents[0], { agent: 'Firefox', requests: 40, error: 0 })
  assert.equal((await ok('?range=24h')).total.requests, 1047)
})

test('of one kind, and of one route, beside which the others still stand', async () => {
  assert.equal((await ok('?range=15m&kind=bot')).total.requests, 4)
  const one = await ok(`?range=15m&method=GET&route=${encodeURIComponent('/api/v1/timelines/home')}`)
  assert.deepEqual([one.total.requests, one.total.visitors, one.routes.length], [8, null, 2])
  assert.equal((await ask('?method=GET')).status, 422)
  assert.equal((await ask('?range=1y')).status, 400)
})

test('what was worked out a moment ago does again', async () => {
  const { count } = await world.statements(() => Promise.all([ok('?range=7d'), ok('?range=7d')]))
  const again = await world.statements(() => ok('?range=7d'))
  assert.ok(count - 2 * again.count > 0)
  assert.ok(again.count < 5, `${again.count} statements`)
})

test('as many statements for a month as for a quarter of an hour', async () => {
  world.pass(600_000)
  const count = async (query: string) => (await world.statements(() => ok(query))).count
  assert.equal(await count('?range=30d'), await count('?range=15m'))
})

test('for staff only', async () => {
  assert.equal((await ask('', user.token)).status, 403)
  assert.equal((await world.call('GET', URL)).status, 401)
})
