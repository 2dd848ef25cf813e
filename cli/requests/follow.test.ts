import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openTerminal } from '../testing.ts'

const terminal = openTerminal()
after(() => terminal.close())
const { run, folder } = terminal
const log = join(folder, 'access.log')
const launcher = fileURLToPath(new URL('../../bin/tweeter.js', import.meta.url))

const lines = (count: number, second: number): string =>
  `10.0.0.1 - - [22/Nov/2026:10:05:${second} +0000] "GET /page HTTP/1.1" 200 512 "-" "Mozilla/5.0"\n`.repeat(count)

test('a log is read to its end, once, across rotation', async () => {
  writeFileSync(log, lines(20, 10))
  const first = await run(['requests', 'follow', '--from', log, '--until-end'])
  assert.deepEqual([first.code, first.out], [0, '20 records in 1 file\n'], first.err)
  appendFileSync(log, `${lines(5, 11)}rubbish\n`)
  renameSync(log, `${log}.1`)
  writeFileSync(log, lines(3, 12))
  const second = await run(['requests', 'follow', '--from', log, '--until-end', '--json'])
  const ended = JSON.parse(second.out.trimEnd().split('\n').at(-1)!)
  assert.deepEqual([ended.records, ended.rejected, ended.files, ended.ended], [8, 1, 2, true])
  const third = await run(['requests', 'follow', '--from', `${log}*`, '--as', 'access.log', '--until-end'])
  assert.equal(third.out, '0 records in 2 files\n')
})

test('JSON of any shape is followed once it is said what stands where, and without that it is said so', async () => {
  const json = join(folder, 'app.ndjson')
  writeFileSync(json, '{"when":"2026-11-22T10:00:00Z","res":{"code":200}}\n'.repeat(5))
  const follow = ['requests', 'follow', '--from', json, '--until-end']
  const unknown = await run(follow)
  assert.equal(unknown.code, 1)
  assert.match(unknown.err, /JSON of a shape that is not known/)
  const told = await run([...follow, '--fields', 'time=when,status=res.code'])
  assert.equal(told.out, '5 records in 1 file\n', told.err)
})

test('wrong use is said, and so is what is not there', async () => {
  const wrong: [string[], number, RegExp][] = [
    [['--from', join(folder, 'none.log'), '--until-end'], 1, /no such file/],
    [['--from', log, '--as', 'tweeter'], 2, /our own requests/],
    [['--from', log, '--format', 'xml'], 2, /--format must be one of/],
    [['--from', log, '--format', 'ndjson'], 2, /needs --fields/],
    [['--from', log, '--fields', 'status=code'], 2, /--fields: The fields must tell where the time is/],
    [['--as', 'shop'], 2, /name it with --from/],
    [['--from', '/var/log/*'], 2, /Say with --as/],
  ]
  for (const [options, code, text] of wrong) {
    const ended = await run(['requests', 'follow', ...options])
    assert.equal(ended.code, code, ended.err)
    assert.match(ended.err, text)
  }
})

function begin(line: readonly string[]): { child: ChildProcess; heard: () => string; ended: Promise<number | null> } {
  const env = { PATH: '/usr/bin:/bin', HOME: folder, TWEETER_DATA: join(folder, 'data') }
  const child = spawn(process.execPath, [launcher, ...line], { env })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more) => (text += more))
  return { child, heard: () => text, ended: new Promise((done) => child.once('close', done)) }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let n = 0; n < 1200 && !isSo(); n++) await sleep(50)
}

test('beside a server: its own files are left to it, other logs are followed until SIGTERM', async () => {
  const address = await terminal.start()
  await fetch(`${address}/health`)
  const own = begin(['requests', 'follow'])
  const foreign = begin(['requests', 'follow', '--from', log, '--as', 'other', '--json'])
  try {
    await until(() => own.heard().includes('are being read by'))
    assert.match(own.heard(), /are being read by \S+ \(host:process\), such as a server with TWEETER_REQUESTS=on/)
    await until(() => foreign.heard().includes('"records":3'))
    appendFileSync(log, lines(4, 13))
    await until(() => foreign.heard().includes('"records":7'))
  } finally {
    own.child.kill('SIGINT')
    foreign.child.kill('SIGTERM')
  }
  assert.deepEqual(await Promise.all([own.ended, foreign.ended]), [0, 0])
  assert.equal(JSON.parse(foreign.heard().trimEnd().split('\n').at(-1)!).records, 7)
})

/** The most memory that a process had; null where the system does not tell. */
function megabytesOf(pid: number | undefined): number | null {
  const path = `/proc/${pid}/status`
  return existsSync(path) ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(path, 'utf8'))?.[1]) / 1024 : null
}

test('however large a log is, the follower stays under 300 MB', async () => {
  const large = join(folder, 'large.log')
  const minutes = Array.from({ length: 300 }, (_, minute) => {
    const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
    const rest = (n: number) => `"GET /page/${n} HTTP/1.1" ${200 + (n % 40)} 512 "-" "Mozilla/5.0"`
    return Array.from(
      { length: 60 },
      (_, n) => `10.${minute % 256}.0.${n} - - [22/Nov/2026:${time}:0${n % 10} +0000] ${rest(n)}\n`,
    )
  })
  const text = minutes.flat().join('')
  for (let n = 0; n < 10; n++) appendFileSync(large, text)
  const records = 10 * 300 * 60
  const { child, heard, ended } = begin(['requests', 'follow', '--from', large, '--as', 'large', '--json'])
  await until(() => heard().includes(`"records":${records}`))
  const megabytes = megabytesOf(child.pid)
  child.kill('SIGTERM')
  assert.equal(await ended, 0)
  assert.equal(JSON.parse(heard().trimEnd().split('\n').at(-1)!).records, records)
  assert.ok(megabytes === null || (megabytes > 50 && megabytes < 300), `${megabytes} MB`)
})
