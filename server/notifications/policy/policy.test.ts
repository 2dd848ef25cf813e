import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../../testing/world.ts'
import { openSocket } from '../../streaming/testing.ts'

const world = await openWorld()
after(world.close)
const base = world.listen()
const DAY = 24 * 3600 * 1000

const ask = async (who: Person, method: string, url: string, body?: object) => {
  const reply = await world.call(method, url, { token: who.token, ...(body ? { body } : {}) })
  assert.equal(reply.status, 200, `${method} ${url}: ${reply.text}`)
  return reply.json
}
const get = (who: Person, url: string) => ask(who, 'GET', url)
const act = (who: Person, url: string, body: object = {}) => ask(who, 'POST', url, body)
const post = (who: Person, status: string, more: object = {}) => act(who, '/api/v1/statuses', { status, ...more })
const set = (who: Person, rules: object) => ask(who, 'PATCH', '/api/v2/notifications/policy', rules)
const follow = (who: Person, whom: Person) => act(who, `/api/v1/accounts/${whom.id}/follow`)
interface One {
  id: string
  type: string
  group_key: string
  account: { username: string }
}
const seen = async (who: Person, query = '') =>
  (await get(who, `/api/v1/notifications${query}`)).map((one: One) => `${one.type} ${one.account.username}`)
const seenInGroups = async (who: Person, query = '') =>
  (await get(who, `/api/v2/notifications${query}`)).notification_groups.map((one: One) => one.type)
const requests = (who: Person, query = '') => get(who, `/api/v1/notifications/requests${query}`)
const unread = async (who: Person) => (await get(who, '/api/v1/notifications/unread_count')).count

let people = 0
const person = (role: 'user' | 'moderator' = 'user') => world.account(`n${++people}`, { role })
const DEFAULTS = {
  for_not_following: 'accept',
  for_not_followers: 'accept',
  for_new_accounts: 'accept',
  for_private_mentions: 'filter',
  for_limited_accounts: 'filter',
  summary: { pending_requests_count: 0, pending_notifications_count: 0 },
}

test('the policy is read and changed in part, in the newer and the older form', async () => {
  const alice = await person()
  assert.deepEqual(await get(alice, '/api/v2/notifications/policy'), DEFAULTS)
  const changed = { ...DEFAULTS, for_not_following: 'drop' }
  assert.deepEqual(await set(alice, { for_not_following: 'drop' }), changed)
  const put = await ask(alice, 'PUT', '/api/v2/notifications/policy', { for_new_accounts: 'filter' })
  assert.deepEqual(put, { ...changed, for_new_accounts: 'filter' })
  assert.deepEqual(await set(alice, {}), put)
  const older = await ask(alice, 'PUT', '/api/v1/notifications/policy', { filter_not_following: false })
  assert.deepEqual(older, {
    filter_not_following: false,
    filter_not_followers: false,
    filter_new_accounts: true,
    filter_private_mentions: true,
    summary: DEFAULTS.summary,
  })
  assert.deepEqual(await get(alice, '/api/v1/notifications/policy'), older)
  assert.equal((await get(alice, '/api/v2/notifications/policy')).for_not_following, 'accept')
  const bad = await world.call('PATCH', '/api/v2/notifications/policy', {
    token: alice.token,
    body: { for_new_accounts: 'maybe' },
  })
  assert.equal(bad.status, 422)
  assert.deepEqual(await get(await person(), '/api/v2/notifications/policy'), DEFAULTS, 'nobody else')
})

test('what is filtered is kept, asked about, and neither listed nor counted', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  await set(alice, { for_not_following: 'filter' })
  const hers = await post(alice, 'hello')
  await act(bob, `/api/v1/statuses/${hers.id}/favourite`)
  const mention = await post(bob, `hi @${alice.username}`)
  await follow(bob, alice)
  await act(carol, `/api/v1/statuses/${hers.id}/reblog`)
  assert.deepEqual(await seen(alice), [])
  assert.deepEqual(await seenInGroups(alice), [])
  assert.equal(await unread(alice), 0)
  assert.equal((await get(alice, '/api/v2/notifications/unread_count')).count, 0)
  const all = ['reblog', 'follow', 'mention', 'favourite']
  assert.deepEqual(await seenInGroups(alice, '?include_filtered=true'), all)
  const listed: One[] = await get(alice, '/api/v1/notifications?include_filtered=true')
  assert.deepEqual(
    listed.map((one) => one.type),
    all,
  )
  for (const one of listed) assert.equal(one.group_key, `ungrouped-${one.id}`)

  const [newest, oldest] = await requests(alice)
  assert.equal(newest.account.id, carol.id)
  assert.equal(newest.last_status, null)
  assert.equal(newest.notifications_count, '1')
  assert.equal(oldest.account.id, bob.id)
  assert.equal(oldest.notifications_count, '3')
  assert.equal(oldest.last_status.id, mention.id)
  assert.ok(oldest.created_at < oldest.updated_at)
  assert.deepEqual(await get(alice, `/api/v1/notifications/requests/${oldest.id}`), oldest)
  assert.deepEqual((await get(alice, '/api/v2/notifications/policy')).summary, {
    pending_requests_count: 2,
    pending_notifications_count: 4,
  })
  assert.deepEqual(await requests(bob), [], 'nobody else')

  const page = await world.call('GET', '/api/v1/notifications/requests?limit=1', { token: alice.token })
  assert.match(String(page.headers.link), new RegExp(`max_id=${newest.id}>; rel="next"`))
  assert.deepEqual(await requests(alice, `?limit=1&max_id=${newest.id}`), [oldest])
  assert.deepEqual(await requests(alice, `?min_id=${oldest.id}`), [newest])

  // What it tells of is taken back: nothing to ask about.
  await act(carol, `/api/v1/statuses/${hers.id}/unreblog`)
  assert.equal((await requests(alice)).length, 1)
  await act(alice, `/api/v1/accounts/${bob.id}/block`)
  assert.deepEqual(await requests(alice), [])
})

test('what is filtered is not streamed', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  await follow(alice, carol)
  await set(alice, { for_not_following: 'filter' })
  const socket = await openSocket(await base, { access_token: alice.token, stream: 'user:notification' })
  await post(bob, `hi @${alice.username}`)
  await post(carol, `hi @${alice.username}`)
  const heard = JSON.parse((await socket.next()).payload!)
  assert.equal(heard.account.id, carol.id)
})

test('accepting shows what there is and lets pass what comes; dismissing only hides', async () => {
  const [alice, bob, carol, dave] = [await person(), await person(), await person(), await person()]
  await set(alice, { for_not_followers: 'filter' })
  const hers = await post(alice, 'hello')
  for (const who of [bob, carol, dave]) {
    await act(who, `/api/v1/statuses/${hers.id}/favourite`)
    await post(who, `hi @${alice.username}`)
  }
  const [fromDave, fromCarol, fromBob] = await requests(alice)
  const url = '/api/v1/notifications/requests'
  const status = async (who: Person, id: string, what: string) =>
    (await world.call('POST', `${url}/${id}/${what}`, { token: who.token })).status
  assert.equal(await status(carol, fromBob.id, 'accept'), 404, 'not for others')
  assert.deepEqual(await act(alice, `${url}/${fromBob.id}/accept`), {})
  assert.equal(await status(alice, fromBob.id, 'accept'), 404)
  assert.deepEqual(await get(alice, `${url}/merged`), { merged: true })
  assert.deepEqual(await seen(alice), [`mention ${bob.username}`, `favourite ${bob.username}`])
  assert.deepEqual(await seenInGroups(alice), ['mention', 'favourite'])
  await post(bob, `again @${alice.username}`)
  assert.equal((await seen(alice)).length, 3)

  assert.deepEqual(await act(alice, `${url}/dismiss`, { id: [fromCarol.id, '1'] }), {})
  assert.equal(await status(alice, fromCarol.id, 'dismiss'), 404)
  assert.equal((await get(alice, '/api/v1/notifications?include_filtered=true')).length, 5)
  await post(carol, `again @${alice.username}`)
  const [again] = await requests(alice)
  assert.equal(again.account.id, carol.id)
  assert.equal(again.notifications_count, '1')
  assert.notEqual(again.id, fromCarol.id)
  await act(alice, `${url}/accept?id[]=${again.id}&id[]=${fromDave.id}`)
  assert.deepEqual(await requests(alice), [])
  assert.equal((await seen(alice)).length, 6)
})

test('of two who answer at once one does', async () => {
  const [alice, bob] = [await person(), await person()]
  await set(alice, { for_not_following: 'filter' })
  await post(bob, `hi @${alice.username}`)
  const [{ id }] = await requests(alice)
  const replies = await Promise.all(
    ['accept', 'dismiss'].map((what) =>
      world.call('POST', `/api/v1/notifications/requests/${id}/${what}`, { token: alice.token }),
    ),
  )
  assert.deepEqual(replies.map((reply) => reply.status).toSorted(), [200, 404])
})

test('who is followed, who follows, who is new, who is staff', async () => {
  const [alice, bob, mod] = [await person(), await person(), await person('moderator')]
  await set(alice, { for_not_following: 'drop' })
  await post(bob, `dropped @${alice.username}`)
  assert.deepEqual(await seen(alice, '?include_filtered=true'), [])
  await post(mod, `from staff @${alice.username}`)
  assert.deepEqual(await seen(alice), [`mention ${mod.username}`])
  await follow(alice, bob)
  await post(bob, `heard @${alice.username}`)
  assert.equal((await seen(alice)).length, 2)

  const [dora, emil] = [await person(), await person()]
  await set(dora, { for_not_followers: 'filter' })
  await follow(emil, dora)
  await post(emil, `follows too shortly @${dora.username}`)
  world.pass(3 * DAY + 1000)
  await post(emil, `follows for days @${dora.username}`)
  assert.deepEqual(await seen(dora), [`mention ${emil.username}`])
  assert.equal((await seen(dora, '?include_filtered=true')).length, 3)

  const [finn, gina] = [await person(), await person()]
  await set(finn, { for_new_accounts: 'filter' })
  await post(gina, `new @${finn.username}`)
  world.pass(30 * DAY)
  await post(gina, `known @${finn.username}`)
  assert.equal((await seen(finn)).length, 1)
  assert.equal((await seen(finn, '?include_filtered=true')).length, 2)
})

test('private mentions from strangers wait, unless they answer a private message', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  await post(bob, `psst @${alice.username}`, { visibility: 'direct' })
  assert.deepEqual(await seen(alice), [])
  assert.equal((await requests(alice)).length, 1)
  await post(bob, `in public @${alice.username}`)
  assert.deepEqual(await seen(alice), [`mention ${bob.username}`])

  const first = await post(alice, `psst @${carol.username}`, { visibility: 'direct' })
  assert.deepEqual(await seen(carol), [])
  const answer = await post(carol, `@${alice.username} yes?`, { visibility: 'direct', in_reply_to_id: first.id })
  const second = { visibility: 'direct', in_reply_to_id: answer.id }
  await post(carol, `@${alice.username} tell me`, second)
  assert.equal((await seen(alice, `?account_id=${carol.id}`)).length, 2)
  // Somebody whom she did not write to is not let in by her thread.
  const open = await post(carol, `@${alice.username} @${bob.username} come`, second)
  await post(bob, `@${alice.username} me too`, { visibility: 'direct', in_reply_to_id: open.id })
  assert.equal((await seen(alice, `?account_id=${bob.id}`)).length, 1)
  await set(alice, { for_private_mentions: 'drop' })
  await post(bob, `@${alice.username} dropped`, { visibility: 'direct' })
  const [held] = await requests(alice)
  await set(alice, { for_private_mentions: 'accept' })
  await post(bob, `@${alice.username} accepted`, { visibility: 'direct' })
  assert.equal((await seen(alice, `?account_id=${bob.id}`)).length, 2)
  assert.equal(held.account.id, bob.id)
})

test('rights', async () => {
  const alice = await person()
  const [reader, writer] = [await world.token(alice.id, ['read']), await world.token(alice.id, ['write'])]
  const status = async (method: string, url: string, token?: string) =>
    (await world.call(method, url, { ...(token ? { token } : {}), ...(method === 'GET' ? {} : { body: {} }) })).status
  const v1 = '/api/v1/notifications'
  for (const url of ['/api/v2/notifications/policy', `${v1}/policy`, `${v1}/requests`, `${v1}/requests/merged`]) {
    assert.equal(await status('GET', url), 401, url)
    assert.equal(await status('GET', url, writer), 403, url)
  }
  for (const url of [`${v1}/requests/1/accept`, `${v1}/requests/accept`, `${v1}/requests/dismiss`]) {
    assert.equal(await status('POST', url), 401, url)
    assert.equal(await status('POST', url, reader), 403, url)
  }
  assert.equal(await status('PATCH', '/api/v2/notifications/policy', reader), 403)
})

test('lists, the policy and a post cost a fixed number of statements', async () => {
  const alice = await person()
  const many = await Promise.all(Array.from({ length: 15 }, () => person()))
  await set(alice, { for_not_following: 'filter' })
  await post(many[0]!, `hi @${alice.username}`)
  await requests(alice)
  const count = async () => (await world.statements(() => requests(alice))).count
  assert.equal(await count(), 1)
  for (const who of many) await post(who, `hi @${alice.username}`)
  const cold = await count()
  assert.ok(cold <= 8, `${cold} for unseen posts`)
  assert.equal((await requests(alice)).length, 15)
  assert.equal(await count(), 1)
  const reading = await world.statements(() => get(alice, '/api/v2/notifications/policy'))
  assert.equal(reading.count, 2)
  const writing = async (mentions: Person[]) => {
    const text = mentions.map((who) => `@${who.username}`).join(' ')
    return (await world.statements(() => post(alice, `${text} !`))).count
  }
  await set(many[0]!, { for_not_following: 'filter' })
  assert.equal(await writing(many), await writing(many.slice(0, 2)))
})
