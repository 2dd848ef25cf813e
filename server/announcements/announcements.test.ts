import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import sharp from 'sharp'
import { openWorld, type Person } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)
const admin = await world.account('adam', { role: 'admin' })
const mod = await world.account('mona', { role: 'moderator' })
const [alice, bob] = [await world.account('alice'), await world.account('bob')]

const ADMIN = '/api/tweeter/v1/admin/announcements'
const call = (who: Person, method: string, url: string, body?: object) =>
  world.call(method, url, { token: who.token, ...(body ? { body } : {}) })
const ok = async (who: Person, method: string, url: string, body?: object) => {
  const reply = await call(who, method, url, body)
  assert.equal(reply.status, 200, `${method} ${url}: ${reply.text}`)
  return reply.json
}
const announce = (text: string, more: object = {}) => ok(admin, 'POST', ADMIN, { text, ...more })
const list = (who = alice, query = '') => ok(who, 'GET', `/api/v1/announcements${query}`)
const find = async (id: string, who = alice) =>
  (await list(who, '?with_dismissed=true')).find((one: { id: string }) => one.id === id)
const inMinutes = (minutes: number) => new Date(world.app.now().getTime() + minutes * 60_000).toISOString()
const reaction = (id: string, name: string) => `/api/v1/announcements/${id}/reactions/${encodeURIComponent(name)}`

test('published at once, as a post would look, and dismissed by each for themselves', async () => {
  const status = await ok(bob, 'POST', '/api/v1/statuses', { status: 'News' })
  const secret = await ok(bob, 'POST', '/api/v1/statuses', { status: 'Secret', visibility: 'private' })
  const made = await announce(`Hello @bob and @nobody, see #News ${status.url} ${secret.url} <b>\n\nBye`)
  const [shown] = await list()
  const { content, ...rest } = shown
  assert.match(content, /^<p>Hello <span class="h-card".*@nobody.*&lt;b&gt;<\/p><p>Bye<\/p>$/)
  assert.deepEqual(rest, {
    id: made.id,
    starts_at: null,
    ends_at: null,
    all_day: false,
    published: true,
    published_at: made.published_at,
    updated_at: made.updated_at,
    read: false,
    mentions: [{ id: bob.id, username: 'bob', url: 'http://tweeter.test/@bob', acct: 'bob' }],
    statuses: [{ id: status.id, url: status.url }],
    tags: [{ name: 'news', url: 'http://tweeter.test/tags/news' }],
    emojis: [],
    reactions: [],
  })
  await ok(bob, 'DELETE', `/api/v1/statuses/${status.id}`)
  assert.deepEqual((await list())[0].statuses, [])
  assert.deepEqual(await ok(alice, 'POST', `/api/v1/announcements/${made.id}/dismiss`), {})
  await ok(alice, 'POST', `/api/v1/announcements/${made.id}/dismiss`)
  assert.deepEqual(await list(), [])
  assert.equal((await find(made.id)).read, true)
  assert.equal((await list(bob))[0].read, false)

  await ok(admin, 'PATCH', `${ADMIN}/${made.id}`, { text: 'Changed' })
  assert.equal((await find(made.id)).content, '<p>Changed</p>')
  assert.equal((await ok(admin, 'POST', `${ADMIN}/${made.id}/unpublish`)).published, false)
  assert.equal(await find(made.id), undefined)
  assert.equal((await call(alice, 'POST', `/api/v1/announcements/${made.id}/dismiss`)).status, 404)
  await ok(admin, 'POST', `${ADMIN}/${made.id}/publish`)
  assert.ok(await find(made.id))
  await ok(admin, 'DELETE', `${ADMIN}/${made.id}`)
  assert.equal(await find(made.id), undefined)
  assert.equal((await call(admin, 'GET', `${ADMIN}/${made.id}`)).status, 404)
  const log = await ok(admin, 'GET', `/api/tweeter/v1/admin/audit_log?target_id=${made.id}`)
  assert.deepEqual(
    log.map((one: { action: string }) => one.action.split('.')[1]),
    ['destroy', 'publish', 'unpublish', 'update', 'create'],
  )
})

test('scheduled, moved, ended', async () => {
  const soon = await announce('Later', { scheduled_at: inMinutes(10), ends_at: inMinutes(60) })
  assert.deepEqual([soon.published, soon.published_at], [false, null])
  const moved = await announce('Moved', { scheduled_at: inMinutes(10) })
  await ok(admin, 'PUT', `${ADMIN}/${moved.id}`, { scheduled_at: inMinutes(30) })
  const cancelled = await announce('Never', { scheduled_at: inMinutes(10) })
  await ok(admin, 'PUT', `${ADMIN}/${cancelled.id}`, { scheduled_at: null })
  const shown = async () => (await list()).map((one: { content: string }) => one.content)
  assert.deepEqual(await shown(), [])
  world.pass(11 * 60_000)
  await world.jobs()
  assert.deepEqual(await shown(), ['<p>Later</p>'])
  world.pass(20 * 60_000)
  await world.jobs()
  assert.deepEqual(await shown(), ['<p>Later</p>', '<p>Moved</p>'])
  await ok(admin, 'PATCH', `${ADMIN}/${moved.id}`, {
    starts_at: inMinutes(-600),
    ends_at: inMinutes(600),
    all_day: true,
  })
  assert.deepEqual(await shown(), ['<p>Moved</p>', '<p>Later</p>'], 'by when it begins')
  world.pass(30 * 60_000)
  assert.deepEqual(await shown(), ['<p>Moved</p>'], 'gone in time, even before the job')
  assert.equal((await call(alice, 'PUT', reaction(soon.id, '👍'))).status, 404)
  await world.jobs()
  assert.equal((await ok(admin, 'GET', `${ADMIN}/${soon.id}`)).published, false)
  assert.equal((await call(admin, 'POST', `${ADMIN}/${soon.id}/publish`)).status, 422)
  await ok(admin, 'DELETE', `${ADMIN}/${moved.id}`)
  assert.equal((await ok(admin, 'GET', `${ADMIN}?limit=2`)).length, 2)
})

test('what makes no sense is refused and changes nothing', async () => {
  const made = await announce('Fine')
  for (const body of [
    { text: ' ' },
    { text: 'x'.repeat(5001) },
    { ends_at: 'soon' },
    { ends_at: inMinutes(-1) },
    { starts_at: inMinutes(9), ends_at: inMinutes(8) },
    { scheduled_at: inMinutes(9) },
    { starts_at: '+123456-01-01T00:00:00Z' },
  ]) {
    assert.equal((await call(admin, 'PATCH', `${ADMIN}/${made.id}`, body)).status, 422, JSON.stringify(body))
    const wanted = { text: 'New', ...body }
    if (!('scheduled_at' in body)) assert.equal((await call(admin, 'POST', ADMIN, wanted)).status, 422)
  }
  assert.equal((await call(admin, 'POST', ADMIN, { text: 'x', scheduled_at: inMinutes(-9) })).status, 422)
  assert.deepEqual(await ok(admin, 'GET', `${ADMIN}/${made.id}`), made)
  await ok(admin, 'DELETE', `${ADMIN}/${made.id}`)
})

test('reactions: Unicode and custom emojis, once each, eight different ones', async () => {
  const { id } = await announce('React')
  const body = new FormData()
  const png = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#3af' } })
    .png()
    .toBuffer()
  body.set('shortcode', 'blob')
  body.set('image', new Blob([new Uint8Array(png)]), 'a.png')
  const uploaded = await world.call('POST', '/api/tweeter/v1/admin/custom_emojis', { token: admin.token, body })
  const emoji = uploaded.json
  for (const name of ['👍', 'blob', '👩🏽‍🚀', '🇨🇭', '1️⃣'])
    assert.deepEqual(await ok(alice, 'PUT', reaction(id, name)), {})
  await ok(alice, 'PUT', reaction(id, '👍'))
  await ok(bob, 'PUT', reaction(id, '👍'))
  await ok(bob, 'PUT', reaction(id, '❤'))
  await ok(alice, 'PUT', reaction(id, '❤️'))
  const seen = (await find(id)).reactions
  assert.deepEqual(seen, [
    { name: '👍', count: 2, me: true },
    { name: 'blob', count: 1, me: true, url: emoji.url, static_url: emoji.static_url },
    { name: '👩🏽‍🚀', count: 1, me: true },
    { name: '🇨🇭', count: 1, me: true },
    { name: '1️⃣', count: 1, me: true },
    { name: '❤️', count: 2, me: true },
  ])
  assert.equal((await find(id, bob)).reactions[1].me, false)
  for (const name of ['x', 'moon', '👍👍', '1', 'Ａ', '🇨', '<b>', ' 👍', '👍\u200d']) {
    assert.equal((await call(alice, 'PUT', reaction(id, name))).status, 422, name)
  }
  await ok(alice, 'PUT', reaction(id, '🎉'))
  const racing = await Promise.all(['🐶', '🐱', '🐭', '🐹'].map((name) => call(bob, 'PUT', reaction(id, name))))
  assert.deepEqual(racing.map((reply) => reply.status).sort(), [200, 422, 422, 422])
  await ok(bob, 'PUT', reaction(id, '🎉'))
  assert.equal((await find(id)).reactions.length, 8)

  await ok(bob, 'DELETE', reaction(id, '❤'))
  assert.equal((await call(bob, 'DELETE', reaction(id, '❤'))).status, 404)
  assert.equal((await find(id)).reactions.find((one: { name: string }) => one.name === '❤️').count, 1)
  await ok(admin, 'PATCH', `/api/tweeter/v1/admin/custom_emojis/${emoji.id}`, { disabled: true })
  assert.ok(!(await find(id)).reactions.some((one: { name: string }) => one.name === 'blob'))
  await ok(alice, 'DELETE', reaction(id, 'blob'))
  await ok(admin, 'DELETE', `${ADMIN}/${id}`)
})

test('permissions', async () => {
  const { id } = await announce('For all')
  assert.equal((await world.call('GET', '/api/v1/announcements')).status, 401)
  assert.equal((await list(bob)).length, 1)
  const app = await world.token(null, ['read'])
  assert.equal((await world.call('GET', '/api/v1/announcements', { token: app })).status, 401)
  const narrow = await world.token(alice.id, ['read:statuses', 'admin:read'])
  assert.equal((await world.call('GET', '/api/v1/announcements', { token: narrow })).status, 200)
  for (const [method, url] of [
    ['POST', `/api/v1/announcements/${id}/dismiss`],
    ['PUT', reaction(id, '👍')],
    ['DELETE', reaction(id, '👍')],
  ] as const) {
    assert.equal((await world.call(method, url)).status, 401)
    assert.equal((await world.call(method, url, { token: narrow })).status, 403)
    assert.equal((await call(alice, method, url.replace(id, '12'))).status, 404)
  }
  const routes = [
    ['GET', ADMIN],
    ['POST', ADMIN],
    ['GET', `${ADMIN}/${id}`],
    ['PATCH', `${ADMIN}/${id}`],
    ['PUT', `${ADMIN}/${id}`],
    ['POST', `${ADMIN}/${id}/publish`],
    ['POST', `${ADMIN}/${id}/unpublish`],
    ['DELETE', `${ADMIN}/${id}`],
  ] as const
  const adminWithout = await world.token(admin.id, ['read', 'write'])
  for (const [method, url] of routes) {
    const body = method === 'GET' ? undefined : { text: 'Mine' }
    assert.equal((await world.call(method, url)).status, 401)
    assert.equal((await world.call(method, url, { token: adminWithout, ...(body && { body }) })).status, 403, url)
    for (const who of [alice, mod]) assert.equal((await call(who, method, url, body)).status, 403, `${method} ${url}`)
  }
  assert.equal((await find(id)).content, '<p>For all</p>')
})

test('a list is a fixed number of statements', async () => {
  await list()
  const few = await world.statements(() => list())
  for (const text of ['One @alice', 'Two @bob #two', 'Three']) await announce(text)
  await list()
  const many = await world.statements(() => list())
  assert.deepEqual([few.count, many.count], [2, 2])
  assert.deepEqual(world.complaints, [])
})
