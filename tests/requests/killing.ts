/**
 * Nothing that stands in a log is lost, and nothing is counted twice: while records are written to our own segments and
 * to a log that is rotated in every way, the process that follows both is killed (-9) at random moments again and again;
 * at the end, what is in Postgres is compared with what was written, counted apart.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { CombinedWriter, OwnWriter, recordOf, storedTotals } from '../../server/requests/following/writing.testing.ts'
import { freshDatabase } from '../../testing/cluster.ts'

const script = fileURLToPath(new URL('./following.ts', import.meta.url))
const EVERY_MS = 15

/** Writes to both until it is told to stop, in pieces that end anywhere, and rotates. */
async function write(own: OwnWriter, other: CombinedWriter, stop: AbortSignal): Promise<void> {
  let remove = () => {}
  for (let n = 1; !stop.aborted; n++) {
    own.write(40)
    other.write(20)
    const line = other.line()
    appendFileSync(other.path, line.slice(0, 50))
    await sleep(EVERY_MS)
    appendFileSync(other.path, line.slice(50))
    remove()
    remove = n % 20 === 0 ? own.seal() : () => {}
    if (n % 30 === 0) rotate(other.path, n / 30)
  }
  remove()
}

/** By turns: renamed, copied and truncated; the one before is compressed. */
function rotate(path: string, turn: number): void {
  const [first, second] = [`${path}.1`, `${path}.2`]
  if (existsSync(`${second}.gz`)) renameSync(`${second}.gz`, `${path}.${turn + 2}.gz`)
  if (existsSync(first)) {
    renameSync(first, second)
    writeFileSync(`${second}.gz`, gzipSync(readFileSync(second)))
    unlinkSync(second)
  }
  if (turn % 2 === 0) renameSync(path, first)
  else {
    copyFileSync(path, first)
    truncateSync(path)
  }
}

/** @returns how many records there were, of both logs. @throws AssertionError where the totals differ */
export async function killAndCompare(kills: number, say: (line: string) => void): Promise<number> {
  const database = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'tweeter-kill-'))
  const { db } = database
  await db.pool`create table public.told (id bigint generated always as identity primary key, opens int)`
  const own = new OwnWriter(folder)
  const other = new CombinedWriter(join(folder, 'access.log'))
  const args = [script, database.socketDir, database.name, own.folder, other.path]
  const readAll = () => endOf(spawn(process.execPath, [...args, 'once'], { stdio: ['ignore', 'inherit', 'inherit'] }))
  // What was there before anybody followed a log is not read; from here on everything is.
  other.write(1)
  await readAll()
  const stop = new AbortController()
  let read = 0
  const writing = write(own, other, stop.signal)
  try {
    for (let kill = 1; kill <= kills; kill++) {
      await killOnce(args, kill % 5 === 0)
      read = (await storedTotals(db, 'tweeter')).requests
      say(`killed ${kill} of ${kills} times; ${read} of ${own.totals.requests} records read`)
    }
    assert.ok(read > own.totals.requests / 10, 'It must have read in between, or being killed proves nothing.')
    stop.abort()
    await writing
    own.seal()()
    await readAll()
    assert.deepEqual(await storedTotals(db, 'tweeter'), own.totals)
    assert.deepEqual(await storedTotals(db, 'other'), other.totals)
    const [told] = await db.pool<{ opens: number }[]>`select coalesce(sum(opens), 0)::int as opens from told`
    assert.equal(told!.opens, opensOf(own.totals.requests))
    const [rejected] = await db.pool`select coalesce(sum(rejected), 0)::int as lines from request_files`
    assert.equal(rejected!.lines, 0)
    return own.totals.requests + other.totals.requests
  } finally {
    stop.abort()
    await writing
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param early while it begins; otherwise while it reads and commits. */
async function killOnce(args: readonly string[], early: boolean): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = endOf(child, 'SIGKILL')
  if (!early) await Promise.race([new Promise((begun) => child.stdout.once('data', begun)), ended])
  await sleep(Math.random() * (early ? 2000 : 400))
  child.kill('SIGKILL')
  await ended
}

const endOf = (child: ChildProcess, signal: string | null = null): Promise<void> =>
  new Promise((done, failed) => {
    child.once('exit', (code, by) =>
      by === signal && !code ? done() : failed(new Error(`The follower ended with ${code ?? by}.`)),
    )
  })

/** Of the first records: those of people that were answered and are about a post. */
function opensOf(records: number): number {
  let opens = 0
  for (let n = 0; n < records; n++) {
    const { kind, status, post } = recordOf(n)
    if (kind === 'person' && (status === 200 || status === 304) && post !== undefined) opens++
  }
  return opens
}
