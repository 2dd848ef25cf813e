import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  copyFileSync,
  readFileSync,
  renameSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import type { LogReader } from './batches.ts'
import { openBench, openReader } from './following.testing.ts'
import { foreignLog } from './foreign.ts'
import { CombinedWriter, storedTotals } from './writing.testing.ts'

const bench = await openBench()
after(bench.close)
const { app, folder } = bench

let logs = 0
/** A log of its own for each test. */
function openLog(pattern = '') {
  const path = join(folder, `access${++logs}.log`)
  const source = `log${logs}`
  const log = () => foreignLog({ source, from: `${path}${pattern}`, whole: false })
  const writer = new CombinedWriter(path)
  const equal = async () => assert.deepEqual(await storedTotals(app.db, source), writer.totals)
  return { path, source, log, writer, equal }
}

const gzip = (path: string) => {
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)))
  unlinkSync(path)
}

test('a log that grows is read on where it was left', async () => {
  const { log, writer, equal } = openLog()
  const follower = bench.follower(log())
  for (const lines of [10, 1, 200]) {
    writer.write(lines)
    await follower.catchUp()
    await equal()
  }
  assert.equal(follower.status().records, 211)
  await follower.close()
})

test('renamed: the rest of the old one is read, then the new one, also by one who was away', async () => {
  const { path, log, writer, equal } = openLog()
  writer.write(10)
  const follower = bench.follower(log())
  await follower.catchUp()
  writer.write(5)
  renameSync(path, `${path}.1`)
  writer.write(7)
  await follower.catchUp()
  await equal()
  await follower.close()
  // Twice while nobody reads: the one between was never seen under any name.
  for (const lines of [3, 4]) {
    writer.write(lines)
    renameSync(`${path}.1`, `${path}.2`)
    renameSync(path, `${path}.1`)
    writer.write(2)
  }
  const another = bench.follower(log())
  await another.catchUp()
  await equal()
  await another.close()
})

test('rotated logs from before anybody followed are left alone, unless a pattern asks for them', async () => {
  const { path, log, writer, source } = openLog()
  writer.write(10)
  renameSync(path, `${path}.1`)
  writer.write(4)
  const requests = async (name = source) => (await storedTotals(app.db, name)).requests
  const follower = bench.follower(log())
  await follower.catchUp()
  assert.equal(await requests(), 4)
  await follower.close()
  gzip(`${path}.1`)
  const again = bench.follower(log())
  await again.catchUp()
  assert.equal(await requests(), 4)
  await again.close()
  const all = { source: 'all', from: `${path}*`, whole: false } as const
  const greedy = bench.follower(foreignLog(all))
  await greedy.catchUp()
  assert.deepEqual(await storedTotals(app.db, 'all'), writer.totals)
  await greedy.close()
})

test('copied and truncated: what was not read yet is in the copy', async () => {
  const { path, log, writer, equal } = openLog()
  const follower = bench.follower(log())
  writer.write(10)
  await follower.catchUp()
  writer.write(6)
  copyFileSync(path, `${path}.1`)
  await follower.catchUp()
  await equal()
  truncateSync(path)
  await follower.catchUp()
  await equal()
  writer.write(30)
  await follower.catchUp()
  await equal()
  await follower.close()
})

test('truncated and written anew while it is being read: what was read is void', async () => {
  const { path, log, writer, equal } = openLog()
  const open = (): LogReader => {
    const reader = openReader('combined')
    let reads = 0
    const read: LogReader['read'] = async (ask) => {
      if (++reads === 2) {
        copyFileSync(path, `${path}.1`)
        truncateSync(path)
        writer.write(60)
      }
      return await reader.read(ask)
    }
    return { read, take: () => reader.take(), close: () => reader.close() }
  }
  const follower = bench.follower(log(), { open })
  writer.write(10)
  await follower.catchUp()
  writer.write(6)
  await follower.catchUp()
  await equal()
  await follower.close()
})

test('rotated by date: a pattern finds them all', async () => {
  const { path, log, writer, equal } = openLog('-*')
  for (const day of ['20261120', '20261121']) {
    writer.write(8)
    renameSync(path, `${path}-${day}`)
  }
  const follower = bench.follower(log())
  await follower.catchUp()
  await equal()
  writer.write(8)
  renameSync(path, `${path}-20261122`)
  await follower.catchUp()
  await equal()
  await follower.close()
})

test('compressed afterwards: read on at the same place, and a copy beside it is not counted', async () => {
  for (const [ending, pack] of [
    ['gz', gzipSync],
    ['zst', zstdCompressSync],
  ] as const) {
    const { path, log, writer, equal } = openLog('*')
    const follower = bench.follower(log())
    writer.write(10)
    await follower.catchUp()
    writer.write(11)
    renameSync(path, `${path}.2`)
    // For a moment there are both.
    writeFileSync(`${path}.2.${ending}`, pack(readFileSync(`${path}.2`)))
    if (ending === 'gz') await follower.catchUp()
    unlinkSync(`${path}.2`)
    writer.write(3)
    await follower.catchUp()
    await equal()
    await follower.close()
    const another = bench.follower(log())
    await another.catchUp()
    await equal()
    await another.close()
  }
})

test('a compressed brother that was half read is finished', async () => {
  const { path, log, writer, equal, source } = openLog()
  writer.write(400)
  const stop = new AbortController()
  const open = (): LogReader => {
    const reader = openReader('combined')
    const read: LogReader['read'] = (ask) => reader.read(ask).finally(() => stop.abort())
    return { read, take: () => reader.take(), close: () => reader.close() }
  }
  const half = bench.follower(log(), { mostBytes: 2000, open })
  await half.catchUp(stop.signal)
  await half.close()
  const { requests } = await storedTotals(app.db, source)
  assert.ok(requests > 0 && requests < 400)
  const follower = bench.follower(log())
  writer.write(100)
  renameSync(path, `${path}.1`)
  gzip(`${path}.1`)
  writer.write(1)
  await follower.catchUp()
  await equal()
  await follower.close()
})

test('a line is read when it is whole; a torn one of a file that is done is counted once', async () => {
  const { path, source, log, writer, equal } = openLog()
  const follower = bench.follower(log())
  writer.write(3)
  const line = writer.line()
  appendFileSync(path, line.slice(0, 30))
  await follower.catchUp()
  assert.equal((await storedTotals(app.db, source)).requests, 3)
  appendFileSync(path, line.slice(30))
  await follower.catchUp()
  await equal()
  appendFileSync(path, 'this is no line\nnor this one')
  renameSync(path, `${path}.1`)
  gzip(`${path}.1`)
  writer.write(2)
  await follower.catchUp()
  await follower.catchUp()
  await equal()
  assert.equal(follower.status().rejected, 2)
  const [kept] = await app.db.pool`select sum(rejected)::int as rejected from request_files where source = ${source}`
  assert.equal(kept!.rejected, 2)
  await follower.close()
})

test('a file that cannot be read does not keep others from being read, and is said once', async () => {
  const { path, log, writer, equal } = openLog('*')
  const follower = bench.follower(log())
  writer.write(5)
  const broken = gzipSync(randomBytes(100_000).toString('base64'))
  writeFileSync(`${path}.9.gz`, broken.subarray(0, broken.length / 2))
  await follower.catchUp()
  writer.write(5)
  await follower.catchUp()
  await equal()
  assert.equal(follower.status().failing, 1)
  assert.equal(bench.warnings.filter((text) => text.includes('.9.gz')).length, 1)
  await follower.close()
})
