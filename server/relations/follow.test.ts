import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { accountDeleted, accountsJson, followedBy, followRequestsOf } from '../accounts/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import {
  followed,
  followeesOf,
  followersOf,
  followRequested,
  followRequestGone,
  isFollowing,
  unfollowed,
} from './index.ts'
import { change, ids, standing, verbs, type Who } from './testing.ts'

const world = await openWorld()
after(world.close)

const facts: [string, object][] = []
for (const signal of [followed, unfollowed, followRequested, followRequestGone]) {
  world.app.bus.after<object>(signal, `test.${signal.name}`, (fact) => facts.push([signal.name, fact]))
}

const verb = verbs(world)
const pair = (follower: Who, followee: Who) => ({ followerId: Number(follower.id), followeeId: Number(followee.id) })

async function counters(who: Person): Promise<[number, number]> {
  const [row] = await world.app.db.read<{ followers: number; following: number }>`
    select followers, following from account_stats where account_id = ${who.id}`
  return [row?.followers ?? 0, row?.following ?? 0]
}

const alice = await world.account('alice')
const bob = await world.account('bob')

test('a follow holds, is counted and announced once, and a repeated one changes only what is given', async () => {
  facts.length = 0
  const first = await verb(alice, 'follow', bob)
  assert.equal(first.status, 200)
  assert.deepEqual(first.json, {
    id: bob.id,
    following: true,
    showing_reblogs: true,
    notifying: false,
    languages: null,
    followed_by: false,
    blocking: false,
    blocked_by: false,
    muting: false,
    muting_notifications: false,
    muting_expires_at: null,
    requested: false,
    requested_by: false,
    domain_blocking: false,
    endorsed: false,
    note: '',
  })
  const again = await verb(alice, 'follow', bob)
  assert.deepEqual([again.status, again.json], [200, first.json])
  const hold = { ...pair(alice, bob), showReblogs: true, notify: false, isNew: true }
  assert.deepEqual(facts, [['relations.followed', hold]])

  const quieter = await verb(alice, 'follow', bob, { reblogs: 'false', languages: ['de', 'en', 'de'] })
  assert.deepEqual([quieter.json.showing_reblogs, quieter.json.languages], [false, ['de', 'en']])
  const louder = await verb(alice, 'follow', bob, { notify: true })
  assert.equal(louder.json.notifying, true)
  assert.equal(louder.json.showing_reblogs, false)
  assert.deepEqual(louder.json.languages, ['de', 'en'])
  const every = await verb(alice, 'follow', bob, { languages: [] })
  assert.equal(every.json.languages, null)
  assert.equal(facts.length, 4)
  assert.deepEqual(facts[2]![1], { ...hold, showReblogs: false, notify: true, isNew: false })
  assert.deepEqual(
    [await counters(alice), await counters(bob)],
    [
      [0, 1],
      [1, 0],
    ],
  )
  assert.equal((await standing(world, bob, alice)).followed_by, true)

  const { read } = world.app.db
  assert.deepEqual(
    [...(await followeesOf(read, Number(alice.id)))],
    [{ followeeId: Number(bob.id), showReblogs: false, languages: null }],
  )
  assert.deepEqual(await followersOf(read, Number(bob.id)), [Number(alice.id)])
  assert.equal(await isFollowing(read, Number(alice.id), Number(bob.id)), true)
  assert.deepEqual(await world.app.bus.ask(followedBy, { accountId: Number(alice.id) }), [Number(bob.id)])
  assert.equal(await isFollowing(read, Number(bob.id), Number(alice.id)), false)
})

test('an end is announced once, and a new follow begins with the usual settings', async () => {
  facts.length = 0
  const ended = await verb(alice, 'unfollow', bob)
  assert.deepEqual([ended.status, ended.json.following, ended.json.showing_reblogs], [200, false, false])
  assert.equal((await verb(alice, 'unfollow', bob)).status, 200)
  assert.deepEqual(facts, [['relations.unfollowed', pair(alice, bob)]])
  assert.deepEqual(
    [await counters(alice), await counters(bob)],
    [
      [0, 0],
      [0, 0],
    ],
  )
  const anew = await verb(alice, 'follow', bob)
  assert.deepEqual([anew.json.showing_reblogs, anew.json.notifying], [true, false])
  const removed = await verb(bob, 'remove_from_followers', alice)
  assert.deepEqual([removed.status, removed.json.followed_by], [200, false])
  assert.deepEqual(facts.at(-1), ['relations.unfollowed', pair(alice, bob)])
  assert.deepEqual(await counters(bob), [0, 0])
})

test('the account document shows the new counters at once', async () => {
  const seen = async () => (await accountsJson(world.app, [Number(bob.id)]))[0]!.followers_count
  const before = await seen()
  await verb(alice, 'follow', bob)
  assert.equal(await seen(), before + 1)
  await verb(alice, 'unfollow', bob)
  assert.equal(await seen(), before)
})

test('what cannot be followed is refused and nothing changes', async () => {
  facts.length = 0
  assert.equal((await verb(alice, 'follow', alice)).status, 403)
  assert.equal((await verb(alice, 'follow', { id: '123', token: '' })).status, 404)
  assert.equal((await verb(alice, 'follow', { id: 'nobody', token: '' })).status, 404)
  assert.equal((await verb(alice, 'follow', bob, { reblogs: 'perhaps' })).status, 422)
  assert.equal((await verb(alice, 'follow', bob, { languages: ['not a language'] })).status, 422)
  assert.equal((await world.call('POST', `/api/v1/accounts/${bob.id}/follow`)).status, 401)
  const reader = await world.token(alice.id, ['read'])
  assert.equal((await world.call('POST', `/api/v1/accounts/${bob.id}/follow`, { token: reader })).status, 403)
  for (const gone of ['deleted_at', 'suspended_at']) {
    const person = await world.account(`was_${gone}`)
    await verb(alice, 'follow', person)
    await change(world, person, { [gone]: new Date() })
    assert.equal((await verb(alice, 'follow', person)).status, 404)
    assert.equal(await standing(world, alice, person), undefined)
    const url = `/api/v1/accounts/relationships?id[]=${person.id}&with_suspended=true`
    const asked = await world.call('GET', url, { token: alice.token })
    assert.equal(asked.json.length, gone === 'suspended_at' ? 1 : 0)
    const list = await world.call('GET', `/api/v1/accounts/${alice.id}/following`, { token: bob.token })
    assert.deepEqual(list.json, [])
  }
  assert.deepEqual(facts.filter(([name]) => name === 'relations.followed').length, 2)
})

test('a locked account is asked; the request can be changed, withdrawn, accepted and rejected', async () => {
  const shy = await world.account('shy')
  const answer = (whom: Who, verdict: string) =>
    world.call('POST', `/api/v1/follow_requests/${whom.id}/${verdict}`, { token: shy.token })
  await change(world, shy, { locked: true })
  facts.length = 0
  const asked = await verb(alice, 'follow', shy, { notify: true })
  assert.deepEqual([asked.json.following, asked.json.requested, asked.json.notifying], [false, true, true])
  assert.equal((await verb(alice, 'follow', shy, { reblogs: false })).json.showing_reblogs, false)
  assert.deepEqual(facts, [['relations.follow-requested', pair(alice, shy)]])
  assert.equal((await standing(world, shy, alice)).requested_by, true)
  assert.equal(await world.app.bus.ask(followRequestsOf, { accountId: Number(shy.id) }), 1)

  assert.equal((await verb(alice, 'unfollow', shy)).json.requested, false)
  assert.deepEqual(facts.at(-1), ['relations.follow-request-gone', { ...pair(alice, shy), accepted: false }])

  await verb(alice, 'follow', shy, { notify: true })
  await verb(bob, 'follow', shy)
  const waiting = await world.call('GET', '/api/v1/follow_requests', { token: shy.token })
  assert.deepEqual(ids(waiting), [bob.id, alice.id])
  facts.length = 0
  const accepted = await answer(alice, 'authorize')
  assert.deepEqual([accepted.status, accepted.json.followed_by, accepted.json.requested_by], [200, true, false])
  const rejected = await answer(bob, 'reject')
  assert.deepEqual([rejected.status, rejected.json.followed_by, rejected.json.requested_by], [200, false, false])
  assert.deepEqual(facts, [
    ['relations.follow-request-gone', { ...pair(alice, shy), accepted: true }],
    ['relations.followed', { ...pair(alice, shy), showReblogs: true, notify: true, isNew: true }],
    ['relations.follow-request-gone', { ...pair(bob, shy), accepted: false }],
  ])
  assert.deepEqual(await counters(shy), [1, 0])
  for (const verdict of ['authorize', 'reject']) assert.equal((await answer(bob, verdict)).status, 404)
  assert.equal((await world.call('GET', '/api/v1/follow_requests', { token: shy.token })).json.length, 0)

  await verb(bob, 'follow', shy)
  await change(world, shy, { locked: false })
  const open = await verb(bob, 'follow', shy)
  assert.deepEqual([open.json.following, open.json.requested], [true, false])
})

test('the follows of a deleted account end, and the counters of others with them', async () => {
  const leaver = await world.account('leaver')
  const friend = await world.account('friend')
  await verb(leaver, 'follow', friend)
  await verb(friend, 'follow', leaver)
  assert.deepEqual(await counters(friend), [1, 1])
  await transact(world.app.db, (tx) => emit(tx, accountDeleted, { accountId: Number(leaver.id) }))
  await world.jobs()
  assert.deepEqual(await counters(friend), [0, 0])
})

test('fifty follows and unfollows at once leave counters that equal the truth, and facts that alternate', async () => {
  const people: Person[] = []
  for (let index = 0; index < 6; index++) people.push(await world.account(`crowd${index}`))
  facts.length = 0
  const calls = Array.from({ length: 50 }, (_, index) => {
    const who = people[index % 6]!
    const whom = people[(index + 1 + (index % 4)) % 6]!
    return verb(who, index % 5 < 3 ? 'follow' : 'unfollow', whom)
  })
  // The same pair at the same moment, too.
  for (let times = 0; times < 10; times++) calls.push(verb(people[0]!, 'follow', people[3]!))
  for (const reply of await Promise.all(calls)) assert.equal(reply.status, 200, reply.text)

  const held = new Map<string, boolean>()
  for (const [name, fact] of facts) {
    const { followerId, followeeId } = fact as { followerId: number; followeeId: number }
    const key = `${followerId} ${followeeId}`
    assert.notEqual(held.get(key) ?? false, name === 'relations.followed', 'each fact changes something')
    held.set(key, name === 'relations.followed')
  }
  const { read } = world.app.db
  for (const person of people) {
    const id = Number(person.id)
    const truth = [(await followersOf(read, id)).length, (await followeesOf(read, id)).length]
    assert.deepEqual(await counters(person), truth)
    assert.equal([...held].filter(([key, holds]) => holds && key.endsWith(` ${id}`)).length, truth[0])
  }
  assert.deepEqual(world.complaints, [])
})
