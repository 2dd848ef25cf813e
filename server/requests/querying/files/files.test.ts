import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { gzipSync } from 'node:zlib'
import { freshDatabase } from '../../../../testing/cluster.ts'
import type { Problem } from '../../../kit/index.ts'
import { readWhole } from '../../reading/whole.ts'
import { lineOf, type RequestRecord } from '../../record.ts'
import { askAggregates } from '../aggregates.ts'
import { askRequests } from '../ask.ts'
import { askTraffic } from '../counted.ts'
import type { FilesQuestion, TrafficQuestion } from '../question.ts'
import { segmentsIn } from '../segments.ts'
import { suffices } from '../suffice.ts'
import { keep, record, segment } from '../testing.ts'
import { askFiles, askSql } from './index.ts'

// A name that is a pattern, and has a quote in it.
const dataDir = mkdtempSync(join(tmpdir(), "tweeter-it's[a]*-"))
const { db, drop } = await freshDatabase()
after(async () => {
  rmSync(dataDir, { recursive: true, force: true })
  await drop()
})

/** Some thousand of an hour, the same in each run. */
const many = Array.from({ length: 3000 }, (_, index): RequestRecord => {
  const dice = createHash('sha256').update(String(index)).digest()
  return record(Date.parse('2026-11-20T10:00Z') + ((index * 1201) % 3_600_000), {
    kind: dice[0]! < 60 ? 'bot' : 'person',
    method: dice[1]! < 20 ? 'POST' : 'GET',
    route: ['/', '/api/v1/timelines/home', '/@:name', "/it's"][dice[2]! % 4]!,
    status: dice[3]! < 10 ? 500 : dice[3]! < 30 ? 404 : 200,
    us: dice[4]! < 5 ? null : dice[4]! < 8 ? 0 : Math.floor(Math.exp(dice.readUInt16LE(5) / 4500)),
    bytes: dice.readUInt16LE(8),
    visitor: createHash('sha256')
      .update(`v${dice.readUInt16LE(10) % 900}`)
      .digest('hex')
      .slice(0, 16),
    agent: ['Firefox', 'Ivory', 'curl'][dice[12]! % 3]!,
    ...(dice[13]! < 128 && { account: 109 + (dice[13]! % 7) }),
    ...(dice[14]! < 50 && { post: 2 ** 52 + dice[14]!, tag: 'cä"ts' }),
  })
})
const day = { source: 'tweeter', from: new Date('2026-11-20T00:00Z'), until: new Date('2026-11-21T00:00Z') }
const place = { dataDir }

test('the same question gives the same numbers from the aggregates and from the files', async () => {
  const inOrder = many.toSorted((a, b) => a.at - b.at)
  for (let part = 0; part < 6; part++) {
    const records = inOrder.slice(part * 500, (part + 1) * 500)
    const began = new Date(records[0]!.at - 50).toISOString().replaceAll(/[-:.]/g, '')
    // The last one is open, and torn by a kill.
    segment(dataDir, began, records, part < 5 ? {} : { sealed: false, tail: '{"at":17953910481,"ki' })
  }
  assert.equal(await keep(db, dataDir), many.length)
  const questions: Partial<TrafficQuestion>[] = [
    {},
    { by: ['route'] },
    { by: ['time'], step: 'minute' },
    { by: ['time', 'kind'], step: 'hour' },
    { by: ['kind', 'method', 'status'] },
    { by: ['time'], step: 'day', where: { kind: 'bot' } },
    { by: ['route'], where: { status: '4xx', method: 'GET' } },
    { where: { route: "/it's", status: '500' } },
    { from: new Date('2026-11-20T10:10Z'), until: new Date('2026-11-20T10:20Z'), by: ['kind'] },
    { from: new Date('2026-11-20T11:10Z'), by: ['kind'] },
  ]
  for (const asked of questions) {
    const question = { ...day, by: [], ...asked } as TrafficQuestion
    assert.equal(await suffices(db.read, question), null)
    const kept = await askAggregates(db.read, question)
    const { rows: filed } = await askFiles(place, question)
    const exact = (rows: typeof kept) =>
      rows
        .map(({ at, kind, method, route, status, requests, errors, bytes }) =>
          JSON.stringify([at, kind, method, route, status, requests, errors, bytes]),
        )
        .sort()
    assert.deepEqual(exact(filed), exact(kept), JSON.stringify(asked))
    for (const row of filed) {
      const other = kept.find((one) => exact([one])[0] === exact([row])[0])!
      for (const name of ['p50Ms', 'p95Ms', 'p99Ms'] as const) near(row[name], other[name], 0.016)
      if (other.visitors !== null) near(row.visitors, other.visitors, 0.05)
    }
  }
})

function near(found: number | null, expected: number | null, part: number): void {
  if (found === null || expected === null) assert.equal(found, expected)
  else assert.ok(Math.abs(found - expected) <= expected * part + 1e-9, `${found} is not near ${expected}`)
}

test('what a log came to just now is asked like what is kept of it', async () => {
  const names = await segmentsIn(join(dataDir, 'requests'))
  const paths = names.map(({ name }) => join(dataDir, 'requests', name))
  const { traffic } = await readWhole(paths, { format: 'tweeter', threads: 1 })
  const questions: Partial<TrafficQuestion>[] = [
    { by: ['time', 'kind'], step: 'hour' },
    { by: ['route', 'status'], where: { kind: 'person', status: '2xx' } },
    { until: new Date('2026-11-20T10:20Z'), where: { method: 'GET' } },
    { where: { route: '/nowhere' } },
  ]
  for (const asked of questions) {
    const question = { ...day, by: [], ...asked } as TrafficQuestion
    const key = (row: object) => JSON.stringify(row)
    const [counted, kept] = [askTraffic(traffic, question), await askAggregates(db.read, question)]
    assert.deepEqual(counted.map(key).sort(), kept.map(key).sort())
  }
})

test('the aggregates answer where they suffice, else the files, and the answer says why', async () => {
  const ask = (more: Partial<FilesQuestion>, options = {}) =>
    askRequests(db.read, place, { ...day, by: ['route'], ...more } as FilesQuestion, options)
  const kept = await ask({ limit: 2 })
  assert.deepEqual([kept.from, kept.why, kept.rows.length, kept.more], ['aggregates', null, 2, true])
  assert.equal(kept.total!.requests, many.length)
  const forced = await ask({}, { files: true })
  assert.deepEqual([forced.from, forced.why, forced.files, forced.more], ['files', null, 6, false])
  const byAgent = await ask({ by: ['agent'] })
  assert.deepEqual([byAgent.from, byAgent.why], ['files', 'requests are not kept by agent'])
  await assert.rejects(ask({ source: "x' or 1=1" }), /No requests of "x' or 1=1" are kept\. There are tweeter\./)
  await db.pool`insert into request_series values ('shop', 60, '2026-11-20T10:00Z', 'bot', 'GET', '', 200, 5, 5, null)`
  assert.equal((await ask({ source: 'shop', by: [] })).rows[0]!.requests, 5)
  await assert.rejects(ask({ source: 'shop', by: ['agent'] }), /cannot answer that \(requests are not kept by agent\)/)
  await db.pool`delete from request_series where source = 'shop'`
})

test('files know more: accounts, posts, tags, agents, visitors by anything', async () => {
  const count = (test: (one: RequestRecord) => boolean) => many.filter(test).length
  const byAccount = await askFiles(place, { ...day, by: ['account'] })
  for (const row of byAccount.rows) {
    assert.equal(
      row.requests,
      count((one) => (one.account ?? null) === row.account),
    )
    const who = many.filter((one) => (one.account ?? null) === row.account).map(({ visitor }) => visitor)
    assert.equal(row.visitors, new Set(who).size)
  }
  assert.equal(byAccount.rows.length, 8)
  const one = async (where: FilesQuestion['where']) =>
    (await askFiles(place, { ...day, by: [], where: where! })).rows[0]?.requests ?? 0
  assert.equal(
    await one({ tag: 'cä"ts' }),
    count(({ tag }) => tag !== undefined),
  )
  assert.equal(
    await one({ agent: 'curl', account: 110 }),
    count((r) => r.agent === 'curl' && r.account === 110),
  )
  assert.equal(
    await one({ post: 2 ** 52 + 3 }),
    count(({ post }) => post === 2 ** 52 + 3),
  )
  assert.equal(await one({ agent: "' or 1=1 --" }), 0)
  assert.equal(
    await one({ visitor: many[0]!.visitor }),
    count(({ visitor }) => visitor === many[0]!.visitor),
  )
  const top = await askFiles(place, { ...day, by: ['visitor', 'agent'], limit: 3 })
  assert.deepEqual([top.rows.length, top.more], [3, true])
  assert.ok(top.rows[0]!.requests >= top.rows[1]!.requests)
  await assert.rejects(one({ status: '5x' }), /A status is a number/)
})

test('no files, an empty range, broken lines', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'tweeter-none-'))
  after(() => rmSync(empty, { recursive: true, force: true }))
  assert.deepEqual(await askFiles({ dataDir: empty }, { ...day, by: ['route'] }), { rows: [], files: 0, more: false })
  assert.deepEqual((await askFiles(place, { ...day, until: day.from, by: [] })).rows, [])
  const broken =
    'hello\n{"at":"x"}\n\n[]\n{}\n{"at":1795391048123}\n\u0000\u0001\n' +
    lineOf(record('2026-11-20T10:00Z', { kind: 'person' })).replace('"person"', '"cat"') +
    lineOf(record(1)) +
    lineOf(record('2026-11-20T10:00Z', { visitor: 'short' })) +
    lineOf(record('2026-11-20T10:00Z', { agent: 'x'.repeat(3 << 20) }))
  segment(empty, '20261120T100000000Z', [], { sealed: false, tail: '' })
  segment(empty, '20261120T100001000Z', [record('2026-11-20T10:00Z')], { tail: broken })
  segment(empty, '20261120T100002000Z', [record('2026-11-20T10:00Z')])
  const { rows } = await askFiles({ dataDir: empty }, { ...day, by: [] })
  assert.deepEqual([rows[0]!.requests, rows.length], [2, 1])
  assert.deepEqual(readdirSync(join(empty, 'querying')), [])
})

test('segments are chosen by name, and one that is being sealed counts once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tweeter-some-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const records = [record('2026-11-20T10:00Z')]
  for (const began of ['20261119T100000000Z', '20261120T095500000Z', '20261120T100500000Z', '20261120T120000000Z']) {
    segment(folder, began, records)
  }
  segment(folder, '20261120T100500000Z', records, { sealed: false })
  for (const name of [
    'readme.ndjson',
    '20261345T100500000Z-abcd-1-1.ndjson',
    '20261120T100500000Z-a-1-1.ndjson.zst.tmp',
  ]) {
    writeFileSync(join(folder, 'requests', name), lineOf(records[0]!))
  }
  const range = { from: new Date('2026-11-20T10:00Z'), until: new Date('2026-11-20T10:10Z') }
  const found = await segmentsIn(join(folder, 'requests'), range.from, range.until)
  assert.deepEqual(
    found.map(({ name }) => name.replace(/Z-.*-1\./, ' ')),
    ['20261120T095500000 ndjson.zst', '20261120T100500000 ndjson.zst'],
  )
  const { rows, files } = await askFiles({ dataDir: folder }, { source: 'tweeter', ...range, by: [] })
  assert.deepEqual([rows[0]!.requests, files], [2, 2])
})

test('one file of anybody’s: plain, gzip, with a pattern for a name', async () => {
  const text = many.map(lineOf).join('')
  const all = { ...day, by: [] as const }
  for (const [name, bytes] of [
    ['a[1]*?.ndjson', text],
    ["b'x.ndjson.gz", gzipSync(text)],
  ] as const) {
    const file = join(dataDir, name)
    writeFileSync(file, bytes)
    assert.equal((await askFiles({ dataDir, file }, all)).rows[0]!.requests, 3000)
  }
  await assert.rejects(
    askFiles({ dataDir, file: join(dataDir, 'none.ndjson') }, all),
    /There is no file .*none\.ndjson/,
  )
})

test('a person’s own select reaches the requests and nothing else', async () => {
  const secret = join(dataDir, 'secret.txt')
  writeFileSync(secret, 'secret')
  const found = await askSql(place, {
    sql: `select agent, count(*) as n, min(time) as first, list(distinct method order by method) as methods
            from requests where account = 110 group by agent order by n desc`,
  })
  assert.deepEqual(found.columns, ['agent', 'n', 'first', 'methods'])
  assert.match(String(found.rows[0]![2]), /^2026-11-20T10:/)
  assert.deepEqual(found.rows[0]![3], ['GET', 'POST'])
  const part = await askSql(place, { sql: 'select count(*) from requests', from: new Date('2026-11-20T10:30Z') })
  assert.equal(part.rows[0]![0], many.filter(({ at }) => at >= Date.parse('2026-11-20T10:30Z')).length)

  const name = readdirSync(join(dataDir, 'requests'))[0]!
  const before = readFileSync(join(dataDir, 'requests', name))
  const hostile = [
    `select * from read_text('${secret.replaceAll("'", "''")}')`,
    `select * from read_text('../secret.txt')`,
    `select * from glob('/etc/*')`,
    `select * from read_csv('/etc/passwd')`,
    `from '/etc/passwd'`,
    `copy (select 1) to 'out.csv'`,
    `copy (select 1) to '${name}'`,
    `explain analyze copy (select 1) to '${name}'`,
    `attach 'x.db'`,
    'install httpfs',
    'load httpfs',
    `set memory_limit = '8GB'`,
    'drop view requests',
    'select 1; drop view requests',
    'create table x as select 1',
    'insert into requests select * from requests',
    'select $1',
    'selekt 1',
    '',
  ]
  for (const sql of hostile) {
    await assert.rejects(askSql(place, { sql }), (problem: Problem) => problem.status === 400, sql)
  }
  assert.deepEqual(readFileSync(join(dataDir, 'requests', name)), before)
  assert.ok(!existsSync(join(dataDir, 'requests', 'out.csv')))
})

test('whoever asks may stop asking', async () => {
  mkdirSync(join(dataDir, 'requests'), { recursive: true })
  const stop = new AbortController()
  const asked = askSql({ dataDir, signal: stop.signal }, { sql: 'select count(*) from range(1000000000000) a' })
  setTimeout(() => stop.abort(), 300)
  await assert.rejects(asked, /aborted/)
})

test('suffices: what is kept, and when it is not enough', async () => {
  const why = (more: Partial<FilesQuestion>, options = {}) =>
    suffices(db.read, { ...day, by: [], ...more } as FilesQuestion, options)
  assert.equal(await why({ by: ['time', 'route'] }, {}), null)
  assert.match((await why({ by: ['agent'] }))!, /not kept by agent/)
  assert.match((await why({ where: { account: 1 } }))!, /not kept by account/)
  assert.match((await why({ by: ['route'] }, { visitors: true }))!, /by time and kind only/)
  assert.equal(await why({ by: ['time', 'kind'] }, { visitors: true }), null)
  assert.match((await why({ from: new Date('2026-11-20T10:00:30Z') }))!, /begin and end with a minute/)
  await db.pool`insert into request_series
    values ('tweeter', 3600, '2026-11-01T10:00Z', 'person', 'GET', '/', 200, 5, 5, null)`
  const old = { from: new Date('2026-11-01T10:30Z'), until: new Date('2026-11-01T12:00Z') }
  assert.match((await why(old))!, /whole hours are kept/)
  assert.equal(await why({ ...old, from: new Date('2026-11-01T10:00Z'), by: ['time'], step: 'hour' }), null)
  assert.match(
    (await why({ ...old, from: new Date('2026-11-01T10:00Z'), by: ['time'], step: 'minute' }))!,
    /only hours/,
  )
})
