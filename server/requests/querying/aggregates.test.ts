import assert from 'node:assert/strict'
import test, { after, beforeEach } from 'node:test'
import { freshDatabase } from '../../../testing/cluster.ts'
import { Quantiles } from '../sketches/quantiles.ts'
import { Uniques } from '../sketches/uniques.ts'
import { askAggregates, askTops, knownSources, shareOf } from './aggregates.ts'
import type { TrafficQuestion } from './question.ts'

const { db, drop } = await freshDatabase()
after(drop)
beforeEach(() => db.pool`truncate request_series, request_visitors, request_tops`)

interface Told {
  source?: string
  span?: 60 | 3600
  at: string
  kind?: 'person' | 'bot'
  method?: string
  route?: string
  status?: number
  requests?: number
  /** Milliseconds. */
  took?: number[]
}

async function series(rows: Told[]): Promise<void> {
  for (const { source = 'tweeter', span = 60, at, kind = 'person', method = 'GET', ...row } of rows) {
    const durations = new Quantiles()
    for (const ms of row.took ?? []) durations.add(ms * 1000)
    await db.pool`insert into request_series values
      (${source}, ${span}, ${at}, ${kind}, ${method}, ${row.route ?? '/'}, ${row.status ?? 200}, ${row.requests ?? 1}, 10,
       ${row.took ? Buffer.from(durations.encode()) : null})`
  }
}

async function visitors(at: string, kind: string, who: number[], source = 'tweeter'): Promise<void> {
  const sketch = new Uniques()
  for (const one of who) sketch.add(one * 2654435761, one * 40503)
  await db.pool`insert into request_visitors values (${source}, 60, ${at}, ${kind}, ${Buffer.from(sketch.encode())})`
}

const day: TrafficQuestion = {
  source: 'tweeter',
  from: new Date('2026-11-20T00:00Z'),
  until: new Date('2026-11-21T00:00Z'),
  by: [],
}
const near = (found: number | null, expected: number, part: number) =>
  assert.ok(found !== null && Math.abs(found - expected) <= expected * part, `${found} is not near ${expected}`)

test('counts are sums, quantiles and visitors come from merged sketches', async () => {
  await series([
    { at: '2026-11-20T10:00Z', requests: 3, took: [1, 1, 2], route: '/a' },
    { at: '2026-11-20T10:01Z', requests: 2, took: [100, 100], route: '/b', status: 503 },
    { at: '2026-11-20T11:00Z', requests: 4, took: [1, 1, 1, 1], route: '/a', kind: 'bot' },
    { at: '2026-11-20T12:00Z', span: 3600, requests: 1, route: '/stream', status: 101 },
    { at: '2026-11-20T10:00Z', requests: 99, source: 'shop' },
    { at: '2026-11-21T00:00Z', requests: 99 },
    { at: '2026-11-19T23:59Z', requests: 99 },
  ])
  await visitors('2026-11-20T10:00Z', 'person', [1, 2, 3])
  await visitors('2026-11-20T10:01Z', 'person', [3, 4])
  await visitors('2026-11-20T11:00Z', 'bot', [5])
  const [all, ...none] = await askAggregates(db.read, day)
  assert.equal(none.length, 0)
  assert.deepEqual(
    [all!.at, all!.kind, all!.route, all!.requests, all!.errors, all!.bytes],
    [null, null, null, 10, 2, 40],
  )
  near(all!.p50Ms, 1, 0.02)
  near(all!.p95Ms, 100, 0.02)
  near(all!.visitors, 5, 0.05)

  const routes = await askAggregates(db.read, { ...day, by: ['route'] })
  assert.deepEqual(
    routes.map(({ route, requests, visitors }) => [route, requests, visitors]),
    [
      ['/a', 7, null],
      ['/b', 2, null],
      ['/stream', 1, null],
    ],
  )
  near(routes[1]!.p50Ms, 100, 0.02)
  assert.equal(routes[2]!.p50Ms, null)

  const hours = await askAggregates(db.read, { ...day, by: ['time', 'kind'], step: 'hour' })
  assert.deepEqual(
    hours.map(({ at, kind, requests, visitors }) => [at!.toISOString().slice(11, 16), kind, requests, visitors]),
    [
      ['10:00', 'person', 5, 4],
      ['11:00', 'bot', 4, 1],
      ['12:00', 'person', 1, 0],
    ],
  )
})

test('filters', async () => {
  await series([
    { at: '2026-11-20T10:00Z', route: '/a', method: 'POST', status: 500 },
    { at: '2026-11-20T10:00Z', route: '/a', method: 'GET', status: 599, kind: 'bot' },
    { at: '2026-11-20T10:00Z', route: "/it's", status: 404 },
    { at: '2026-11-20T10:00Z', route: '', status: 404 },
  ])
  const count = async (where: TrafficQuestion['where']) =>
    (await askAggregates(db.read, { ...day, ...(where && { where }) }))[0]?.requests ?? 0
  assert.equal(await count({ status: '5xx' }), 2)
  assert.equal(await count({ status: '404' }), 2)
  assert.equal(await count({ route: '/a', method: 'POST' }), 1)
  assert.equal(await count({ kind: 'bot' }), 1)
  assert.equal(await count({ route: '' }), 1)
  assert.equal(await count({ route: "/it's" }), 1)
  assert.equal(await count({ route: "' or true --" }), 0)
  for (const status of ['5x', '0', '5xx or true', '99999', '']) {
    await assert.rejects(count({ status }), /A status is a number such as 404/)
  }
})

test('nothing asked for is nothing, not a failure', async () => {
  assert.deepEqual(await askAggregates(db.read, day), [])
  assert.deepEqual(await askTops(db.read, { ...day, of: 'agent', limit: 10 }), [])
  assert.deepEqual(await knownSources(db.read), [])
  await series([{ at: '2026-11-20T10:00Z' }])
  assert.deepEqual(await askAggregates(db.read, { ...day, until: day.from }), [])
})

test('many sketches are sampled: large groups by minutes, small ones not at all', async () => {
  assert.equal(shareOf([{ sketches: 10 }, { sketches: 20 }], 100), 100)
  assert.equal(shareOf([{ sketches: 10 }, { sketches: 200 }], 100), 90)
  assert.equal(shareOf([{ sketches: 500 }, { sketches: 200 }], 100), 50)
  const slow = new Quantiles()
  slow.add(80_000)
  const quick = new Quantiles()
  quick.add(2000)
  await db.pool`
    insert into request_series
    select 'tweeter', 60, '2026-11-20T00:00Z'::timestamptz - n * interval '1 minute', 'person', 'GET', '/' || r, 200, 1, 1,
           case when n % 10 = 0 then ${Buffer.from(slow.encode())}::bytea else ${Buffer.from(quick.encode())}::bytea end
      from generate_series(1, 26000) n, generate_series(1, 2) r`
  await series([{ at: '2026-11-19T10:00Z', route: '/rare', took: [7] }])
  const month = { ...day, from: new Date('2026-11-01Z') }
  const rows = await askAggregates(db.read, { ...month, by: ['route'] })
  assert.deepEqual(
    rows.map(({ route, requests }) => [route, requests]),
    [
      ['/1', 26000],
      ['/2', 26000],
      ['/rare', 1],
    ],
  )
  near(rows[0]!.p50Ms, 2, 0.02)
  near(rows[0]!.p95Ms, 80, 0.02)
  near(rows[2]!.p50Ms, 7, 0.02)
})

test('tops of hours are added up, and say how wrong they may be', async () => {
  const put = (at: string, entries: [string, number, number][]) =>
    db.pool`insert into request_tops values ('tweeter', ${at}, 'agent', ${db.pool.json(entries)})`
  await put('2026-11-20T10:00Z', [
    ['Firefox', 10, 0],
    ['"; drop table', 5, 1],
  ])
  await put('2026-11-20T11:00Z', [
    ['Firefox', 7, 2],
    ['curl', 3, 0],
  ])
  await put('2026-11-20T12:00Z', [])
  await put('2026-11-21T00:00Z', [['curl', 1000, 0]])
  assert.deepEqual(await askTops(db.read, { ...day, from: new Date('2026-11-20T10:30Z'), of: 'agent', limit: 2 }), [
    { label: 'Firefox', requests: 17, error: 2, missing: 0 },
    { label: '"; drop table', requests: 5, error: 1, missing: 2 },
  ])
})

test('a list that is not full misses nobody', async () => {
  const entries = (count: number) => Array.from({ length: count }, (_, i) => [`agent ${i}`, 9, 0])
  const put = (at: string, list: unknown[]) =>
    db.pool`insert into request_tops values ('tweeter', ${at}, 'agent', ${db.pool.json(list as never)})`
  await put('2026-11-20T10:00Z', [['curl', 100, 0]])
  await put('2026-11-20T11:00Z', entries(499))
  const first = async () => (await askTops(db.read, { ...day, of: 'agent', limit: 1 }))[0]
  assert.deepEqual(await first(), { label: 'curl', requests: 100, error: 0, missing: 0 })
  await put('2026-11-20T12:00Z', entries(500))
  assert.deepEqual(await first(), { label: 'curl', requests: 100, error: 0, missing: 9 })
})

test('sources are those that have requests, each with its time', async () => {
  await series([
    { at: '2026-11-20T10:00Z', source: 'nginx' },
    { at: '2026-11-20T10:05Z', source: 'nginx' },
    { at: '2026-11-01T00:00Z', source: 'tweeter', span: 3600 },
    { at: '2026-11-20T10:05Z', source: 'tweeter' },
  ])
  assert.deepEqual(await knownSources(db.read), [
    { source: 'nginx', from: new Date('2026-11-20T10:00Z'), until: new Date('2026-11-20T10:06Z') },
    { source: 'tweeter', from: new Date('2026-11-01T00:00Z'), until: new Date('2026-11-20T10:06Z') },
  ])
})
