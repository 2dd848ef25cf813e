import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { indexBatch } from '../search/index.ts'
import { transact } from '../storage/index.ts'
import { scoreOf } from './compute.ts'
import { updateTrends } from './index.ts'

const HOUR_MS = 3600 * 1000
const world = await openWorld()
after(world.close)
const { app } = world
const boss = await world.account('boss', { role: 'moderator' })
const people: Person[] = []
for (let n = 0; n < 12; n++) people.push(await world.account(`person${n}`))
const [ann, bob, cy] = people as [Person, Person, Person]

/** They are not new here, and somebody follows each. */
await app.db.pool`update accounts set created_at = now() - interval '9 days'`
for (const person of people) {
  const follower = person === ann ? bob : ann
  await world.call('POST', `/api/v1/accounts/${person.id}/follow`, { token: follower.token, body: {} })
}

const write = async (person: Person, status: string, more: object = {}): Promise<string> => {
  const reply = await world.call('POST', '/api/v1/statuses', { token: person.token, body: { status, ...more } })
  assert.equal(reply.status, 200, reply.text)
  return reply.json.id
}
const get = async (url: string, token?: string) => {
  const reply = await world.call('GET', url, token ? { token } : {})
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const tags = async (token?: string): Promise<string[]> => {
  await updateTrends(app)
  return (await get('/api/v1/trends/tags', token)).map((tag: { name: string }) => tag.name)
}
const posts = async (token?: string): Promise<string[]> => {
  await updateTrends(app)
  return (await get('/api/v1/trends/statuses', token)).map((post: { id: string }) => post.id)
}
const act = async (person: Person, url: string, method = 'POST', body: object = {}) => {
  const reply = await world.call(method, url, { token: person.token, body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}

test('ten people make a tag trend, one with a thousand posts does not', async () => {
  const pushed = await write(ann, 'buy #pushed')
  await app.db.pool`
    insert into posts (author_id, conversation_id, visibility, text)
    select ${ann.id}, 0, 'public', 'buy' from generate_series(1, 999)`
  await app.db.pool`
    insert into post_tags (tag, name, post_id) select 'pushed', 'pushed', id from posts
     where author_id = ${ann.id} and id <> ${pushed}`
  for (const person of people.slice(0, 10)) await write(person, 'look at #birds')
  for (const person of people.slice(0, 4)) await write(person, 'and #cats', { visibility: 'unlisted' })
  for (const person of people.slice(0, 4)) await write(person, 'and #dogs')
  assert.deepEqual(await tags(), ['birds', 'dogs'])
  const [first] = await get('/api/v1/trends')
  assert.deepEqual([first.name, first.history[0].accounts, first.history[0].uses], ['birds', '10', '10'])
  const page = await world.call('GET', '/api/v1/trends/tags?limit=1')
  assert.match(String(page.headers.link), /offset=1>; rel="next"/)
  const next = await get('/api/v1/trends/tags?limit=1&offset=1')
  assert.deepEqual(
    next.map((tag: { name: string }) => tag.name),
    ['dogs'],
  )
})

test('accounts made for the purpose weigh little, those who do not want to be discovered nothing', async () => {
  for (let n = 0; n < 8; n++) await write(await world.account(`new${n}`), '#sock')
  assert.ok(!(await tags()).includes('sock'))
  for (const person of people.slice(0, 4)) {
    await act(person, '/api/v1/accounts/update_credentials', 'PATCH', { discoverable: false })
    await write(person, '#shy')
  }
  assert.ok(!(await tags()).includes('shy'))
  for (const person of people.slice(0, 4)) {
    await act(person, '/api/v1/accounts/update_credentials', 'PATCH', { discoverable: true })
  }
  assert.ok((await tags()).includes('shy'))
  await app.db.pool`update accounts set silenced_at = now() where id = any(${people.slice(0, 2).map((one) => one.id)})`
  assert.ok(!(await tags()).includes('shy'))
  await app.db.pool`update accounts set silenced_at = null`
})

test('what is deleted stops counting', async () => {
  const ids: [Person, string][] = []
  for (const person of people.slice(0, 3)) ids.push([person, await write(person, '#gone')])
  assert.ok((await tags()).includes('gone'))
  const [author, id] = ids[0]!
  await act(author, `/api/v1/statuses/${id}`, 'DELETE')
  assert.ok(!(await tags()).includes('gone'))
})

test('a moderator keeps a tag from trending, or lets it; others may not', async () => {
  for (const person of people.slice(0, 4)) await write(person, '#robins')
  await updateTrends(app)
  const admin = async (person: Person) => await world.call('GET', '/api/v1/admin/trends/tags', { token: person.token })
  assert.equal((await admin(ann)).status, 403)
  const robins = (await admin(boss)).json.find((tag: { name: string }) => tag.name === 'robins')
  assert.deepEqual([robins.requires_review, robins.trendable, robins.usable], [true, true, true])
  const rejected = await act(boss, `/api/v1/admin/trends/tags/${robins.id}/reject`)
  assert.deepEqual([rejected.requires_review, rejected.trendable], [false, false])
  const shown = await get('/api/v1/trends/tags')
  assert.ok(!shown.some((tag: { name: string }) => tag.name === 'robins'), 'at once')
  assert.ok(!(await tags()).includes('robins'), 'and from now on')
  await act(boss, `/api/v1/admin/trends/tags/${robins.id}/approve`)
  assert.ok((await tags()).includes('robins'))
  // A thousand posts at once wait for the background, which does not run here.
  while ((await transact(app.db, indexBatch)) > 0);
  const search = await get('/api/v2/search?q=robin&exclude_unreviewed=true', ann.token)
  assert.deepEqual(
    search.hashtags.map((tag: { name: string }) => tag.name),
    ['robins'],
  )
  const unknown = await world.call('POST', '/api/v1/admin/trends/tags/12345/reject', { token: boss.token })
  assert.equal(unknown.status, 404)
  const byAnn = await world.call('POST', `/api/v1/admin/trends/tags/${robins.id}/reject`, { token: ann.token })
  assert.equal(byAnn.status, 403)
})

test('posts trend by distinct people; not by their author, and not what is sensitive or a reply', async () => {
  const good = await write(ann, 'a good post')
  const better = await write(bob, 'a better post')
  const warned = await write(bob, 'a sensitive post', { sensitive: true })
  const reply = await write(bob, 'a reply', { in_reply_to_id: good })
  const quiet = await write(bob, 'a quiet post', { visibility: 'unlisted' })
  const alone = await write(ann, 'mine alone')
  for (const id of [good, better, warned, reply, quiet]) {
    for (const person of people.slice(2, 6)) await act(person, `/api/v1/statuses/${id}/favourite`)
  }
  for (const person of people.slice(5, 9)) await act(person, `/api/v1/statuses/${better}/reblog`)
  for (const person of people.slice(0, 3)) await act(person, `/api/v1/statuses/${alone}/favourite`)
  assert.deepEqual(await posts(), [better, good])
  await act(cy, `/api/v1/accounts/${bob.id}/block`)
  assert.deepEqual(await posts(cy.token), [good])
  await act(cy, `/api/v1/accounts/${bob.id}/unblock`)
  const admin = await get('/api/v1/admin/trends/statuses', boss.token)
  assert.equal(admin[0].requires_review, true)
  assert.equal((await act(boss, `/api/v1/admin/trends/statuses/${better}/reject`)).requires_review, false)
  assert.deepEqual(await posts(), [good])
  for (const person of people.slice(2, 4)) await act(person, `/api/v1/statuses/${good}/unfavourite`)
  assert.deepEqual(await posts(), [])
})

test('what is used as much as the day before does not trend, and a peak fades', async () => {
  assert.ok(scoreOf({ fresh: 10, usual: 0 }, 4) > scoreOf({ fresh: 10, usual: 30 }, 4))
  assert.equal(scoreOf({ fresh: 2.4, usual: 10 }, 4), 0)
  for (const person of people.slice(0, 10)) await write(person, '#peaks')
  assert.ok((await tags()).includes('peaks'))
  const [before] = await app.db.read<{ score: number }>`select score from trend_scores where key = 'peaks'`
  world.pass(8 * HOUR_MS)
  await tags()
  const [later] = await app.db.read<{ score: number }>`select score from trend_scores where key = 'peaks'`
  assert.ok(later!.score < before!.score / 8, `${before!.score}, ${later!.score}`)
  world.pass(17 * HOUR_MS)
  assert.deepEqual(await tags(), [])
  world.pass(48 * HOUR_MS)
  for (const person of people.slice(0, 4)) await write(person, '#monday')
  assert.deepEqual(await tags(), ['monday'])
})

test('a list is a fixed number of statements', async () => {
  await get('/api/v1/trends/tags')
  const { count } = await world.statements(() => get('/api/v1/trends/tags'))
  assert.equal(count, 1)
})

test('links trend by the people who post them; a moderator decides about one, or about its publisher', async () => {
  const urls = ['https://www.news.example/a', 'https://news.example/b', 'https://blog.example/c']
  const preview = {
    ...{ title: 'A page', description: 'About it', language: null, type: 'link', author_name: '', author_url: '' },
    ...{ provider_name: 'News', provider_url: '', html: '', width: 0, height: 0, embed_url: '', published_at: null },
    ...{ image_description: '', blurhash: null },
  }
  for (const [at, url] of urls.entries()) {
    await app.db.pool`
      insert into cards (key, url, wanted_at, ask_after, preview)
      values (encode(sha256(convert_to(${url}, 'UTF8')), 'hex'), ${url}, now(), now() + interval '9 days',
              ${app.db.pool.json(preview)})
      on conflict (key) do update set preview = excluded.preview`
    for (const person of people.slice(0, 6 - at)) await write(person, `read ${url}`)
  }
  for (let n = 0; n < 9; n++) await write(ann, 'https://pushed.example/')
  for (const person of people.slice(0, 6)) await write(person, 'https://unknown.example/ has no preview')
  const links = async (url = '/api/v1/trends/links'): Promise<string[]> =>
    (await get(url)).map((link: { url: string }) => link.url)
  await updateTrends(app)
  assert.deepEqual(await links(), urls)
  const [first] = await get('/api/v1/trends/links?limit=1')
  assert.deepEqual([first.title, first.history.length], ['A page', 7])
  assert.deepEqual([first.history[0].uses, first.history[0].accounts, first.history[1].uses], ['6', '6', '0'])

  const timeline = await get(`/api/v1/timelines/link?url=${encodeURIComponent(urls[0]!)}&limit=5`)
  assert.equal(timeline.length, 5)
  assert.ok(timeline.every((post: { content: string }) => post.content.includes('news.example/a')))
  const nowhere = await world.call('GET', '/api/v1/timelines/link?url=https://pushed.example/')
  assert.equal(nowhere.status, 404)

  const admin = await get('/api/v1/admin/trends/links', boss.token)
  assert.equal(admin[0].requires_review, true)
  await act(boss, `/api/v1/admin/trends/links/${admin[2].id}/reject`)
  assert.deepEqual(await links(), urls.slice(0, 2))
  const publishers = await get('/api/v1/admin/trends/links/publishers', boss.token)
  const news = publishers.find((one: { domain: string }) => one.domain === 'news.example')
  assert.deepEqual([news.trendable, news.requires_review], [true, true])
  assert.equal((await act(boss, `/api/v1/admin/trends/links/publishers/${news.id}/reject`)).trendable, false)
  assert.deepEqual(await links(), [])
  await act(boss, `/api/v1/admin/trends/links/${admin[0].id}/approve`)
  assert.deepEqual(await links(), urls.slice(0, 1), 'what was decided about a link itself comes first')
  const gone = await world.call('GET', `/api/v1/timelines/link?url=${encodeURIComponent(urls[2]!)}`)
  assert.equal(gone.status, 404)
  const byAnn = await world.call('GET', '/api/v1/admin/trends/links', { token: ann.token })
  assert.equal(byAnn.status, 403)
})
