/**
 * Home timeline reads beside a bare Fastify that returns the same bytes, and posts through the API; the server on core 0,
 * the load and Postgres on core 1. `node bench/home.ts [seconds]`
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createAccount } from '../server/accounts/index.ts'
import { readConfig } from '../server/config/index.ts'
import { createApp, issueToken } from '../server/oauth/index.ts'
import { createPost } from '../server/posts/index.ts'
import { openApp } from '../server/server.ts'
import { transact } from '../server/storage/index.ts'
import { measure, requestBytes } from './client.ts'

const SECONDS = Number(process.argv[2] ?? 5)
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const dataDir = mkdtempSync(join(tmpdir(), 'tweeter-bench-'))
const env = { TWEETER_DATA: dataDir, TWEETER_PORT: '0', TWEETER_HOST: '127.0.0.1', TWEETER_RATE_LIMIT_PERCENT: '0' }

/** One reader who follows twenty people, each of whom wrote a few ordinary posts. */
async function fill(): Promise<{ tokens: string[]; ids: number[] }> {
  const opened = await openApp(readConfig(env), { log: quiet })
  const { app } = opened
  const { ids, tokens } = await transact(app.db, async (tx) => {
    const client = await createApp(tx, {
      name: 'Bench',
      website: 'https://bench.example',
      redirectUris: ['urn:ietf:wg:oauth:2.0:oob'],
      scopes: ['read', 'write'],
    })
    const ids: number[] = []
    for (let i = 0; i <= 20; i++) {
      ids.push(
        (
          await createAccount(tx, {
            username: `person${i}`,
            displayName: `Person ${i}`,
            confirmed: true,
            approved: true,
            now: new Date(),
          })
        ).id,
      )
    }
    const tokens: string[] = []
    for (const accountId of ids) {
      tokens.push((await issueToken(tx, { appId: client.id, accountId, scopes: ['read', 'write'] })).token)
    }
    return { ids, tokens }
  })
  for (let i = 0; i < 60; i++) {
    const viewer = { accountId: ids[1 + (i % 20)]!, role: 'user' as const }
    const status = `Post ${i}: a walk along the river #morning with @person${(i % 20) + 1}, more at https://example.com/walks/${i}. ${'The light was low and the water still. '.repeat(4)}`
    await createPost(app, viewer, { status, language: 'en' })
  }
  await opened.close()
  return { tokens, ids }
}

async function listen(
  file: string,
  args: string[],
  extra: Record<string, string>,
): Promise<{ child: ChildProcess; port: number }> {
  const profiling = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : []
  const child = spawn('taskset', ['-c', '0', process.execPath, ...profiling, file, ...args], {
    env: { ...process.env, ...extra },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', () => reject(new Error(output)))
    child.stdout.on('data', (data) => {
      output += data
      const found = /Open http:\/\/[^:]+:(\d+)/.exec(output)
      if (found) resolve(Number(found[1]))
    })
  })
  return { child, port }
}

const end = (child: ChildProcess) => {
  child.kill('SIGTERM')
  return new Promise((resolve) => child.once('exit', resolve))
}

const peakMb = (pid: number) =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024)

const row = (what: string, ...cells: (string | number)[]) =>
  console.log(what.padEnd(34), ...cells.map((cell) => String(cell).padStart(12)))

const { tokens, ids } = await fill()
const token = tokens[0]!
const { child, port } = await listen(path('../server/main.ts'), [], env)
// Postgres was started by the server and so on its core; it moves to the other.
const postmaster = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]!
for (const pid of execFileSync('pgrep', ['-P', postmaster]).toString().split('\n').concat(postmaster).filter(Boolean)) {
  execFileSync('taskset', ['-cp', '1', pid])
}
const headers = { authorization: `Bearer ${token}` }
for (const id of ids.slice(1))
  await fetch(`http://127.0.0.1:${port}/api/v1/accounts/${id}/follow`, { method: 'POST', headers })
const home = Buffer.from(
  await (await fetch(`http://127.0.0.1:${port}/api/v1/timelines/home`, { headers })).arrayBuffer(),
)
const bare = await listen(path('./bare.ts'), [dataDir], {})
await import('node:fs').then((fs) => fs.writeFileSync(join(dataDir, 'home.json'), home))
console.log(
  `A home timeline of 20 posts, ${home.length} bytes; server on core 0, load and Postgres on core 1, ${SECONDS} s each`,
)
row('', 'requests/s', 'p50 ms', 'p99 ms', 'failed')
const request = requestBytes('GET', '/api/v1/timelines/home', token)
for (const connections of [1, 16, 64]) {
  const load = { connections, seconds: SECONDS, request: () => request }
  const theirs = await measure({ ...load, port: bare.port })
  const ours = await measure({ ...load, port })
  row(
    `bare Fastify, ${connections} connections`,
    Math.round(theirs.perSecond),
    theirs.p50Ms.toFixed(2),
    theirs.p99Ms.toFixed(2),
    theirs.failed,
  )
  row(
    `Tweeter, ${connections} connections`,
    Math.round(ours.perSecond),
    ours.p50Ms.toFixed(2),
    ours.p99Ms.toFixed(2),
    ours.failed,
  )
  row('ratio', (ours.perSecond / theirs.perSecond).toFixed(2))
}
let n = 0
for (const connections of [1, 16, 64]) {
  const posts = await measure({
    port,
    connections,
    seconds: SECONDS,
    request: () =>
      requestBytes(
        'POST',
        '/api/v1/statuses',
        tokens[n % tokens.length]!,
        JSON.stringify({ status: `Bench post ${n++} #bench` }),
      ),
  })
  row(
    `posts, ${connections} connections (fsync on)`,
    Math.round(posts.perSecond),
    posts.p50Ms.toFixed(2),
    posts.p99Ms.toFixed(2),
    posts.failed,
  )
}
row('peak memory of the server, MB', peakMb(child.pid!))
await Promise.all([end(child), end(bare.child)])
rmSync(dataDir, { recursive: true, force: true })
