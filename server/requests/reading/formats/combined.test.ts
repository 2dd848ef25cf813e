import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { agentOf } from '../../agents.ts'
import { type Line, linesOf } from './testing.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const TEXT = String.raw`"((?:\\.|[^"\\])*)"`

/** The same as the format does, with patterns and without hurry. */
function plainly(bytes: Buffer): Line {
  const line = bytes.toString('latin1')
  const utf8 = (text: string) => Buffer.from(text, 'latin1').toString('utf8')
  const host = /^([^\0-\x20]+) /.exec(line)?.[1]
  if (host === undefined) return { refused: true }
  let open = host.length
  while (open < line.length && (line[open] !== '[' || line[open + 27] !== ']')) open++
  const at = dateOf(line.slice(open + 1, open + 27))
  const request = new RegExp(String.raw`^ ${TEXT} (\d{3}) (-|\d{1,15})(?!\d)(.*)$`, 's').exec(line.slice(open + 28))
  if (at === null || request === null) return { refused: true }
  const [, asked, status, size, rest] = request as unknown as [string, string, string, string, string]
  const isCommon = rest === '' || rest.startsWith('\r')
  // The last text may be cut off, and its quote with it.
  const cut = String.raw`(?:"((?:\\.|[^"\\])*)"(.*)|"((?:\\.|[^"\\])*\\?))`
  const found = new RegExp(`^ ${TEXT} ${cut}$`, 's').exec(rest)
  const more = found && [found[0], found[1], found[2] ?? found[4], found[3]]
  if (!isCommon && more === null) return { refused: true }
  const [, referrer, agent, behind] = more ?? []
  const { family, kind } = agent === undefined ? ({ family: 'none', kind: 'person' } as const) : agentOf(utf8(agent))
  const [, method, path] = /^([A-Z]{1,20}) ([^ ?]*)/.exec(asked) ?? []
  return {
    refused: false,
    at,
    kind,
    method: method ?? '',
    status: Number(status),
    us: durationOf(behind ?? ''),
    bytes: size === '-' ? 0 : Number(size),
    visitor: utf8(host),
    agent: family,
    path: utf8(path ?? ''),
    referrer: referrer === undefined || referrer === '-' ? '' : utf8(referrer),
  }
}

function dateOf(text: string): number | null {
  const parts = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/.exec(text)
  if (parts === null || !MONTHS.includes(parts[2]!)) return null
  const [day, , year, hour, minute, second, , zoneHours, zoneMinutes] = parts.slice(1).map(Number)
  const month = MONTHS.indexOf(parts[2]!)
  const midnight = new Date(Date.UTC(year!, month, day))
  if (midnight.getUTCDate() !== day || hour! > 23 || minute! > 59 || second! > 60) return null
  const zone = (zoneHours! * 60 + zoneMinutes!) * (parts[7] === '-' ? -1 : 1)
  return midnight.getTime() + ((hour! * 60 + minute! - zone) * 60 + second!) * 1000
}

function durationOf(behind: string): number | null {
  const next = / ("(?:\\.|[^"\\])*"|(?!")[^\0-\x20]*)/sy
  for (let token = next.exec(behind); token !== null; token = next.exec(behind))
    if (/^\d+\.\d+$/.test(token[1]!) && token[1]!.length <= 16) return Math.round(Number(token[1]) * 1e6)
  return null
}

const two = (value: number) => String(value).padStart(2, '0')
const quoted = fc.oneof(
  fc.constantFrom('-', '', 'curl/8.14.1', String.raw`a \"quoted\" bot`, String.raw`\x16\x03\x01`, 'Firefox/148.0 ü'),
  fc.stringMatching(/^[ !#-[\]-~]{0,40}$/),
)
const line = fc
  .record({
    host: fc.constantFrom('192.0.2.7', '2001:db8::7', 'a.example', '-', '::1'),
    user: fc.constantFrom('- -', '- frank', 'ident a b c', '- [x]', '-  '),
    at: fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true }),
    zone: fc.constantFrom('+0000', '-0730', '+0545', '+1400'),
    request: fc.oneof(
      fc.constantFrom('GET / HTTP/1.1', 'POST /a/b?c=d HTTP/2.0', '-', '', 'GET', 'OPTIONS *', 'get / HTTP/1.0'),
      quoted,
    ),
    status: fc.oneof(fc.integer({ min: 0, max: 999 }), fc.constantFrom(200, 404)),
    size: fc.oneof(fc.constant('-'), fc.nat(10_000_000_000).map(String), fc.constant('1'.repeat(16))),
    end: fc.oneof(
      fc.constantFrom('', '\r'),
      fc
        .tuple(
          quoted,
          quoted,
          fc.constantFrom('', '\r', ' ', ' "-" 0.012', ' 0.5 0.4', ' 12', ' "x" "1.5" - 1.25\r', ' "0.1'),
        )
        .map(([referrer, agent, behind]) => ` "${referrer}" "${agent}"${behind}`),
    ),
  })
  .map(({ host, user, at, zone, request, status, size, end }) => {
    const day = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}`
    const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
    return Buffer.from(
      `${host} ${user} [${day}:${time} ${zone}] "${request}" ${String(status).padStart(3, '0')} ${size}${end}`,
    )
  })

/** The same with some bytes of it become others, and perhaps its end cut off. */
const damaged = fc
  .tuple(
    line,
    fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(...Buffer.from(' "[]\\-0\r\0')), fc.nat(255))), {
      maxLength: 3,
    }),
    fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  )
  .map(([whole, changes, length]) => {
    const bytes = Buffer.from(whole.subarray(0, Math.ceil(whole.length * length)))
    for (const [at, byte] of changes) if (bytes.length > 0 && byte !== 10) bytes[at % bytes.length] = byte
    return bytes
  })

test('lines are read as a plain parser reads them, damaged ones too, and none disturbs the next', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(line, damaged), { minLength: 1, maxLength: 8 }), (lines) => {
      const text = Buffer.concat(lines.flatMap((one) => [one, Buffer.from('\n')]))
      assert.deepEqual(linesOf('combined', text), lines.map(plainly))
    }),
    { numRuns: 3000 },
  )
})

const head = '192.0.2.7 - - [22/Nov/2026:23:59:30 +0100]'
const one = (text: string) => linesOf('combined', Buffer.from(`${text}\n`))[0]!

test('what servers write in practice', () => {
  const at = Date.UTC(2026, 10, 22, 22, 59, 30)
  assert.deepEqual(one(`${head} "GET /a?token=secret HTTP/1.1" 200 12 "https://b.example/" "curl/8.14.1"`), {
    refused: false,
    at,
    kind: 'bot',
    method: 'GET',
    status: 200,
    us: null,
    bytes: 12,
    visitor: '192.0.2.7',
    agent: 'curl',
    path: '/a',
    referrer: 'https://b.example/',
  })
  assert.equal(one(`${head} "GET / HTTP/1.1" 200 12 "-" "curl/8" "203.0.113.1" 0.041 0.040 .`).us, 41_000)
  assert.equal(one(`${head} "GET / HTTP/1.1" 200 12 "-" "curl/8" 41000`).us, null)
  assert.equal(one(String.raw`${head} "\x16\x03\x01\x02" 400 150 "-" "-"`).method, '')
  assert.equal(one(String.raw`${head} "GET / HTTP/1.1" 200 - "-" "say \x22hi\x22 Firefox/148.0"`).agent, 'Firefox')
  assert.equal(one(`${head} "GET / HTTP/1.1" 304 -`).bytes, 0)
  assert.equal(one(`${head} "GET / HTTP/1.1" 304 -\r`).kind, 'person')
  assert.equal(one(head.replace('30 +', '60 +').concat(' "-" 408 -')).at, at + 30_000)
})

test('what is no line is refused', () => {
  const rest = '"GET / HTTP/1.1" 200 12 "-" "curl/8"'
  for (const text of [
    '',
    '\0'.repeat(100),
    '\x16\x03\x01 binary [ ] " rubbish',
    head,
    `${head} GET / 200 12`,
    `${head} "GET / HTTP/1.1 200 12`,
    `${head} "GET / HTTP/1.1" 20 12`,
    `${head} "GET / HTTP/1.1" 200`,
    `${head} "GET / HTTP/1.1" 200 12 "-`,
    `${head} "GET / HTTP/1.1" 200 12 34`,
    `${head.replace('22/Nov', '31/Nov')} ${rest}`,
    `${head.replace('Nov', 'Nob')} ${rest}`,
    `${head.replace('23:59', '24:00')} ${rest}`,
    `${head.replace(':30 ', ':61 ')} ${rest}`,
    `{"at":1}`,
  ]) {
    const [refused, next] = linesOf('combined', Buffer.from(`${text}\n${head} ${rest}\n`))
    assert.equal(refused!.refused, true, text)
    assert.equal(next!.refused, false, `after ${text}`)
  }
})

test('agents and methods that nobody uses twice do not fill the memory', () => {
  const lines = Array.from({ length: 50_000 }, (_, n) => {
    const method = [...String(n)].map((digit) => 'ABCDEFGHIJ'[Number(digit)]).join('')
    return `${head} "${method} / HTTP/1.1" 200 1 "-" "agent${n}/1"`
  })
  const found = linesOf('combined', Buffer.from(`${lines.join('\n')}\n`))
  assert.ok(found.every(({ refused }) => !refused))
  assert.ok(new Set(found.map(({ agent }) => agent)).size <= 8192)
  assert.equal(found.at(-1)!.agent, 'other')
  assert.ok(new Set(found.map(({ method }) => method)).size <= 33)
})
