import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { transact } from '../../storage/index.ts'
import { noTraffic, type Traffic } from '../reading/traffic.ts'
import { hashText } from '../sketches/hash.ts'
import { Quantiles } from '../sketches/quantiles.ts'
import { Uniques } from '../sketches/uniques.ts'
import { addTraffic } from './commit.ts'
import { openBench } from './following.testing.ts'
import { rollUp } from './roll-up.ts'
import { OwnWriter, storedTotals } from './writing.testing.ts'

const bench = await openBench()
after(bench.close)
const { app } = bench
const { db } = app
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const hour = (daysAgo: number) => Math.floor((Date.now() - daysAgo * DAY_MS) / HOUR_MS) * HOUR_MS

function minuteOf(at: number, visitor: string, us: number): Traffic {
  const uniques = new Uniques()
  const { high, low } = hashText(visitor)
  uniques.add(high, low)
  const durations = new Quantiles()
  durations.add(us)
  const alike = { at, kind: 'person', method: 'GET', route: '/a', status: 200 } as const
  return {
    ...noTraffic(),
    series: [{ ...alike, requests: 1, bytes: 10, durations: durations.encode() }],
    visitors: [{ at, kind: 'person', sketch: uniques.encode() }],
    tops: [{ at: at - (at % HOUR_MS), of: 'agent', entries: [['Firefox', 1, 0]] }],
  }
}
const add = (...traffic: Traffic[]) =>
  transact(db, async (tx) => {
    for (const one of traffic) await addTraffic(tx, 'test', 60, one)
  })

test('minutes become hours after a week, what comes late is added, and hours go in the end', async () => {
  const [recent, old, ancient] = [hour(1), hour(9), hour(401)]
  await add(minuteOf(recent, 'ann', 100), minuteOf(old, 'ann', 100), minuteOf(old + 60_000, 'ben', 300))
  await add(minuteOf(ancient, 'ann', 100))
  await rollUp(app)
  await add(minuteOf(old + 120_000, 'ben', 500))
  await rollUp(app)
  await rollUp(app)
  const series = await db.pool`select span, at, requests, bytes, durations from request_series order by at desc`
  assert.deepEqual(
    series.map(({ span, at, requests, bytes }) => [span, at.getTime(), requests, bytes]),
    [
      [60, recent, 1, 10],
      [3600, old, 3, 30],
    ],
  )
  assert.ok(Math.abs(Quantiles.decode(series[1]!.durations).quantile(0.5)! - 300) <= 3)
  const visitors = await db.pool`select span, sketch from request_visitors order by at desc`
  assert.deepEqual(
    visitors.map(({ span, sketch }) => [span, Uniques.decode(sketch).count()]),
    [
      [60, 1],
      [3600, 2],
    ],
  )
  assert.equal((await db.pool`select from request_tops`).length, 2)
  assert.equal((await storedTotals(db, 'test')).requests, 4)
})

test('how far segments were read is forgotten when they are gone for long, and not before', async () => {
  const writer = new OwnWriter(bench.folder)
  writer.write(1)
  const there = writer.path.split('/').at(-1)!.replace('.ndjson', '')
  await db.pool`
    insert into request_files (source, reader, file, path, finished, read_at)
    select 'tweeter', 'traffic', file, '', true, now() - days * interval '1 day'
      from (values (${there}, 31), ('gone', 31), ('young', 29)) rows(file, days)`
  await rollUp(app)
  const left = await db.pool<{ file: string }[]>`select file from request_files`
  assert.deepEqual(left.map(({ file }) => file).sort(), [there, 'young'])
})
