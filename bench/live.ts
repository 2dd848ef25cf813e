/**
 * 100,000 records a second, written and followed at once on one machine: `tweeter requests generate` writes with the
 * server's own writer, `tweeter requests follow` reads with the server's own readers into a PostgreSQL of its own. Must
 * hold: nothing is dropped, every record arrives in Postgres, the follower is never a second behind, it takes less than
 * half a core and the writer less than a quarter, and the follower stays under 300 MB. What Postgres takes is told beside it.
 *
 * `node bench/live.ts [SECONDS] [RATE]`
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { generate } from '../server/requests/generating/generate.ts'

const SECONDS = Number(process.argv[2] ?? 60)
const RATE = Number(process.argv[3] ?? 100_000)
/** Clock ticks of /proc. */
const TICKS = 100
const TWEETER = fileURLToPath(new URL('../bin/tweeter.js', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'tweeter-live-'))
const env = { ...process.env, TWEETER_DATA: folder, TWEETER_REQUESTS: 'write' }
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const tweeter = (...args: string[]): ChildProcess =>
  spawn(process.execPath, [TWEETER, 'requests', ...args, '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] })

interface Status {
  readonly records: number
  readonly rejected: number
  readonly lag_seconds: number
  readonly worst_lag_seconds: number
}

/** Seconds of a core that these processes have had. */
function cpuOf(pids: readonly number[]): number {
  let ticks = 0
  for (const pid of pids) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
      ticks += Number(fields[11]) + Number(fields[12])
    } catch {
      // It has ended.
    }
  }
  return ticks / TICKS
}

/** The processes that these began, and those that they began. */
function descendantsOf(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const parent = Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]!.split(' ')[1])
      children.set(parent, [...(children.get(parent) ?? []), Number(name)])
    } catch {
      // It has ended.
    }
  }
  const below = (one: number): number[] => (children.get(one) ?? []).flatMap((child) => [child, ...below(child)])
  return below(pid)
}

const memoryOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** What making the records takes, without writing them: it is no part of the writer. */
const nowhere = { write() {}, close: async () => {}, stats: () => ({ written: 0, dropped: 0, failure: null }) }
const population = { accounts: 20_000, posts: 200_000 }
const generatingAlone = async (seconds: number) =>
  (await generate(nowhere, { ...population, rate: RATE, seconds, seed: 1 })).cpu
// Compiled first, as it is for most of the minute: what is taken off the writer must not be too much.
await generatingAlone(2)
const generatingBefore = await generatingAlone(5)

const follower = tweeter('follow')
const lines: Status[] = []
createInterface({ input: follower.stdout! }).on('line', (line) => lines.push(JSON.parse(line) as Status))
// Its database is made first.
while (lines.length < 3) await sleep(100)

/** It was begun by the follower, but is nobody's child by now. */
const pidFile = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) =>
  name.endsWith('postmaster.pid'),
)!
const postmaster = Number(readFileSync(join(folder, pidFile), 'utf8').split('\n')[0])
const postgres = () => [postmaster, ...descendantsOf(postmaster)]
const before = { follower: cpuOf([follower.pid!]), postgres: cpuOf(postgres()) }
const writer = tweeter('generate', '--rate', String(RATE), '--seconds', String(SECONDS))
let printed = ''
writer.stdout!.on('data', (part: Buffer) => {
  printed += part.toString()
})
const began = performance.now()
const [code] = (await once(writer, 'exit')) as [number]
const seconds = (performance.now() - began) / 1000
const after = { follower: cpuOf([follower.pid!]), postgres: cpuOf(postgres()) }
const megabytes = memoryOf(follower.pid!)
const wrote = JSON.parse(printed) as { written: number; dropped: number; cpu: number; rate: number }
await sleep(2500)
follower.kill('SIGTERM')
await once(follower, 'exit')
const last = lines.at(-1)!
const generating = Math.min(generatingBefore, await generatingAlone(5))

const wrong: string[] = []
/** A figure as a part of what it may be. */
function told(what: string, value: number, most: number, unit: string): void {
  const part = value / most
  console.log(`${what.padEnd(34)} ${value.toFixed(3).padStart(10)} ${unit.padEnd(10)} ${part.toFixed(2)} of ${most}`)
  if (part >= 1) wrong.push(what)
}

console.log(
  `\n${wrote.written.toLocaleString('en-GB')} records in ${seconds.toFixed(1)} s, ${Math.round(wrote.rate).toLocaleString('en-GB')}/s`,
)
told('the follower was behind, at most', last.worst_lag_seconds, 1, 's')
told('the follower took', (after.follower - before.follower) / seconds, 0.5, 'of a core')
// Where the machine did not give it the time for all of them: what it would have taken for all.
told('the writer took', (wrote.cpu * RATE) / wrote.rate - generating, 0.25, 'of a core')
console.log(`${'generating took'.padEnd(34)} ${generating.toFixed(3).padStart(10)} of a core`)
console.log(
  `${'its Postgres took'.padEnd(34)} ${((after.postgres - before.postgres) / seconds).toFixed(3).padStart(10)} of a core`,
)
told('the follower’s memory, at most', megabytes, 300, 'MB')
if (code !== 0 || wrote.dropped > 0) wrong.push(`${wrote.dropped} records were dropped`)
if (last.records !== wrote.written || last.rejected > 0) {
  wrong.push(`${last.records} of ${wrote.written} records arrived, ${last.rejected} were refused`)
}
console.log(wrong.length === 0 ? 'Nothing was dropped, everything arrived.' : `Does not hold: ${wrong.join('; ')}`)
process.exitCode = wrong.length === 0 ? 0 : 1
