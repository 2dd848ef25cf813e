import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'
import { hiddenFor, muted, unmuted } from './index.ts'
import { standing, verbs } from './testing.ts'

const world = await openWorld()
after(world.close)
const verb = verbs(world)

const facts: [string, object][] = []
for (const signal of [muted, unmuted]) {
  world.app.bus.after<object>(signal, `test.${signal.name}`, (fact) => facts.push([signal.name, fact]))
}

const alice = await world.account('alice')
const bob = await world.account('bob')
const carol = await world.account('carol')
const [a, b, c] = [alice, bob, carol].map((person) => Number(person.id)) as [number, number, number]
const list = () => world.call('GET', '/api/v1/mutes', { token: alice.token })

test('a mute holds for good, hides notifications unless told otherwise, and ends', async () => {
  const done = await verb(alice, 'mute', bob)
  assert.deepEqual([done.status, done.json.muting, done.json.muting_notifications], [200, true, true])
  assert.equal(done.json.muting_expires_at, null)
  assert.equal((await standing(world, bob, alice)).muting, false)
  const hidden = (await hiddenFor(world.app, a)).muting.get(b)
  assert.deepEqual(hidden, { notifications: true, expiresAtMs: Number.POSITIVE_INFINITY })

  const changed = await verb(alice, 'mute', bob, { notifications: 'false', duration: '' })
  assert.deepEqual([changed.json.muting, changed.json.muting_notifications], [true, false])
  assert.equal((await hiddenFor(world.app, a)).muting.get(b)?.notifications, false)
  assert.equal((await list()).json[0].mute_expires_at, null)

  const undone = await verb(alice, 'unmute', bob)
  assert.deepEqual([undone.status, undone.json.muting, undone.json.muting_notifications], [200, false, false])
  assert.equal((await verb(alice, 'unmute', bob)).status, 200)
  assert.equal((await hiddenFor(world.app, a)).muting.size, 0)
  const fact = { muterId: a, mutedId: b, expiresAt: null }
  assert.deepEqual(facts, [
    ['relations.muted', { ...fact, notifications: true }],
    ['relations.muted', { ...fact, notifications: false }],
    ['relations.unmuted', { muterId: a, mutedId: b }],
  ])
})

test('a mute with a duration runs out by the clock', async () => {
  const beganMs = world.app.now().getTime()
  const done = await verb(alice, 'mute', bob, { duration: 3600 })
  const endsMs = Date.parse(done.json.muting_expires_at)
  assert.ok(Math.abs(endsMs - beganMs - 3_600_000) < 5000, done.json.muting_expires_at)
  await verb(alice, 'mute', carol, { duration: 7200 })
  assert.deepEqual(
    (await list()).json.map((one: { id: string; mute_expires_at: string }) => [one.id, typeof one.mute_expires_at]),
    [
      [carol.id, 'string'],
      [bob.id, 'string'],
    ],
  )
  assert.deepEqual([...(await hiddenFor(world.app, a)).muting.keys()].sort(), [b, c].sort())
  world.pass(3_601_000)
  assert.deepEqual([...(await hiddenFor(world.app, a)).muting.keys()], [c])
  assert.equal((await standing(world, alice, bob)).muting, false)
  assert.equal((await standing(world, alice, bob)).muting_expires_at, null)
  assert.equal((await list()).json.length, 1)

  // Muted anew it is the newest again.
  await verb(alice, 'mute', bob)
  assert.deepEqual(
    (await list()).json.map((one: { id: string }) => one.id),
    [bob.id, carol.id],
  )
  world.pass(3_601_000)
  assert.deepEqual([...(await hiddenFor(world.app, a)).muting.keys()], [b])
})

test('what cannot be muted, or not for so long', async () => {
  assert.equal((await verb(alice, 'mute', alice)).status, 403)
  assert.equal((await verb(alice, 'mute', { id: '5', token: '' })).status, 404)
  assert.equal((await verb(alice, 'mute', carol, { duration: 'long' })).status, 422)
  assert.equal((await verb(alice, 'mute', carol, { duration: 1e300 })).status, 200)
  assert.equal((await verb(alice, 'mute', carol, { duration: -1 })).json.muting_expires_at, null)
  assert.deepEqual(world.complaints, [])
})
