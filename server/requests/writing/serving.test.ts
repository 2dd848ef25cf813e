/** What a server does around its writer: streams, trouble with the disk, keeping, the keys of the days. */
import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openWorld } from '../../../testing/world.ts'
import { openEvents, openSocket } from '../../streaming/testing.ts'
import { readyToRecord, requestsFolder, visitorOf } from '../index.ts'
import { recorderOf } from './recorder.ts'
import { filesIn, recordsOf } from './testing.ts'

const world = await openWorld({ TWEETER_REQUESTS_MEGABYTES: '1' })
after(world.close)
const { app, complaints } = world
const folder = requestsFolder(app.config)
const owner = await world.account('olga', { role: 'owner' })
const DAY_MS = 24 * 60 * 60_000

async function waitFor(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300 && !(await holds()); tries++) await sleep(20)
  assert.ok(await holds())
}

test('a stream is a record when it ends, without a duration', async () => {
  const base = await world.listen()
  const events = await openEvents(`${base}/api/v1/streaming/public`, owner.token)
  const socket = await openSocket(base, { access_token: owner.token, stream: 'user' })
  await world.call('POST', '/api/v1/statuses', { token: owner.token, body: { status: 'To all streams' } })
  await socket.next()
  await events.next()
  events.close()
  socket.socket.close()
  const streams = async () => (await recordsOf(app)).filter((record) => record.route.includes('streaming'))
  await waitFor(async () => (await streams()).length === 2)
  for (const { us, bytes, account, visitor, status, route } of await streams()) {
    assert.deepEqual([us, account, status], [null, Number(owner.id), route.endsWith('public') ? 200 : 101])
    assert.ok(bytes > 500, String(bytes))
    assert.match(visitor, /^[0-9a-f]{16}$/)
  }
})

test('who is refused for asking too often is known by their account', async () => {
  const strict = await openWorld({ TWEETER_RATE_LIMIT_PERCENT: '1' })
  try {
    const person = await strict.account('greedy')
    let status = 200
    for (let n = 0; n < 50 && status !== 429; n++)
      status = (await strict.call('GET', '/api/v1/preferences', { token: person.token })).status
    assert.equal(status, 429)
    const refused = (await recordsOf(strict.app)).filter((record) => record.status === 429)
    assert.deepEqual(
      refused.map(({ account }) => account),
      [Number(person.id)],
    )
  } finally {
    await strict.close()
  }
})

test('a folder that cannot be written to fails no request; it is counted, told once, and ends by itself', async () => {
  await recordsOf(app)
  rmSync(folder, { recursive: true })
  writeFileSync(folder, 'in the way')
  for (let n = 0; n < 5; n++) assert.equal((await world.call('GET', '/api/v1/instance')).status, 200)
  const stats = () => recorderOf(app).stats()
  await waitFor(() => stats().dropped > 0)
  assert.equal(complaints.filter((line) => line.startsWith('Requests are not recorded')).length, 1)
  const health = async () => (await world.call('GET', '/api/tweeter/v1/admin/health', { token: owner.token })).json
  const { requests } = await health()
  assert.deepEqual(requests.problems, [{ code: 'records_dropped', state: 'warn', count: requests.not_recorded }])

  rmSync(folder)
  const { written } = stats()
  await waitFor(async () => {
    await world.call('GET', '/api/v1/instance')
    return stats().written > written
  })
  const metrics = (await world.call('GET', '/metrics')).text
  assert.match(metrics, new RegExp(`^tweeter_request_records_dropped_total ${stats().dropped}$`, 'm'))
  assert.match(metrics, /^tweeter_request_records_total [1-9]\d*$/m)
  world.pass(16 * 60_000)
  const later = (await health()).requests
  assert.deepEqual(later.problems, [])
  assert.ok(later.recorded > 0 && later.not_recorded > 0)
})

test('what is too much or too old goes, and it is said when nobody had read it', async () => {
  await recordsOf(app)
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
  const nameOf = (ageDays: number) => {
    const time = new Date(app.now().getTime() - ageDays * DAY_MS).toISOString().replace(/[-:.]/g, '')
    return `${time}-0000-1-0`
  }
  const [old, read, unread, fresh] = [15, 3, 2, 1].map(nameOf) as [string, string, string, string]
  for (const name of [old, read, unread, fresh])
    writeFileSync(join(folder, `${name}.ndjson.zst`), Buffer.alloc(400_000))
  for (const reader of ['traffic', 'views']) {
    await app.db.pool`
      insert into request_files (source, reader, file, path, finished)
      values ('tweeter', ${reader}, ${old}, 'x', true), ('tweeter', ${reader}, ${read}, 'x', true),
             ('tweeter', ${reader}, ${unread}, 'x', ${reader === 'views'})`
  }
  await recorderOf(app).keep()
  assert.deepEqual(filesIn(folder), [`${unread}.ndjson.zst`, `${fresh}.ndjson.zst`])
  assert.equal(recorderOf(app).stats().removedUnread, 0)
  writeFileSync(join(folder, `${nameOf(0.5)}.ndjson.zst`), Buffer.alloc(400_000))
  await recorderOf(app).keep()
  assert.deepEqual(filesIn(folder).length, 2)
  assert.equal(recorderOf(app).stats().removedUnread, 1)
  assert.ok(complaints.some((line) => line.includes('before they were read')))
})

test('processes of one database share the key of a day, and old keys go', async () => {
  const other = { ...app }
  await Promise.all([readyToRecord(app), readyToRecord(other)])
  assert.equal(visitorOf(other, '192.0.2.9'), visitorOf(app, '192.0.2.9'))
  const days = async () => (await app.db.read<{ day: string }>`select day::text from request_salts order by day`).length
  assert.equal(await days(), 2)
  world.pass(2 * DAY_MS)
  await recorderOf(app).look()
  assert.equal(await days(), 3, 'tomorrow, today, and yesterday')
  world.pass(DAY_MS)
  await recorderOf(app).look()
  assert.equal(await days(), 3)
})
