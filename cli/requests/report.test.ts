import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { gzipSync } from 'node:zlib'
import { openTerminal } from '../testing.ts'

const terminal = openTerminal()
after(() => terminal.close())
const { run } = terminal
const log = join(terminal.folder, 'access.log')
const line = (second: number, path: string, status: number, agent = 'Mozilla/5.0 Firefox/145.0') =>
  `192.0.2.${second} - - [22/Nov/2026:10:00:0${second} +0000] "GET ${path} HTTP/1.1" ${status} 1500 "-" "${agent}"\n`
const lines = [
  line(1, '/', 200),
  line(2, '/<script>alert(1)</script>', 200),
  line(3, '/missing', 404, 'Googlebot/2.1'),
  'no line of a log\n',
]
writeFileSync(log, lines.join(''))
writeFileSync(`${log}.gz`, gzipSync(lines.join('')))
const json = join(terminal.folder, 'app.ndjson')
const of = (second: number) => ({
  when: `2026-11-22T10:00:${second}Z`,
  req: { verb: 'GET', url: '/a?token=secret' },
  res: { code: 200 },
  took: 1.5,
  ip: `192.0.2.${second}`,
  by: second % 2 ? 'curl/8' : 'Mozilla/5.0 Firefox/145.0',
})
writeFileSync(json, Array.from({ length: 40 }, (_, n) => `${JSON.stringify(of(n + 10))}\n`).join(''))

test('a page about files, plain and packed, with the numbers for programs beside it', async () => {
  const out = join(terminal.folder, 'report.html')
  const { code, out: text, err } = await run(['requests', 'report', log, `${log}.gz`, '--out', out, '--json'])
  assert.equal(code, 0, err)
  const numbers = JSON.parse(text)
  assert.deepEqual([numbers.requests, numbers.people, numbers.bots, numbers.refused, numbers.rejected], [6, 4, 2, 2, 2])
  assert.deepEqual([numbers.from, numbers.until], ['2026-11-22T10:00:00.000Z', '2026-11-22T10:01:00.000Z'])
  assert.deepEqual(numbers.visitors, { people: 2, bots: 1 })
  assert.deepEqual(numbers.tops.path[0], { label: '/', requests: 2, error: 0 })
  assert.deepEqual(numbers.tops.error, [{ label: '404 /missing', requests: 2, error: 0 }])
  const page = readFileSync(out, 'utf8')
  assert.ok(page.includes('<h1>Requests in access.log and access.log.gz</h1>'))
  assert.ok(page.includes('/&lt;script&gt;alert(1)&lt;/script&gt;') && !page.includes('<script'))
  assert.match(page, /2 lines of 8 \(25%\) could not be read/)
  assert.ok(!page.includes(terminal.folder), 'names of folders stay at home')
})

test('a log of any JSON is read once it is said what stands where', async () => {
  const { code, out, err } = await run([
    ...['requests', 'report', json, '--json', '--fields'],
    'time=when,status=res.code,method=req.verb,path=req.url,duration=ms:took,address=ip,agent=by',
  ])
  assert.equal(code, 0, err)
  const numbers = JSON.parse(out)
  assert.deepEqual([numbers.requests, numbers.people, numbers.bots, numbers.rejected], [40, 20, 20, 0])
  assert.deepEqual(numbers.tops.path[0], { label: '/a', requests: 40, error: 0 })
})

test('without --out the page goes to the standard output, under a heading of one’s own', async () => {
  const { code, out } = await run(['requests', 'report', log, '--title', 'Q4 & more'])
  assert.equal(code, 0)
  assert.ok(out.startsWith('<!doctype html>') && out.includes('<h1>Q4 &amp; more</h1>'))
})

test('what is stored may be asked for, and it is said when there is nothing', async () => {
  const none = await run(['requests', 'report', '--source', 'shop', '--from', '24h'])
  assert.equal(none.code, 1)
  assert.match(none.err, /Nothing is stored of "shop"\. No requests have been read yet/)
})

test('wrong use is told before anything is read', async () => {
  const wrong: [string[], number, RegExp][] = [
    [[join(terminal.folder, 'none.log')], 1, /There is no file .*none\.log\./],
    [[log, '--format', 'iis'], 2, /--format must be one of tweeter, combined, caddy/],
    [[log, '--fields', 'time=t'], 2, /--fields: The fields must tell where the status is/],
    [[log, '--format', 'caddy', '--fields', 'time=t,status=s'], 2, /leave --format out/],
    [[json], 1, /JSON of a shape that is not known.*--fields time=ts/],
    [[log, '--from', '1d'], 2, /--from is for what is stored/],
    [['--from', '1h', '--until', '2h'], 2, /--from must be before --until/],
  ]
  for (const [line, expected, message] of wrong) {
    const { code, out, err } = await run(['requests', 'report', ...line])
    assert.deepEqual([code, out], [expected, ''], line.join(' '))
    assert.match(err, message)
  }
})
