import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)

const post = async (who: Person, status: string, more: object = {}) =>
  (await world.call('POST', '/api/v1/statuses', { token: who.token, body: { status, ...more } })).json
const act = async (who: Person, url: string, body: object = {}) => {
  const reply = await world.call('POST', url, { token: who.token, body })
  assert.equal(reply.status, 200, `${url}: ${reply.text}`)
  return reply.json
}
const read = async (who: Person, query = '') => {
  const reply = await world.call('GET', `/api/v1/notifications${query}`, { token: who.token })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
/** `type from-username`, newest first. */
const seen = async (who: Person, query = '') =>
  (await read(who, query)).map(
    (one: { type: string; account: { username: string } }) => `${one.type} ${one.account.username}`,
  )
const unread = async (who: Person) =>
  (await world.call('GET', '/api/v1/notifications/unread_count', { token: who.token })).json.count

let people = 0
const person = () => world.account(`p${++people}`)

test('each effect is seen at once, and goes with what it tells of', async () => {
  const [alice, bob] = [await person(), await person()]
  const hers = await post(alice, 'hello')
  const his = await post(bob, `hi @${alice.username} and @${bob.username}`)
  await act(bob, `/api/v1/statuses/${hers.id}/favourite`)
  await act(bob, `/api/v1/statuses/${hers.id}/reblog`)
  await act(bob, `/api/v1/accounts/${alice.id}/follow`)
  const types = ['follow', 'reblog', 'favourite', 'mention']
  assert.deepEqual(
    await seen(alice),
    types.map((type) => `${type} ${bob.username}`),
  )
  const all = await read(alice)
  assert.equal(all[0].status, undefined)
  assert.equal(all[1].status.id, hers.id)
  assert.equal(all[2].status.favourited, false)
  assert.equal(all[3].status.id, his.id)
  assert.deepEqual(await seen(bob), [], 'nobody hears of what they did themselves')
  const one = await world.call('GET', `/api/v1/notifications/${all[3].id}`, { token: alice.token })
  assert.deepEqual(one.json, all[3])
  assert.equal((await world.call('GET', `/api/v1/notifications/${all[3].id}`, { token: bob.token })).status, 404)

  await act(bob, `/api/v1/statuses/${hers.id}/unfavourite`)
  await act(bob, `/api/v1/statuses/${hers.id}/unreblog`)
  await act(bob, `/api/v1/accounts/${alice.id}/unfollow`)
  assert.deepEqual(await seen(alice), [`mention ${bob.username}`])
  await act(bob, `/api/v1/statuses/${hers.id}/favourite`)
  assert.deepEqual(await seen(alice), [`favourite ${bob.username}`, `mention ${bob.username}`], 'as it was')
  await world.call('DELETE', `/api/v1/statuses/${his.id}`, { token: bob.token })
  assert.deepEqual(await seen(alice), [`favourite ${bob.username}`])
  assert.equal(await unread(alice), 1)
  await world.call('DELETE', `/api/v1/statuses/${hers.id}`, { token: alice.token })
  assert.deepEqual(await seen(alice), [])
  assert.equal(await unread(alice), 0)
})

test('a request to follow tells until it is answered; then the follow tells', async () => {
  const [alice, bob] = [await person(), await person()]
  await world.call('PATCH', '/api/v1/accounts/update_credentials', { token: alice.token, body: { locked: true } })
  await act(bob, `/api/v1/accounts/${alice.id}/follow`)
  assert.deepEqual(await seen(alice), [`follow_request ${bob.username}`])
  await act(alice, `/api/v1/follow_requests/${bob.id}/authorize`)
  assert.deepEqual(await seen(alice), [`follow ${bob.username}`])
})

test('not from whom one blocks or mutes, not in a muted conversation', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  const hers = await post(alice, 'hello')
  await act(bob, `/api/v1/statuses/${hers.id}/favourite`)
  await post(bob, `@${alice.username} hi`)
  await act(alice, `/api/v1/accounts/${bob.id}/mute`, { notifications: false })
  assert.deepEqual(await seen(alice), [`mention ${bob.username}`, `favourite ${bob.username}`])
  await act(alice, `/api/v1/accounts/${bob.id}/mute`, { notifications: true, duration: 60 })
  await act(bob, `/api/v1/accounts/${alice.id}/follow`)
  assert.deepEqual(await seen(alice), [])
  assert.equal(await unread(alice), 0)
  world.pass(61_000)
  assert.deepEqual(await seen(alice), [`mention ${bob.username}`, `favourite ${bob.username}`], 'the mute ran out')
  await act(alice, `/api/v1/accounts/${bob.id}/block`)
  assert.deepEqual(await seen(alice), [])
  await post(bob, `@${alice.username}!`)
  assert.deepEqual(await seen(alice), [])

  await act(alice, `/api/v1/statuses/${hers.id}/mute`)
  await post(carol, `@${alice.username} really?`, { in_reply_to_id: hers.id })
  assert.deepEqual(await seen(alice), [])
  await post(carol, `@${alice.username} something else`)
  assert.deepEqual(await seen(alice), [`mention ${carol.username}`])
})

test('followers with the bell on hear of posts, but not of boosts and replies to others', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  await act(bob, `/api/v1/accounts/${alice.id}/follow`, { notify: true })
  await act(carol, `/api/v1/accounts/${alice.id}/follow`)
  const theirs = await post(carol, 'hm')
  await post(alice, 'news', { visibility: 'private' })
  await post(alice, `@${carol.username} reply`, { in_reply_to_id: theirs.id })
  await act(alice, `/api/v1/statuses/${theirs.id}/reblog`)
  await post(alice, `psst @${carol.username}`, { visibility: 'direct' })
  await post(alice, `@${bob.username} for you`)
  await world.jobs()
  assert.deepEqual(await seen(bob), [`status ${alice.username}`, `mention ${alice.username}`])
  assert.deepEqual(await seen(carol, '?types[]=status'), [])
})

test('types, pages, dismissal, markers', async () => {
  const [alice, bob] = [await person(), await person()]
  const hers = await post(alice, 'hello')
  await act(bob, `/api/v1/statuses/${hers.id}/favourite`)
  for (const number of [1, 2, 3]) await post(bob, `@${alice.username} ${number}`)
  assert.equal((await seen(alice, '?types[]=mention')).length, 3)
  assert.deepEqual(await seen(alice, '?exclude_types[]=mention'), [`favourite ${bob.username}`])
  assert.equal((await seen(alice, `?account_id=${alice.id}`)).length, 0)

  const ids = (await read(alice)).map((one: { id: string }) => one.id)
  const first = await world.call('GET', '/api/v1/notifications?limit=2', { token: alice.token })
  assert.match(String(first.headers.link), new RegExp(`max_id=${ids[1]}>; rel="next"`))
  assert.deepEqual(
    (await read(alice, `?limit=2&max_id=${ids[1]}`)).map((one: { id: string }) => one.id),
    ids.slice(2),
  )
  assert.deepEqual(
    (await read(alice, `?limit=2&min_id=${ids[3]}`)).map((one: { id: string }) => one.id),
    ids.slice(1, 3),
  )

  const marked = await act(alice, '/api/v1/markers', { notifications: { last_read_id: ids[1] } })
  assert.deepEqual(Object.keys(marked), ['notifications'])
  assert.equal(marked.notifications.version, 1)
  assert.equal(await unread(alice), 1)
  const form = await world.call('POST', '/api/v1/markers', {
    token: alice.token,
    body: `home[last_read_id]=${hers.id}`,
  })
  assert.equal(form.json.home.last_read_id, hers.id)
  const stale = { home: { last_read_id: '5', version: 9 }, notifications: { last_read_id: '5' } }
  assert.equal((await world.call('POST', '/api/v1/markers', { token: alice.token, body: stale })).status, 409)
  const both = await world.call('GET', '/api/v1/markers?timeline[]=home&timeline[]=notifications', {
    token: alice.token,
  })
  assert.deepEqual(both.json, { ...form.json, ...marked })

  await act(alice, `/api/v1/notifications/${ids[3]}/dismiss`)
  await act(bob, `/api/v1/statuses/${hers.id}/unfavourite`)
  await act(bob, `/api/v1/statuses/${hers.id}/favourite`)
  assert.equal((await read(alice)).length, 3, 'what was dismissed does not come back')
  const again = await world.call('POST', `/api/v1/notifications/${ids[3]}/dismiss`, { token: alice.token })
  assert.equal(again.status, 404)
  await act(alice, '/api/v1/notifications/clear')
  assert.deepEqual(await read(alice), [])
})

test('rights and bad input', async () => {
  const alice = await person()
  const writer = await world.token(alice.id, ['write'])
  assert.equal((await world.call('GET', '/api/v1/notifications', { token: writer })).status, 403)
  assert.equal((await world.call('GET', '/api/v1/notifications')).status, 401)
  for (const query of ['?max_id=x', '?account_id=x', '?limit=x']) {
    const reply = await world.call('GET', `/api/v1/notifications${query}`, { token: alice.token })
    assert.equal(reply.status, 400, query)
  }
  const bad = await world.call('POST', '/api/v1/markers', { token: alice.token, body: { home: { last_read_id: 'x' } } })
  assert.equal(bad.status, 422)
})

test('a page costs the same number of statements whatever is in it, and so does a post whoever it mentions', async () => {
  const alice = await person()
  const many = await Promise.all(Array.from({ length: 40 }, person))
  const hers = await post(alice, 'hello')
  const statementsOf = async () => (await world.statements(() => read(alice))).count
  await act(many[0]!, `/api/v1/statuses/${hers.id}/favourite`)
  await read(alice)
  const one = await statementsOf()
  await Promise.all(many.map((who) => post(who, `@${alice.username} hi`)))
  const forty = await statementsOf()
  assert.equal((await read(alice)).length, 40)
  assert.ok(forty <= one + 7, `${one} for one, ${forty} for forty unseen posts`)
  assert.equal(await statementsOf(), 1)

  const writing = async (mentions: Person[]) => {
    const text = mentions.map((who) => `@${who.username}`).join(' ')
    return (await world.statements(() => post(alice, `${text} !`))).count
  }
  const few = await writing(many.slice(0, 2))
  assert.equal(await writing(many), few)
})

test('who boosted a post hears of its last edit, but not its author', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  const hers = await post(alice, 'first')
  for (const who of [alice, bob, carol]) await act(who, `/api/v1/statuses/${hers.id}/reblog`)
  await act(carol, `/api/v1/statuses/${hers.id}/unreblog`)
  const ids: string[] = []
  for (const status of ['second', 'third']) {
    const edit = await world.call('PUT', `/api/v1/statuses/${hers.id}`, { token: alice.token, body: { status } })
    assert.equal(edit.status, 200, edit.text)
    await world.jobs()
    const all = await read(bob)
    assert.deepEqual(await seen(bob), [`update ${alice.username}`])
    assert.match(all[0].status.content, new RegExp(status))
    ids.push(all[0].id)
  }
  assert.notEqual(ids[0], ids[1])
  assert.deepEqual(await seen(carol), [])
  assert.deepEqual(await seen(alice, '?types[]=update'), [])
})
