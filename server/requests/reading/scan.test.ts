import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { lineOf } from '../record.ts'
import { Uniques } from '../sketches/uniques.ts'
import { Reader } from './reader.ts'
import { Reading } from './reading.ts'
import type { TopOf, Tops, Traffic } from './traffic.ts'
import { readWhole } from './whole.ts'

const folder = mkdtempSync(join(tmpdir(), 'tweeter-scan-'))
after(() => rmSync(folder, { recursive: true }))
const START = Date.UTC(2026, 10, 22, 10)

const visitors = Array.from({ length: 5000 }, (_, n) => hash('sha256', String(n)).slice(0, 16))

/** Some hours of traffic, of which everything is known. */
function records(count: number): string {
  let text = ''
  for (let n = 0; n < count; n++) {
    text += lineOf({
      at: START + n * 50,
      kind: n % 10 === 0 ? 'bot' : 'person',
      method: n % 7 === 0 ? 'POST' : 'GET',
      route: `/route/${n % 13}`,
      status: n % 11 === 0 ? 404 : 200,
      us: 1000 + (n % 100) * 10,
      bytes: n % 1000,
      visitor: visitors[n % 5000]!,
      agent: ['Firefox', 'Ivory', 'curl'][n % 3]!,
      account: n % 2 === 0 ? 1000 + (n % 50) : undefined,
      posts: n % 5 === 0 ? [n + 1, n + 2] : undefined,
    })
  }
  return text
}

const COUNT = 200_000
const text = records(COUNT)
const paths = { none: join(folder, 'a.ndjson'), gzip: join(folder, 'a.ndjson.gz'), zstd: join(folder, 'a.ndjson.zst') }
writeFileSync(paths.none, text)
writeFileSync(paths.gzip, gzipSync(text))
writeFileSync(paths.zstd, zstdCompressSync(text))

/** Everything that a count by hand would give. */
function check(traffic: Traffic): void {
  const numbers = Array.from({ length: COUNT }, (_, n) => n)
  const sum = (list: number[]) => list.reduce((total, one) => total + one, 0)
  assert.equal(traffic.records, COUNT)
  assert.equal(sum(traffic.series.map((row) => row.requests)), COUNT)
  assert.equal(sum(traffic.series.map((row) => row.bytes)), sum(numbers.map((n) => n % 1000)))
  const of = (wanted: (row: Traffic['series'][number]) => boolean) =>
    sum(traffic.series.filter(wanted).map((row) => row.requests))
  assert.equal(
    of((row) => row.status === 404),
    numbers.filter((n) => n % 11 === 0).length,
  )
  assert.equal(
    of((row) => row.kind === 'bot' && row.method === 'POST' && row.route === '/route/3'),
    numbers.filter((n) => n % 10 === 0 && n % 7 === 0 && n % 13 === 3).length,
  )
  const tops = Object.fromEntries(traffic.tops.map(({ of, entries }) => [of, entries])) as Record<
    TopOf,
    Tops['entries']
  >
  assert.deepEqual(tops.agent.map(([label, count]) => [label, count]).sort(), [
    ['Firefox', 66667],
    ['Ivory', 66667],
    ['curl', 66666],
  ])
  assert.equal(tops.account.length, 25)
}

for (const compression of ['none', 'gzip', 'zstd'] as const) {
  test(`a whole log, packed as ${compression}, comes to the same`, async () => {
    const { traffic, rejects } = await readWhole([paths[compression]], { format: 'tweeter' })
    check(traffic)
    assert.deepEqual(rejects, [])
    assert.equal(traffic.readBytes, text.length)
  })
}

test('stretches of any size come to the same, each line in one of them', async () => {
  for (const most of [77_777, 3_000_000]) {
    const reading = new Reading({ format: 'tweeter', of: 'whole', samples: 1 })
    for (let place = 0; place < text.length; ) {
      const read = await reading.read({ path: paths.none, compression: 'none', from: place, most, final: true })
      assert.ok(read.place > place)
      place = read.place
    }
    check(reading.take().traffic)
  }
})

test('packed files are read in stretches too, in turns with others', async () => {
  for (const compression of ['gzip', 'zstd'] as const) {
    const reading = new Reading({ format: 'tweeter', of: 'whole', samples: 1 })
    const other = new Reading({ format: 'tweeter', of: 'whole', samples: 1 })
    let stretches = 0
    for (let place = 0; place < text.length; stretches++) {
      const stretch = { compression, from: place, most: 300_000, final: true }
      const read = await reading.read({ path: paths[compression], ...stretch })
      // Every now and then something else is read between, and the place has to be found anew.
      if (stretches % 40 === 7)
        await reading.read({ path: paths.none, compression: 'none', from: 0, most: 1, final: true })
      place = read.place
    }
    const { traffic } = reading.take()
    assert.equal(traffic.records - Math.ceil((stretches - 7) / 40), COUNT)
    await other.read({ path: paths[compression], compression, from: 0, most: 1e12, final: true })
    check(other.take().traffic)
    assert.ok(stretches > 90)
  }
})

test('stretches that begin anywhere share the lines among them', async () => {
  const reading = new Reading({ format: 'tweeter', of: 'whole', samples: 1 })
  const most = 123_457
  for (let from = 0; from < text.length; from += most) {
    await reading.read({ path: paths.none, compression: 'none', from, most, final: true, middle: true })
  }
  const { traffic } = reading.take()
  check(traffic)
  assert.equal(traffic.readBytes, text.length)
})

test('distinct visitors are told by minute and kind, and rows carry the minute that they are of', async () => {
  const reader = new Reader({ format: 'tweeter', of: 'traffic', samples: 1 })
  try {
    await reader.read({ path: paths.zstd, compression: 'zstd', from: 0, most: 1e12, final: true })
    const { traffic } = await reader.take()
    check({ ...traffic, tops: (await readWhole([paths.none], { format: 'tweeter' })).traffic.tops })
    const first = traffic.visitors.find(({ at, kind }) => at === START && kind === 'person')!
    // 1,200 requests a minute, of whom every tenth is a bot.
    const error = Math.abs(Uniques.decode(first.sketch).count() / 1080 - 1)
    assert.ok(error < 0.05, String(error))
    assert.deepEqual(
      traffic.tops.filter(({ of }) => of === 'agent').map(({ at }) => at),
      [START, START + 3_600_000, START + 2 * 3_600_000],
    )
    assert.equal((await reader.take()).traffic.series.length, 0, 'what was taken is not there again')
  } finally {
    await reader.close()
  }
})

test('a small file of one minute makes the steps of others no coarser', async () => {
  const line = (time: string) => `192.0.2.1 - - [22/Nov/2026:${time} +0000] "GET / HTTP/1.1" 200 5 "-" "-"\n`
  const [long, short] = [join(folder, 'long.log'), join(folder, 'short.log')]
  writeFileSync(long, line('10:01:00') + line('10:02:00') + line('11:03:00'))
  writeFileSync(short, line('00:00:00'))
  const { traffic } = await readWhole([long, short], { format: 'combined', threads: 2 })
  const minutes = traffic.series.map(({ at }) => new Date(at).toISOString().slice(11, 16))
  assert.deepEqual(minutes.sort(), ['00:00', '10:01', '10:02', '11:03'])
})

test('lines without an end, nul bytes and an empty file stop nobody', async () => {
  const path = join(folder, 'odd.ndjson')
  const line = text.slice(0, text.indexOf('\n') + 1)
  for (const [content, records, rejected] of [
    ['', 0, 0],
    ['\n', 0, 1],
    [`${'\0'.repeat(5000)}\n${line}`, 1, 1],
    [`${'x'.repeat(5_000_000)}\n${line}`, 1, 1],
    [line + 'y'.repeat(9_000_000), 1, 1],
    [`${line}\r\n${line}`, 2, 1],
  ] as const) {
    writeFileSync(path, content)
    const reading = new Reading({ format: 'tweeter', of: 'traffic', samples: 5 })
    const read = await reading.read({ path, compression: 'none', from: 0, most: 1e12, final: true })
    assert.deepEqual(
      [read.records, read.rejected, read.place],
      [records, rejected, content.length],
      content.slice(0, 20),
    )
  }
})

test('a file that is not there, or not packed, is an error of the reading alone', async () => {
  const reader = new Reader({ format: 'tweeter', of: 'traffic', samples: 1 })
  try {
    const stretch = { from: 0, most: 1e9, final: true } as const
    await assert.rejects(reader.read({ path: join(folder, 'none'), compression: 'none', ...stretch }), {
      code: 'ENOENT',
    })
    await assert.rejects(reader.read({ path: paths.none, compression: 'gzip', ...stretch }), /incorrect header/)
    const read = await reader.read({ path: paths.none, compression: 'none', ...stretch, most: 10 })
    assert.equal(read.records, 1)
  } finally {
    await reader.close()
  }
})
