import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { zstdCompressSync } from 'node:zlib'
import { openTerminal } from '../testing.ts'

const terminal = openTerminal()
after(() => terminal.close())
const { run, folder } = terminal

test('what is done goes to a folder, once, and needs no database', async () => {
  const requests = join(folder, 'data', 'requests')
  mkdirSync(requests, { recursive: true })
  const line = `{"at":${Date.parse('2026-11-20T10:00Z')},"kind":"person","method":"GET","route":"/","status":200,"us":1,"bytes":1,"visitor":"00000000000000aa","agent":"curl"}\n`
  writeFileSync(join(requests, '20261120T095959999Z-abcd-1-0.ndjson.zst'), zstdCompressSync(line))
  writeFileSync(join(requests, '20261120T100000000Z-abcd-1-1.ndjson'), line)
  const to = join(folder, 'out')
  const first = await run(['requests', 'export', '--to', to])
  assert.deepEqual([first.code, first.out], [0, `1 file (0.0 MB) went to ${to}; 0 were there already.\n`])
  assert.match(first.err, /still written to: 1 file\./)
  assert.deepEqual(readdirSync(join(to, 'date=2026-11-20')), ['20261120T095959999Z-abcd-1-0.parquet'])
  const again = await run(['requests', 'export', '--to', to, '--json'])
  const { bytes, ...counts } = JSON.parse(again.out) as Record<string, unknown>
  assert.deepEqual([counts, bytes], [{ exported: 0, there: 1, open: 1, to }, 0])
  assert.ok(!readdirSync(join(folder, 'data')).includes('postgres'))
})

test('wrong use ends with 2', async () => {
  for (const [options, expected] of [
    [[], /--to is missing/],
    [['--to', 's3://bucket/x'], /A bucket needs S3_ACCESS_KEY_ID/],
    [['--to', 'ftp://x/y'], /--to must be a folder, or a bucket/],
    [['--to', 'x', '--from', '2026-11-02', '--until', '2026-11-01'], /The range is empty/],
  ] as [string[], RegExp][]) {
    const { code, out, err } = await run(['requests', 'export', ...options])
    assert.deepEqual([code, out], [2, ''], options.join(' '))
    assert.match(err, expected)
  }
})
