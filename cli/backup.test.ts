import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { diskBlobs } from '../server/storage/blobs/index.ts'
import { openTerminal } from './testing.ts'

const terminal = openTerminal()
after(() => terminal.close())
const { run, folder } = terminal
const at = (name: string) => join(folder, name)
const partials = () => readdirSync(folder).filter((name) => name.endsWith('.partial'))
/** Large enough that a backup can be met in the middle. */
const MEGABYTES = 160

let address: string
let token: string
before(async () => {
  address = await terminal.start()
  const made = await run(['account', 'create', 'alice', '--token', '--password', '-'], { input: 'a good long one\n' })
  token = made.out.split('\n')[1]!
  const body = new URLSearchParams({ status: 'Before the backup' })
  await fetch(`${address}/api/v1/statuses`, { method: 'POST', body, headers: { authorization: `Bearer ${token}` } })
  const chunk = randomBytes(1024 * 1024)
  const bytes = Buffer.concat(Array.from({ length: MEGABYTES }, () => chunk))
  await diskBlobs(join(folder, 'data/blobs')).put('media/large.bin', bytes, 'application/octet-stream')
})

/** `tweeter …` in a process whose id is known, as the terminal runs it. */
function begin(line: string, env: Record<string, string> = {}) {
  const launcher = fileURLToPath(new URL('../bin/tweeter.js', import.meta.url))
  const command = `${line.replace('tweeter', `exec '${process.execPath}' '${launcher}'`)}`
  const child = spawn('/bin/sh', ['-c', command], {
    env: { PATH: '/usr/bin:/bin', HOME: folder, TWEETER_DATA: at('data'), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text))
  const ended = new Promise<{ code: number | null; err: string }>((done) =>
    child.on('close', (code) => done({ code, err })),
  )
  return { child, ended }
}

test('killed in the middle: there is no backup, and the next one clears up and is whole', async () => {
  const { child, ended } = begin(`tweeter backup '${at('one')}'`)
  for (let waited = 0; waited < 30_000; waited += 2) {
    const [draft] = partials()
    if (draft && statSync(at(draft)).size > 5_000_000) break
    await sleep(2)
  }
  child.kill('SIGKILL')
  await ended
  assert.equal(partials().length, 1)
  assert.equal(existsSync(at('one')), false)
  const again = await run(['backup', at('one'), '--json'])
  assert.equal(again.code, 0, again.err)
  const said = JSON.parse(again.out)
  assert.deepEqual([said.files.count, said.builds_on], [1, []])
  assert.ok(said.bytes > MEGABYTES * 1_000_000 * 0.9 && said.rows > 10)
  assert.deepEqual(partials(), [])
  assert.equal(statSync(at('one')).mode & 0o777, 0o600)
})

test('interrupted by Ctrl-C, or where no room is left: nothing stays', async () => {
  const first = begin(`tweeter backup '${at('two')}'`)
  while (partials().length === 0) await sleep(2)
  first.child.kill('SIGINT')
  assert.equal((await first.ended).code, 1)
  // A limit of 5 MB for a file stands for a full disk, which a test cannot have without being root.
  const second = await begin(`ulimit -f 10000; tweeter backup '${at('two')}'`).ended
  assert.equal(second.code, 1)
  assert.match(second.err, /The backup was given up, and nothing of it stays: files in .* may not become so large\./)
  assert.deepEqual([partials(), existsSync(at('two'))], [[], false])
})

test('memory does not grow with what is backed up or restored', async () => {
  const peak = at('peak.mjs')
  writeFileSync(
    peak,
    `import { writeFileSync } from 'node:fs'
    process.on('exit', () => writeFileSync('${at('peak')}', String(process.resourceUsage().maxRSS / 1024)))`,
  )
  const measured = async (line: string, env: Record<string, string> = {}) => {
    const { code, err } = await begin(line, { NODE_OPTIONS: `--import=${peak}`, ...env }).ended
    assert.equal(code, 0, err)
    return Number(readFileSync(at('peak'), 'utf8'))
  }
  const small = await measured(`tweeter backup '${at('small')}' --without-blobs`)
  const large = await measured(`tweeter backup '${at('large')}'`)
  assert.ok(large < small + 80, `${large} MB with ${MEGABYTES} MB of files, ${small} MB without`)
  const restored = await measured(`tweeter restore '${at('large')}'`, { TWEETER_DATA: at('restored') })
  assert.ok(restored < small + 120, `${restored} MB restoring, ${small} MB for a small backup`)
})

test('restored, checked and refused by the command line', async () => {
  const checked = await run(['restore', '--check', at('one')])
  assert.equal(checked.code, 0, checked.err)
  assert.match(checked.out, /can be restored: \d+ tables with \d+ rows, 1 uploads, all as they were written/)
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('tweeter-check')),
    [],
  )
  const refused = await run(['restore', at('one')])
  assert.equal(refused.code, 1)
  assert.match(refused.err, /is in use by process \d+ \(tweeter start/)
  assert.equal(await terminal.stop(), 0)
  assert.match(
    (await run(['restore', at('one')])).err,
    /a network here already, with 1 account\. .*set TWEETER_DATA to a new/,
  )
  const env = { TWEETER_DATA: at('elsewhere'), TWEETER_URL: 'https://new.example' }
  assert.match((await run(['backup', at('x')], { env })).err, /There is no network in .*elsewhere/)
  assert.equal(existsSync(at('elsewhere')), false)
  const done = await run(['restore', at('one')], { env })
  assert.equal(done.code, 0, done.err)
  assert.match(
    done.out,
    /^Restored: \d+ tables with \d+ rows, 1 uploads, as of 20.*\nIt was the network at http:\/\/localhost:3000/,
  )
  const listed = JSON.parse((await run(['account', 'list', '--json'], { env })).out)
  assert.deepEqual([listed[0].username, listed[0].posts_count ?? listed[0].posts], ['alice', 1])
})
