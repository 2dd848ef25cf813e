import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { freshDatabase } from '../../../testing/cluster.ts'
import { transact } from '../../storage/index.ts'
import { noTraffic, type Traffic } from '../reading/traffic.ts'
import { hashText } from '../sketches/hash.ts'
import { Quantiles } from '../sketches/quantiles.ts'
import { Uniques } from '../sketches/uniques.ts'
import { commitTraffic, Overtaken } from './commit.ts'
import { type Holder, type Place, takeFiles } from './queries.ts'

const { db, drop } = await freshDatabase()
after(drop)

const MINUTE = Date.parse('2026-11-22T10:05:00Z')
const HOUR = Date.parse('2026-11-22T10:00:00Z')
const by: Holder = { source: 'test', reader: 'traffic', holder: 'here:1:aa', leaseMs: 30_000 }
const place = (from: number, until: number, more: Partial<Place> = {}): Place => ({
  ...{ file: 'a', path: '/a', from, until, records: 1, rejected: 0, finished: false },
  ...more,
})
const take = (holder: Holder, ...files: string[]) =>
  transact(db, (tx) =>
    takeFiles(
      tx,
      holder,
      files.map((file) => ({ file, path: `/${file}` })),
      [],
    ),
  )

function trafficOf(rows: number, visitors: readonly string[]): Traffic {
  const uniques = new Uniques()
  for (const visitor of visitors) {
    const { high, low } = hashText(visitor)
    uniques.add(high, low)
  }
  const durations = new Quantiles()
  durations.add(1000)
  return {
    ...noTraffic(),
    records: rows,
    series: Array.from({ length: rows }, (_, n) => ({
      at: MINUTE,
      kind: 'person',
      method: 'GET',
      route: `/r/${n}`,
      status: 200,
      requests: 2,
      bytes: 10,
      durations: n === 0 ? null : durations.encode(),
    })),
    visitors: [{ at: MINUTE, kind: 'person', sketch: uniques.encode() }],
    tops: [{ at: HOUR, of: 'agent', entries: [['Firefox', rows, 0]] }],
  }
}

test('what is kept twice is added up: counts, sketches, lists of the most frequent', async () => {
  await take(by, 'a')
  await transact(db, (tx) => commitTraffic(tx, by, trafficOf(3, ['ann', 'ben']), [place(0, 100)]))
  await transact(db, (tx) => commitTraffic(tx, by, trafficOf(2, ['ben', 'cy']), [place(100, 150)]))
  const series = await db.pool`select * from request_series where source = 'test' order by route`
  assert.deepEqual(
    series.map((row) => [row.route, row.requests, row.bytes, row.at.getTime(), row.span]),
    [
      ['/r/0', 4, 20, MINUTE, 60],
      ['/r/1', 4, 20, MINUTE, 60],
      ['/r/2', 2, 10, MINUTE, 60],
    ],
  )
  assert.equal(series[0]!.durations, null)
  assert.equal(Quantiles.decode(series[1]!.durations).count, 2)
  const [visitors] = await db.pool`select sketch from request_visitors where source = 'test'`
  assert.equal(Uniques.decode(visitors!.sketch).count(), 3)
  const [tops] = await db.pool`select entries from request_tops where source = 'test'`
  assert.deepEqual(tops!.entries, [['Firefox', 5, 0]])
  const [file] = await db.pool`select place, records from request_files where source = 'test'`
  assert.deepEqual([file!.place, file!.records], [150, 2])
})

test('a place that is not the one it was read from keeps nothing, nor does a file that is held by another', async () => {
  const own = { ...by, source: 'places' }
  await take(own, 'a', 'b')
  const rows = async () => (await db.pool`select from request_series where source = 'places'`).length
  const keep = (holder: Holder, ...places: Place[]) =>
    transact(db, (tx) => commitTraffic(tx, holder, trafficOf(1, []), places))
  await assert.rejects(keep(own, place(0, 10), place(5, 10, { file: 'b' })), Overtaken)
  await assert.rejects(keep({ ...own, holder: 'there:2:bb' }, place(0, 10)), Overtaken)
  await assert.rejects(keep(own, place(0, 10, { file: 'unknown' })), Overtaken)
  assert.equal(await rows(), 0)
  await keep(own, place(0, 10), place(0, 10, { file: 'b', finished: true }))
  assert.equal(await rows(), 1)
  // The same again, as after a restart that knew no better.
  await assert.rejects(keep(own, place(0, 10)), Overtaken)
  await assert.rejects(keep(own, place(10, 20, { file: 'b' })), Overtaken)
  const [sum] = await db.pool`select sum(requests)::int as requests from request_series where source = 'places'`
  assert.equal(sum!.requests, 2)
})

test('a commit is as many statements for a thousand rows as for one', async () => {
  const own = { ...by, source: 'statements' }
  await take(own, 'a')
  const statements = async (rows: number, from: number) => {
    const before = db.statements()
    await transact(db, (tx) => commitTraffic(tx, own, trafficOf(rows, ['ann']), [place(from, from + 1)]))
    return db.statements() - before
  }
  const one = await statements(1, 0)
  assert.equal(await statements(1000, 1), one)
  assert.ok(one <= 10, `${one} statements`)
})

test('whatever a log of others holds can be stored', async () => {
  const own = { ...by, source: 'strange' }
  await take(own, 'a')
  const traffic = trafficOf(1, ['ann'])
  const odd = { ...traffic.series[0]!, method: 'X\0'.repeat(100), route: `/\ud800\0"'\\${'x'.repeat(5000)}` }
  traffic.series.push(odd, { ...odd, route: `${odd.route}y` })
  traffic.tops.push({ at: HOUR, of: 'path', entries: [['/\ud800\0\u0001', 1, 0]] })
  await transact(db, (tx) => commitTraffic(tx, own, traffic, [place(0, 10)]))
  const rows = await db.pool`select requests from request_series where source = 'strange' order by requests`
  assert.deepEqual(
    rows.map(({ requests }) => requests),
    [2, 4],
  )
})

test('two who keep at once in the same rows lose nothing', async () => {
  const holders = ['x:1:aa', 'y:1:bb'].map((holder) => ({ ...by, source: 'both', holder }))
  await take(holders[0]!, 'a')
  await take(holders[1]!, 'b')
  const keepTen = async (holder: Holder, file: string) => {
    for (let n = 0; n < 10; n++) {
      await transact(db, (tx) => commitTraffic(tx, holder, trafficOf(20, ['v']), [place(n, n + 1, { file })]))
    }
  }
  await Promise.all([keepTen(holders[0]!, 'a'), keepTen(holders[1]!, 'b')])
  const [sum] = await db.pool`select sum(requests)::int as requests from request_series where source = 'both'`
  assert.equal(sum!.requests, 2 * 10 * 20 * 2)
})
