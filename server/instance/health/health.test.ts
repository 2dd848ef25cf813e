import assert from 'node:assert/strict'
import { statfsSync } from 'node:fs'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openWorld } from '../../../testing/world.ts'
import { requestServed } from '../../http/index.ts'
import { someRequest } from '../../http/testing.ts'
import { html } from '../../kit/index.ts'
import { sendMail, template } from '../../mail/index.ts'
import { emit, pulse, signal } from '../../signals/index.ts'
import { transact } from '../../storage/index.ts'
import { openSocket } from '../../streaming/testing.ts'
import * as judge from './judge.ts'

const world = await openWorld({ TWEETER_URL: 'https://nest.example', TWEETER_REGISTRATION: 'approval' })
after(world.close)
const { app } = world
const moderator = await world.account('mona', { role: 'moderator' })
const user = await world.account('ulla')
await world.account('ingo')

const URL = '/api/tweeter/v1/admin/health'
const health = async () => {
  const reply = await world.call('GET', URL, { token: moderator.token })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const codes = (part: { problems: { code: string }[] }) => part.problems.map((one) => one.code)

const happened = signal<{ n: number }>('test.measured', 'Something happened.')
app.bus.later(happened, 'test.never-works', () => Promise.reject(new Error('no')), { attempts: 1 })
const hello = template<object>(
  'tests.hello',
  () => 'A subject',
  () => 'Hello.',
  () => html`<p>Hello.</p>`,
)

test('each figure is what it is', async () => {
  const [row] = await app.db.read<{ size: number; version: string; most: string }>`
    select pg_database_size(current_database()) as size, current_setting('server_version') as version,
           current_setting('max_connections') as most`
  world.pass(3_600_000)
  const { server, database, disk, memory, event_loop, streams, jobs, mail, network } = await health()
  assert.match(server.version, /^\d+\.\d+\.\d+/)
  assert.equal(server.node_version, process.versions.node)
  assert.ok(server.uptime_seconds >= 3600 && server.uptime_seconds < 3700)
  assert.equal(database.version, row!.version.split(' ')[0])
  assert.equal(database.max_connections, Number(row!.most))
  assert.ok(Math.abs(database.size_bytes / row!.size - 1) < 0.1)
  assert.ok(database.connections >= 1 && database.round_trip_ms > 0 && database.round_trip_ms < 5000)
  const { blocks, bsize } = statfsSync(app.config.dataDir)
  assert.equal(disk.total_bytes, blocks * bsize)
  assert.ok(disk.free_bytes > 0 && disk.free_bytes < disk.total_bytes)
  assert.ok(memory.rss_bytes > memory.heap_used_bytes / 2 && memory.heap_limit_bytes > memory.heap_used_bytes)
  assert.equal(event_loop.delay_p99_ms, null, 'nothing is watched before the start')
  assert.equal(streams.open, 0)
  assert.deepEqual([jobs.waiting, jobs.parked, jobs.oldest_waiting_seconds, jobs.state], [0, 0, null, 'ok'])
  assert.deepEqual([mail.transport, mail.waiting, mail.failed_last_day], ['files', 0, 0])
  assert.deepEqual(codes(mail), ['mail_to_files'], 'on the internet nobody gets such a mail')
  assert.deepEqual([network.registration, network.people], ['approval', 3])
})

test('what is wrong shows at once, and goes when it is mended', async () => {
  await transact(app.db, (tx) => emit(tx, happened, { n: 1 }))
  await transact(app.db, (tx) => sendMail(tx, { to: 'ann@example.org', template: hello, data: {} }))
  world.pass(2 * 3_600_000)
  const late = await health()
  assert.equal(late.state, 'bad')
  assert.deepEqual([late.jobs.waiting, late.jobs.state, codes(late.jobs)], [2, 'bad', ['jobs_late']])
  assert.ok(late.jobs.problems[0].seconds >= 7200)
  assert.deepEqual([late.mail.waiting, codes(late.mail)], [1, ['mails_late', 'mail_to_files']])

  await world.jobs()
  const parked = await health()
  assert.deepEqual(parked.jobs.problems, [{ code: 'jobs_parked', state: 'warn', count: 1 }])
  assert.deepEqual([parked.mail.waiting, parked.state], [0, 'warn'])
  await app.db.pool`update tweeter.mails set state = 'failed'`
  assert.deepEqual((await health()).mail.problems[0], { code: 'mails_failed', state: 'warn', count: 1, of: 1 })
  await app.db.pool`delete from tweeter.jobs`
  assert.deepEqual((await health()).jobs.problems, [])
})

test('traffic of the last minutes, with its failures', async () => {
  // To the beginning of a minute, so that none ends meanwhile.
  world.pass(20 * 60_000 + 60_000 - (app.now().getTime() % 60_000) + 100)
  for (let n = 0; n < 97; n++) pulse(app.bus, requestServed, someRequest)
  for (let n = 0; n < 3; n++) pulse(app.bus, requestServed, { ...someRequest, status: 500, durationMs: 400 })
  const { requests } = await health()
  assert.deepEqual([requests.requests, requests.errors], [100, 3])
  assert.ok(Math.abs(requests.p50_ms / 20 - 1) < 0.1 && Math.abs(requests.p99_ms / 400 - 1) < 0.1)
  assert.ok(requests.per_minute >= 19 && requests.per_minute <= 25.1, String(requests.per_minute))
  assert.deepEqual(requests.problems, [{ code: 'server_errors', state: 'warn', errors: 3, requests: 100, percent: 3 }])
  assert.deepEqual([requests.minutes.length, requests.minutes[14].requests], [15, 100])
})

test('a stream that is open is counted', async () => {
  const base = await world.listen()
  const socket = await openSocket(base, { access_token: user.token, stream: 'user' })
  assert.equal((await health()).streams.open, 1)
  socket.socket.close()
  for (let tries = 0; tries < 200 && (await health()).streams.open > 0; tries++) await sleep(10)
  assert.equal((await health()).streams.open, 0)
})

test('a fixed number of statements, and for staff only', async () => {
  await health()
  const few = await world.statements(health)
  for (let n = 0; n < 30; n++) await transact(app.db, (tx) => emit(tx, happened, { n }))
  assert.equal((await world.statements(health)).count, few.count)
  assert.ok(few.count <= 8, String(few.count))
  assert.equal((await world.call('GET', URL)).status, 401)
  assert.equal((await world.call('GET', URL, { token: user.token })).status, 403)
  const narrow = await world.token(moderator.id, ['read', 'write', 'admin:write'])
  assert.equal((await world.call('GET', URL, { token: narrow })).status, 403)
})

test('from when on something is a problem', () => {
  const state = (problem: { state: string } | null) => problem?.state ?? 'ok'
  const GB = 1e9
  assert.deepEqual(
    [6, 4, 0.5].map((free) => state(judge.diskLow(free * GB, 100 * GB))),
    ['ok', 'warn', 'bad'],
  )
  assert.deepEqual(
    [50, 200, 2000].map((ms) => state(judge.databaseSlow(ms))),
    ['ok', 'warn', 'bad'],
  )
  assert.deepEqual(
    [80, 81, 96].map((used) => state(judge.connectionsUsed(used, 100))),
    ['ok', 'warn', 'bad'],
  )
  assert.deepEqual(
    [null, 99, 101, 1001].map((ms) => state(judge.loopSlow(ms))),
    ['ok', 'ok', 'warn', 'bad'],
  )
  assert.deepEqual(
    [80, 81, 96].map((used) => state(judge.heapFull(used, 100))),
    ['ok', 'warn', 'bad'],
  )
  assert.deepEqual(
    [1, 2, 11].map((errors) => state(judge.serverErrors(errors, 100))),
    ['ok', 'warn', 'bad'],
  )
  assert.equal(state(judge.serverErrors(1, 1)), 'warn', 'one failure is not an outage')
  assert.equal(state(judge.serverErrors(0, 0)), 'ok')
  assert.deepEqual(
    [null, 300, 301, 3601].map((s) => state(judge.jobsLate(s))),
    ['ok', 'ok', 'warn', 'bad'],
  )
  assert.deepEqual(
    [null, 60_000, 16 * 60_000].map((ms) => state(judge.recordsDropped(7, ms))),
    ['ok', 'warn', 'ok'],
  )
  assert.equal(state(judge.mailToFiles(null, 'http://localhost:3000')), 'ok')
  assert.deepEqual(judge.diskLow(4 * GB, 100 * GB), { code: 'disk_low', state: 'warn', free_bytes: 4 * GB, percent: 4 })
})
