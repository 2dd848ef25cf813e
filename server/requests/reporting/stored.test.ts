import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { trafficOfRange } from './stored.ts'
import { sumUp } from './summary.ts'
import { trafficOf } from './testing.ts'

const world = await openWorld()
after(world.close)
const { db } = world.app
const noon = Date.UTC(2026, 10, 22, 12)
const MINUTE = 60_000

/** As a reader of files would, under a span of seconds. */
async function store(source: string, span: number, asked: Parameters<typeof trafficOf>[0]): Promise<void> {
  const { series, visitors, tops } = trafficOf(asked)
  for (const { at, kind, method, route, status, requests, bytes, durations } of series) {
    await db.pool`insert into request_series values (${source}, ${span}, ${new Date(at)}, ${kind}, ${method}, ${route},
      ${status}, ${requests}, ${bytes}, ${durations && Buffer.from(durations)})`
  }
  for (const { at, kind, sketch } of visitors) {
    await db.pool`insert into request_visitors values (${source}, ${span}, ${new Date(at)}, ${kind}, ${Buffer.from(sketch)})`
  }
  for (const { at, of, entries } of tops) {
    await db.pool`insert into request_tops values (${source}, ${new Date(at)}, ${of}, ${db.pool.json(entries)})`
  }
}

test('a range of what is stored becomes the same traffic that files give', async () => {
  await store('shop', 60, [
    { at: noon, route: '/a', us: 2000, visitor: 'x', agent: 'Firefox' },
    { at: noon + MINUTE, route: '/a', us: 4000, visitor: 'y', agent: 'Firefox', status: 500 },
    { at: noon + 90 * MINUTE, route: '/b', visitor: 'x', agent: 'curl', kind: 'bot' },
  ])
  const range = (from: number, until: number) => trafficOfRange(db.read, 'shop', new Date(from), new Date(until))
  // The driver asks for the types of columns on each connection once.
  for (let i = 0; i < 3; i++) await range(noon, noon + MINUTE)
  const { result: all, count } = await world.statements(() => range(noon, noon + 120 * MINUTE))
  assert.equal(count, 4)
  const summary = sumUp(all.traffic, all.spanMs)
  assert.deepEqual([summary.requests, summary.bots, summary.failed], [3, 1, 1])
  assert.deepEqual(summary.visitors, { people: 2, bots: 1 })
  assert.equal(summary.latency!.timed, 2)
  assert.deepEqual(
    summary.tops.agent.map(({ label, requests }) => [label, requests]),
    [
      ['Firefox', 2],
      ['curl', 1],
    ],
  )
  const part = await range(noon + MINUTE, noon + 90 * MINUTE)
  assert.equal(sumUp(part.traffic, part.spanMs).requests, 1)
  assert.equal(sumUp((await range(0, noon)).traffic).requests, 0)
})

test('where some of it is kept by the hour, all of it is counted by the hour', async () => {
  await store('old', 3600, [{ at: noon - 60 * MINUTE, route: '/a' }])
  await store('old', 60, [{ at: noon + MINUTE, route: '/a' }])
  const { traffic, spanMs } = await trafficOfRange(
    db.read,
    'old',
    new Date(noon - 60 * MINUTE),
    new Date(noon + 60 * MINUTE),
  )
  assert.equal(spanMs, 60 * MINUTE)
  assert.equal(sumUp(traffic, spanMs).peak!.lastsMs, 60 * MINUTE)
})

test('how many lines were rejected is known of the files, not of the range', async () => {
  await db.pool`insert into request_files (source, reader, file, path, rejected) values
    ('shop', 'traffic', 'a', '/a', 3), ('shop', 'traffic', 'b', '/b', 4), ('shop', 'views', 'a', '/a', 5)`
  assert.equal((await trafficOfRange(db.read, 'shop', new Date(noon), new Date(noon + 1))).rejectedEver, 7)
})
