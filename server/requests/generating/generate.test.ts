import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { zstdDecompressSync } from 'node:zlib'
import { modules } from '../../modules.ts'
import { agentOf } from '../agents.ts'
import { readWhole } from '../reading/whole.ts'
import { sumUp } from '../reporting/index.ts'
import { CombinedLog, clfTime } from './combined.ts'
import { generate, type Sink } from './generate.ts'
import { bots, browsers, ofBots, ofPeople } from './habits.ts'
import { OwnFiles } from './own.ts'
import { prepare } from './records.ts'

const folder = mkdtempSync(join(tmpdir(), 'tweeter-generate-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const few = { accounts: 500, posts: 1000 }
const options = { rate: 4000, seconds: 1, seed: 7, ...few }

test('the same seed makes the same requests, another seed others', () => {
  const records = (seed: number) => prepare(seed, 500, few).map(({ record }) => record)
  assert.deepEqual(records(7), records(7))
  assert.notDeepEqual(records(7), records(8))
})

test('what is made is shaped like the traffic of a social network', () => {
  const made = prepare(1, 50_000, { accounts: 20_000, posts: 200_000 }).map(({ record }) => record)
  const share = (of: (record: (typeof made)[number]) => boolean) => made.filter(of).length / made.length
  const within = (value: number, from: number, until: number) =>
    assert.ok(value >= from && value <= until, String(value))
  within(
    share((one) => one.kind === 'bot'),
    0.07,
    0.09,
  )
  const isHome = (one: (typeof made)[number]) => one.route === '/api/v1/timelines/home'
  within(share(isHome), 0.14, 0.16)
  within(
    share((one) => isHome(one) && one.posts?.length === 20),
    0.08,
    0.16,
  )
  within(
    share((one) => one.status >= 500),
    0.0005,
    0.004,
  )
  within(
    share((one) => one.status >= 400 && one.status < 500),
    0.02,
    0.1,
  )
  // The most asked-for post is asked for some ten times as often as the tenth or so: few get most of it.
  const posts = Map.groupBy(
    made.flatMap(({ post }) => post ?? []),
    (id) => id,
  )
  const counts = [...posts.values()].map((ids) => ids.length).sort((a, b) => b - a)
  assert.ok(counts[0]! > 5 * counts[10]! && counts.length > 1000, `${counts[0]} ${counts[10]} ${counts.length}`)
  const times = made.filter(isHome).map(({ us }) => us!)
  times.sort((a, b) => a - b)
  within(times[Math.floor(times.length / 2)]!, 1500, 2600)
  assert.ok(times.at(-1)! > 5 * times[Math.floor(times.length / 2)]!)
  for (const record of made) {
    assert.match(record.visitor, /^[0-9a-f]{16}$/)
    assert.equal(new Set(record.posts).size, record.posts?.length ?? 0)
    for (const id of [record.post, record.profile, record.account])
      assert.ok(id === undefined || Number.isSafeInteger(id))
  }
})

test('routes are those that there are, and agents what they seem', () => {
  const there = new Set(
    modules.flatMap((one) => one.routes ?? []).flatMap(({ method, url }) => method.map((one) => `${one} ${url}`)),
  )
  for (const { method, route } of [...ofPeople, ...ofBots])
    assert.ok(there.has(`${method} ${route}`), `${method} ${route}`)
  for (const { agent, family } of browsers) assert.deepEqual(agentOf(agent), { family, kind: 'person' })
  for (const { agent, family } of bots) assert.deepEqual(agentOf(agent), { family, kind: 'bot' })
})

test('our own records go through the real writer, and the reader finds each of them', async () => {
  const to = join(folder, 'own')
  const done = await generate(new OwnFiles(to), options)
  assert.deepEqual([done.written, done.dropped, done.failure], [4000, 0, null])
  assert.ok(done.seconds >= 0.99 && done.rate <= 4050 && done.cpu > 0)
  const files = readdirSync(to)
  assert.ok(files.length > 0 && files.every((file) => file.endsWith('.ndjson.zst')))
  const lines = files.map((file) => zstdDecompressSync(readFileSync(join(to, file))).toString()).join('')
  assert.equal(lines.split('\n').length - 1, 4000)
  const { traffic } = await readWhole(
    files.map((file) => join(to, file)),
    { format: 'tweeter', threads: 1 },
  )
  assert.deepEqual([traffic.records, traffic.rejected], [4000, 0])
  assert.ok(sumUp(traffic).routes.length > 20)
})

test('a log of another server has the same requests in the combined format', async () => {
  const log = join(folder, 'foreign', 'access.log')
  const done = await generate(new CombinedLog(log), options)
  assert.deepEqual([done.written, done.dropped, done.failure], [4000, 0, null])
  for (const line of readFileSync(log, 'utf8').trimEnd().split('\n')) {
    assert.match(
      line,
      /^198\.1[89]\.\d+\.\d+ - - \[[^\]]+ \+0000\] "[A-Z]+ \/[^ :*]* HTTP\/1\.1" \d{3} \d+ "[^"]+" "[^"]+"$/,
    )
  }
  const { traffic } = await readWhole([log], { format: 'combined', threads: 1 })
  assert.deepEqual([traffic.records, traffic.rejected], [4000, 0])
  const { bots: botRequests } = sumUp(traffic)
  assert.ok(botRequests > 200 && botRequests < 450, String(botRequests))
  assert.equal(clfTime(Date.UTC(2026, 0, 2, 3, 4, 5)), '02/Jan/2026:03:04:05 +0000')
})

test('a disk that cannot be written to costs records, which are counted', async () => {
  const done = await generate(new CombinedLog(folder), options)
  assert.equal(done.written, 0)
  assert.equal(done.dropped, 4000)
  assert.match(done.failure!, /EISDIR/)
})

test('the rate holds through stalls, and it can be ended early', async () => {
  const given: number[] = []
  let stalled = false
  const sink: Sink = {
    write: (_, atMs) => {
      given.push(atMs)
      if (given.length < 500 || stalled) return
      stalled = true
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)
    },
    close: async () => {},
    stats: () => ({ written: given.length, dropped: 0, failure: null }),
  }
  const seconds: number[] = []
  const done = await generate(sink, { ...options, seconds: 2, onSecond: ({ seconds: s }) => seconds.push(s) })
  assert.equal(given.length, 8000)
  assert.ok(done.seconds < 2.6, String(done.seconds))
  assert.ok(seconds.length >= 1)
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 100)
  const ended = await generate(sink, { ...options, seconds: 1000, signal: stop.signal })
  assert.ok(ended.seconds < 30)
})
