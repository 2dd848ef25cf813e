import assert from 'node:assert/strict'
import test from 'node:test'
import { lineOf, type RequestRecord } from '../record.ts'
import { Lines } from './lines.ts'

const plain: RequestRecord = {
  at: 1_795_391_048_123,
  kind: 'person',
  method: 'GET',
  route: '/api/v1/statuses/:id',
  status: 200,
  us: 812,
  bytes: 4301,
  visitor: '9f86d081884c7d65',
  agent: 'Firefox',
}

const records: RequestRecord[] = [
  plain,
  { ...plain, us: null, bytes: 0, kind: 'bot', agent: 'Googlebot' },
  { ...plain, account: 109, post: 1, profile: 2, tag: 'cats', posts: [3, 4] },
  { ...plain, posts: [] },
  { ...plain, route: '', method: 'M-SEARCH', status: 404, us: 0 },
  { ...plain, tag: 'گربه"\\\u2028', posts: [Number.MAX_SAFE_INTEGER, 1e15, 99_999_999, 100_000_000, 100_000_001] },
  ...Array.from({ length: 16 }, (_, n) => ({ ...plain, us: 10 ** n - 1, bytes: 10 ** n, account: 2 ** (3 * n) + 7 })),
  { ...plain, posts: Array.from({ length: 400 }, (_, n) => 660_000_000_000_000 + n) },
]

test('lines are those of the format, byte for byte', () => {
  const lines = new Lines(16e6)
  for (let round = 0; round < 200; round++) {
    for (const record of records) assert.equal(lines.add(record), true)
  }
  const batch = lines.take()
  const wanted = records.map(lineOf).join('').repeat(200)
  assert.equal(batch.records, records.length * 200)
  assert.equal(batch.bytes.toString('utf8', 0, batch.length), wanted)
  for (const line of wanted.split('\n').slice(0, -1)) JSON.parse(line)
  assert.equal(lines.used, 0)
})

test('what waits is bounded', () => {
  const lines = new Lines(1e6)
  let taken = 0
  while (lines.add(plain)) taken++
  assert.ok(lines.used <= 1e6 && lines.used > 0.98e6, String(lines.used))
  const batch = lines.take()
  assert.equal(batch.records, taken)
  lines.giveBack(batch)
  assert.equal(lines.add(plain), true)
})
