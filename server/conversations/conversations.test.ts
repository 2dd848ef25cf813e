import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)
let people = 0
const person = () => world.account(`p${++people}`)

const call = (who: Person, method: string, url: string, body?: object) =>
  world.call(method, url, { token: who.token, ...(body ? { body } : {}) })
const ok = async (who: Person, method: string, url: string, body?: object) => {
  const reply = await call(who, method, url, body)
  assert.equal(reply.status, 200, `${method} ${url}: ${reply.text}`)
  return reply.json
}
const write = (from: Person, to: Person[], text = 'hi', more: object = {}) => {
  const status = [...to.map((one) => `@${one.username}`), text].join(' ')
  return ok(from, 'POST', '/api/v1/statuses', { status, visibility: 'direct', ...more })
}
const list = (who: Person, query = '') => ok(who, 'GET', `/api/v1/conversations${query}`)
const names = (conversation: { accounts: Person[] }) => conversation.accounts.map((one) => one.username).sort()

test('a message is in the conversation of each, unread for those who did not write it', async () => {
  const [alice, bob] = [await person(), await person()]
  const first = await write(alice, [bob], 'hello')
  const [hers] = await list(alice)
  const [his] = await list(bob)
  assert.deepEqual([hers.unread, his.unread], [false, true])
  assert.deepEqual([names(hers), names(his)], [[bob.username], [alice.username]])
  assert.deepEqual([hers.last_status.id, his.last_status.id], [first.id, first.id])
  assert.deepEqual(his.last_status, await ok(bob, 'GET', `/api/v1/statuses/${first.id}`))

  const answer = await write(bob, [alice], 'hello you', { in_reply_to_id: first.id })
  assert.deepEqual(
    (await list(bob)).map((one: typeof his) => [one.id, one.unread, one.last_status.id]),
    [[his.id, false, answer.id]],
  )
  assert.deepEqual(
    (await list(alice)).map((one: typeof his) => [one.id, one.unread]),
    [[hers.id, true]],
  )

  const other = await write(alice, [bob], 'something else')
  assert.deepEqual(
    (await list(bob)).map((one: typeof his) => one.last_status.id),
    [other.id, answer.id],
    'another thread is another conversation, and the newest is first',
  )
})

test('who takes part is part of what a conversation is; a note to oneself shows oneself', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  const first = await write(alice, [bob])
  await write(alice, [bob, carol], 'and you', { in_reply_to_id: first.id })
  const seen = await list(bob)
  assert.deepEqual(seen.map(names), [[alice.username, carol.username].sort(), [alice.username]])
  assert.deepEqual((await list(carol)).map(names), [[alice.username, bob.username].sort()])
  const note = await write(alice, [], 'milk')
  const [own] = await list(alice)
  assert.deepEqual([names(own), own.unread, own.last_status.id], [[alice.username], false, note.id])
  await ok(alice, 'POST', '/api/v1/statuses', { status: `@${bob.username} for followers`, visibility: 'private' })
  assert.equal((await list(bob)).length, 2, 'other posts are no conversations')
})

test('marking: read, unread, deleted until somebody writes again', async () => {
  const [alice, bob] = [await person(), await person()]
  const first = await write(alice, [bob])
  const [{ id }] = await list(bob)
  const read = await ok(bob, 'POST', `/api/v1/conversations/${id}/read`)
  assert.deepEqual([read.id, read.unread, read.last_status.id], [id, false, first.id])
  assert.equal((await list(bob))[0].unread, false)
  assert.equal((await ok(bob, 'POST', `/api/v1/conversations/${id}/unread`)).unread, true)
  await ok(bob, 'POST', `/api/v1/conversations/${id}/read`)
  await write(alice, [bob], 'again', { in_reply_to_id: first.id })
  assert.equal((await list(bob))[0].unread, true)

  assert.deepEqual(await ok(bob, 'DELETE', `/api/v1/conversations/${id}`), {})
  assert.deepEqual(await list(bob), [])
  assert.equal((await list(alice)).length, 1, 'only his own list changed')
  for (const [method, path] of [
    ['DELETE', ''],
    ['POST', '/read'],
    ['POST', '/unread'],
  ] as const)
    assert.equal((await call(bob, method, `/api/v1/conversations/${id}${path}`)).status, 404)
  assert.equal((await call(bob, 'GET', `/api/v1/statuses/${first.id}`)).status, 200)
  const last = await write(alice, [bob], 'still there?', { in_reply_to_id: first.id })
  assert.deepEqual(
    (await list(bob)).map((one: typeof read) => [one.last_status.id, one.unread]),
    [[last.id, true]],
  )
  await ok(alice, 'DELETE', `/api/v1/statuses/${last.id}`)
  assert.deepEqual(await list(bob), [], 'what was deleted does not come back with an older message')
})

test('deletions and edits: the last message is the last that is there', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  const first = await write(alice, [bob], 'one')
  const second = await write(alice, [bob], 'two', { in_reply_to_id: first.id })
  const [{ id }] = await list(bob)
  await ok(alice, 'PUT', `/api/v1/statuses/${second.id}`, { status: `@${bob.username} two!` })
  const [edited] = await list(bob)
  assert.equal(edited.id, id)
  assert.match(edited.last_status.content, /two!/)
  await ok(alice, 'DELETE', `/api/v1/statuses/${second.id}`)
  assert.deepEqual(
    (await list(bob)).map((one: typeof edited) => [one.id, one.last_status.id]),
    [[id, first.id]],
  )
  await ok(alice, 'PUT', `/api/v1/statuses/${first.id}`, { status: `@${carol.username} one` })
  assert.deepEqual(await list(bob), [], 'he is not mentioned any more')
  assert.deepEqual((await list(carol)).map(names), [[alice.username]])
  assert.deepEqual((await list(alice)).map(names), [[carol.username]])
  await ok(alice, 'DELETE', `/api/v1/statuses/${first.id}`)
  for (const who of [alice, carol]) assert.deepEqual(await list(who), [])
})

test('blocks, mutes and muted conversations make nothing unread', async () => {
  const [alice, bob] = [await person(), await person()]
  const first = await write(alice, [bob])
  await ok(bob, 'POST', `/api/v1/statuses/${first.id}/mute`)
  const [{ id }] = await list(bob)
  await ok(bob, 'POST', `/api/v1/conversations/${id}/read`)
  const second = await write(alice, [bob], 'more', { in_reply_to_id: first.id })
  const [quiet] = await list(bob)
  assert.deepEqual([quiet.unread, quiet.last_status.id], [false, second.id])

  const carol = await person()
  await ok(bob, 'POST', `/api/v1/accounts/${carol.id}/mute`)
  await write(carol, [bob])
  assert.deepEqual(
    (await list(bob)).map((one: typeof quiet) => one.unread),
    [false, false],
  )
  await ok(bob, 'POST', `/api/v1/accounts/${carol.id}/block`)
  assert.deepEqual((await list(bob)).map(names), [[alice.username]], 'nothing of whom one blocks')
  await write(carol, [bob])
  assert.deepEqual((await list(bob)).map(names), [[alice.username]])
  await ok(bob, 'POST', `/api/v1/accounts/${carol.id}/unblock`)
  assert.equal((await list(bob)).length, 2, 'what came before the block; what came while it held did not arrive')

  await ok(alice, 'POST', `/api/v1/accounts/${bob.id}/block`)
  const [blocked] = (await list(bob)).filter((one: typeof quiet) => one.id === id)
  assert.equal(blocked.last_status, null, 'whoever blocks you is not shown')
})

test('two messages at once, many times', async () => {
  const [alice, bob] = [await person(), await person()]
  const first = await write(alice, [bob])
  const sent = await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      i % 2 === 0
        ? write(alice, [bob], `a${i}`, { in_reply_to_id: first.id })
        : write(bob, [alice], `b${i}`, { in_reply_to_id: first.id }),
    ),
  )
  const last = sent.map((one) => Number(one.id)).sort((a, b) => b - a)[0]
  for (const who of [alice, bob]) {
    const seen = await list(who)
    assert.equal(seen.length, 1)
    assert.equal(Number(seen[0].last_status.id), last)
    assert.equal(seen[0].unread, seen[0].last_status.account.username !== who.username)
  }
  const author = sent.find((one) => Number(one.id) === last).account.username === alice.username ? alice : bob
  await Promise.all([
    write(alice, [bob], 'last', { in_reply_to_id: first.id }),
    ok(author, 'DELETE', `/api/v1/statuses/${last}`),
  ])
  const [now] = await list(bob)
  assert.match(now.last_status.content, /last/)
})

test('what replication brings is derived as well, and two sites end equal', async () => {
  const [alice, bob] = [await person(), await person()]
  const first = await write(alice, [bob])
  const second = await write(alice, [bob], 'two', { in_reply_to_id: first.id })
  const before = await list(bob)
  const { pool } = world.app.db
  await pool.begin(async (sql) => {
    const [row] = await sql`
      delete from conversation_posts where account_id = ${bob.id} and post_id = ${second.id} returning *`
    await sql`delete from conversations where account_id = ${bob.id}`
    await sql`set local session_replication_role = replica`
    for (let i = 0; i < 2; i++) await sql`insert into conversation_posts ${sql(row!)}`
  })
  assert.deepEqual(await list(bob), before)
  await pool.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql`
      update conversation_posts set active = false, changed_at = changed_at + interval '1 second'
       where account_id = ${bob.id} and post_id = ${second.id}`
  })
  assert.equal((await list(bob))[0].last_status.id, first.id)
})

test('messages from before there were conversations are in them', async () => {
  const [alice, bob] = [await person(), await person()]
  await write(alice, [bob])
  await write(alice, [])
  const seen = await Promise.all([alice, bob].map((who) => list(who)))
  const { pool } = world.app.db
  await pool`delete from conversation_posts`
  await pool`delete from conversations`
  const migration = new URL('./migrations/202611240950_conversations.sql', import.meta.url)
  const [, fill] = readFileSync(migration, 'utf8').split('-- Direct posts from before.')
  await pool.unsafe(fill!)
  const filled = await Promise.all([alice, bob].map((who) => list(who)))
  const read = (one: object) => ({ ...one, unread: false })
  assert.deepEqual(
    filled,
    seen.map((all) => all.map(read)),
  )
})

test('permissions: nobody, strangers, scopes', async () => {
  const [alice, bob, eve] = [await person(), await person(), await person()]
  await write(alice, [bob])
  const [{ id }] = await list(bob)
  assert.equal((await world.call('GET', '/api/v1/conversations')).status, 401)
  assert.deepEqual(await list(eve), [])
  for (const [method, path] of [
    ['DELETE', ''],
    ['POST', '/read'],
    ['POST', '/unread'],
  ] as const) {
    const url = `/api/v1/conversations/${id}${path}`
    assert.equal((await world.call(method, url)).status, 401)
    assert.equal((await call(eve, method, url)).status, 404, url)
    assert.equal((await call(bob, method, url.replace(id, '12'))).status, 404, url)
    const token = await world.token(bob.id, ['read', 'write:statuses'])
    assert.equal((await world.call(method, url, { token })).status, 403, url)
  }
  const token = await world.token(bob.id, ['read:accounts', 'write'])
  assert.equal((await world.call('GET', '/api/v1/conversations', { token })).status, 403)
  assert.equal((await list(bob))[0].unread, true)
})

test('pages, by the id of the last message, in a fixed number of statements', async () => {
  const alice = await person()
  const others = await Promise.all(Array.from({ length: 7 }, person))
  for (const one of others) await write(one, [alice])
  const all = await list(alice)
  const ids = all.map((one: { last_status: { id: string } }) => one.last_status.id)
  assert.equal(ids.length, 7)
  const page = await call(alice, 'GET', '/api/v1/conversations?limit=3')
  assert.match(String(page.headers.link), new RegExp(`max_id=${ids[2]}>; rel="next".*min_id=${ids[0]}>; rel="prev"`))
  assert.deepEqual(page.json, all.slice(0, 3))
  assert.deepEqual(await list(alice, `?limit=3&max_id=${ids[2]}`), all.slice(3, 6))
  assert.deepEqual(await list(alice, `?limit=2&min_id=${ids[5]}`), all.slice(3, 5))
  const warm = await world.statements(() => list(alice))
  assert.equal(warm.count, 1)
  const { pulse, othersWrote } = await import('../signals/index.ts')
  pulse(world.app.bus, othersWrote, {})
  const many = await world.statements(() => list(alice))
  pulse(world.app.bus, othersWrote, {})
  const few = await world.statements(() => list(alice, '?limit=1'))
  assert.ok(many.count <= few.count + 2 && many.count <= 15, `${many.count} and ${few.count}`)
  assert.deepEqual(world.complaints, [])
})

test('one conversation, its messages in pages, and how many are unread', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  const count = async (who: Person, query = '') => (await ok(who, 'GET', `${base}/unread_count${query}`)).count
  const base = '/api/tweeter/v1/conversations'
  let last = await write(alice, [bob], 'one')
  const sent = [last.id]
  for (const text of ['two', 'three', 'four', 'five']) {
    last = await write(alice, [bob], text, { in_reply_to_id: last.id })
    sent.unshift(last.id)
  }
  await write(alice, [bob, carol], 'for three', { in_reply_to_id: last.id })
  const his = (await list(bob)).at(-1)
  assert.deepEqual(await ok(bob, 'GET', `${base}/${his.id}`), his)
  const idsOf = (posts: { id: string }[]) => posts.map((post) => post.id)
  assert.deepEqual(idsOf(await ok(bob, 'GET', `${base}/${his.id}/statuses`)), sent, 'only those of the two')
  const page = await call(bob, 'GET', `${base}/${his.id}/statuses?limit=2`)
  assert.deepEqual(idsOf(page.json), sent.slice(0, 2))
  assert.match(String(page.headers.link), new RegExp(`max_id=${sent[1]}>; rel="next".*min_id=${sent[0]}>; rel="prev"`))
  assert.deepEqual(
    idsOf(await ok(bob, 'GET', `${base}/${his.id}/statuses?min_id=${sent[3]}&limit=2`)),
    sent.slice(1, 3),
  )
  const all = await world.statements(() => ok(bob, 'GET', `${base}/${his.id}/statuses`))
  assert.equal(all.count, 2)

  assert.deepEqual([await count(bob), await count(bob, '?limit=1'), await count(alice)], [2, 1, 0])
  await ok(bob, 'POST', `/api/v1/conversations/${his.id}/read`)
  assert.equal(await count(bob), 1)

  await ok(bob, 'DELETE', `/api/v1/conversations/${his.id}`)
  assert.equal((await call(bob, 'GET', `${base}/${his.id}/statuses`)).status, 404)
  last = await write(alice, [bob], 'six', { in_reply_to_id: sent[0] })
  assert.deepEqual(idsOf(await ok(bob, 'GET', `${base}/${his.id}/statuses`)), [last.id], 'what was deleted stays so')
  for (const url of [`${base}/${his.id}`, `${base}/${his.id}/statuses`]) {
    assert.deepEqual([(await call(carol, 'GET', url)).status, (await world.call('GET', url)).status], [404, 401])
  }
  assert.deepEqual(world.complaints, [])
})
