import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { gzipSync, zstdDecompressSync } from 'node:zlib'
import { openWorld } from '../../../testing/world.ts'
import { requestsFolder, sealRequests } from '../index.ts'
import { lineOf, type RequestRecord } from '../record.ts'
import { type Recorded, recordedIn } from './recorded.ts'
import { type ReplayOptions, replay } from './replay.ts'
import { loopbackTarget, pathOf, type Target } from './target.ts'

const folder = mkdtempSync(join(tmpdir(), 'tweeter-replay-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const noon = Date.UTC(2026, 10, 22, 12)

const record = (at: number, more: Partial<RequestRecord>): string =>
  lineOf({
    ...{ at, kind: 'person', method: 'GET', route: '/api/v2/instance', status: 200, us: 5000, bytes: 10 },
    ...{ visitor: '9f86d081884c7d65', agent: 'Firefox' },
    ...more,
  })

/** A file of these lines. */
function fileOf(name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(lines.join('')) : lines.join(''))
  return path
}

const options = (to: Target, more: Partial<ReplayOptions> = {}): ReplayOptions => ({
  ...{ format: 'tweeter', speed: 1000, to, connections: 5 },
  ...more,
})

/** A server of a few lines that remembers what it was asked for. */
async function listening(answer: (url: string) => number, waitMs = 0) {
  const seen: { url: string; atMs: number; token: string | undefined; host: string | undefined }[] = []
  let [now, most] = [0, 0]
  const server: Server = createServer((request, response) => {
    const { authorization, host } = request.headers
    seen.push({ url: request.url!, atMs: performance.now(), token: authorization, host })
    most = Math.max(most, ++now)
    setTimeout(() => {
      now--
      const status = answer(request.url!)
      if (status === 0) request.socket.destroy()
      else response.writeHead(status).end('answer')
    }, waitMs)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  after(() => server.close())
  const to = await loopbackTarget(`http://localhost:${(server.address() as AddressInfo).port}`)
  return { seen, to: { ...to, address: '127.0.0.1' }, most: () => most }
}

test('what a real server recorded of itself is asked again, as nobody and as somebody', async () => {
  const world = await openWorld()
  after(world.close)
  const alice = await world.account('alice')
  const to = await loopbackTarget(await world.listen())
  const ask = async (path: string) => assert.equal((await world.call('GET', path, { token: alice.token })).status, 200)
  const body = { status: 'Hello #cats' }
  const post = (await world.call('POST', '/api/v1/statuses', { token: alice.token, body })).json.id
  await ask(`/api/v1/statuses/${post}`)
  await ask(`/api/v1/accounts/${alice.id}`)
  await ask('/api/v1/timelines/tag/cats')
  await ask('/api/v1/timelines/home')
  await ask('/api/v1/accounts/lookup?acct=alice')
  await sealRequests(world.app)
  const data = requestsFolder(world.app.config)
  // A slow machine takes longer than a segment stays open.
  const segments = readdirSync(data).filter((name) => name.endsWith('.zst'))
  const path = fileOf(
    'recorded.ndjson',
    segments.map((name) => zstdDecompressSync(readFileSync(join(data, name))).toString()),
  )

  const stranger = await replay(path, options(to))
  assert.deepEqual([stranger.sent, stranger.answered, stranger.failed], [5, 5, {}])
  assert.deepEqual(stranger.skipped, { 'not GET': 1 })
  // A lookup without its query is a wrong request, and home is for whoever is signed in.
  assert.equal(stranger.statuses['200']!.now, 3)
  assert.equal(stranger.statuses['401']!.now, 1)
  assert.equal(stranger.statuses['200']!.recorded, 5)
  for (const spread of [stranger.now, stranger.recorded, stranger.lag]) assert.ok(spread.p50Us !== null)

  const signedIn = await replay(path, options(to, { token: alice.token }))
  assert.equal(signedIn.statuses['200']!.now, 4)
  assert.equal(signedIn.statuses['401'], undefined)
})

test('the recorded distances are kept, divided by the speed, and being late is told', async () => {
  const { seen, to } = await listening(() => 200)
  const path = fileOf(
    'spaced.ndjson',
    [0, 1000, 3000].map((ms) => record(noon + ms, {})),
  )
  const done = await replay(path, options(to, { speed: 10 }))
  assert.equal(done.answered, 3)
  const apart = seen.slice(1).map(({ atMs }, i) => atMs - seen[i]!.atMs)
  assert.ok(apart[0]! > 60 && apart[0]! < 400 && apart[1]! > 120 && apart[1]! < 500, String(apart))
  assert.ok(done.seconds >= 0.29)

  const slow = await listening(() => 200, 100)
  const crowd = fileOf(
    'crowd.ndjson.gz',
    Array.from({ length: 6 }, () => record(noon, {})),
  )
  const late = await replay(crowd, options(slow.to, { connections: 2 }))
  assert.equal(slow.most(), 2)
  assert.ok(late.lag.mostUs > 150_000, String(late.lag.mostUs))
  assert.ok(late.now.p50Us! >= 95_000 && late.recorded.p50Us! < 5200)
})

test('logs of other servers give their paths, and nothing that is none', async () => {
  const { seen, to } = await listening((url) => (url === '/missing' ? 404 : 200))
  const line = (request: string, status = 200) =>
    `192.0.2.1 - - [22/Nov/2026:12:00:00 +0000] "${request}" ${status} 5 "-" "Firefox"\n`
  const path = fileOf('access.log', [
    line('GET /a?secret=1 HTTP/1.1'),
    line('GET /missing HTTP/1.1'),
    line('GET /ü\r HTTP/1.1'),
    line('POST /a HTTP/1.1'),
    line('GET http://elsewhere.example/ HTTP/1.1'),
    line('-', 400),
    'rubbish\n',
  ])
  const done = await replay(path, options(to, { format: 'combined' }))
  assert.deepEqual(seen.map(({ url }) => url).sort(), ['/%C3%BC%0D', '/a', '/missing'])
  assert.equal(seen[0]!.host, to.host)
  assert.equal(seen[0]!.token, undefined)
  assert.equal(done.rejected, 1)
  assert.deepEqual(done.skipped, { 'not GET': 2, 'no route or path': 1 })
  assert.deepEqual(done.statuses, { 200: { now: 2, recorded: 3 }, 404: { now: 1, recorded: 0 } })
  assert.equal(done.recorded.p50Us, null)
})

test('answers that do not come are counted with why, and it can be ended early', async () => {
  const { to, seen } = await listening((url) => (url === '/broken' ? 0 : 200))
  const path = fileOf('broken.ndjson', [record(noon, { route: '/broken' }), record(noon + 1, {})])
  const done = await replay(path, options(to))
  assert.equal(done.answered, 1)
  assert.equal(
    Object.values(done.failed).reduce((sum, count) => sum + count, 0),
    1,
  )

  const long = fileOf('long.ndjson', [record(noon, {}), record(noon + 3_600_000, {})])
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 200)
  const before = seen.length
  const ended = await replay(long, options(to, { speed: 1, signal: stop.signal }))
  assert.deepEqual([ended.sent, seen.length - before], [1, 1])
  assert.ok(ended.seconds < 10)
})

test('only this machine is asked', async () => {
  for (const fine of ['http://localhost:3000', 'http://127.0.0.1', 'http://127.9.9.9:80', 'http://[::1]:3000/']) {
    assert.ok(await loopbackTarget(fine), fine)
  }
  const wrong: [string, RegExp][] = [
    ['http://192.0.2.1:3000', /is 192\.0\.2\.1, which is not this machine/],
    ['http://[2001:db8::1]', /is not this machine/],
    ['http://0.0.0.0:3000', /is not this machine/],
    ['https://localhost', /is no address as http:/],
    ['localhost:3000', /is no address as http:/],
    ['http://localhost/api', /paths come from the log/],
    ['http://me:secret@localhost', /must end with its host and port/],
    ['http://nowhere.invalid', /Nobody knows the host/],
  ]
  for (const [text, message] of wrong) await assert.rejects(loopbackTarget(text), message, text)
})

test('routes are filled in with what the record tells, and with nothing else', () => {
  const base: Recorded = {
    ...{ atMs: noon, method: 'GET', route: '', path: '', status: 200, us: 1, post: null, profile: null, tag: null },
  }
  const path = (more: Partial<Recorded>) => Object.values(pathOf({ ...base, ...more }))[0]
  const unknown = 'an id that the log does not tell'
  assert.equal(path({ route: '/api/v1/statuses/:id/context', post: 12 }), '/api/v1/statuses/12/context')
  assert.equal(path({ route: '/api/v1/accounts/:id', profile: 5, post: 12 }), '/api/v1/accounts/5')
  assert.equal(
    path({ route: '/api/v1/timelines/tag/:tag', tag: 'سلام/..' }),
    `/api/v1/timelines/tag/${encodeURIComponent('سلام/..')}`,
  )
  assert.equal(path({ route: '/api/v1/accounts/:id', post: 12 }), unknown)
  assert.equal(path({ route: '/@:username/:id', post: 12 }), unknown)
  assert.equal(path({ route: '/media/*' }), unknown)
  assert.equal(path({ route: '/api/v1/streaming', us: null }), 'a stream')
  assert.equal(path({ route: 'http://elsewhere.example/' }), 'no route or path')
  assert.equal(path({}), 'no route or path')
  assert.equal(path({ method: 'DELETE', route: '/api/v1/statuses/:id', post: 12 }), 'not GET')
})

test('a log is read in pieces of any size, its last line with or without an end', async () => {
  const lines = Array.from({ length: 30_000 }, (_, i) => record(noon + i, { post: i, route: '/api/v1/statuses/:id' }))
  const text = lines.join('')
  for (const path of [fileOf('many.ndjson', [text.trimEnd()]), fileOf('many.ndjson.gz', [text])]) {
    let rejected = 0
    const posts: (number | null)[] = []
    for await (const part of recordedIn(path, 'tweeter', () => rejected++)) posts.push(...part.map(({ post }) => post))
    assert.equal(rejected, 0)
    assert.deepEqual(
      posts,
      Array.from({ length: 30_000 }, (_, i) => i),
    )
  }
})
