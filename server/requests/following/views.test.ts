import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after, beforeEach } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Views } from '../reading/views.ts'
import { lineOf } from '../record.ts'
import { requestsRead } from '../signals.ts'
import { openBench, openReader } from './following.testing.ts'
import { newHolder } from './holder.ts'
import { ownLog } from './own.ts'
import { ViewsReader } from './views.ts'
import { OwnWriter, recordOf } from './writing.testing.ts'

const bench = await openBench()
after(bench.close)
const { app } = bench
await app.db.pool`create table public.told (id bigint generated always as identity primary key, opens int)`

let fails = false
const told: Views[] = []
app.bus.during(requestsRead, 'test.views', async (tx, views) => {
  const opens = views.posts.reduce((sum, post) => sum + post.opens, 0)
  await tx`insert into told (opens) values (${opens})`
  if (fails) throw new Error('A listener fails.')
  if (views.posts.some(({ postId }) => postId === 418)) await tx`select 1 / 0`
  told.push(views)
})

let writer: OwnWriter
let tests = 0
beforeEach(async () => {
  await app.db.pool`truncate told, request_files`
  writer = new OwnWriter(join(bench.folder, `data${++tests}`))
  bench.warnings.length = 0
  told.length = 0
})

const open = () => openReader('tweeter', 'views')
const reader = (more = {}) =>
  new ViewsReader(app, ownLog(writer.folder), {
    open,
    rejectsFolder: join(bench.folder, 'rejects'),
    by: { source: 'tweeter', reader: 'views', holder: newHolder(), leaseMs: 30_000 },
    ...more,
  })
const rows = () => app.db.pool<{ opens: number }[]>`select opens from told order by id`

/** Of the first records: those of people that were answered and are about a post. */
const opensOf = (records: number): number =>
  Array.from({ length: records }, (_, n) => recordOf(n)).filter(
    ({ kind, status, post }) => kind === 'person' && [200, 304].includes(status) && post !== undefined,
  ).length

test('sealed segments are told together, once; open ones are not', async () => {
  writer.write(300)
  writer.seal()()
  writer.write(300)
  writer.seal()
  writer.write(100)
  const views = reader()
  await views.catchUp()
  await views.catchUp()
  assert.deepEqual([...(await rows())], [{ opens: opensOf(600) }])
  assert.ok(opensOf(600) > 10)
  writer.seal()()
  await views.catchUp()
  assert.equal((await rows()).length, 2)
  await views.close()
  const another = reader()
  await another.catchUp()
  assert.equal((await rows()).length, 2)
  await another.close()
})

test('a listener that fails keeps the place where it was, and everything is told again', async () => {
  writer.write(300)
  writer.seal()()
  const views = reader()
  fails = true
  await assert.rejects(views.catchUp(), /A listener fails/)
  fails = false
  assert.equal((await rows()).length, 0)
  await views.catchUp()
  assert.deepEqual([...(await rows())], [{ opens: opensOf(300) }])
  await views.close()
})

test('it is told in bounded parts, and two readers tell nothing twice', async () => {
  for (let segment = 0; segment < 10; segment++) {
    writer.write(100)
    writer.seal()()
  }
  const [one, two] = [reader({ mostBytes: 60_000 }), reader({ mostBytes: 60_000 })]
  const stop = new AbortController()
  const running = [one.run(stop.signal), two.run(stop.signal)]
  await Promise.all([one.catchUp(), two.catchUp()])
  for (let n = 0; n < 100 && (await rows()).reduce((sum, row) => sum + row.opens, 0) < opensOf(1000); n++)
    await sleep(50)
  stop.abort()
  await Promise.all(running)
  assert.ok(told.length > 2)
  assert.equal(
    (await rows()).reduce((sum, row) => sum + row.opens, 0),
    opensOf(1000),
  )
  await Promise.all([one.close(), two.close()])
})

test('it reads when it is its turn, and not before', async () => {
  writer.write(300)
  writer.seal()()
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const views = reader({ turn: () => begun })
  const caught = views.catchUp()
  await sleep(100)
  assert.equal((await rows()).length, 0)
  begin()
  await caught
  assert.deepEqual([...(await rows())], [{ opens: opensOf(300) }])
  await views.close()
})

test('what Postgres refuses for good is left out, and the reader goes on', async () => {
  writer.write(200)
  writer.scribble(lineOf({ ...recordOf(0), kind: 'person', post: 418 }))
  writer.write(100)
  writer.seal()()
  const views = reader()
  await assert.rejects(views.catchUp(), /division by zero/)
  await assert.rejects(views.catchUp(), /division by zero/)
  await views.catchUp()
  const opens = (await rows()).reduce((sum, row) => sum + row.opens, 0)
  assert.equal(opens, opensOf(300))
  assert.match(
    bench.warnings.join('\n'),
    /What a line of .+ tells was left out, because Postgres refuses it: division by zero/,
  )
  const [name] = readdirSync(join(bench.folder, 'rejects'))
  assert.match(
    readFileSync(join(bench.folder, 'rejects', name!), 'utf8'),
    /"reason":"Postgres refuses it: division by zero"/,
  )
  await views.close()
})
