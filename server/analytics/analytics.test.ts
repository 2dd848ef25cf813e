import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { deleteAccount } from '../accounts/index.ts'
import { requestsRead } from '../requests/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { sweepAnalytics } from './index.ts'
import { type Look, read, viewsOf } from './testing.ts'

const HOUR_MS = 3600 * 1000
const DAY_MS = 24 * HOUR_MS
const world = await openWorld()
after(world.close)
const [ann, bob, cy, dee] = [
  await world.account('ann'),
  await world.account('bob'),
  await world.account('cy'),
  await world.account('dee'),
]
const now = () => world.app.now()
const ago = (ms: number) => new Date(now().getTime() - ms)

const write = async (person: Person, status: string, more: object = {}): Promise<string> => {
  const reply = await world.call('POST', '/api/v1/statuses', { token: person.token, body: { status, ...more } })
  assert.equal(reply.status, 200, reply.text)
  return reply.json.id
}
const act = async (person: Person, url: string, method = 'POST') => {
  const reply = await world.call(method, url, { token: person.token, body: {} })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const get = async (url: string, token?: string) => {
  const reply = await world.call('GET', `/api/tweeter/v1/${url}`, token ? { token } : {})
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const views = async (ids: string[], token?: string) =>
  await get(`views?${ids.map((id) => `id[]=${id}`).join('&')}`, token)
const of = async (id: string, range = '24h', person = ann) =>
  await get(`statuses/${id}/analytics?range=${range}`, person.token)

test('views are counted by people, the author left out, over any number of stretches', async () => {
  const post = await write(ann, 'hello')
  await read(world, [
    { by: bob.id, at: now(), posts: [post] },
    { by: bob.id, at: now(), opens: post },
    { by: ann.id, at: now(), posts: [post] },
    { by: ann.id, at: now(), posts: [post] },
    { by: ann.id, at: now(), opens: post },
    { by: ann.id, at: ago(2 * HOUR_MS), posts: [post] },
    { by: 'somebody', at: now(), posts: [post] },
  ])
  await read(world, [
    { by: bob.id, at: now(), posts: [post] },
    { by: cy.id, at: ago(2 * HOUR_MS), opens: post },
  ])
  assert.deepEqual(await views([post]), [{ id: post, views: 5 }])
  const figures = await of(post)
  assert.deepEqual([figures.views, figures.opens, figures.viewers], [5, 2, 3])
  assert.equal(figures.points.length, 24)
  const seen = figures.points.filter((point: { views: number }) => point.views > 0)
  assert.deepEqual(
    seen.map((point: Record<string, number>) => [point.views, point.opens, point.viewers]),
    [
      [1, 1, 1],
      [4, 1, 2],
    ],
  )
  assert.equal(seen[1].at, new Date(now().getTime() - (now().getTime() % HOUR_MS)).toISOString())
})

test('only the author is in no count at all', async () => {
  const post = await write(ann, 'to myself')
  await read(world, [{ by: ann.id, at: now(), posts: [post], opens: post, profile: ann.id }])
  assert.deepEqual(await views([post]), [{ id: post, views: 0 }])
  const figures = await of(post)
  assert.deepEqual([figures.views, figures.viewers, figures.engagement_rate], [0, 0, null])
  assert.deepEqual([figures.profile_visits, figures.profile_visitors], [0, 0])
})

test('a boost counts for what it shows; what few may see and what is gone for nothing', async () => {
  const [post, gone] = [await write(ann, 'to be boosted'), await write(ann, 'to be deleted')]
  const boost = (await act(bob, `/api/v1/statuses/${post}/reblog`)).id
  const direct = await write(ann, '@bob only you', { visibility: 'direct' })
  const few = await write(ann, 'for followers', { visibility: 'private' })
  await act(ann, `/api/v1/statuses/${gone}`, 'DELETE')
  await read(world, [{ by: cy.id, at: now(), posts: [boost, post, direct, few, gone, '12345'] }])
  assert.deepEqual(await views([boost, post, '12345', gone], cy.token), [
    { id: boost, views: 2 },
    { id: post, views: 2 },
  ])
  assert.equal((await of(boost)).viewers, 1)
  assert.deepEqual(await views([direct, few], ann.token), [])
  for (const id of [direct, few]) {
    const refused = await world.call('GET', `/api/tweeter/v1/statuses/${id}/analytics`, { token: ann.token })
    assert.equal(refused.status, 422)
  }
  const [rows] = await world.app.db.read<{ count: number }>`
    select count(*)::int from post_views where post_id = any(${[boost, direct, few, gone, '12345'].map(Number)}::bigint[])`
  assert.equal(rows!.count, 0)
})

test('what one may not see has no count; whose it is not, no analytics', async () => {
  const post = await write(ann, 'for nobody called cy')
  await act(ann, `/api/v1/accounts/${cy.id}/block`)
  await read(world, [{ by: bob.id, at: now(), posts: [post] }])
  assert.deepEqual(await views([post], bob.token), [{ id: post, views: 1 }])
  assert.deepEqual(await views([post], cy.token), [])
  const ask = async (person?: Person) =>
    (await world.call('GET', `/api/tweeter/v1/statuses/${post}/analytics`, person ? { token: person.token } : {}))
      .status
  assert.deepEqual([await ask(), await ask(cy), await ask(bob), await ask(ann)], [401, 404, 403, 200])
  await act(ann, `/api/v1/accounts/${cy.id}/unblock`)
  const narrow = await world.token(ann.id, ['write'])
  const refused = await world.call('GET', '/api/tweeter/v1/analytics', { token: narrow })
  assert.equal(refused.status, 403)
  const wrong = await world.call('GET', '/api/tweeter/v1/analytics?range=forever', { token: ann.token })
  assert.equal(wrong.status, 400)
  const many = await world.call('GET', `/api/tweeter/v1/views?${'id[]=1&'.repeat(41)}`)
  assert.equal(many.status, 400)
})

test('engagement is what others did, and its rate', async () => {
  const post = await write(dee, 'answer me')
  await read(
    world,
    Array.from({ length: 20 }, (_, at): Look => ({ by: `visitor ${at}`, at: now(), posts: [post], profile: dee.id })),
  )
  for (const person of [bob, dee]) {
    for (const verb of ['favourite', 'reblog', 'bookmark']) await act(person, `/api/v1/statuses/${post}/${verb}`)
    await write(person, 'a reply', { in_reply_to_id: post })
    await write(person, 'a quote', { quoted_status_id: post })
  }
  await act(cy, `/api/v1/statuses/${post}/favourite`)
  await act(cy, `/api/v1/statuses/${post}/unfavourite`)
  const figures = await of(post, '7d', dee)
  assert.deepEqual(figures.engagements, { total: 5, favourites: 1, boosts: 1, replies: 1, quotes: 1, bookmarks: 1 })
  assert.deepEqual([figures.views, figures.viewers, figures.engagement_rate], [20, 20, 0.25])
  assert.deepEqual([figures.profile_visits, figures.profile_visitors, figures.points.length], [20, 20, 168])
  const all = await get('analytics?range=30d', dee.token)
  assert.deepEqual([all.views, all.viewers, all.engagements.total, all.step, all.points.length], [20, 20, 5, 'day', 30])
  assert.deepEqual(
    all.best_posts.map((one: { status: { id: string }; views: number; engagements: number }) => [
      one.status.id,
      one.views,
      one.engagements,
    ]),
    [[post, 20, 5]],
  )
})

test('older hours are days, and after 400 days only the sum is left', async () => {
  const eve = await world.account('eve')
  const post = await write(eve, 'old')
  await world.app.db.pool`update posts set created_at = ${ago(3 * DAY_MS)} where id = ${post}`
  await read(world, [
    { by: 'a', at: ago(3 * DAY_MS), posts: [post] },
    { by: 'a', at: ago(2 * DAY_MS), posts: [post] },
    { by: 'b', at: ago(401 * DAY_MS), posts: [post], profile: eve.id },
  ])
  const [day, all] = [await of(post, '24h', eve), await of(post, 'all', eve)]
  assert.deepEqual([day.views, all.views, all.viewers, all.step], [0, 3, 2, 'day'])
  const kept = async () =>
    (
      await world.app.db.read<{ count: number }>`
      select count(*)::int from post_view_hours where post_id = ${post}`
    )[0]!.count
  assert.equal(await kept(), 3)
  await sweepAnalytics(world.app, 1)
  assert.equal(await kept(), 2)
  assert.equal((await of(post, 'all', eve)).views, 3)
})

test('a deleted post has no figures, the sums of its author stay; a deleted account has none', async () => {
  const fay = await world.account('fay')
  const post = await write(fay, 'soon gone')
  await read(world, [{ by: bob.id, at: now(), posts: [post], profile: fay.id }])
  await act(fay, `/api/v1/statuses/${post}`, 'DELETE')
  const rows = async () =>
    (
      await world.app.db.read<{ count: number }>`
      select (select count(*) from post_views where post_id = ${post})::int
             + (select count(*) from post_view_hours where post_id = ${post})::int as count`
    )[0]!.count
  assert.equal(await rows(), 0)
  const figures = await get('analytics', fay.token)
  assert.deepEqual([figures.views, figures.best_posts], [1, []])
  await deleteAccount(world.app, Number(fay.id))
  await world.jobs()
  const [left] = await world.app.db.read<{ count: number }>`
    select count(*)::int from account_view_hours where account_id = ${fay.id}`
  assert.equal(left!.count, 0)
  // A reader that had begun before the deletion may commit after it.
  await world.app.db.pool`
    insert into account_view_hours values (${fay.id}, ${ago(HOUR_MS)}, 1, 1, '', false, 0, '', false)`
  await sweepAnalytics(world.app)
  const late = await world.app.db.read`select from account_view_hours where account_id = ${fay.id}`
  assert.equal(late.length, 0)
})

test('a fixed number of statements, whatever the size of the batch', async () => {
  const posts: string[] = []
  for (let n = 0; n < 12; n++) posts.push(await write(n % 2 ? bob : cy, `number ${n} #birds`))
  const look = (some: string[], by: string): Look => ({ by, at: now(), posts: some, profile: bob.id, tag: 'birds' })
  await read(world, [look(posts, 'x')])
  const count = async (looks: Look[]) => (await world.statements(() => read(world, looks))).count
  const few = await count([look(posts.slice(0, 1), 'y')])
  const many = await count(posts.map((_, n) => look(posts, `z${n}`)))
  assert.ok(many <= few, `${many} and ${few}`)
  const one = await world.statements(() => views(posts.slice(0, 1), ann.token))
  const all = await world.statements(() => views(posts, ann.token))
  assert.ok(all.count <= one.count + 1, `${one.count} and ${all.count}`)
})

test('two readers at once neither lose a view nor stand in each other’s way', async () => {
  const posts: string[] = []
  for (let n = 0; n < 6; n++) posts.push(await write(n % 2 ? bob : cy, `both ${n}`))
  const looks = Array.from({ length: 8 }, (_, n) =>
    viewsOf([{ by: `reader ${n}`, at: now(), posts: n % 2 ? posts : posts.toReversed(), profile: bob.id }]),
  )
  await Promise.all(looks.map((one) => transact(world.app.db, (tx) => emit(tx, requestsRead, one))))
  assert.deepEqual(
    (await views(posts)).map((one: { views: number }) => one.views),
    posts.map(() => 8),
  )
  assert.equal((await of(posts[0]!, '24h', cy)).viewers, 8)
})

test('a hashtag that nobody uses is not counted', async () => {
  await write(ann, 'look #robins')
  await read(world, [
    { by: 'one', at: now(), tag: 'robins' },
    { by: 'one', at: now(), tag: 'x'.repeat(100) },
  ])
  const rows = await world.app.db.read<{ tag: string; views: number }>`
    select tag, views from tag_view_hours where tag in ('robins', ${'x'.repeat(100)})`
  assert.deepEqual([...rows], [{ tag: 'robins', views: 1 }])
})
