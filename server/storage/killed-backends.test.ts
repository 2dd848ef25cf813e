/**
 * Postgres dies under load, in every way it can: one backend after the other, all by a crash, a restart, a kill -9.
 * Each question must be answered or refused soon, with its own answer, and the pool must come back by itself. What the
 * driver does wrong would throw outside of any promise, which fails the test that runs.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Tx, transact } from './database.ts'
import { startEmbedded } from './embedded/index.ts'

const LIMIT_MS = 6000
const CONNECTIONS = 4

const dataDir = mkdtempSync(join(tmpdir(), 'killed-'))
const start = () =>
  startEmbedded({ dataDir, log: () => {}, settings: { fsync: 'off', shared_buffers: '16MB' }, label: 'a test' })
let postgres = await start()
const { socketDir } = postgres
const db = connect({ socketDir, user: 'tweeter', database: 'tweeter', connections: CONNECTIONS })
const admin = connect({ socketDir, user: 'tweeter', database: 'tweeter', connections: 1 })
after(async () => {
  await Promise.all([db.close(), admin.close()])
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
})
await db.pool`create table pairs (key integer, half integer, primary key (key, half))`

const seen = { answered: 0, refused: 0, committed: new Set<number>(), uncertain: 0 }
const wrong: string[] = []
db.onUncertain = () => void seen.uncertain++

/** Waits for `asked`, not longer than the limit; `check` says what is wrong with the answer. */
async function watch<T>(what: string, asked: Promise<T>, check: (answer: T) => boolean): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), LIMIT_MS)
  })
  try {
    const answer = await Promise.race([asked, late])
    if (check(answer)) seen.answered++
    else wrong.push(`${what} was answered ${JSON.stringify(answer)}`)
  } catch (error) {
    if ((error as Error).message === 'late') wrong.push(`${what} hangs`)
    else seen.refused++
  } finally {
    clearTimeout(timer)
  }
}

let last = 0
const readOne = () => {
  const n = ++last
  return watch(`read ${n}`, db.read<{ n: number }>`select ${n}::int as n`, (rows) => rows[0]!.n === n)
}

/** Two halves of a pair, in one transaction that outlives its backend if that is killed in between. */
async function pair(tx: Tx, key: number): Promise<unknown[]> {
  await tx`insert into pairs values (${key}, 1)`
  await sleep(Math.random() * 5)
  const rows = await Promise.all(
    [1, 2, 3, 4].map((n) => tx<{ n: number; key: number }>`select ${n}::int as n, key from pairs where key = ${key}`),
  )
  await sleep(Math.random() * 5)
  // Where its backend is gone, this must not happen in the transaction of another.
  await tx`insert into pairs values (${key}, 2)`
  return rows.map((one) => one[0])
}

function writePair(): Promise<void> {
  const key = ++last
  const done = transact(db, (tx) => pair(tx, key)).then((rows) => {
    seen.committed.add(key)
    return rows
  })
  const expected = JSON.stringify([1, 2, 3, 4].map((n) => ({ n, key })))
  return watch(`pair ${key}`, done, (rows) => JSON.stringify(rows) === expected)
}

/** On a connection of one's own. */
function borrow(): Promise<void> {
  const n = ++last
  const ask = async () => {
    const own = await db.pool.reserve()
    try {
      return await own<{ n: number }[]>`select ${n}::int as n`
    } finally {
      own.release()
    }
  }
  return watch(`borrowed ${n}`, ask(), (rows) => rows[0]!.n === n)
}

/** Asks without end, many at once, until told to stop. */
function load(): { stop(): Promise<void> } {
  let ended = false
  const repeat = async (ask: () => Promise<unknown>) => {
    while (!ended) {
      await ask()
      await sleep(1)
    }
  }
  const all = [
    ...Array.from({ length: 8 }, () => repeat(() => Promise.all(Array.from({ length: 15 }, readOne)))),
    ...Array.from({ length: 8 }, () => repeat(writePair)),
    ...Array.from({ length: 3 }, () => repeat(borrow)),
  ]
  return {
    stop: async () => {
      ended = true
      await Promise.all(all)
    },
  }
}

/** A Postgres that lost a backend to kill -9 starts anew, which takes a moment. */
async function answersAgain(): Promise<void> {
  for (let answers = false; !answers; ) {
    await sleep(100)
    answers = await admin.pool`select 1`.then(
      () => true,
      () => false,
    )
  }
}

/** Right after the trouble, everything must answer again: each connection, and the writes. */
async function isWell(): Promise<void> {
  const { answered } = seen
  await Promise.all([...Array.from({ length: 40 }, readOne), ...Array.from({ length: 12 }, writePair)])
  // None of the pool's connections is lost: all can be had at once.
  const whole = Promise.all(Array.from({ length: CONNECTIONS }, () => db.pool.reserve()))
  await watch('the whole pool', whole, (all) => {
    for (const one of all) one.release()
    return true
  })
  assert.deepEqual(wrong, [])
  assert.equal(seen.answered - answered, 53)
  const torn = await db.read`select key from pairs group by key having count(*) <> 2`
  assert.deepEqual([...torn], [], 'a statement ran outside of its transaction')
  const there = new Set((await db.read<{ key: number }>`select distinct key from pairs`).map((row) => row.key))
  assert.deepEqual(
    [...seen.committed].filter((key) => !there.has(key)),
    [],
    'a commit that was reported is lost',
  )
}

test('backends that are killed one after the other', async () => {
  const asking = load()
  const until = Date.now() + 2000
  while (Date.now() < until) {
    await admin.pool`
      select pg_terminate_backend(pid) from pg_stat_activity
       where pid <> pg_backend_pid() and backend_type = 'client backend' order by random() limit 1`
    await sleep(Math.random() * 12)
  }
  await asking.stop()
  assert.ok(seen.refused > 0 && seen.uncertain > 0 && seen.committed.size > 0)
  await isWell()
})

test('an idle connection whose backend was killed', async () => {
  for (let round = 0; round < 20; round++) {
    await admin.pool`
      select pg_terminate_backend(pid) from pg_stat_activity
       where pid <> pg_backend_pid() and backend_type = 'client backend'`
    await Promise.all([readOne(), writePair(), readOne(), writePair()])
  }
  await sleep(50)
  await isWell()
})

test('a backend that crashes takes all others with it, and all come back', async () => {
  const asking = load()
  for (let round = 0; round < 2; round++) {
    await sleep(150)
    const [row] = await admin.pool<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name = 'tweeter-read' limit 1`
    process.kill(row!.pid, 'SIGKILL')
    await answersAgain()
  }
  await asking.stop()
  await isWell()
})

test('a restart of Postgres', async () => {
  const asking = load()
  await sleep(150)
  await postgres.stop()
  await sleep(300)
  postgres = await start()
  assert.equal(postgres.socketDir, socketDir)
  await sleep(300)
  await asking.stop()
  await isWell()
})

test('kill -9 of Postgres, and a long time without it', async () => {
  const asking = load()
  await sleep(150)
  process.kill(postgres.pid, 'SIGKILL')
  await postgres.died
  await Promise.race([asking.stop(), sleep(3500)])
  await postgres.stop()
  postgres = await start()
  await asking.stop()
  await sleep(300)
  await isWell()
})

test('whoever listens hears again after the backend was killed', async () => {
  let heard = 0
  let listening = 0
  const { unlisten } = await db.pool.listen(
    'news',
    () => void heard++,
    () => void listening++,
  )
  for (let round = 1; round <= 5; round++) {
    await admin.pool`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'`
    for (let waited = 0; listening <= round && waited < 100; waited++) await sleep(20)
    await db.pool.notify('news', '')
    for (let waited = 0; heard < round && waited < 100; waited++) await sleep(20)
    assert.equal(heard, round)
  }
  await unlisten()
})

test('a statement that cannot be sent, or fails half-way, fails alone', async () => {
  const { answered, refused } = seen
  const nonsense = () => watch('undefined', db.read`select ${undefined}::int as n`, () => false)
  const halfway = () => watch('division', db.read`select 1 / (4 - i) from generate_series(1, 10) as i`, () => false)
  for (let round = 0; round < 20; round++) {
    await Promise.all(Array.from({ length: 20 }, (_, i) => [readOne, nonsense, readOne, halfway][i % 4]!()))
  }
  assert.deepEqual(wrong, [])
  assert.deepEqual([seen.answered - answered, seen.refused - refused], [200, 200])
})

test('a transaction goes on alone after its backend was killed: all that it asks is refused', async () => {
  const key = ++last
  let backend = 0
  let late: PromiseSettledResult<unknown>[] = []
  let gone = () => {}
  const over = new Promise<void>((resolve) => {
    gone = resolve
  })
  const asked = transact(db, async (tx) => {
    const [row] = await tx<{ pid: number }>`select pg_backend_pid() as pid`
    backend = row!.pid
    await tx`select pg_sleep(0.2)`.catch(() => {})
    await sleep(100)
    late = await Promise.allSettled([tx`insert into pairs values (${key}, 1)`, tx`select 1`])
    gone()
  })
  const refused = assert.rejects(asked)
  while (backend === 0) await sleep(5)
  await admin.pool`select pg_terminate_backend(${backend})`
  await refused
  // By now a new connection took the place of the lost one.
  await Promise.all(Array.from({ length: 8 }, writePair))
  await over
  assert.deepEqual(
    late.map((one) => one.status),
    ['rejected', 'rejected'],
  )
  await isWell()
})

test('a COPY whose backend was killed ends, at its end or in the middle', async () => {
  const streams: Promise<void>[] = []
  for (const waits of [false, true]) {
    const asked = transact(db, async (tx) => {
      const [row] = await tx<{ pid: number }>`select pg_backend_pid() as pid`
      await tx`create temporary table lines (line text) on commit drop`
      const stream = await tx`copy lines from stdin`.writable()
      const failed = new Promise((_, reject) =>
        stream.once('error', reject).once('finish', () => reject(new Error('finished'))),
      )
      stream.write('one\n')
      if (waits) process.kill(row!.pid, 'SIGSTOP')
      if (waits) stream.end()
      if (waits) await sleep(50)
      process.kill(row!.pid, waits ? 'SIGKILL' : 'SIGTERM')
      streams.push(watch('copy', failed, () => false))
      await streams.at(-1)
    })
    await assert.rejects(asked)
    await answersAgain()
  }
  await Promise.all(streams)
  await isWell()
})
