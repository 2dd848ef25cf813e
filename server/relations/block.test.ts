import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'
import { blocked, followRequestGone, hiddenFor, mayInteract, unblocked, unfollowed } from './index.ts'
import { change, ids, standing, verbs } from './testing.ts'

const world = await openWorld()
after(world.close)
const verb = verbs(world)

const facts: [string, object][] = []
for (const signal of [blocked, unblocked, unfollowed, followRequestGone]) {
  world.app.bus.after<object>(signal, `test.${signal.name}`, (fact) => facts.push([signal.name, fact]))
}

const alice = await world.account('alice')
const bob = await world.account('bob')
const [a, b] = [Number(alice.id), Number(bob.id)]

test('a block ends what both follow of each other, and keeps both from following anew', async () => {
  await verb(alice, 'follow', bob)
  await verb(bob, 'follow', alice)
  facts.length = 0
  const done = await verb(alice, 'block', bob)
  assert.equal(done.status, 200)
  assert.deepEqual([done.json.blocking, done.json.following, done.json.followed_by], [true, false, false])
  assert.equal((await standing(world, bob, alice)).blocked_by, true)
  assert.equal((await verb(alice, 'block', bob)).status, 200)
  assert.deepEqual(facts, [
    ['relations.unfollowed', { followerId: a, followeeId: b }],
    ['relations.unfollowed', { followerId: b, followeeId: a }],
    ['relations.blocked', { blockerId: a, blockedId: b }],
  ])
  assert.equal((await verb(bob, 'follow', alice)).status, 403)
  assert.equal((await verb(alice, 'follow', bob)).status, 403)
  assert.equal((await verb(alice, 'block', alice)).status, 403)
})

test('who is hidden from whom is known at once and forgotten at once', async () => {
  assert.deepEqual(
    [(await hiddenFor(world.app, a)).blocking, (await hiddenFor(world.app, b)).blockedBy],
    [new Set([b]), new Set([a])],
  )
  assert.equal(await mayInteract(world.app, a, b), false)
  assert.equal(await mayInteract(world.app, b, a), false)
  const { count } = await world.statements(() => hiddenFor(world.app, a))
  assert.equal(count, 0)
  facts.length = 0
  const undone = await verb(alice, 'unblock', bob)
  assert.deepEqual([undone.status, undone.json.blocking], [200, false])
  assert.equal((await verb(alice, 'unblock', bob)).status, 200)
  assert.deepEqual(facts, [['relations.unblocked', { blockerId: a, blockedId: b }]])
  assert.equal(await mayInteract(world.app, b, a), true)
  assert.equal((await verb(bob, 'follow', alice)).json.following, true)
})

test('a block ends requests in both directions', async () => {
  const shy = await world.account('shy')
  const loud = await world.account('loud')
  await change(world, shy, { locked: true })
  await change(world, loud, { locked: true })
  await verb(loud, 'follow', shy)
  await verb(shy, 'follow', loud)
  facts.length = 0
  const done = await verb(shy, 'block', loud)
  assert.deepEqual([done.json.requested, done.json.requested_by], [false, false])
  assert.deepEqual(
    facts.map(([name]) => name),
    ['relations.follow-request-gone', 'relations.follow-request-gone', 'relations.blocked'],
  )
})

test('a follow and a block at the same moment never both hold', async () => {
  for (let round = 0; round < 5; round++) {
    const one = await world.account(`one${round}`)
    const other = await world.account(`other${round}`)
    await Promise.all([verb(one, 'follow', other), verb(other, 'block', one), verb(other, 'follow', one)])
    const seen = await standing(world, one, other)
    assert.deepEqual([seen.blocked_by, seen.following, seen.followed_by], [true, false, false])
  }
})

test('the list of blocks, newest first, without accounts that are gone', async () => {
  const blocker = await world.account('blocker')
  const gone = await world.account('gone')
  for (const whom of [alice, gone, bob]) await verb(blocker, 'block', whom)
  await change(world, gone, { deleted_at: new Date() })
  const list = await world.call('GET', '/api/v1/blocks', { token: blocker.token })
  assert.deepEqual(ids(list), [bob.id, alice.id])
  assert.equal((await world.call('GET', '/api/v1/blocks')).status, 401)
})
