import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { confirmAccount, createAccount } from '../accounts/index.ts'
import type { Role } from '../http/index.ts'
import { transact } from '../storage/index.ts'
import { purgeOld } from './writing/purge.ts'

const world = await openWorld()
after(world.close)
const DAY = 24 * 3600 * 1000

const ask = async (who: Person, method: string, url: string, body?: object) => {
  const reply = await world.call(method, url, { token: who.token, ...(body ? { body } : {}) })
  assert.equal(reply.status, 200, `${method} ${url}: ${reply.text}`)
  return reply.json
}
const act = (who: Person, url: string, body: object = {}) => ask(who, 'POST', url, body)
const post = (who: Person, status: string, more: object = {}) => act(who, '/api/v1/statuses', { status, ...more })
const edit = async (who: Person, id: string, status: string) => {
  await ask(who, 'PUT', `/api/v1/statuses/${id}`, { status })
  await world.jobs()
}
interface One {
  type: string
  account: { username: string }
  status?: { id: string }
}
const read = (who: Person, query = ''): Promise<One[]> => ask(who, 'GET', `/api/v1/notifications${query}`)
/** `type from about`, newest first. */
const seen = async (who: Person, query = '') =>
  (await read(who, query)).map(({ type, account, status }) => [type, account.username, status?.id].join(' ').trim())
const groups = async (who: Person) =>
  (await ask(who, 'GET', '/api/v2/notifications')).notification_groups.map((one: One) => one.type)

let people = 0
const person = (role: Role = 'user') => world.account(`t${++people}`, { role })

test('nobody is told, nor counted for, of a quote that is not for them', async () => {
  const [alice, bob] = [await world.account('quoted'), await world.account('whisperer')]
  const hers = await post(alice, 'quote me')
  const unread = async (version: string) =>
    (await world.call('GET', `/api/${version}/notifications/unread_count`, { token: alice.token })).json.count
  for (const visibility of ['private', 'direct']) await post(bob, 'psst', { quoted_status_id: hers.id, visibility })
  assert.deepEqual([await unread('v1'), await unread('v2')], [0, 0])
  await world.call('POST', `/api/v1/accounts/${bob.id}/follow`, { token: alice.token })
  const his = await post(bob, 'aloud', { quoted_status_id: hers.id, visibility: 'private' })
  assert.deepEqual(await seen(alice), [`quote ${bob.username} ${his.id}`])
  assert.deepEqual([await unread('v1'), await unread('v2')], [1, 1])
})

test('a quote tells until it is revoked, and an edit of what is quoted tells with the quote', async () => {
  const [alice, bob] = [await person(), await person()]
  const hers = await post(alice, 'quote me')
  const his = await post(bob, 'look', { quoted_status_id: hers.id })
  const own = await post(alice, 'my own', { quoted_status_id: hers.id })
  assert.deepEqual(await seen(alice), [`quote ${bob.username} ${his.id}`])
  assert.deepEqual(await groups(alice), ['quote'])
  await edit(alice, hers.id, 'quote me again')
  await edit(alice, hers.id, 'quote me at last')
  assert.deepEqual(await seen(bob), [`quoted_update ${alice.username} ${his.id}`])
  assert.deepEqual(await groups(bob), ['quoted_update'])
  assert.deepEqual(await seen(bob, '?exclude_types[]=quoted_update'), [])
  await act(alice, `/api/v1/statuses/${hers.id}/quotes/${his.id}/revoke`)
  assert.deepEqual(await seen(alice), [])
  assert.deepEqual(await seen(bob), [])
  await edit(alice, hers.id, 'gone')
  assert.deepEqual(await seen(bob), [])
  assert.ok(own.id)
})

test('who quoted twice hears of both quotes', async () => {
  const [alice, bob] = [await person(), await person()]
  const hers = await post(alice, 'quote me')
  const one = await post(bob, 'one', { quoted_status_id: hers.id })
  const two = await post(bob, 'two', { quoted_status_id: hers.id })
  await edit(alice, hers.id, 'changed')
  const both = [one.id, two.id].map((id) => `quoted_update ${alice.username} ${id}`)
  assert.deepEqual((await seen(bob)).toSorted(), both.toSorted())
})

test('the end of a poll is told to its author and to who voted', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  const asked = await post(alice, 'tea?', { poll: { options: ['yes', 'no'], expires_in: 3600 } })
  await act(bob, `/api/v1/polls/${asked.poll.id}/votes`, { choices: [0] })
  world.pass(3601_000)
  await world.jobs()
  await world.jobs()
  for (const who of [alice, bob]) assert.deepEqual(await seen(who), [`poll ${alice.username} ${asked.id}`])
  assert.deepEqual(await seen(carol), [])
})

test('staff hear of a sign-up once the person may come in', async () => {
  const staff = [await person('moderator'), await person('admin'), await person('owner')]
  const alice = await person()
  const newcomer = await transact(world.app.db, (tx) =>
    createAccount(tx, {
      username: 'newcomer',
      email: 'newcomer@people.example',
      role: 'user',
      confirmed: false,
      approved: true,
      now: world.app.now(),
    }),
  )
  assert.deepEqual(await seen(staff[0]!, '?types[]=admin.sign_up'), [])
  await transact(world.app.db, (tx) => confirmAccount(tx, newcomer.id, world.app.now()))
  for (const who of staff) assert.deepEqual(await seen(who, '?types[]=admin.sign_up'), ['admin.sign_up newcomer'])
  assert.deepEqual(await seen(alice), [])
  await world.app.db.pool`update users set role = 'user' where account_id = ${staff[0]!.id}`
  assert.deepEqual(await seen(staff[0]!), [], 'no longer one of them')
})

test('what is older than 180 days is purged', async () => {
  const [alice, bob] = [await person(), await person()]
  await post(bob, `old @${alice.username}`)
  world.pass(90 * DAY)
  await post(bob, `new @${alice.username}`)
  await purgeOld(world.app)
  assert.equal((await read(alice)).length, 2)
  world.pass(91 * DAY)
  assert.ok((await purgeOld(world.app)) >= 1)
  assert.equal((await read(alice)).length, 1)
  assert.equal(await purgeOld(world.app), 0)
})
