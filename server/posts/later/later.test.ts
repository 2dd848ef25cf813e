import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../../testing/world.ts'
import { upload } from '../../media/testing.ts'

const world = await openWorld()
after(world.close)
const [alice, bob] = await Promise.all(['alice', 'bob'].map((name) => world.account(name)))
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const call = (method: string, url: string, who: Person, body?: object, headers?: Record<string, string>) =>
  world.call(method, url, { token: who.token, ...(body ? { body } : {}), ...(headers ? { headers } : {}) })
const inMs = (ms: number) => new Date(world.app.now().getTime() + ms).toISOString()
const schedule = (body: object, ms = 10 * MINUTE_MS) =>
  call('POST', '/api/v1/statuses', alice!, { status: 'later', scheduled_at: inMs(ms), ...body })
const scheduled = async () => (await call('GET', '/api/v1/scheduled_statuses', alice!)).json
const posted = async () => (await call('GET', `/api/v1/accounts/${alice!.id}/statuses`, alice!)).json
const drafts = async () => (await call('GET', '/api/tweeter/v1/drafts', alice!)).json

test('a scheduled post is kept, moved, and published once at its time', async () => {
  const media = await upload(world, alice!)
  const made = await schedule({ media_ids: [media.id], visibility: 'unlisted', spoiler_text: 'cw' })
  assert.equal(made.status, 200, made.text)
  const { params } = made.json
  assert.deepEqual(
    [params.text, params.visibility, params.spoiler_text, params.media_ids],
    ['later', 'unlisted', 'cw', [media.id]],
  )
  assert.equal(made.json.media_attachments[0].id, media.id)
  assert.deepEqual(
    (await scheduled()).map((one: { id: string }) => one.id),
    [made.json.id],
  )
  assert.equal((await call('GET', `/api/v1/scheduled_statuses/${made.json.id}`, bob!)).status, 404)
  const moved = await call('PUT', `/api/v1/scheduled_statuses/${made.json.id}`, alice!, {
    scheduled_at: inMs(3 * DAY_MS),
  })
  assert.equal(moved.status, 200)
  world.pass(2 * DAY_MS)
  await world.jobs()
  assert.deepEqual(await posted(), [])
  world.pass(DAY_MS + MINUTE_MS)
  await Promise.all([world.jobs(), world.jobs()])
  const [post, ...others] = await posted()
  assert.deepEqual([others.length, post.content, post.media_attachments[0].id], [0, '<p>later</p>', media.id])
  assert.deepEqual(await scheduled(), [])
})

test('what is cancelled is not published; a repeated key is one post; a time that passed is now', async () => {
  const key = { 'idempotency-key': 'once' }
  const body = { status: 'twice?', scheduled_at: inMs(10 * MINUTE_MS) }
  const [one, two] = await Promise.all([1, 2].map(() => call('POST', '/api/v1/statuses', alice!, body, key)))
  assert.equal(one!.json.id, two!.json.id)
  assert.deepEqual((await call('DELETE', `/api/v1/scheduled_statuses/${one!.json.id}`, alice!)).json, {})
  const before = (await posted()).length
  world.pass(20 * MINUTE_MS)
  await world.jobs()
  assert.equal((await posted()).length, before)
  assert.equal((await schedule({}, -MINUTE_MS)).json.content, '<p>later</p>')
  assert.match((await schedule({}, 2 * MINUTE_MS)).json.error, /at least 5 minutes/)
  assert.match((await schedule({ scheduled_at: 'soon' })).json.error, /date and time/)
  assert.match((await schedule({ status: '' })).json.error, /blank/)
})

test('what cannot be published at its time becomes a draft that says why', async () => {
  const parent = (await call('POST', '/api/v1/statuses', bob!, { status: 'to be deleted' })).json
  const media = await upload(world, alice!)
  await schedule({ status: 'an answer', in_reply_to_id: parent.id, media_ids: [media.id] })
  await call('DELETE', `/api/v1/statuses/${parent.id}`, bob!)
  world.pass(11 * MINUTE_MS)
  await world.jobs()
  const [draft] = await drafts()
  assert.deepEqual(
    [draft.params.status, draft.error, draft.media_attachments.length],
    ['an answer', 'Record not found', 1],
  )
  const url = `/api/tweeter/v1/drafts/${draft.id}`
  assert.equal((await call('POST', `${url}/publish`, alice!)).status, 404)
  const { in_reply_to_id: _gone, ...params } = draft.params
  world.pass(3 * DAY_MS)
  const { sweepOrphans } = await import('../../media/index.ts')
  await sweepOrphans(world.app)
  assert.equal((await call('PUT', url, alice!, params)).json.error, null)
  const published = await call('POST', `${url}/publish`, alice!)
  assert.equal(published.json.media_attachments[0].id, media.id)
  assert.equal((await call('GET', url, alice!)).status, 404)
})

test('whom staff disabled publishes nothing, at no time', async () => {
  const [carol, admin] = [await world.account('carol'), await world.account('admin', { role: 'admin' })]
  const due = { status: 'later', scheduled_at: inMs(10 * MINUTE_MS) }
  assert.equal((await call('POST', '/api/v1/statuses', carol, due)).status, 200)
  const standing = `/api/v1/admin/accounts/${carol.id}`
  assert.equal((await call('POST', `${standing}/action`, admin, { type: 'disable' })).status, 200)
  world.pass(11 * MINUTE_MS)
  await world.jobs()
  assert.deepEqual((await call('GET', `/api/v1/accounts/${carol.id}/statuses`, admin)).json, [])
  await call('POST', `${standing}/enable`, admin)
  assert.match((await call('GET', '/api/tweeter/v1/drafts', carol)).json[0].error, /could not post/)
})

test('drafts keep what is not finished, with its media, for its author only', async () => {
  const media = await upload(world, alice!)
  const poll = { options: ['only one'], expires_in: 1 }
  const made = await call('POST', '/api/tweeter/v1/drafts', alice!, {
    poll,
    media_ids: [media.id],
    visibility: 'direct',
  })
  assert.equal(made.status, 200, made.text)
  world.pass(30 * DAY_MS)
  const { sweepOrphans } = await import('../../media/index.ts')
  await sweepOrphans(world.app)
  const url = `/api/tweeter/v1/drafts/${made.json.id}`
  assert.equal((await call('GET', url, alice!)).json.media_attachments[0].id, media.id)
  for (const [method, path] of [
    ['GET', ''],
    ['PUT', ''],
    ['DELETE', ''],
    ['POST', '/publish'],
  ] as const) {
    assert.equal((await call(method, url + path, bob!, method === 'PUT' ? {} : undefined)).status, 404)
  }
  assert.equal((await call('POST', `${url}/publish`, alice!)).status, 422)
  assert.equal((await call('POST', '/api/tweeter/v1/drafts', bob!, { media_ids: [media.id] })).status, 422)
  assert.equal((await call('PUT', url, alice!, { status: 'done' })).json.media_attachments.length, 0)
  world.pass(2 * DAY_MS)
  await sweepOrphans(world.app)
  assert.equal((await call('GET', `/api/v1/media/${media.id}`, alice!)).status, 404)
  const both = await Promise.all([1, 2].map(() => call('POST', `${url}/publish`, alice!)))
  assert.deepEqual(both.map((one) => one.status).sort(), [200, 404])
})

test('a picture that two drafts want stays until the last of them is gone; keys of posts and schedules are apart', async () => {
  const media = await upload(world, alice!)
  const make = async () => (await call('POST', '/api/tweeter/v1/drafts', alice!, { media_ids: [media.id] })).json.id
  const [one, two] = [await make(), await make()]
  const { sweepOrphans } = await import('../../media/index.ts')
  const isThere = async () => {
    world.pass(3 * DAY_MS)
    await sweepOrphans(world.app)
    return (await call('GET', `/api/v1/media/${media.id}`, alice!)).status === 200
  }
  await call('DELETE', `/api/tweeter/v1/drafts/${one}`, alice!)
  assert.equal(await isThere(), true)
  await call('DELETE', `/api/tweeter/v1/drafts/${two}`, alice!)
  assert.equal(await isThere(), false)
  const key = { 'idempotency-key': 'both' }
  const later = { status: 'later', scheduled_at: inMs(20 * DAY_MS) }
  assert.equal((await call('POST', '/api/v1/statuses', alice!, later, key)).json.params.text, 'later')
  assert.equal((await call('POST', '/api/v1/statuses', alice!, { status: 'now' }, key)).json.content, '<p>now</p>')
})

test('at most so many a day', async () => {
  const noon = Math.ceil(world.app.now().getTime() / DAY_MS) * DAY_MS + DAY_MS / 2
  const ms = noon - world.app.now().getTime()
  for (let i = 0; i < 25; i++) assert.equal((await schedule({}, ms + i)).status, 200)
  assert.match((await schedule({}, ms)).json.error, /25 scheduled posts for that day/)
  assert.equal((await schedule({}, ms + DAY_MS)).status, 200)
})
