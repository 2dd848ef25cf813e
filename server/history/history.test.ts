import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { deleteAccount } from '../accounts/index.ts'
import { type Look, read } from '../analytics/testing.ts'
import { openedBy, seenBy, seenByMany, sweepHistory } from './index.ts'

const HOUR_MS = 3600 * 1000
const DAY_MS = 24 * HOUR_MS
const world = await openWorld()
after(world.close)
const [ann, bob] = [await world.account('ann'), await world.account('bob')]
const now = () => world.app.now()
/** Noon of yesterday or, by days, before: so that no test runs into the next day. */
const noon = (daysAgo = 0) => new Date(Date.parse(now().toISOString().slice(0, 10)) - (daysAgo + 0.5) * DAY_MS)
let people = 0
const somebody = () => world.account(`reader${++people}`)

const write = async (person: Person, status: string, more: object = {}): Promise<string> => {
  const reply = await world.call('POST', '/api/v1/statuses', { token: person.token, body: { status, ...more } })
  assert.equal(reply.status, 200, reply.text)
  return reply.json.id
}
const act = async (person: Person, url: string, method = 'POST', body: object = {}) => {
  const reply = await world.call(method, url, { token: person.token, body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const HISTORY = '/api/tweeter/v1/history'
const page = async (person: Person, query = '') => {
  const reply = await world.call('GET', `${HISTORY}${query}`, { token: person.token })
  assert.equal(reply.status, 200, reply.text)
  return reply
}
interface Shown {
  id: string
  kind: string
  at: string
  status: { id: string } | null
  account: { id: string } | null
  tag: { name: string } | null
}
const list = async (person: Person, query = '') =>
  (await page(person, query)).json.map((one: Shown) => [
    one.kind,
    one.status?.id ?? one.account?.id ?? one.tag?.name,
    one.at,
  ])
const saw = (person: Person, looks: Omit<Look, 'by'>[]) =>
  read(
    world,
    looks.map((look) => ({ ...look, by: person.id })),
  )

test('what somebody saw, opened and visited, each once for a day, newest first', async () => {
  const me = await somebody()
  const [one, two] = [await write(ann, 'one #birds'), await write(bob, 'two')]
  const [early, late, before] = [noon(), new Date(noon().getTime() + 5000), noon(1)]
  await saw(me, [{ at: before, posts: [one] }])
  await saw(me, [
    { at: early, posts: [one, two] },
    { at: early, profile: ann.id },
  ])
  await saw(me, [
    { at: late, posts: [two], opens: one },
    { at: late, tag: 'birds' },
    { at: late, profile: me.id },
  ])
  assert.deepEqual(await list(me), [
    ['tag', 'birds', late.toISOString()],
    ['seen', two, late.toISOString()],
    ['opened', one, late.toISOString()],
    ['seen', one, early.toISOString()],
    ['profile', ann.id, early.toISOString()],
    ['seen', one, before.toISOString()],
  ])
  assert.deepEqual(await list(me, '?kinds[]=opened&kinds[]=profile'), [
    ['opened', one, late.toISOString()],
    ['profile', ann.id, early.toISOString()],
  ])
  assert.deepEqual(await list(bob), [], 'nobody else')
})

test('it is paged, and the pages come to the whole', async () => {
  const me = await somebody()
  const posts: string[] = []
  for (let n = 0; n < 9; n++) posts.push(await write(ann, `page ${n}`))
  await saw(me, [{ at: noon(), posts }])
  await saw(me, [{ at: noon(1), posts: posts.slice(0, 5), tag: 'birds', profile: bob.id }])
  const ids: string[] = []
  let url = '?limit=4'
  for (let pages = 0; url !== '' && pages < 10; pages++) {
    const reply = await page(me, url)
    ids.push(...reply.json.map((one: Shown) => one.id))
    url = /history(\?[^>]*)>; rel="next"/.exec(String(reply.headers.link ?? ''))?.[1] ?? ''
  }
  assert.equal(ids.length, 16)
  assert.equal(new Set(ids).size, 16)
  assert.deepEqual(
    ids,
    (await page(me, '?limit=40')).json.map((one: Shown) => one.id),
  )
  const few = await world.statements(() => page(me, '?limit=4'))
  const many = await world.statements(() => page(me, '?limit=40'))
  assert.ok(many.count <= few.count + 1, `${few.count} and ${many.count}`)
})

test('one’s own, what is gone and boosts', async () => {
  const me = await somebody()
  const [mine, theirs, gone] = [await write(me, 'mine'), await write(ann, 'theirs'), await write(ann, 'gone')]
  const boost = (await act(bob, `/api/v1/statuses/${theirs}/reblog`)).id
  const secret = await write(ann, 'for followers', { visibility: 'private' })
  await saw(me, [{ at: noon(), posts: [mine, boost, gone, secret, '12345'], opens: mine, profile: '12345' }])
  await act(ann, `/api/v1/statuses/${gone}`, 'DELETE')
  assert.deepEqual(await list(me), [['seen', theirs, noon().toISOString()]])
  await act(me, `/api/v1/accounts/${ann.id}/mute`)
  assert.deepEqual(await list(me), [], 'whom one mutes')
})

test('a paused history has no rows, and what was seen meanwhile never comes', async () => {
  const me = await somebody()
  const post = await write(bob, 'to be seen')
  const settings = `${HISTORY}/settings`
  assert.deepEqual((await world.call('GET', settings, { token: me.token })).json, {
    paused: false,
    kept_days: 90,
    files_kept_days: 14,
  })
  assert.equal((await act(me, settings, 'PATCH', { paused: true })).paused, true)
  const meanwhile = now()
  await saw(me, [{ at: meanwhile, posts: [post] }])
  world.pass(60_000)
  assert.equal((await act(me, settings, 'PUT', { paused: false })).paused, false)
  await saw(me, [{ at: meanwhile, posts: [post] }])
  const rows = await world.app.db.read`select from history_days where account_id = ${me.id}`
  assert.equal(rows.length, 0)
  world.pass(60_000)
  await act(me, settings, 'PUT', { paused: false })
  await saw(me, [{ at: now(), posts: [post] }])
  assert.equal((await list(me)).length, 1)
})

test('what is erased does not come back: all, a stretch, one entry', async () => {
  const me = await somebody()
  const [one, two] = [await write(ann, 'first'), await write(bob, 'second #birds')]
  const old: Omit<Look, 'by'>[] = [
    { at: noon(2), posts: [one, two], opens: two },
    { at: noon(1), posts: [one, two], tag: 'birds' },
    { at: noon(3), posts: [one] },
  ]
  for (const look of old) await saw(me, [look])
  const entry = (await page(me, '?kinds[]=opened')).json[0].id
  await act(me, `${HISTORY}/${entry}`, 'DELETE')
  assert.equal((await world.call('DELETE', `${HISTORY}/${entry}`, { token: me.token })).status, 404)
  assert.equal((await world.call('DELETE', `${HISTORY}/${entry}`, { token: ann.token })).status, 404)
  const [from, until] = [new Date(noon(1).getTime() - HOUR_MS), new Date(noon(1).getTime() + HOUR_MS)]
  await act(me, `${HISTORY}?from=${from.toISOString()}&until=${until.toISOString()}`, 'DELETE')
  const left = [
    ['seen', two, noon(2).toISOString()],
    ['seen', one, noon(2).toISOString()],
    ['seen', one, noon(3).toISOString()],
  ]
  assert.deepEqual(await list(me), left)
  for (const look of old) await saw(me, [look])
  assert.deepEqual(await list(me), left, 'read again')
  await saw(me, [{ at: noon(4), tag: 'birds' }])
  const tag = encodeURIComponent((await page(me)).json.at(-1).id)
  await act(me, `${HISTORY}/${tag}`, 'DELETE')
  assert.equal((await list(me)).length, 3)
  const wrong = async (query: string) => (await world.call('DELETE', `${HISTORY}?${query}`, { token: me.token })).status
  assert.equal(await wrong('from=yesterday'), 400)
  assert.equal(await wrong('from=2026-13-01T00:00:00Z'), 400)
  assert.equal(await wrong('until=0000-01-01T00:00:00Z'), 422)
  assert.equal(await wrong('from=0000-01-01T00:00:00Z&until=1970-01-02T00:00:00Z'), 200)
  assert.equal(await wrong('from=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z'), 422)
  assert.equal((await list(me)).length, 3, 'nothing was changed')
  await act(me, HISTORY, 'DELETE')
  for (const look of old) await saw(me, [look])
  assert.deepEqual(await list(me), [])
  world.pass(1000)
  await saw(me, [{ at: now(), posts: [one] }])
  assert.equal((await list(me)).length, 1, 'and from then on again')
})

test('readers and an erasure at once', async () => {
  const me = await somebody()
  const posts: string[] = []
  for (let n = 0; n < 5; n++) posts.push(await write(ann, `at once ${n}`))
  const at = now()
  const readers = posts.map((post) => saw(me, [{ at, posts: [post] }]))
  await Promise.all([...readers, act(me, HISTORY, 'DELETE'), ...posts.map((post) => saw(me, [{ at, opens: post }]))])
  assert.deepEqual(await list(me), [])
})

test('the newest of a day are kept, for 90 days, until the account is deleted', async () => {
  const me = await somebody()
  const some = await world.app.db.pool<{ id: string }[]>`
    insert into posts (author_id, conversation_id, visibility, text)
    select ${ann.id}, 0, 'public', 'many' from generate_series(1, 1100) returning id::text`
  const ids = some.map((row) => row.id)
  await saw(
    me,
    ids.slice(0, 600).map((id, at) => ({ at: new Date(noon().getTime() + at), posts: [id], opens: id })),
  )
  await saw(
    me,
    ids.slice(500).map((id, at) => ({ at: new Date(noon().getTime() + 1000 + at), posts: [id] })),
  )
  const seen = await seenBy(world.app.db.read, Number(me.id), 0)
  assert.equal(seen.length, 1000)
  assert.deepEqual(
    [seen[0], seen.at(-1)!.postId],
    [{ postId: Number(ids.at(-1)), atMs: noon().getTime() + 1599 }, Number(ids[100])],
  )
  assert.equal((await openedBy(world.app.db.read, Number(me.id), 0)).length, 500)
  await saw(me, [{ at: noon(90), posts: [ids[0]!] }])
  assert.equal((await seenBy(world.app.db.read, Number(me.id), 0)).length, 1000)
  const days = async () => (await world.app.db.read`select from history_days where account_id = ${me.id}`).length
  assert.equal(await days(), 2)
  await world.app.db.pool`update history_days set day = day - 91 where account_id = ${me.id} and kind = 'opened'`
  await sweepHistory(world.app, 1)
  assert.equal(await days(), 1)
  await deleteAccount(world.app, Number(me.id))
  await world.jobs()
  assert.equal(await days(), 0)
  await saw(me, [{ at: now(), posts: [ids[0]!] }])
  assert.equal(await days(), 0)
})

test('what many saw comes account by account', async () => {
  const [me, you] = [await somebody(), await somebody()]
  const post = await write(bob, 'for many')
  for (const person of [me, you]) await saw(person, [{ at: noon(), posts: [post], opens: post, tag: 'birds' }])
  const first = await seenByMany(world.app.db.read, Number(me.id) - 1, noon(2).getTime(), 1)
  assert.deepEqual(first, [
    { accountId: Number(me.id), kind: 'opened', postIds: [Number(post)], atMs: [noon().getTime()] },
    { accountId: Number(me.id), kind: 'seen', postIds: [Number(post)], atMs: [noon().getTime()] },
  ])
  const next = await seenByMany(world.app.db.read, first.at(-1)!.accountId, noon(2).getTime(), 1)
  assert.deepEqual(new Set(next.map((day) => day.accountId)), new Set([Number(you.id)]))
  assert.deepEqual(await seenByMany(world.app.db.read, Number(you.id), 0), [])
})

test('a fixed number of statements, whatever was seen', async () => {
  const me = await somebody()
  const posts: string[] = []
  for (let n = 0; n < 10; n++) posts.push(await write(ann, `number ${n}`))
  await saw(bob, [{ at: noon(), posts: posts.slice(0, 1) }])
  const one = await world.statements(() => saw(me, [{ at: noon(), posts: posts.slice(0, 1) }]))
  const all = await world.statements(() =>
    read(
      world,
      [ann, bob, me].flatMap((person) => posts.map((post) => ({ by: person.id, at: noon(), posts: [post] }))),
    ),
  )
  assert.ok(all.count <= one.count + 1, `${one.count} and ${all.count}`)
})
