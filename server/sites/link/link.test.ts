import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import test, { after, before } from 'node:test'
import { connect as connectTls } from 'node:tls'
import { hearing, openTwoSites, type TwoSites, until } from '../../../testing/two-sites.ts'
import { notFound } from '../../kit/index.ts'
import { stateOf } from '../state.ts'
import { addressOf } from './address.ts'
import { answerTo, answerWithBytes } from './answers.ts'
import { lastBeat } from './beat.ts'
import { call, callForBytes, callOnce } from './call.ts'
import { fingerprintOf } from './certificate.ts'
import { otherDatabase } from './database.ts'
import { identityOf, readIdentity } from './identity.ts'

let both: TwoSites
before(async () => {
  both = await openTwoSites()
})
after(() => both.close())

const strangerFolder = mkdtempSync(join(tmpdir(), 'tweeter-stranger-'))
after(() => rmSync(strangerFolder, { recursive: true, force: true }))
const stranger = readIdentity(strangerFolder)

test('both sites know each other, by number, name and certificate, and hear each other', () => {
  const { east, west } = both
  assert.deepEqual([stateOf(east.app).here.site, stateOf(east.app).here.name], [0, 'east'])
  assert.deepEqual([stateOf(west.app).here.site, stateOf(west.app).here.name], [1, 'west'])
  assert.deepEqual([stateOf(east.app).other?.number, stateOf(east.app).other?.name], [1, 'west'])
  assert.deepEqual([stateOf(west.app).other?.number, stateOf(west.app).other?.name], [0, 'east'])
  assert.equal(fingerprintOf(stateOf(east.app).other!.certificate), identityOf(west.app).fingerprint)
  assert.equal(lastBeat(east.app)?.name, 'west')
})

test("each reaches the other's Postgres through the link, and writes there", async () => {
  for (const [from, to] of [
    [both.east, both.west],
    [both.west, both.east],
  ] as const) {
    await hearing(both.east, both.west)
    const other = otherDatabase(from.app)
    const [row] = await other.read<{ name: string }>`select name from tweeter.here`
    assert.equal(row?.name, to.name)
    // More than one buffer of everything on the way, both ways.
    const long = 'x'.repeat(3_000_000)
    const [answer] = await other.read<{ long: string }>`select ${long}::text as long`
    assert.equal(answer?.long.length, long.length)
    await Promise.all(Array.from({ length: 20 }, () => other.read`select pg_sleep(0.01)`))
  }
})

test('what one site asks the other answers: JSON, bytes, nothing, and errors with their words', async () => {
  const { east, west } = both
  answerTo(east.app, 'test.double', (body) => (body as { n: number }).n * 2)
  answerTo(east.app, 'test.absent', () => {
    throw notFound('There is no such thing here')
  })
  answerTo(east.app, 'test.fault', () => {
    throw new Error('secret of the inside')
  })
  answerTo(east.app, 'test.slow', () => new Promise(() => {}))
  const much = Buffer.alloc(5_000_000, 'abc')
  answerWithBytes(east.app, 'test.bytes', (body) => (body === 'much' ? Readable.from([much, much]) : null))

  await hearing(east, west)
  assert.equal(await call(west.app, 'test.double', { n: 21 }), 42)
  await assert.rejects(call(west.app, 'test.absent', {}), { status: 404, message: 'There is no such thing here' })
  await assert.rejects(call(west.app, 'test.unheard-of', {}), { status: 404 })
  await assert.rejects(call(west.app, 'test.fault', {}), (error: Error) => !error.message.includes('secret'))
  await assert.rejects(call(west.app, 'test.slow', {}, { timeoutMs: 100 }), /no answer came in time/)
  await assert.rejects(call(west.app, 'test.double', { n: 'x'.repeat(9_000_000) }, { timeoutMs: 30_000 }), {
    status: 413,
  })
  assert.equal(
    (await buffer((await callForBytes(west.app, 'test.bytes', 'much', { timeoutMs: 30_000 }))!)).length,
    10_000_000,
  )
  assert.equal(await callForBytes(west.app, 'test.bytes', 'none'), null)
})

test('a stranger reaches nothing: no question but joining, no database, no name of anything', async () => {
  const { east } = both
  const target = { address: east.linkListen, fingerprint: identityOf(east.app).fingerprint }
  await assert.rejects(callOnce(target, stranger, 'beat', {}), { status: 403, code: 'stranger' })
  await assert.rejects(callOnce(target, stranger, 'nonsense', {}), { status: 403, code: 'stranger' })
  await assert.rejects(callOnce(target, stranger, 'join', { version: 1 }), { status: 400 })

  const { host, port } = addressOf(east.linkListen, 'it')
  for (const more of [{}, { key: stranger.key, cert: stranger.certificate }]) {
    const socket = connectTls({ host, port, rejectUnauthorized: false, ALPNProtocols: ['tweeter-postgres'], ...more })
    socket.on('error', () => {})
    socket.write('any words')
    const heard: Buffer[] = []
    socket.on('data', (chunk) => heard.push(chunk))
    await once(socket, 'close')
    assert.equal(Buffer.concat(heard).length, 0)
  }
})

test('a site that shows another certificate than the known one is not spoken to', async () => {
  const { east, west } = both
  const target = { address: east.linkListen, fingerprint: stranger.fingerprint }
  await assert.rejects(callOnce(target, identityOf(west.app), 'ping', null), /another certificate is shown/)
})

test('whoever connects and says nothing is dropped after five seconds', { timeout: 20_000 }, async () => {
  const { host, port } = addressOf(both.east.linkListen, 'it')
  const begun = performance.now()
  const silent = connect({ host, port })
  const shaken = connectTls({ host, port, rejectUnauthorized: false, ALPNProtocols: ['tweeter-rpc'] })
  for (const socket of [silent, shaken]) socket.on('error', () => {}).resume()
  await Promise.all([once(silent, 'close'), once(shaken, 'close')])
  const tookMs = performance.now() - begun
  assert.ok(tookMs > 4000 && tookMs < 7000, `${tookMs} ms`)
})

for (const [how, cut] of [
  ['a cut cable', () => both.cable.cut()],
  ['a cable that carries one way only', () => both.cable.cutOneWay('east')],
  ['one that carries the other way only', () => both.cable.cutOneWay('west')],
] as const) {
  test(`${how} is noticed at both ends within 5 s; what hangs is ended; mended, all goes on`, async () => {
    const sites = [both.east, both.west]
    await hearing(both.east, both.west)
    const pools = sites.map(({ app }) => otherDatabase(app))
    await Promise.all(pools.map((pool) => pool.read`select 1`))
    const hanging = pools.map((pool) => pool.read`select pg_sleep(60)`.then(() => assert.fail(), String))
    cut()
    const begun = performance.now()
    await until(() => sites.every(({ app }) => !stateOf(app).reachable), 5000)
    assert.ok(performance.now() - begun < 5000)
    await Promise.all(hanging)
    assert.ok(sites.every(({ app }) => stateOf(app).since !== null))
    both.cable.mend()
    await until(() => sites.every(({ app }) => stateOf(app).reachable), 5000)
    for (const pool of pools) assert.equal((await pool.read`select 1 as one`).length, 1)
  })
}

test('a slow cable is no cut one', async () => {
  const { cable, east, west } = both
  await hearing(east, west)
  cable.slow(150)
  await new Promise((done) => setTimeout(done, 3000))
  assert.ok(stateOf(east.app).reachable && stateOf(west.app).reachable)
  cable.mend()
})

test('the clock of a machine jumps; that of the network goes on, the same at both sites', async () => {
  const { east, west } = both
  await hearing(east, west)
  const set = (site: typeof east, ahead: string) =>
    site.app.db.pool.unsafe(`create or replace function tweeter.wall_clock() returns timestamptz language sql volatile
      as $$ select pg_catalog.clock_timestamp() + interval '${ahead}' $$`)
  /** How far the clock by which writes are stamped is from the true one, in ms. */
  const off = async (site: typeof east) => {
    const [row] = await site.app.db.read<{ ms: number }>`
      select extract(epoch from tweeter.clock() - clock_timestamp())::float8 * 1000 as ms`
    return Math.abs(row!.ms)
  }
  for (const [site, ahead] of [
    [west, '1 hour'],
    [west, '-20 minutes'],
    [east, '-1 hour'],
    [east, '0'],
    [west, '0'],
  ] as const) {
    await set(site, ahead)
    await until(async () => (await off(east)) < 400 && (await off(west)) < 400)
    // It stays so: what one learns of the other is not taken twice.
    await new Promise((done) => setTimeout(done, 1500))
    const far = [await off(east), await off(west)]
    assert.ok(far[0]! < 600 && far[1]! < 600, `${site.name} ${ahead}: ${far.join(' and ')} ms`)
    assert.ok(Math.abs((await off(east)) - (await off(west))) < 300)
  }
  const here = stateOf(west.app).here.correctionMs
  assert.ok(Math.abs(here) < 600, `${here}`)
})
