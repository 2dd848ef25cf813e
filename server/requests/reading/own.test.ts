import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import fc from 'fast-check'
import { lineOf, type RequestRecord } from '../record.ts'
import { OwnFormat } from './formats/own.ts'
import { Reading } from './reading.ts'
import { Row, SLACK } from './row.ts'

const folder = mkdtempSync(join(tmpdir(), 'tweeter-reading-'))
after(() => rmSync(folder, { recursive: true }))

const id = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const plain = fc.stringMatching(/^[ !#-[\]-~]{0,40}$/)
const record: fc.Arbitrary<RequestRecord> = fc.record({
  at: fc.integer({ min: 1_000_000_000_000, max: 9_999_999_999_999 }),
  kind: fc.constantFrom('person' as const, 'bot' as const),
  method: fc.constantFrom('GET', 'POST', 'DELETE', 'PROPFIND'),
  route: fc.oneof(fc.constant(''), fc.constant('/api/v1/statuses/:id'), plain),
  status: fc.integer({ min: 100, max: 999 }),
  us: fc.option(fc.integer({ min: 0, max: 10_000_000_000 })),
  bytes: fc.integer({ min: 0, max: 10_000_000_000 }),
  visitor: fc.stringMatching(/^[0-9a-f]{16}$/),
  agent: plain,
  account: maybe(id),
  post: maybe(id),
  profile: maybe(id),
  tag: maybe(fc.constantFrom('cats', 'گربه', '猫')),
  posts: maybe(fc.array(id, { maxLength: 30 })),
})

function read(text: string): (RequestRecord & { refused: string })[] {
  const bytes = Buffer.from(text)
  const buffer = Buffer.from(new ArrayBuffer(bytes.length + SLACK))
  bytes.copy(buffer)
  const view = new DataView(buffer.buffer)
  const format = new OwnFormat(true)
  const found: (RequestRecord & { refused: string })[] = []
  for (let at = 0; at < bytes.length; ) {
    const row = new Row()
    at = format.next(buffer, view, at, row)
    const hex = (half: number) => half.toString(16).padStart(8, '0')
    found.push({
      at: row.at,
      ...(format.series[row.series] ?? { kind: 'person', method: '', route: '', status: 0 }),
      us: row.us < 0 ? null : row.us,
      bytes: row.bytes,
      visitor: hex(row.visitorHigh) + hex(row.visitorLow),
      agent: format.agents[row.agent] ?? '',
      account: row.account < 0 ? undefined : row.account,
      post: row.post < 0 ? undefined : row.post,
      profile: row.profile < 0 ? undefined : row.profile,
      tag: row.tagEnd > row.tagStart ? buffer.toString('utf8', row.tagStart, row.tagEnd) : undefined,
      posts: row.postCount > 0 ? [...row.posts.subarray(0, row.postCount)] : undefined,
      refused: row.refused,
    })
  }
  return found
}

test('what is written is what is read, the quick way and the slow', () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
      const wanted = records.map((one) => ({
        ...one,
        posts: one.posts?.length ? one.posts : undefined,
        refused: '',
      }))
      assert.deepEqual(read(records.map(lineOf).join('')), wanted)
      // JSON with blanks and another order; the tag's place in the buffer is not known then.
      const loose = records.map(
        (one) =>
          `${JSON.stringify(Object.fromEntries(Object.entries(one).reverse()), null, 1).replaceAll('\n', ' ')}\n`,
      )
      assert.deepEqual(
        read(loose.join('')),
        wanted.map((one) => ({ ...one, tag: undefined })),
      )
    }),
    { numRuns: 300 },
  )
})

test('a line that was tampered with is refused or still a record, and never disturbs the next', () => {
  fc.assert(
    fc.property(record, fc.nat(), fc.uint8Array({ maxLength: 4 }), (one, where, bytes) => {
      const line = Buffer.from(lineOf(one))
      const at = where % (line.length - 1)
      const rubbish = Buffer.from(bytes.filter((byte) => byte !== 10))
      const broken = Buffer.concat([line.subarray(0, at), rubbish, line.subarray(at + rubbish.length)])
      const text = Buffer.concat([broken.subarray(0, -1).filter((byte) => byte !== 10), Buffer.from('\n')])
      const found = read(text.toString('latin1') + lineOf({ ...one, bytes: 77 }))
      assert.equal(found.length, 2)
      assert.equal(found[1]!.bytes, 77)
      assert.equal(found[1]!.refused, '')
    }),
    { numRuns: 500 },
  )
})

test('a torn line is refused once, wherever it was torn, and what stands before it is read', async () => {
  const whole = {
    at: 1_795_391_048_123,
    kind: 'person',
    method: 'GET',
    route: '/x',
    status: 200,
    us: 5,
    bytes: 6,
  } as const
  const line = lineOf({ ...whole, visitor: '0123456789abcdef', agent: 'Firefox', account: 7, posts: [1, 2, 3] })
  for (let length = 1; length < line.length - 1; length++) {
    const path = join(folder, 'torn.ndjson')
    writeFileSync(path, line + line + line.slice(0, length))
    const reading = new Reading({ format: 'tweeter', of: 'traffic', samples: 5 })
    const stretch = { path, compression: 'none', from: 0, most: 1e9 } as const
    const open = await reading.read({ ...stretch, final: false })
    assert.deepEqual([open.place, open.records, open.rejected], [2 * line.length, 2, 0], 'it may still grow')
    const ended = await reading.read({ ...stretch, from: open.place, final: true })
    assert.deepEqual(
      [ended.place, ended.records, ended.rejected],
      [2 * line.length + length, 0, 1],
      line.slice(0, length),
    )
    assert.equal(ended.rejects[0]!.place, 2 * line.length)
    const { traffic } = reading.take()
    assert.deepEqual([traffic.records, traffic.rejected, traffic.series[0]!.requests], [2, 1, 2])
  }
})
