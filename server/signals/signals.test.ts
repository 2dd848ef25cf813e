import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freshDatabase } from '../../testing/cluster.ts'
import type { App } from '../app.ts'
import { readConfig } from '../config/index.ts'
import { transact } from '../storage/index.ts'
import { Bus, drainJobs, emit, emitAt, listJobs, loadPlugins, pulse, question, retryJobs, signal } from './index.ts'

const { db, drop, socketDir, name } = await freshDatabase()
after(drop)
await db.pool`create table public.heard (what text not null, id bigint primary key default tweeter.next_id())`

const happened = signal<{ n: number }>('test.happened', 'Something happened.')
const served = signal<{ n: number }>('test.served', 'Something was served.')

const complaints: string[] = []
const log = { debug() {}, info() {}, warn: complain, error: complain }
function complain(_fields: object, message: string): void {
  complaints.push(message)
}

let ahead = 0
function fresh(): App {
  complaints.length = 0
  const now = () => new Date(Date.now() + ahead)
  const app = { config: readConfig({}), db, log, now } as unknown as App
  return Object.assign(app, { bus: new Bus(db, log, now) })
}

const heard = async () => (await db.pool<{ what: string }[]>`delete from heard returning what`).map((row) => row.what)

test('during: both or neither', async () => {
  const { bus } = fresh()
  bus.during(happened, 'test.writes', (tx, { n }) => tx`insert into heard (what) values (${`n${n}`})`)
  bus.during(happened, 'test.refuses', async (_tx, { n }) => {
    if (n === 2) throw new Error('not two')
  })
  await transact(db, (tx) => emit(tx, happened, { n: 1 }))
  await assert.rejects(
    transact(db, (tx) => emit(tx, happened, { n: 2 })),
    /not two/,
  )
  assert.deepEqual(await heard(), ['n1'])
})

test('after: once committed, in order, and no failure takes a neighbour or the sender down', async () => {
  const { bus } = fresh()
  const order: string[] = []
  bus.after(happened, 'test.first', () => order.push('first'))
  bus.after(happened, 'test.throws', () => {
    throw new Error('bad')
  })
  bus.after(happened, 'test.rejects', async () => {
    throw new Error('worse')
  })
  bus.after(happened, 'test.last', () => order.push('last'))
  await transact(db, async (tx) => {
    await emit(tx, happened, { n: 1 })
    assert.deepEqual(order, [])
  })
  await assert.rejects(
    transact(db, async (tx) => {
      await emit(tx, happened, { n: 2 })
      throw new Error('rolled back')
    }),
  )
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(order, ['first', 'last'])
  assert.equal(complaints.length, 2)
})

test('pulse: facts without a transaction; questions: one answer, or null', async () => {
  const { bus } = fresh()
  const got: number[] = []
  bus.after(served, 'test.pulse', ({ n }) => got.push(n))
  pulse(bus, served, { n: 7 })
  assert.deepEqual(got, [7])
  const whoIs = question<string, number>(`test.who-is`, 'Who is this?')
  assert.equal(await bus.ask(whoIs, 'x'), null)
  bus.answer(whoIs, (text) => text.length)
  assert.equal(await bus.ask(whoIs, 'four'), 4)
  assert.throws(() => bus.answer(whoIs, () => 1), /two answers/)
})

test('later: retried with backoff, its writes undone each time, parked at last, and run again on request', async () => {
  const app = fresh()
  let works = false
  app.bus.later(
    happened,
    'test.tries',
    async (tx, { n }) => {
      await tx`insert into heard (what) values (${`try ${n}`})`
      if (!works) throw new Error('not yet')
    },
    { attempts: 3 },
  )
  await transact(db, (tx) => emit(tx, happened, { n: 5 }))
  for (let attempt = 0; attempt < 5; attempt++) {
    await drainJobs(app)
    ahead += 60_000
  }
  assert.deepEqual(await heard(), [])
  const [job] = await listJobs(db.read, 10)
  assert.deepEqual([job!.state, job!.attempts, job!.last_error], ['parked', 3, 'not yet'])
  works = true
  assert.equal((await transact(db, (tx) => retryJobs(tx, null))).length, 1)
  await drainJobs(app)
  assert.deepEqual(await heard(), ['try 5'])
  assert.equal((await listJobs(db.read, 10)).length, 0)
})

test('later, at a time to come: not before it, and only there', async () => {
  const app = fresh()
  app.bus.later(happened, 'test.in-time', (tx, { n }) => tx`insert into heard (what) values (${`due ${n}`})`)
  app.bus.after(happened, 'test.at-once', () => assert.fail('it has not happened yet'))
  await transact(db, (tx) => emitAt(tx, happened, { n: 1 }, new Date(app.now().getTime() + 60_000)))
  assert.equal(await drainJobs(app), 0)
  ahead += 61_000
  assert.equal(await drainJobs(app), 1)
  assert.deepEqual(await heard(), ['due 1'])
})

test('two workers never run the same job', async () => {
  const app = fresh()
  app.bus.later(happened, 'test.shared', (tx, { n }) => tx`insert into heard (what) values (${String(n)})`)
  await transact(db, async (tx) => {
    for (let n = 0; n < 100; n++) await emit(tx, happened, { n })
  })
  const ran = await Promise.all([drainJobs(app), drainJobs(app), drainJobs(app)])
  assert.equal(
    ran.reduce((a, b) => a + b),
    100,
  )
  assert.equal(new Set(await heard()).size, 100)
})

test('a process killed between the commit and the job, and in the middle of one, loses and doubles nothing', async () => {
  const script = fileURLToPath(new URL('./dying.testing.ts', import.meta.url))
  const run = (moment: string) =>
    spawnSync(process.execPath, [script, socketDir, name, moment], { encoding: 'utf8', timeout: 30_000 })
  assert.equal(run('after-commit').signal, 'SIGKILL')
  assert.equal((await listJobs(db.read, 10)).length, 1)
  assert.equal(run('in-job').signal, 'SIGKILL')
  assert.deepEqual(await heard(), [])
  const last = run('never')
  assert.equal(last.status, 0, last.stderr)
  assert.deepEqual(await heard(), ['job of 1', 'job of 2', 'job of 3'])
  assert.equal((await listJobs(db.read, 10)).length, 0)
})

test('plugins of a folder hear on the same bus', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tweeter-plugins-'))
  try {
    const types = fileURLToPath(new URL('./index.ts', import.meta.url))
    writeFileSync(
      join(folder, 'greeter.ts'),
      `import { othersWrote } from ${JSON.stringify(types)}
       export const got: string[] = []
       export default { name: 'greeter', listen(bus) { bus.after(othersWrote, 'greeter.greets', () => got.push('hi')) } }`,
    )
    const app = fresh()
    for (const plugin of await loadPlugins(folder)) plugin.listen?.(app.bus, app)
    assert.deepEqual(app.bus.hearings(), [
      { signal: 'signals.others-wrote', listener: 'greeter.greets', guarantee: 'after' },
    ])
    writeFileSync(join(folder, 'broken.ts'), 'export const nothing = 1')
    await assert.rejects(loadPlugins(folder), /broken\.ts must export a module/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
