import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { ids, verbs } from '../relations/testing.ts'
import { othersWrote, pulse } from '../signals/index.ts'

const world = await openWorld()
after(world.close)
const verb = verbs(world)
const call = (who: Person | null, method: string, url: string, body?: object) =>
  world.call(method, url, { ...(who ? { token: who.token } : {}), ...(body ? { body } : {}) })
const post = async (who: Person, status: string, more: object = {}): Promise<string> =>
  (await call(who, 'POST', '/api/v1/statuses', { status, ...more })).json.id
const home = async (who: Person) => ids(await call(who, 'GET', '/api/v1/timelines/home'))
const listOf = async (who: Person, body: object, ...people: Person[]): Promise<string> => {
  const { id } = (await call(who, 'POST', '/api/v1/lists', { title: 'A list', ...body })).json
  const put = await call(who, 'POST', `/api/v1/lists/${id}/accounts`, { account_ids: people.map((one) => one.id) })
  assert.equal(put.status, 200)
  return id
}
const timeline = async (who: Person, list: string, query = '') =>
  ids(await call(who, 'GET', `/api/v1/timelines/list/${list}${query}`))

let named = 0
const person = () => world.account(`person${named++}`)
const people = async (count: number) => await Promise.all(Array.from({ length: count }, person))

test('the people of an exclusive list are out of home at once, and back when it is not any more', async () => {
  const [me, near, far] = (await people(3)) as [Person, Person, Person]
  await verb(me, 'follow', near)
  await verb(me, 'follow', far)
  const byNear = await post(near, 'one #walks')
  const byFar = await post(far, 'two')
  const own = await post(me, 'three')
  assert.deepEqual(await home(me), [own, byFar, byNear])
  const list = await listOf(me, { exclusive: true }, near, me)
  assert.deepEqual(await home(me), [own, byFar], 'one’s own stay')
  const later = await post(near, 'four #walks')
  const boost = (await call(far, 'POST', `/api/v1/statuses/${later}/reblog`)).json.id
  assert.deepEqual(await home(me), [boost, own, byFar], 'what others boost of them comes')
  await call(me, 'POST', '/api/v1/tags/walks/follow')
  assert.deepEqual(await home(me), [boost, own, byFar], 'nor do they come by a hashtag')
  assert.deepEqual(await timeline(me, list), [later, own, byNear])
  await call(me, 'PUT', `/api/v1/lists/${list}`, { exclusive: false })
  assert.deepEqual(await home(me), [boost, later, own, byFar, byNear])
  await call(me, 'PUT', `/api/v1/lists/${list}`, { exclusive: true })
  assert.deepEqual(await home(me), [boost, own, byFar])
  await call(me, 'DELETE', `/api/v1/lists/${list}/accounts`, { account_ids: [near.id] })
  assert.deepEqual(await home(me), [boost, later, own, byFar, byNear])
  await call(me, 'POST', `/api/v1/lists/${list}/accounts`, { account_ids: [near.id] })
  await call(me, 'DELETE', `/api/v1/lists/${list}`)
  assert.deepEqual(await home(me), [boost, later, own, byFar, byNear])
})

test('public posts with a followed hashtag come into home, once, but not of whom one hides', async () => {
  const [me, followed, stranger, muted, blocker] = (await people(5)) as [Person, Person, Person, Person, Person]
  await verb(me, 'follow', followed)
  await verb(me, 'mute', muted)
  await verb(blocker, 'block', me)
  const before = await post(stranger, 'earlier #Seas')
  assert.deepEqual(await home(me), [])
  await call(me, 'POST', '/api/v1/tags/seas/follow')
  await call(me, 'POST', '/api/v1/tags/lakes/follow')
  assert.deepEqual(await home(me), [before], 'those from before too')
  const both = await post(followed, '#seas #lakes')
  const one = await post(stranger, '#lakes #seas')
  await post(stranger, '#seas', { visibility: 'unlisted' })
  await post(stranger, '#seas', { visibility: 'private' })
  await post(stranger, `@${followed.username} #seas`, { visibility: 'direct' })
  const reply = await post(stranger, 'replying #seas', { in_reply_to_id: one })
  await post(muted, '#seas')
  await post(blocker, '#seas')
  await post(stranger, '#ponds')
  assert.deepEqual(await home(me), [reply, one, both, before])
  const edited = await post(stranger, 'without')
  await call(stranger, 'PUT', `/api/v1/statuses/${edited}`, { status: 'with #seas' })
  assert.deepEqual(await home(me), [edited, reply, one, both, before])
  await call(stranger, 'PUT', `/api/v1/statuses/${one}`, { status: 'neither' })
  await call(stranger, 'DELETE', `/api/v1/statuses/${reply}`)
  assert.deepEqual(await home(me), [edited, both, before])
  await call(me, 'POST', '/api/v1/tags/seas/unfollow')
  assert.deepEqual(await home(me), [both])
})

test('a list shows replies by its policy', async () => {
  const [me, inside, other, outside, stranger] = (await people(5)) as [Person, Person, Person, Person, Person]
  for (const one of [inside, other, outside]) await verb(me, 'follow', one)
  const list = await listOf(me, { replies_policy: 'list' }, inside, other)
  const targets = [me, other, outside, stranger]
  const roots: string[] = []
  for (const one of targets) roots.push(await post(one, 'root'))
  const own = await post(inside, 'own')
  const thread = await post(inside, 'own thread', { in_reply_to_id: own })
  const replies: string[] = []
  for (const root of roots) replies.push(await post(inside, 'a reply', { in_reply_to_id: root }))
  const [toMe, toOther, toOutside] = replies as [string, string, string]
  const always = [thread, own, roots[1]!]
  const expected = {
    none: [toMe, ...always],
    list: [toOther, toMe, ...always],
    followed: [toOutside, toOther, toMe, ...always],
  }
  for (const [policy, wanted] of Object.entries(expected)) {
    await call(me, 'PUT', `/api/v1/lists/${list}`, { replies_policy: policy })
    assert.deepEqual(await timeline(me, list), wanted, policy)
  }
})

test('a list shows what the follows want, nothing direct, and what only followers see', async () => {
  const [me, near, quiet, stranger] = (await people(4)) as [Person, Person, Person, Person]
  await verb(me, 'follow', near)
  await verb(me, 'follow', quiet, { reblogs: false, languages: ['de'] })
  const list = await listOf(me, {}, near, quiet)
  const far = await post(stranger, 'far')
  const boost = (await call(near, 'POST', `/api/v1/statuses/${far}/reblog`)).json.id
  await call(quiet, 'POST', `/api/v1/statuses/${far}/reblog`)
  const german = await post(quiet, 'auf Deutsch', { language: 'de' })
  await post(quiet, 'in English', { language: 'en' })
  const secret = await post(near, 'for followers', { visibility: 'private' })
  await post(near, `@${me.username} only you`, { visibility: 'direct' })
  const own = await post(me, 'mine')
  assert.deepEqual(await timeline(me, list), [secret, german, boost])
  await call(me, 'POST', `/api/v1/lists/${list}/accounts`, { account_ids: [me.id] })
  assert.deepEqual(await timeline(me, list), [own, secret, german, boost])
  await verb(me, 'mute', near)
  assert.deepEqual(await timeline(me, list), [own, german])
  await verb(me, 'unmute', near)
  await verb(me, 'unfollow', near)
  assert.deepEqual(await timeline(me, list), [own, german])
})

test('somebody else’s list is as one that is not there; scopes; pages; a fixed number of statements', async () => {
  const [me, near, stranger] = (await people(3)) as [Person, Person, Person]
  await verb(me, 'follow', near)
  const list = await listOf(me, {}, near)
  for (const who of [near, stranger])
    assert.equal((await call(who, 'GET', `/api/v1/timelines/list/${list}`)).status, 404)
  assert.equal((await call(me, 'GET', '/api/v1/timelines/list/1')).status, 404)
  assert.equal((await call(null, 'GET', `/api/v1/timelines/list/${list}`)).status, 401)
  const statuses = { ...me, token: await world.token(me.id, ['read:statuses']) }
  assert.equal((await call(statuses, 'GET', `/api/v1/timelines/list/${list}`)).status, 403)
  const made: string[] = []
  for (let i = 0; i < 5; i++) made.unshift(await post(near, `post ${i} #tagged`))
  const first = await call(me, 'GET', `/api/v1/timelines/list/${list}?limit=2`)
  assert.deepEqual(ids(first), made.slice(0, 2))
  const next = /<http:\/\/tweeter\.test([^>]+)>; rel="next"/.exec(String(first.headers.link))![1]!
  assert.deepEqual(ids(await call(me, 'GET', next)), made.slice(2, 4))
  assert.deepEqual(await timeline(me, list, `?limit=2&min_id=${made[4]}`), made.slice(2, 4))
  pulse(world.app.bus, othersWrote, {})
  const cold = await world.statements(() => timeline(me, list))
  const warm = await world.statements(() => timeline(me, list))
  assert.ok(cold.count <= 13, `${cold.count} statements`)
  assert.equal(warm.count, 2, 'the list, and its ids')
  await call(me, 'DELETE', `/api/v1/lists/${list}`)
  assert.equal((await call(me, 'GET', `/api/v1/timelines/list/${list}`)).status, 404)
})

test('direct posts from and to one, paged, nobody else’s', async () => {
  const [me, friend, stranger] = (await people(3)) as [Person, Person, Person]
  const direct = (who: Person, whom: Person) => post(who, `@${whom.username} psst`, { visibility: 'direct' })
  const sent = await direct(me, friend)
  const received = await direct(friend, me)
  await direct(friend, stranger)
  await post(friend, `@${me.username} for all to read`)
  const shown = await call(me, 'GET', '/api/v1/timelines/direct')
  assert.deepEqual(ids(shown), [received, sent])
  assert.deepEqual(ids(await call(me, 'GET', '/api/v1/timelines/direct?limit=1')), [received])
  assert.deepEqual(ids(await call(me, 'GET', `/api/v1/timelines/direct?max_id=${received}`)), [sent])
  assert.deepEqual(ids(await call(me, 'GET', `/api/v1/timelines/direct?min_id=${sent}`)), [received])
  assert.equal((await call(null, 'GET', '/api/v1/timelines/direct')).status, 401)
  await call(friend, 'PUT', `/api/v1/statuses/${received}`, { status: 'to nobody' })
  assert.deepEqual(ids(await call(me, 'GET', '/api/v1/timelines/direct')), [sent])
  await verb(me, 'block', friend)
  assert.deepEqual(ids(await call(me, 'GET', '/api/v1/timelines/direct')), [sent])
  assert.deepEqual(world.complaints, [])
})
