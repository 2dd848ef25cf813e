/** What home with a witness leans on, seen on two real Postgres: each is a fact of theirs and not of ours. */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../../testing/two-sites.ts'
import { openTwoDatabases } from '../comparing/testing.ts'
import { pauseSubscription, resumeSubscription } from '../replicating/subscriptions.ts'
import { endWaiters, enterHome, isStandby, nameStandby, replayWorkers, skipUnread, writtenUpTo } from './queries.ts'

const two = await openTwoDatabases()
after(two.close)
await two.replicate()
const [east, west] = [two.here.db, two.there.db]
await east.pool`insert into accounts (id, username) values (1, 'somebody')`
await east.pool`update tweeter.here set epoch = 1, mode = 'both'`

const claim = async (key: string) => {
  await east.pool.begin(async (tx) => {
    await enterHome(tx as never, 1)
    await tx`insert into username_claims (key, skeleton, account_id) values (${key}, '', 1)`
  })
}
const has = async (db: typeof east, key: string) =>
  (await db.read`select from username_claims where key = ${key}`).length > 0

test('a subscription is a standby by its name, and a commit that waits for it is there when it returns', async () => {
  await nameStandby(east, 1)
  await until(() => isStandby(east.read, 1))
  for (const key of ['a', 'b', 'c']) {
    await claim(key)
    assert.ok(await has(west, key))
  }
})

test('who waits is seen by nobody, holds its locks, keeps nobody else waiting; ended, it is there after all', async () => {
  await pauseSubscription(west, 1, 'home', 'home')
  await until(async () => (await replayWorkers(west.read, 1)).length === 0)
  const waited = claim('waits').then(
    () => 'done',
    (error) => error.code,
  )
  const waiting = () => east.read`select from pg_stat_activity where wait_event = 'SyncRep'`
  await until(async () => (await waiting()).length === 1)
  assert.equal(await has(east, 'waits'), false)
  const [lock] = await east.pool`select pg_try_advisory_lock(7236010) as free`
  assert.equal(lock!.free, false)
  await east.pool`update accounts set note = 'shared rows wait for nobody' where id = 1`
  await sleep(200)
  assert.equal((await waiting()).length, 1)
  await endWaiters(east)
  assert.match(await waited, /^(?:CONNECTION_|57P01|ECONNRESET|EPIPE)/)
  assert.equal(await has(east, 'waits'), true)
})

test('what a former home could not tell any more is skipped by its slot', async () => {
  assert.equal(await skipUnread(east, 1, await writtenUpTo(east.read)), true)
  await resumeSubscription(west, 1, 'home', 'home')
  await until(() => isStandby(east.read, 1))
  await claim('after')
  assert.ok(await has(west, 'after'))
  assert.equal(await has(west, 'waits'), false)
})
