import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { openTerminal } from '../testing.ts'

const terminal = openTerminal()
after(() => terminal.close())
const { run, folder } = terminal

const line = (at: string, status: number, agent: string, route = '/about') =>
  `{"at":${Date.parse(at)},"kind":"person","method":"GET","route":"${route}","status":${status},"us":2000,"bytes":10,"visitor":"00000000000000aa","agent":"${agent}","account":109}\n`

const lines =
  line('2026-11-20T10:00Z', 200, 'Firefox') +
  line('2026-11-20T10:30Z', 500, '=1+1') +
  line('2026-11-20T11:00Z', 200, 'curl', '/api')

test('one file of ours: table, JSON, CSV, a select', async () => {
  const file = join(folder, 'some.ndjson')
  writeFileSync(file, lines)
  const table = await run(['requests', 'query', '--file', file])
  assert.deepEqual([table.code, table.err.trim()], [0, `From ${file}.`])
  assert.deepEqual(table.out.trimEnd().split('\n'), [
    'ROUTE   REQUESTS  ERRORS  P50_MS  P95_MS  P99_MS  BYTES  VISITORS',
    '/about         2       1     2.0     2.0     2.0     20         1',
    '/api           1       0     2.0     2.0     2.0     10         1',
  ])
  const json = await run(['requests', 'query', '--file', file, '--by', 'time', '--step', 'hour', '--format', 'json'])
  assert.deepEqual(
    (JSON.parse(json.out) as { rows: { time: string; requests: number; per_s: number }[] }).rows.map((row) => [
      row.time,
      row.requests,
    ]),
    [
      ['2026-11-20T10:00:00Z', 2],
      ['2026-11-20T11:00:00Z', 1],
    ],
  )
  const csv = await run([
    'requests',
    'query',
    '--file',
    file,
    '--by',
    'agent',
    '--where',
    'status=500',
    '--format',
    'csv',
  ])
  assert.match(csv.out, /^agent,requests,errors,.*\n'=1\+1,1,1,/)
  const sql = await run([
    'requests',
    'query',
    '--file',
    file,
    '--sql',
    'select agent, year(time) as y from requests order by 1 limit 1',
  ])
  assert.deepEqual(sql.out.trimEnd().split('\n'), ['AGENT     Y', '=1+1   2026'])
  const none = await run(['requests', 'query', '--file', file, '--where', 'status=404'])
  assert.deepEqual([none.code, none.out], [0, 'Nothing was found.\n'])
})

test('the access log of another server, by what it tells', async () => {
  const file = join(folder, 'access.log')
  const hit = (ip: string, path: string, status: number) =>
    `${ip} - - [20/Nov/2026:10:00:00 +0000] "GET ${path} HTTP/1.1" ${status} 10 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"\n`
  writeFileSync(
    file,
    `${hit('192.0.2.1', '/a', 200)}${hit('192.0.2.2', '/a', 200)}${hit('192.0.2.2', '/b', 404)}nonsense\n`,
  )
  const byStatus = await run(['requests', 'query', '--file', file])
  assert.match(byStatus.out, /^STATUS +REQUESTS .*\n200 +2 .*\n404 +1 /)
  assert.match(byStatus.err, /1 lines could not be read/)
  const paths = await run(['requests', 'query', '--file', file, '--top', 'paths', '--format', 'csv'])
  assert.equal(paths.out, 'path,requests,too_high\n/a,2,0\n/b,1,0\n')
  const route = await run(['requests', 'query', '--file', file, '--by', 'route'])
  assert.equal(route.code, 1)
  assert.match(route.err, /tells nothing by route/)
  const json = join(folder, 'app.ndjson')
  writeFileSync(
    json,
    '{"ts":"2026-11-22T10:00:00Z","code":200,"ms":12}\n{"ts":"2026-11-22T10:00:01Z","code":404,"ms":3}\n',
  )
  const fields = ['requests', 'query', '--file', json, '--fields']
  const shaped = await run([...fields, 'time=ts,status=code,duration=ms:ms', '--by', 'status', '--format', 'csv'])
  assert.match(shaped.out, /^status.*\n200,1,.*\n404,1,/)
  assert.equal((await run([...fields, 'status=code'])).code, 2)
})

test('what this network was asked: from the files while nothing is kept, and no database for a select', async () => {
  mkdirSync(join(folder, 'data', 'requests'), { recursive: true })
  writeFileSync(join(folder, 'data', 'requests', '20261120T095959999Z-abcd-1-0.ndjson'), lines)
  const sql = [
    'requests',
    'query',
    '--sql',
    'select count(*) as n from requests',
    '--from',
    '2026-11-20',
    '--until',
    '2026-11-21',
  ]
  const counted = await run(sql)
  assert.deepEqual([counted.code, counted.out, counted.err], [0, 'N\n3\n', 'From 1 file.\n'])
  const asked = await run(['requests', 'query', '--from', '2026-11-20T10:00', '--until', '2026-11-20T10:05'])
  assert.deepEqual(
    [asked.code, asked.err.trim()],
    [0, 'From 1 file, because nothing is kept yet: 2026-11-20 10:00 to 2026-11-20 10:05 (UTC).'],
  )
  assert.match(asked.out, /\n\/about +1 +0\.00 /)
  const ago = await run(['requests', 'query', '--from', '-1h', '--source', 'nginx'])
  assert.deepEqual([ago.code, ago.err.trim()], [1, 'tweeter: No requests of "nginx" are kept. Nothing is kept yet.'])
})

test('wrong use ends with 2 and one clear line', async () => {
  const wrong: [string[], RegExp][] = [
    [['--from', 'soon'], /--from must be a time such as/],
    [['--sql', 'select 1', '--by', 'route'], /--sql and --by do not go together\./],
    [['--top', 'cats'], /--top must be one of agents/],
    [['--format', 'xml'], /--format must be one of table, json, csv/],
  ]
  for (const [options, expected] of wrong) {
    const { code, out, err } = await run(['requests', 'query', ...options])
    assert.deepEqual([code, out], [2, ''], options.join(' '))
    assert.match(err, expected)
  }
  const denied = await run(['requests', 'query', '--sql', 'drop view requests'])
  assert.deepEqual([denied.code, denied.out, denied.err.split('\n').length], [1, '', 2])
})
