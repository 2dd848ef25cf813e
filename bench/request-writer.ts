/**
 * What a record costs a request, and what writing costs a server: microseconds of the listener with a realistic mix of
 * addresses and agents; the processor's share of 100,000 records a second, sealing included; and warm home reads a
 * second with writing on beside off, in turns. `node bench/request-writer.ts [seconds]`
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { requestServed, type Served } from '../server/http/index.ts'
import { RecordWriter, type RequestRecord, readyToRecord, recordingStats } from '../server/requests/index.ts'
import { pulse } from '../server/signals/index.ts'
import { openWorld, type World } from '../testing/world.ts'
import { measure, requestBytes } from './client.ts'

const SECONDS = Number(process.argv[2] ?? 4)
const row = (what: string, ...cells: (string | number)[]) =>
  console.log(what.padEnd(52), ...cells.map((cell) => String(cell).padStart(12)))

/** Numbers that are the same in each run. */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
  'Ivory/24.1 CFNetwork/1490.0.4 Darwin/23.2.0',
  'Tusky/28.0 Android/15 OkHttp/4.12.0',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'curl/8.9.1',
]
const routes = [
  '/api/v1/timelines/home',
  '/api/v1/statuses/:id',
  '/api/v1/statuses/:id/context',
  '/api/v1/accounts/:id/statuses',
  '/api/v1/notifications',
  '/api/v1/statuses/:id/favourite',
  '/media/*',
  '/@:username/:id',
]

/** A text of its own, in one piece, as the parser of requests makes it. */
const flat = (text: string): string => Buffer.from(text).toString('latin1')

/**
 * Requests of 20,000 addresses, some of which ask far more than others; each tenth comes from one that was never here.
 * Half are of signed-in people, a third show twenty posts.
 */
function mix(count: number, seed: number): Served[] {
  const random = sequence(seed)
  const id = () => 660_000_000_000_000 + Math.floor(random() * 1e9) * 1024
  return Array.from({ length: count }, (_, n) => {
    const isList = n % 3 === 0
    const who = Math.floor(random() ** 3 * 20_000)
    const address =
      n % 10 === 9
        ? `2001:db8:${(n >> 4).toString(16)}:${n & 15}::1`
        : `192.${who >> 13}.${(who >> 5) & 255}.${who & 31}`
    return {
      route: routes[n % routes.length]!,
      method: n % routes.length === 5 ? 'POST' : 'GET',
      status: n % 50 === 0 ? 404 : 200,
      durationMs: random() * 20,
      stream: false,
      bytes: Math.floor(random() * 40_000),
      address: flat(address),
      // Each has some versions of its own.
      userAgent: flat(`${agents[who % agents.length]!} v${who % 300}`),
      appName: null,
      accountId: n % 2 === 0 ? id() : null,
      subject: isList ? { posts: Array.from({ length: 20 }, id) } : n % 3 === 1 ? { post: id() } : null,
    }
  })
}

/**
 * In bursts as the load comes, with room for the disk between. The processor's time is taken, so that what else the
 * machine does counts little: of all threads, because that of one is told in steps that are longer than a burst.
 * @returns microseconds for each.
 */
async function costOf(seed: number, note: (fact: Served) => void): Promise<number> {
  const facts = mix(50_000, seed)
  let spent = 0
  for (let from = 0; from < facts.length; from += 1000) {
    const before = process.cpuUsage()
    for (let i = from; i < from + 1000; i++) note(facts[i]!)
    const { user, system } = process.cpuUsage(before)
    spent += user + system
    await sleep(1)
  }
  return spent / facts.length
}

async function listener(): Promise<void> {
  const worlds = await Promise.all(['off', 'write'].map((mode) => openWorld({ TWEETER_REQUESTS: mode })))
  const [off, on] = worlds as [World, World]
  await readyToRecord(on.app)
  const costs: { off: number[]; on: number[] } = { off: [], on: [] }
  for (let round = 0; round < 5; round++) {
    costs.off.push(await costOf(round, (fact) => pulse(off.app.bus, requestServed, fact)))
    costs.on.push(await costOf(round, (fact) => pulse(on.app.bus, requestServed, fact)))
  }
  const [without, within] = [Math.min(...costs.off), Math.min(...costs.on)]
  row('all listeners, writing off, µs a request', without.toFixed(2))
  row('all listeners, writing on, µs a request', within.toFixed(2))
  row('a record (wanted: under 2), µs', (within - without).toFixed(2))
  row('records dropped meanwhile', recordingStats(on.app)!.dropped)
  await Promise.all(worlds.map((world) => world.close()))
}

async function writer(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tweeter-bench-'))
  const writer = new RecordWriter({ folder, now: () => new Date() })
  const records: RequestRecord[] = mix(50_000, 1).map((fact, n) => ({
    at: Date.now() + n,
    kind: 'person',
    method: fact.method,
    route: fact.route!,
    status: fact.status,
    us: Math.round(fact.durationMs * 1000),
    bytes: fact.bytes,
    visitor: (n * 7919).toString(16).padStart(16, '0'),
    agent: 'Firefox',
    account: fact.accountId ?? undefined,
    post: fact.subject?.post,
    posts: fact.subject?.posts,
  }))
  const before = process.cpuUsage()
  const began = performance.now()
  let written = 0
  while (performance.now() - began < SECONDS * 1000) {
    const due = Math.floor((performance.now() - began) * 100)
    // When the machine was busy with others, what is due comes in parts, as requests would.
    const until = Math.min(due, written + 2000)
    for (; written < until; written++) writer.write(records[written % records.length]!)
    await sleep(written < due ? 0 : 5)
  }
  await writer.close()
  const { user, system } = process.cpuUsage(before)
  const { dropped } = writer.stats()
  row('records written at 100,000 a second, dropped', written, dropped)
  row('a record all in, sealed (wanted: under 2.5), µs', ((user + system) / written).toFixed(2))
  rmSync(folder, { recursive: true, force: true })
}

/** Two servers that differ in one setting, asked in turns, so that what else the machine does is the same for both. */
async function home(): Promise<void> {
  const servers = await Promise.all(
    ['off', 'write'].map(async (mode) => {
      const child = spawn('taskset', ['-c', '0', process.execPath, fileURLToPath(import.meta.url), 'serve', mode], {
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      const [port, token] = await new Promise<string[]>((resolve, reject) => {
        child.once('exit', () => reject(new Error('the server ended')))
        child.stdout.once('data', (data) => resolve(String(data).trim().split(' ')))
      })
      return { mode, child, port: Number(port), request: requestBytes('GET', '/api/v1/timelines/home', token!) }
    }),
  )
  const best: Record<string, { perSecond: number; cpu: number }> = {}
  for (let round = 0; round < 4; round++) {
    for (const { mode, child, port, request } of servers) {
      const load = { port, connections: 16, seconds: SECONDS / 4, request: () => request }
      const before = cpuOf(child.pid!)
      const { perSecond } = await measure(load)
      // The warm-up of `measure` is a fifth more.
      const cpu = (cpuOf(child.pid!) - before) / (perSecond * load.seconds * 1.2)
      const { perSecond: most = 0, cpu: least = Number.POSITIVE_INFINITY } = best[mode] ?? {}
      best[mode] = { perSecond: Math.max(most, perSecond), cpu: Math.min(least, cpu) }
    }
  }
  const { off, write } = best as { off: { perSecond: number; cpu: number }; write: { perSecond: number; cpu: number } }
  row('home reads a second, writing off, writing on', Math.round(off.perSecond), Math.round(write.perSecond))
  row('ratio', (write.perSecond / off.perSecond).toFixed(3))
  row('µs of the processor for each, off, on', off.cpu.toFixed(1), write.cpu.toFixed(1))
  for (const { child } of servers) {
    child.removeAllListeners('exit')
    child.stdin.end()
    await new Promise((resolve) => child.once('exit', resolve))
  }
}

/** The time of all its threads, microseconds: fields 14 and 15 of proc(5), in hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

/** Serves a home of twenty posts until its input ends. */
async function serve(mode: string): Promise<void> {
  const world = await openWorld({ TWEETER_REQUESTS: mode, TWEETER_LOG_LEVEL: 'info' })
  const { token } = await world.account('reader')
  for (let n = 0; n < 20; n++) {
    await world.call('POST', '/api/v1/statuses', {
      token,
      body: { status: `Post ${n}: the light was low, the water still.` },
    })
  }
  const { port } = new URL(await world.listen())
  process.stdout.write(`${port} ${token}\n`)
  for await (const _ of process.stdin);
  await world.close()
}

if (process.argv[2] === 'serve') {
  await serve(process.argv[3]!)
  process.exit(0)
}
await listener()
await writer()
await home()
process.exit(0)
