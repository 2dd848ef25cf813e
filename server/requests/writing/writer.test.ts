import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { lineOf } from '../record.ts'
import { tooMuch } from './keep.ts'
import { sealLeftovers, sealSegment } from './seal.ts'
import { readSegmentName, thisHost } from './segment.ts'
import { filesIn, recordsIn, someRecord, textOf } from './testing.ts'
import { RecordWriter, type WriterOptions } from './writer.ts'

const root = mkdtempSync(join(tmpdir(), 'tweeter-writer-'))
after(() => rmSync(root, { recursive: true, force: true }))
const filling = fileURLToPath(new URL('./filling.testing.ts', import.meta.url))

let folders = 0
function open(options: Partial<WriterOptions> = {}) {
  const folder = options.folder ?? join(root, String(folders++))
  const clock = { aheadMs: 0 }
  const writer = new RecordWriter({ folder, now: () => new Date(Date.now() + clock.aheadMs), ...options })
  const fill = (count: number) => {
    for (let n = 0; n < count; n++) writer.write({ ...someRecord, post: n })
  }
  return { folder, writer, fill, clock }
}

const until = async (holds: () => boolean) => {
  for (let tries = 0; tries < 500 && !holds(); tries++) await sleep(20)
  assert.ok(holds())
}
const postsIn = (folder: string) => recordsIn(folder).map((record) => record.post)
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)
const ended = (child: ReturnType<typeof spawn>) => new Promise((resolve) => child.once('exit', resolve))

test('records are in the open segment within a tenth of a second, and in a sealed one when it is closed', async () => {
  const { folder, writer, fill } = open()
  fill(3)
  await until(() => filesIn(folder).length === 1 && postsIn(folder).length === 3)
  const [file] = filesIn(folder)
  const named = readSegmentName(file!)!
  assert.deepEqual([named.pid, named.host, named.state], [process.pid, thisHost, 'open'])
  assert.ok(Math.abs(named.startedAt.getTime() - Date.now()) < 60_000)
  fill(2)
  await writer.flush()
  assert.equal(textOf(join(folder, file!)), [0, 1, 2, 0, 1].map((post) => lineOf({ ...someRecord, post })).join(''))
  await writer.close()
  assert.deepEqual(filesIn(folder), [`${named.name}.ndjson.zst`])
  assert.deepEqual(postsIn(folder), [0, 1, 2, 0, 1])
  writer.write(someRecord)
  await writer.flush()
  const { written, dropped, sealed } = writer.stats()
  assert.deepEqual({ written, dropped, sealed }, { written: 5, dropped: 1, sealed: 1 })
})

test('much is flushed at once, and a segment is sealed when it is large', async () => {
  const { folder, writer, fill } = open({ sealBytes: 300_000 })
  fill(5000)
  await until(() => filesIn(folder).some((file) => file.endsWith('.zst')))
  await writer.close()
  assert.ok(filesIn(folder).every((file) => file.endsWith('.zst')))
  assert.deepEqual(postsIn(folder), upTo(5000))
})

test('a segment is sealed when it is a minute old, by the clock at the next record, by itself otherwise', async () => {
  const { folder, writer, fill, clock } = open()
  fill(1)
  await writer.flush()
  clock.aheadMs += 60_001
  fill(1)
  await writer.flush()
  await until(() => filesIn(folder).length === 2 && filesIn(folder)[0]!.endsWith('.zst'))
  assert.ok(filesIn(folder)[1]!.endsWith('.ndjson'))
  await writer.close()

  const quiet = open({ sealMs: 200 })
  quiet.fill(1)
  await until(() => filesIn(quiet.folder)[0]?.endsWith('.zst') ?? false)
  await quiet.writer.close()
})

test('several processes write side by side, each to files of its own', async () => {
  const folder = join(root, 'several')
  const args = (who: number) => [filling, folder, String(who), '20000', '1000000']
  const children = [1, 2].map((who) => spawn(process.execPath, args(who), { stdio: 'ignore' }))
  await Promise.all(children.map(ended))
  const records = recordsIn(folder)
  for (const who of [1, 2]) {
    const theirs = records.filter((record) => record.account === who).map((record) => record.post)
    assert.deepEqual(theirs, upTo(20_000))
  }
  assert.ok(filesIn(folder).length > 4)
})

test('what a killed process leaves is sealed by another, without the torn line', async () => {
  const folder = join(root, 'killed')
  const child = spawn(process.execPath, [filling, folder, '1', '100000000', '2000000'], { stdio: 'ignore' })
  await until(() => filesIn(folder).some((file) => file.endsWith('.zst')) && filesIn(folder).length > 1)
  assert.equal((await sealLeftovers(folder)).sealed, 0, 'it is alive')
  child.kill('SIGKILL')
  await ended(child)
  const open = filesIn(folder).filter((file) => file.endsWith('.ndjson'))
  for (const file of open) appendFileSync(join(folder, file), '{"at":1795391048123,"kind":"per')
  assert.ok(open.length > 0)
  assert.deepEqual(await sealLeftovers(folder), { sealed: open.length, torn: open.length })
  assert.ok(filesIn(folder).every((file) => file.endsWith('.zst')))
  const posts = postsIn(folder)
  assert.deepEqual(posts, upTo(posts.length))
  assert.deepEqual(await sealLeftovers(folder), { sealed: 0, torn: 0 })
})

test('who was killed while sealing leaves either the plain segment or a whole sealed one', async () => {
  const folder = join(root, 'interrupted')
  mkdirSync(folder)
  const gone = 999_999_999
  const names = [1, 2, 3].map((n) => `20261122T10000000${n}Z-${thisHost}-${gone}-${n}`)
  const lines = upTo(1000).map((post) => lineOf({ ...someRecord, post }))
  for (const name of names) writeFileSync(join(folder, `${name}.ndjson`), lines.join(''))
  // The first was renamed and the plain one not removed yet; of the second a part was written; the third is another's.
  const [first, second, third] = names as [string, string, string]
  await sealSegment(folder, first)
  writeFileSync(join(folder, `${first}.ndjson`), lines.join(''))
  const half = join(folder, `${second}.ndjson.zst.${thisHost}-${gone}.tmp`)
  writeFileSync(half, readFileSync(join(folder, `${first}.ndjson.zst`)).subarray(0, 100))
  writeFileSync(join(folder, `${third}.ndjson.zst.0000-1.tmp`), 'fresh: perhaps it is still at work')
  assert.deepEqual(await sealLeftovers(folder), { sealed: 2, torn: 0 })
  assert.deepEqual(
    filesIn(folder).filter((file) => !file.endsWith('.tmp')),
    names.map((name) => `${name}.ndjson.zst`),
  )
  for (const name of names) assert.equal(textOf(join(folder, `${name}.ndjson.zst`)), lines.join(''))
  const [left] = filesIn(folder).filter((file) => file.endsWith('.tmp'))
  utimesSync(join(folder, left!), new Date(), new Date(Date.now() - 11 * 60_000))
  await sealLeftovers(folder)
  assert.equal(filesIn(folder).length, 3)
})

test('a segment of another machine, or under a number that was given anew, is left when it was long untouched', async () => {
  const folder = join(root, 'elsewhere')
  mkdirSync(folder)
  const names = [`0000-${process.pid}`, `${thisHost}-${process.ppid}`].map((who) => `20261122T100000000Z-${who}-0`)
  for (const name of names) writeFileSync(join(folder, `${name}.ndjson`), lineOf(someRecord))
  assert.equal((await sealLeftovers(folder)).sealed, 0)
  for (const name of names) utimesSync(join(folder, `${name}.ndjson`), new Date(), new Date(Date.now() - 11 * 60_000))
  // This very process does not write it, whoever had its number before.
  writeFileSync(join(folder, `20261122T100000000Z-${thisHost}-${process.pid}-0.ndjson`), lineOf(someRecord))
  assert.equal((await sealLeftovers(folder)).sealed, 3)
  assert.equal(recordsIn(folder).length, 3)
})

test('an empty segment goes without a trace', async () => {
  const folder = join(root, 'empty')
  mkdirSync(folder)
  const name = `20261122T100000000Z-${thisHost}-999999999-0`
  writeFileSync(join(folder, `${name}.ndjson`), '{"at":1')
  assert.deepEqual(await sealLeftovers(folder), { sealed: 1, torn: 1 })
  assert.deepEqual(filesIn(folder), [])
})

/** On a file system of its own with a megabyte of room; where nobody may mount one, on none. */
async function onSmallDisk(work: (folder: string) => Promise<void>): Promise<boolean> {
  const folder = mkdtempSync(join(root, 'disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return false
  }
  try {
    await work(folder)
  } finally {
    execFileSync('umount', [folder])
  }
  return true
}

test('a full disk costs records, which are counted; lines stay whole, and there is more when there is room', async (t) => {
  const mounted = await onSmallDisk(async (disk) => {
    const filler = join(disk, 'filler')
    writeFileSync(filler, Buffer.alloc(900_000))
    const reasons: string[] = []
    const folder = join(disk, 'requests')
    const { writer, fill } = open({ folder, onDrop: (reason) => reasons.push(reason) })
    fill(2000)
    await writer.flush()
    const full = writer.stats()
    assert.ok(full.dropped > 1000 && full.written > 100, JSON.stringify(full))
    assert.equal(full.dropped + full.written, 2000)
    assert.match(full.failure!, /ENOSPC/)
    assert.ok(full.droppedAt && reasons.length > 0)
    assert.deepEqual(postsIn(folder), upTo(full.written))

    truncateSync(filler, 0)
    for (let n = 2000; n < 2100; n++) writer.write({ ...someRecord, post: n })
    await until(() => writer.stats().written === full.written + 100)
    assert.equal(writer.stats().failure, null)
    await writer.close()
    assert.deepEqual(postsIn(folder), [...upTo(full.written), ...upTo(100).map((n) => n + 2000)])
    assert.ok(filesIn(folder).every((file) => file.endsWith('.zst')))
  })
  if (!mounted) t.diagnostic('no file system may be mounted here; the limit on files below shows the same')
})

test('a file that may not grow costs records only', async () => {
  const folder = join(root, 'limited')
  mkdirSync(folder)
  // In blocks of 512 bytes: the system refuses what is beyond, with a signal that is ignored here.
  const script = `trap '' XFSZ; ulimit -f 400; exec "$0" "$@"`
  const output = execFileSync('sh', ['-c', script, process.execPath, filling, folder, '1', '20000', '64000000'])
  const { written, dropped, failure } = JSON.parse(String(output))
  assert.equal(written + dropped, 20_000)
  assert.ok(written > 1000 && dropped > 1000, String(output))
  assert.match(failure, /EFBIG/)
  assert.equal(recordsIn(folder).length, written)
})

test('what waits for a folder that cannot be made is bounded', async () => {
  const file = join(root, 'a-file')
  writeFileSync(file, '')
  const { writer, fill } = open({ folder: join(file, 'requests'), waitingBytes: 1_000_000 })
  fill(20_000)
  await writer.close()
  const { written, dropped, failure } = writer.stats()
  assert.deepEqual([written, dropped], [0, 20_000])
  assert.ok(failure)
})

test('segments go when they are too old, and the oldest when they are too much', async () => {
  const folder = join(root, 'kept')
  mkdirSync(folder)
  const at = (day: string) => `202611${day}T100000000Z-0000-1-0`
  for (const day of ['01', '02', '18', '19', '20'])
    writeFileSync(join(folder, `${at(day)}.ndjson.zst`), Buffer.alloc(1000))
  writeFileSync(join(folder, `${at('10')}.ndjson`), Buffer.alloc(1000))
  writeFileSync(join(folder, 'a-note-of-somebody.txt'), Buffer.alloc(9000))
  const now = new Date('2026-11-22T10:00:00Z')
  const going = (bytes: number, days = 14) => tooMuch({ folder, now, days, bytes })
  assert.deepEqual(await going(1e9), [at('01'), at('02')])
  assert.deepEqual(await going(3500), [at('01'), at('02'), at('18')])
  assert.deepEqual(await going(0, 100), ['01', '02', '18', '19', '20'].map(at), 'not what is still written')
  assert.deepEqual(await tooMuch({ folder: join(folder, 'none'), now, days: 1, bytes: 0 }), [])
})
