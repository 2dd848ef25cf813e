import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { agentOf } from '../../agents.ts'
import { hashText } from '../../sketches/hash.ts'
import { Row, SLACK } from '../row.ts'
import { numberOf, parseFields, timeOf } from './fields.ts'
import { jsonFormat, openFormat } from './index.ts'
import { linesOf } from './testing.ts'

const PINO = jsonFormat(
  'time=time,status=res.statusCode,method=req.method,path=req.url,duration=ms:responseTime,bytes=res.bytes,address=ip|req.remoteAddress,agent=req.headers.user-agent,referrer=req.headers.referer',
)

const text = fc.string({ unit: 'grapheme', maxLength: 40 })
const record = fc.record({
  at: fc.integer({ min: 100_000_000_000, max: 4_000_000_000_000 }),
  method: fc.constantFrom('GET', 'POST', 'PROPFIND', ''),
  path: text.map((rest) => `/${rest.replaceAll('?', '')}`),
  query: fc.constantFrom('', '?token=secret'),
  status: fc.integer({ min: 0, max: 999 }),
  us: fc.option(fc.nat(100_000_000)),
  bytes: fc.nat(1_000_000_000),
  address: fc.constantFrom('192.0.2.7', '2001:db8::7'),
  agent: fc.oneof(fc.constantFrom('curl/8', 'Mozilla/5.0 (X11; rv:148.0) Gecko/20100101 Firefox/148.0', '-', ''), text),
  referrer: fc.oneof(
    fc.constant(''),
    text.filter((referrer) => referrer !== '-'),
  ),
})
type Made = typeof record extends fc.Arbitrary<infer T> ? T : never

const wanted = (one: Made) => ({
  refused: false,
  at: one.at,
  kind: agentOf(one.agent).kind,
  method: one.method,
  status: one.status,
  us: one.us,
  bytes: one.bytes,
  visitor: one.address,
  agent: agentOf(one.agent).family,
  path: one.path,
  referrer: one.referrer,
})

const caddyOf = (one: Made) => ({
  level: 'info',
  ts: one.at / 1000,
  logger: 'http.log.access',
  msg: 'handled request',
  request: {
    remote_ip: '198.51.100.1',
    client_ip: one.address,
    method: one.method,
    host: 'a.example',
    uri: one.path + one.query,
    headers: { 'User-Agent': [one.agent], Referer: one.referrer ? [one.referrer] : undefined, Accept: ['*/*'] },
  },
  bytes_read: 7,
  duration: one.us === null ? undefined : one.us / 1_000_000,
  size: one.bytes,
  status: one.status,
  resp_headers: { Server: ['Caddy'] },
})

const pinoOf = (one: Made) => ({
  time: new Date(one.at).toISOString(),
  req: {
    method: one.method,
    url: one.path + one.query,
    remoteAddress: one.address,
    headers: { 'user-agent': one.agent, referer: one.referrer },
  },
  res: { statusCode: String(one.status), bytes: one.bytes },
  responseTime: one.us === null ? null : one.us / 1000,
})

/** Every character that is not plain as `\u…`, which JSON allows. */
const escaped = (json: string) =>
  json.replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)

test("Caddy's records and those of any shape come to what is in them", () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), fc.constantFrom('\n', '\r\n', '  \n'), (all, end) => {
      const lines = (of: (one: Made) => object) => all.map((one) => JSON.stringify(of(one)) + end).join('')
      assert.deepEqual(linesOf('caddy', Buffer.from(lines(caddyOf))), all.map(wanted))
      assert.deepEqual(linesOf(PINO, Buffer.from(lines(pinoOf))), all.map(wanted))
      assert.deepEqual(
        linesOf(PINO, Buffer.from(escaped(lines(pinoOf)).replaceAll('\\u000a', '\n').replaceAll('\\u000d', '\r'))),
        all.map(wanted),
      )
    }),
    { numRuns: 300 },
  )
})

test('a damaged line is refused or read, and never disturbs the next', () => {
  fc.assert(
    fc.property(record, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 6 }), (one, where, bytes) => {
      const line = Buffer.from(JSON.stringify(caddyOf(one)))
      const rubbish = Buffer.from(bytes.filter((byte) => byte !== 10))
      rubbish.copy(line, where % line.length)
      const found = linesOf('caddy', Buffer.concat([line, Buffer.from(`\n${JSON.stringify(caddyOf(one))}\n`)]))
      assert.equal(found.length, 2)
      assert.deepEqual(found[1], wanted(one))
    }),
    { numRuns: 1000 },
  )
})

test('bytes that are no UTF-8 stay within their line', () => {
  const line = Buffer.from(`{"ts":1,"status":200,"request":{"uri":"/${'x'.repeat(60)}","remote_ip":"a"}}\n`)
  line.fill(0xff, line.indexOf('xxx'), line.lastIndexOf('x') + 1)
  const [first, next] = linesOf(
    'caddy',
    Buffer.concat([line, Buffer.from(`${JSON.stringify({ ts: 2, status: 201 })}\n`)]),
  )
  assert.match(first!.path!, /^\/�+$/)
  assert.ok(Buffer.byteLength(first!.path!) < line.length)
  assert.deepEqual([next!.at, next!.status], [2000, 201])
})

test('what is missing is none, and what must be there is', () => {
  const line = (value: unknown) => linesOf('caddy', Buffer.from(`${JSON.stringify(value)}\n`))[0]!
  assert.deepEqual(line({ ts: 1.5, status: 200 }), {
    refused: false,
    at: 1500,
    kind: 'bot',
    method: '',
    status: 200,
    us: null,
    bytes: 0,
    visitor: '',
    agent: 'none',
    path: '',
    referrer: '',
  })
  for (const value of [null, 1, 'x', [], [{ ts: 1, status: 200 }], {}, { ts: 1 }, { status: 200 }])
    assert.equal(line(value).refused, true, JSON.stringify(value))
  for (const status of ['', 'ok', -1, 1000, 200.5, null, {}]) assert.equal(line({ ts: 1, status }).refused, true)
  for (const ts of ['', 'yesterday', -1, null, {}, true]) assert.equal(line({ ts, status: 200 }).refused, true)
  assert.equal(line({ ts: 1, status: 200, duration: -3, size: -1 }).us, null)
  assert.equal(linesOf('json:time=t,status=s', Buffer.from('{"t":1,"s":200}\n'))[0]!.kind, 'person')
  for (const odd of ['', '{', '{"ts":1,"status":200', `${'\0'.repeat(50)}`, '['.repeat(60_000)])
    assert.equal(linesOf('caddy', Buffer.from(`${odd}\n`))[0]!.refused, true)
})

test('a key with dots in it is found, a list gives its first, and the first place that is there counts', () => {
  const name = jsonFormat('time=@timestamp,status=http.response.status,address=a|b.c|d')
  const first = (value: object) => linesOf(name, Buffer.from(`${JSON.stringify(value)}\n`))[0]!
  const head = { '@timestamp': '2026-11-22T10:00:00Z', 'http.response.status': 404 }
  assert.equal(first({ ...head, d: 'x' }).status, 404)
  assert.equal(first({ ...head, d: 'x' }).visitor, 'x')
  assert.equal(first({ ...head, b: { c: ['y', 'z'] }, d: 'x' }).visitor, 'y')
  assert.equal(first({ ...head, a: null, b: {}, d: 'x' }).visitor, 'x')
  assert.equal(first({ ...head, a: { toString: 1 } }).visitor, '')
})

test('an address has the same hash whatever the log', () => {
  const hashIn = (name: 'caddy' | 'combined', line: string) => {
    const buffer = Buffer.from(new ArrayBuffer(line.length + SLACK))
    buffer.write(line)
    const row = new Row()
    openFormat(name, false).next(buffer, new DataView(buffer.buffer), 0, row)
    return { high: row.visitorHigh, low: row.visitorLow }
  }
  const caddy = hashIn('caddy', '{"ts":1,"status":200,"request":{"remote_ip":"2001:db8::7"}}\n')
  assert.deepEqual(caddy, hashText('2001:db8::7'))
  assert.deepEqual(hashIn('combined', '2001:db8::7 - - [22/Nov/2026:23:59:30 +0100] "-" 408 -\n'), caddy)
})

test('times in every unit, and nothing that is none', () => {
  const at = 1_795_391_048_123
  for (const value of [at / 1000, at, at * 1000, `${at}000000`, `${at / 1000}`, new Date(at).toISOString()])
    assert.equal(timeOf(value), at, String(value))
  assert.equal(timeOf('2026-11-22T10:00:00+01:00'), Date.UTC(2026, 10, 22, 9))
  assert.equal(timeOf('2026-11-22 10:00:00,5+0100'), Date.UTC(2026, 10, 22, 9) + 500)
  assert.equal(timeOf('2026-11-22T10:00'), Date.UTC(2026, 10, 22, 10))
  assert.equal(timeOf('2026-11-22T10:00:00.123456789Z'), Date.UTC(2026, 10, 22, 10) + 123)
  for (const none of [
    '',
    'now',
    '2026-02-31T10:00:00Z',
    '2026-13-01T10:00:00Z',
    '1e9',
    -5,
    1e21,
    1e300,
    '0000-01-01T00:00Z',
    Number.NaN,
    null,
    {},
    [],
  ])
    assert.ok(Number.isNaN(timeOf(none)), String(none))
  assert.ok(Number.isNaN(numberOf('0x10')) && Number.isNaN(numberOf(-1)) && numberOf('1.50') === 1.5)
})

test('fields that make no sense are told', () => {
  for (const [fields, said] of [
    ['', /no field/],
    ['time', /no field/],
    ['time=t', /where the status is/],
    ['status=s', /where the time is/],
    ['time=t,status=s,colour=c', /no field "colour"/],
    ['time=t,status=s,time=u', /twice/],
    ['time=t,status=s,duration=d', /needs its unit/],
    ['time=t,status=s,duration=h:d', /needs its unit/],
    ['time=t,status=s,bytes=ms:d', /Only a duration/],
  ] as const)
    assert.throws(() => parseFields(fields), said)
  assert.throws(() => jsonFormat('time=t'), /status/)
  const durations = ['s', 'ms', 'us', 'ns'].map(
    (unit) =>
      linesOf(jsonFormat(`time=t,status=s,duration=${unit}:d`), Buffer.from('{"t":1,"s":200,"d":"5000"}\n'))[0]!.us,
  )
  assert.deepEqual(durations, [5_000_000_000, 5_000_000, 5000, 5])
})
