import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { lineOf } from '../record.ts'
import { detectFormat } from './detect.ts'
import { jsonFormat } from './formats/index.ts'
import { Reading } from './reading.ts'

const folder = mkdtempSync(join(tmpdir(), 'tweeter-detect-'))
after(() => rmSync(folder, { recursive: true }))

const own = lineOf({
  at: 1_795_391_048_123,
  kind: 'person',
  method: 'GET',
  route: '/',
  status: 200,
  us: 5,
  bytes: 6,
  visitor: '0123456789abcdef',
  agent: 'Firefox',
})
const combined = '192.0.2.7 - - [22/Nov/2026:23:59:30 +0100] "GET / HTTP/1.1" 200 12 "-" "curl/8"\n'
const common = '192.0.2.7 - - [22/Nov/2026:23:59:30 +0100] "GET / HTTP/1.1" 200 12\n'
const caddy =
  '{"ts":1646861401.52,"request":{"remote_ip":"::1","method":"GET","uri":"/"},"duration":0.1,"status":200}\n'
const pino = '{"time":1646861401000,"req":{"method":"GET","url":"/"},"res":{"statusCode":200},"responseTime":5}\n'

let files = 0
function detect(content: string | Uint8Array, compression: 'none' | 'gzip' | 'zstd' = 'none') {
  const path = join(folder, String(files++))
  writeFileSync(path, content)
  return detectFormat(path, compression)
}

test('the first lines tell the format, some of them damaged, packed or not', async () => {
  for (const [line, name] of [
    [own, 'tweeter'],
    [combined, 'combined'],
    [common, 'combined'],
    [caddy, 'caddy'],
  ] as const) {
    assert.equal(await detect(line), name)
    assert.equal(await detect(`\n\r\n${'\0'.repeat(40)}\n${line.repeat(500)}${line.slice(0, 20)}`), name)
    assert.equal(await detect(gzipSync(line.repeat(9000)), 'gzip'), name)
    assert.equal(await detect(zstdCompressSync(line.repeat(9000)), 'zstd'), name)
  }
})

test('a file without a whole line tells nothing yet', async () => {
  for (const content of ['', '\n\n', combined.slice(0, 30)]) assert.equal(await detect(content), null)
  assert.equal(await detect(caddy.trimEnd()), 'caddy')
})

test('what is none of them is told, with what to do', async () => {
  await assert.rejects(detect(pino), /--fields time=ts/)
  await assert.rejects(detect('hello\n'.repeat(50)), /no log that can be read/)
  await assert.rejects(detect(`{${'\u0001\n'.repeat(50)}{\n`), /no log that can be read/)
  await assert.rejects(detect(`${combined}${'x\n'.repeat(50)}`), /no log that can be read/)
  await assert.rejects(detectFormat(join(folder, 'none'), 'none'), { code: 'ENOENT' })
})

test('the formats go through the whole engine', async () => {
  const format = jsonFormat('time=time,status=res.statusCode,method=req.method,path=req.url,duration=ms:responseTime')
  for (const [name, line, us] of [
    ['caddy', caddy, 100_000],
    [format, pino, 5000],
  ] as const) {
    const path = join(folder, 'engine')
    writeFileSync(path, `${line.repeat(1000)}rubbish\n${line.repeat(500)}`)
    const reading = new Reading({ format: name, of: 'traffic', samples: 3 })
    const read = await reading.read({ path, compression: 'none', from: 0, most: 1e9, final: true })
    assert.deepEqual([read.records, read.rejected], [1500, 1])
    assert.equal(read.rejects[0]!.line, 'rubbish')
    const { series, tops } = reading.take().traffic
    assert.deepEqual(
      series.map(({ method, status, requests }) => [method, status, requests]),
      [['GET', 200, 1500]],
    )
    assert.deepEqual(tops.find(({ of }) => of === 'path')!.entries, [['/', 1500, 0]])
    assert.ok(series[0]!.durations !== null && us > 0)
  }
})
