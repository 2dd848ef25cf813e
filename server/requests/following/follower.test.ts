import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import test, { after, beforeEach } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { transact } from '../../storage/index.ts'
import { lineOf } from '../record.ts'
import type { LogReader } from './batches.ts'
import { openBench, openReader } from './following.testing.ts'
import { ownLog } from './own.ts'
import { takeFiles } from './queries.ts'
import { OwnWriter, recordOf, storedTotals } from './writing.testing.ts'

const bench = await openBench()
after(bench.close)
const { app } = bench
const { db } = app

let writer: OwnWriter
let tests = 0
beforeEach(async () => {
  await db.pool`truncate request_files, request_series, request_visitors, request_tops`
  writer = new OwnWriter(join(bench.folder, `data${++tests}`))
  bench.warnings.length = 0
})
const equal = async () => assert.deepEqual(await storedTotals(db, 'tweeter'), writer.totals)
const follow = (more = {}) => bench.follower(ownLog(writer.folder), more)
const files = () => db.pool`select * from request_files order by file`

test('open segments are followed, and sealed ones finished, whichever form is there', async () => {
  const follower = follow()
  writer.write(20)
  await follower.catchUp()
  await equal()
  writer.write(30)
  const removeFirst = writer.seal()
  writer.write(5)
  await follower.catchUp()
  await equal()
  removeFirst()
  writer.write(100)
  writer.seal()()
  writer.write(1)
  await follower.catchUp()
  await equal()
  const rows = await files()
  assert.deepEqual(
    rows.map(({ finished, records }) => [finished, records]),
    [
      [true, 50],
      [true, 105],
      [false, 1],
    ],
  )
  await follower.close()
  const another = follow()
  await another.catchUp()
  await equal()
  await another.close()
})

test('catching up reads a bounded stretch for each commit', async () => {
  for (let segment = 0; segment < 3; segment++) {
    writer.write(200)
    writer.seal()()
  }
  let most = 0
  const open = (): LogReader => {
    const reader = openReader('tweeter')
    const read: LogReader['read'] = async (ask) => {
      most = Math.max(most, ask.most)
      return await reader.read(ask)
    }
    return { read, take: () => reader.take(), close: () => reader.close() }
  }
  const follower = follow({ open, mostBytes: 10_000 })
  await follower.catchUp()
  await equal()
  assert.equal(most, 10_000)
  await follower.close()
})

test('run() follows until it is told to stop, keeps what was read by then, and lags little', async () => {
  const follower = follow()
  const stop = new AbortController()
  const running = follower.run(stop.signal)
  for (let n = 0; n < 20; n++) {
    writer.write(50)
    if (n % 7 === 6) writer.seal()()
    await sleep(20)
  }
  while (follower.status().records < 1000) await sleep(20)
  assert.ok(follower.status().lagSeconds < 2)
  stop.abort()
  await running
  await equal()
  await follower.close()
  assert.ok((await files()).every(({ held_by }) => held_by === null))
})

test('two followers share the files of one log, and nothing is counted twice', async () => {
  for (let segment = 0; segment < 40; segment++) {
    writer.write(20)
    writer.seal()()
  }
  const [one, two] = [follow(), follow()]
  const stop = new AbortController()
  const running = [one.run(stop.signal), two.run(stop.signal)]
  for (let n = 0; n < 10; n++) {
    writer.write(20)
    writer.seal()()
    await sleep(30)
  }
  const done = () => one.status().records + two.status().records
  for (let n = 0; n < 200 && done() < 1000; n++) await sleep(50)
  stop.abort()
  await Promise.all(running)
  await equal()
  assert.equal(done(), 1000)
  await Promise.all([one.close(), two.close()])
})

test('what another holds is left alone until its lease ends or it is known to be gone', async () => {
  writer.write(10)
  const [file] = await ownLog(writer.folder).list(async () => {})
  const hold = (holder: string, leaseMs: number) =>
    transact(db, (tx) => takeFiles(tx, { source: 'tweeter', reader: 'traffic', holder, leaseMs }, [file!], []))
  await hold('elsewhere:1:aa', 400)
  const follower = follow()
  await follower.catchUp()
  assert.equal((await storedTotals(db, 'tweeter')).requests, 0)
  assert.deepEqual(follower.status().elsewhere, ['elsewhere:1:aa'])
  await sleep(450)
  const later = follow()
  await later.catchUp()
  await equal()
  await later.close()
  writer.write(10)
  // A process of this machine, with a number that none can have.
  await hold(`${hostname()}:99999999:aa`, 600_000)
  const next = follow()
  await next.catchUp()
  await equal()
  await Promise.all([next.close(), follower.close()])
})

test('overtaken: what was read is thrown away, and read again from the place that is kept', async () => {
  const slow = follow({ leaseMs: 1 })
  writer.write(10)
  await slow.catchUp()
  writer.write(10)
  await sleep(20)
  const quick = follow()
  await quick.catchUp()
  await equal()
  await quick.close()
  writer.write(10)
  await slow.catchUp()
  await equal()
  assert.deepEqual(bench.warnings, [])
  await slow.close()
})

test('what cannot be read is counted, sampled with its place, and stops nothing', async () => {
  writer.write(3)
  writer.scribble('{"at":\n')
  writer.scribble('not a record\n'.repeat(150))
  writer.write(3)
  writer.scribble('{"at":17953910')
  writer.seal()()
  const follower = follow()
  await follower.catchUp()
  await follower.catchUp()
  await equal()
  assert.equal(follower.status().rejected, 152)
  const folder = join(bench.folder, 'requests', 'rejects')
  const [name] = readdirSync(folder).filter((one) => one.startsWith('tweeter-'))
  const lines = readFileSync(join(folder, name!), 'utf8').trimEnd().split('\n')
  assert.equal(lines.length, 100)
  const first = JSON.parse(lines[0]!)
  assert.equal(first.line, '{"at":')
  assert.ok(first.place > 0 && first.reason.length > 0)
  await follower.close()
})

test('while the database refuses, it is tried again, said once, and nothing is lost', async () => {
  await db.pool`alter table request_series rename to elsewhere`
  const follower = follow()
  const stop = new AbortController()
  const running = follower.run(stop.signal)
  writer.write(10)
  await sleep(900)
  assert.ok(follower.status().lagSeconds > 0.5)
  await db.pool`alter table elsewhere rename to request_series`
  while (follower.status().records < 10) await sleep(20)
  stop.abort()
  await running
  await equal()
  assert.equal(bench.warnings.length, 1)
  await follower.close()
})

test('a line that Postgres refuses is left out and kept for people to look at; all others are counted', async () => {
  await db.pool`alter table request_series add constraint test_no_teapot check (status <> 418)`
  rmSync(join(bench.folder, 'requests', 'rejects'), { recursive: true, force: true })
  const stop = new AbortController()
  const follower = follow({ mostBytes: 50_000 })
  try {
    writer.write(700)
    writer.scribble(lineOf({ ...recordOf(1), status: 418 }))
    writer.write(300)
    const running = follower.run(stop.signal)
    for (let n = 0; n < 200 && (await storedTotals(db, 'tweeter')).requests < 1000; n++) await sleep(50)
    writer.write(10)
    await follower.catchUp()
    await equal()
    stop.abort()
    await running
    const { records, rejected } = follower.status()
    assert.deepEqual([records, rejected], [1010, 1])
    const [row] = await files()
    assert.deepEqual([row!.records, row!.rejected], [1010, 1])
    const kept = readdirSync(join(bench.folder, 'requests', 'rejects')).map((name) =>
      readFileSync(join(bench.folder, 'requests', 'rejects', name), 'utf8'),
    )
    const teapot = kept
      .join('')
      .split('\n')
      .filter((line) => line.includes('test_no_teapot'))
    assert.equal(teapot.length, 1)
    assert.equal(`${JSON.parse(teapot[0]!).line}\n`, lineOf({ ...recordOf(1), status: 418 }))
    assert.match(bench.warnings.join('\n'), /A line of .+ was left out, because Postgres refuses it/)
  } finally {
    stop.abort()
    await follower.close()
    await db.pool`alter table request_series drop constraint test_no_teapot`
  }
})
