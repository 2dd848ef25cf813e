/**
 * Catching up: a whole log is read and counted by `tweeter requests report`, beside DuckDB's `read_json` doing the same
 * over the same file (records of ours), and beside GoAccess over another server's log, whose totals must be those of an
 * independent count by awk. Whole commands are timed, in turns; memory is the most that a process had.
 *
 * `node bench/catch-up.ts [RECORDS] [ACCESS_LOG]`: the log is repeated to 5,000,000 lines. GoAccess is a package of Debian
 * (`apt-get install goaccess`).
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { prepare } from '../server/requests/generating/records.ts'
import { lineOf } from '../server/requests/record.ts'

const RECORDS = Number(process.argv[2] ?? 5_000_000)
const ACCESS_LOG = process.argv[3]
const LINES = 5_000_000
const ROUNDS = 3
const TWEETER = fileURLToPath(new URL('../bin/tweeter.js', import.meta.url))
const DUCKDB = fileURLToPath(new URL('catch-up-duckdb.ts', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'tweeter-catch-up-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

interface Run {
  readonly seconds: number
  /** The most memory that the process had, MB. */
  readonly megabytes: number
  /** Seconds of all cores. */
  readonly cpu: number
  readonly out: string
}

/** Runs a command to its end, under GNU time's eye where Node cannot look: at the memory and time of a child. */
async function run(command: string, args: readonly string[]): Promise<Run> {
  const began = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  let megabytes = 0
  let ticks = 0
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      megabytes = Math.max(megabytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
      ticks = Number(stat[11]) + Number(stat[12])
    } catch {
      // It has ended since.
    }
  }, 20)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(watch)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}.`)
  const seconds = (performance.now() - began) / 1000
  return { seconds, megabytes, cpu: ticks / 100, out: Buffer.concat(parts).toString() }
}

const best = (runs: readonly Run[]): Run => runs.reduce((a, b) => (a.seconds <= b.seconds ? a : b))
const most = (runs: readonly Run[]): number => Math.max(...runs.map(({ megabytes }) => megabytes))
const row = (what: string, ...cells: (string | number)[]) =>
  console.log(what.padEnd(34), ...cells.map((cell) => String(cell).padStart(14)))
const whole = (number: number) => Math.round(number).toLocaleString('en-GB')

function told(what: string, runs: readonly Run[], records: number): number {
  const { seconds, cpu } = best(runs)
  row(
    what,
    `${seconds.toFixed(2)} s`,
    `${whole(records / seconds)}/s`,
    `${cpu.toFixed(1)} s CPU`,
    `${whole(most(runs))} MB`,
  )
  return seconds
}

/** Records of ours as 100,000 a second would have left them. */
async function makeOwn(path: string): Promise<void> {
  const made = prepare(7, 200_000, { accounts: 100_000, posts: 200_000 })
  const file = createWriteStream(path)
  const start = Date.UTC(2026, 10, 22, 9, 59)
  for (let n = 0; n < RECORDS; ) {
    let text = ''
    for (const until = Math.min(RECORDS, n + 5000); n < until; n++) {
      text += lineOf({ ...made[(n * 7919) % made.length]!.record, at: start + Math.floor(n / 100) })
    }
    if (!file.write(text)) await new Promise<void>((resolve) => file.once('drain', resolve))
  }
  file.end()
  await finished(file)
}

const report = (path: string) => run(process.execPath, [TWEETER, 'requests', 'report', path, '--json'])

async function own(): Promise<void> {
  const path = join(folder, 'own.ndjson')
  await makeOwn(path)
  console.log(`\n${whole(RECORDS)} records of ours, ${whole(statSync(path).size / 1e6)} MB`)
  const ours: Run[] = []
  const duck: Run[] = []
  const scans: Run[] = []
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await report(path))
    duck.push(await run(process.execPath, [DUCKDB, path, 'table']))
    scans.push(await run(process.execPath, [DUCKDB, path, 'scans']))
  }
  const seconds = told('tweeter requests report', ours, RECORDS)
  const table = told('DuckDB, once into a table', duck, RECORDS)
  const each = told('DuckDB, a scan for each question', scans, RECORDS)
  const found = JSON.parse(ours[0]!.out) as Found
  const same = JSON.parse(duck[0]!.out) as { requests: number; bytes: number; statuses: Record<string, number> }
  equal('requests', found.requests, same.requests)
  equal('bytes', found.bytes, same.bytes)
  for (const { status, requests } of found.statuses) equal(`status ${status}`, requests, same.statuses[status])
  console.log(`DuckDB takes ${(Math.min(table, each) / seconds).toFixed(2)} times as long.`)
}

interface Found {
  readonly requests: number
  readonly bytes: number
  readonly statuses: readonly { status: number; requests: number }[]
  readonly tops: Record<string, readonly { label: string; requests: number; error: number }[]>
}

async function foreign(log: string): Promise<void> {
  const path = join(folder, 'access.log')
  const text = readFileSync(log)
  const times = Math.ceil(LINES / text.toString('latin1').trimEnd().split('\n').length)
  const file = createWriteStream(path)
  for (let n = 0; n < times; n++) {
    if (!file.write(text)) await new Promise<void>((resolve) => file.once('drain', resolve))
  }
  file.end()
  await finished(file)
  const lines = Number(execFileSync('wc', ['-l', path]).toString().split(' ')[0])
  console.log(`\n${whole(lines)} lines of another server's log, ${whole(statSync(path).size / 1e6)} MB`)
  const ours: Run[] = []
  for (let round = 0; round < ROUNDS; round++) ours.push(await report(path))
  const seconds = told('tweeter requests report', ours, lines)
  check(JSON.parse(ours[0]!.out) as Found, path)
  if (spawnSync('goaccess', ['--version']).error) {
    console.log('GoAccess is not here: apt-get install goaccess')
    return
  }
  const theirs = join(folder, 'goaccess.json')
  const go = [await run('goaccess', [path, '--log-format=COMBINED', '--no-progress', '-o', theirs])]
  const goSeconds = told('GoAccess', go, lines)
  const { general } = JSON.parse(readFileSync(theirs, 'utf8')) as {
    general: { total_requests: number; bandwidth: number }
  }
  const found = JSON.parse(ours[0]!.out) as Found
  equal('requests, as GoAccess has them', found.requests, general.total_requests)
  equal('bytes, as GoAccess has them', found.bytes, general.bandwidth)
  console.log(`GoAccess takes ${(goSeconds / seconds).toFixed(2)} times as long.`)
}

/** Held against a count that shares nothing with ours. */
function check(found: Found, path: string): void {
  const count = (program: string) =>
    execFileSync('awk', [program, path], { maxBuffer: 1e9 })
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))
  const [[requests, bytes]] = count('{ n++; b += $10 } END { printf "%d\\t%.0f\\n", n, b }') as [[string, string]]
  equal('requests', found.requests, Number(requests))
  equal('bytes', found.bytes, Number(bytes))
  const statuses = new Map(
    count(
      'match($0, /" [0-9][0-9][0-9] ([0-9]+|-)( |$)/) { s[substr($0, RSTART + 2, 3)]++ } END { for (x in s) print x "\\t" s[x] }',
    ) as [string, string][],
  )
  for (const { status, requests } of found.statuses)
    equal(`status ${status}`, requests, Number(statuses.get(`${status}`)))
  const hosts = new Map(count('{ h[$1]++ } END { for (x in h) print x "\\t" h[x] }') as [string, string][])
  for (const { label, requests } of found.tops.visitor!) equal(`visitor ${label}`, requests, Number(hosts.get(label)))
  const paths = new Map(
    count('{ split($7, p, "?"); c[p[1]]++ } END { for (x in c) print x "\\t" c[x] }') as [string, string][],
  )
  for (const { label, requests } of found.tops.path!) equal(`path ${label}`, requests, Number(paths.get(label)))
  console.log(
    `As awk counts: ${found.statuses.length} statuses, ${found.tops.visitor!.length} visitors, ${found.tops.path!.length} paths.`,
  )
}

function equal(what: string, ours: number, theirs: number | undefined): void {
  if (ours !== theirs) throw new Error(`${what}: ${ours} here, ${theirs} there.`)
}

await own()
if (ACCESS_LOG) await foreign(ACCESS_LOG)
else console.log('\nGive an access log in the combined format for the second half.')
