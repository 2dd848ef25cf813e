import assert from 'node:assert/strict'
import test from 'node:test'
import { openWorld } from '../../testing/world.ts'
import { html } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { sendMail, template } from './index.ts'
import { hostOf, Pace } from './pace.ts'
import { answer, startMailServer } from './testing.ts'

const hello = template<object>(
  'tests.hello',
  () => 'Hello',
  () => 'Hello.',
  () => html`<p>Hello.</p>`,
)

test('never more than so many within any minute, and each host has turns of its own', () => {
  const pace = new Pace({ atOnce: 2, perMinute: 3 })
  const turns = Array.from({ length: 10 }, (_, n) => 1_000 * n + pace.reserve('a.example', 1_000 * n))
  for (const [n, turn] of turns.entries()) {
    assert.ok(turns.filter((other) => other > turn - 60_000 && other <= turn).length <= 3, `turn ${n}`)
  }
  assert.deepEqual(turns.slice(0, 4), [0, 1_000, 2_000, 60_000])
  assert.equal(pace.reserve('b.example', 9_000), 0)
  assert.deepEqual([pace.begin('a'), pace.begin('a'), pace.begin('a'), pace.begin('b')], [true, true, false, true])
  pace.end('a')
  assert.equal(pace.begin('a'), true)
  assert.equal(hostOf('Ann@B.Example'), 'b.example')
})

test('a host that has had its share, or greylists, waits; the others do not', async (t) => {
  const server = await startMailServer(t, {
    onRcptTo: ({ address }, _session, done) => done(address.endsWith('@grey.example') ? answer(451, 'Later') : null),
  })
  const world = await openWorld({
    SMTP_URL: `smtp://127.0.0.1:${server.port}`,
    TWEETER_MAILS_PER_MINUTE_PER_HOST: '3',
  })
  t.after(world.close)
  const to = (host: string, count: number) =>
    transact(world.app.db, async (tx) => {
      for (let n = 0; n < count; n++) await sendMail(tx, { to: `p${n}@${host}`, template: hello, data: {} })
    })
  await to('grey.example', 2)
  await to('busy.example', 7)
  await to('calm.example', 2)
  await world.jobs()
  const count = () =>
    ['busy', 'calm', 'grey'].map((host) => server.received.filter((one) => one.to[0]!.includes(`@${host}.`)).length)
  assert.deepEqual(count(), [3, 2, 0])
  world.pass(61_000)
  await world.jobs()
  assert.deepEqual(count(), [6, 2, 0])
  world.pass(61_000)
  await world.jobs()
  assert.deepEqual(count(), [7, 2, 0])
  const [row] = await world.app.db.read<{ attempts: number; last_error: string }>`
    select attempts, last_error from tweeter.mails where to_address = 'p0@grey.example'`
  assert.ok(row!.attempts >= 2)
  assert.match(row!.last_error, /451/)
})

test('a host that hangs holds no more workers than its share', async (t) => {
  const slow: (() => void)[] = []
  const server = await startMailServer(t, {
    onRcptTo: ({ address }, _session, done) => (address.endsWith('@slow.example') ? slow.push(() => done()) : done()),
  })
  const world = await openWorld({ SMTP_URL: `smtp://127.0.0.1:${server.port}`, TWEETER_JOB_WORKERS: '4' })
  t.after(world.close)
  await transact(world.app.db, async (tx) => {
    for (let n = 0; n < 6; n++) await sendMail(tx, { to: `p${n}@slow.example`, template: hello, data: {} })
    await sendMail(tx, { to: 'ann@quick.example', template: hello, data: {} })
  })
  await world.tweeter.start()
  for (let tries = 0; tries < 100 && server.received.length === 0; tries++)
    await new Promise((go) => setTimeout(go, 50))
  assert.deepEqual(
    server.received.map(({ to }) => to[0]),
    ['ann@quick.example'],
  )
  assert.equal(slow.length, 2)
  for (const go of slow.splice(0)) go()
})
