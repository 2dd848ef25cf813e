import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { change } from '../relations/testing.ts'
import { followedTagsOf, purgeOldDays, tagFollowed, tagsJson, tagUnfollowed } from './index.ts'

const DAY_MS = 24 * 60 * 60 * 1000

const world = await openWorld()
after(world.close)
const alice = await world.account('alice')
const bob = await world.account('bob')
const call = (who: Person | null, method: string, url: string, body?: object) =>
  world.call(method, url, { ...(who ? { token: who.token } : {}), ...(body ? { body } : {}) })
const post = async (who: Person, status: string, more: object = {}): Promise<string> =>
  (await call(who, 'POST', '/api/v1/statuses', { status, ...more })).json.id
/** Uses and people of today. */
const today = async (name: string): Promise<[string, string]> => {
  const { history } = (await call(null, 'GET', `/api/v1/tags/${name}`)).json
  return [history[0].uses, history[0].accounts]
}

const facts: [string, object][] = []
for (const signal of [tagFollowed, tagUnfollowed]) {
  world.app.bus.after<object>(signal, `test.${signal.name}`, (fact) => facts.push([signal.name, fact]))
}

test('the history counts uses in public posts and distinct people; edits and deletions take away', async () => {
  assert.deepEqual(await today('birds'), ['0', '0'])
  const first = await post(alice, 'one #birds #Cats')
  const second = await post(alice, 'two #BIRDS #birds')
  const third = await post(bob, 'three #birds')
  await post(bob, 'hidden #birds', { visibility: 'unlisted' })
  await post(bob, 'hidden #birds', { visibility: 'private' })
  await call(bob, 'POST', `/api/v1/statuses/${first}/reblog`)
  assert.deepEqual(await today('birds'), ['3', '2'])
  assert.deepEqual(await today('cats'), ['1', '1'])

  await call(alice, 'PUT', `/api/v1/statuses/${first}`, { status: 'no more of it #dogs' })
  assert.deepEqual(await today('birds'), ['2', '2'])
  assert.deepEqual(await today('dogs'), ['1', '1'])
  await call(alice, 'PUT', `/api/v1/statuses/${first}`, { status: 'again #birds' })
  assert.deepEqual(await today('birds'), ['3', '2'])
  await call(alice, 'DELETE', `/api/v1/statuses/${first}`)
  await call(alice, 'DELETE', `/api/v1/statuses/${second}`)
  assert.deepEqual(await today('birds'), ['1', '1'])
  await call(bob, 'DELETE', `/api/v1/statuses/${third}`)
  assert.deepEqual(await today('birds'), ['0', '0'])
})

test('a tag has seven days, today first, the same id everywhere, and the flags of who looks', async () => {
  await post(alice, '#weekly')
  world.pass(2 * DAY_MS)
  await Promise.all([post(alice, '#weekly'), post(bob, '#weekly'), post(bob, '#weekly again')])
  const shown = (await call(null, 'GET', '/api/v1/tags/Weekly')).json
  assert.equal(shown.name, 'weekly')
  assert.equal(shown.url, 'http://tweeter.test/tags/weekly')
  assert.match(shown.id, /^\d+$/)
  assert.deepEqual(
    shown.history.map((day: { uses: string; accounts: string }) => `${day.uses}/${day.accounts}`),
    ['3/2', '0/0', '1/1', '0/0', '0/0', '0/0', '0/0'],
  )
  const days = shown.history.map((day: { day: string }) => Number(day.day))
  assert.equal(days[0], Math.floor(world.app.now().getTime() / DAY_MS) * 86_400)
  assert.deepEqual(
    days.map((day: number) => days[0] - day),
    [0, 1, 2, 3, 4, 5, 6].map((back) => back * 86_400),
  )
  assert.ok(!('following' in shown) && !('featuring' in shown))
  const own = (await call(alice, 'GET', '/api/v1/tags/weekly')).json
  assert.deepEqual([own.id, own.following, own.featuring], [shown.id, false, false])
  world.pass(8 * DAY_MS)
  await purgeOldDays(world.app)
  const [left] = await world.app.db.read<{ days: number; parts: number }>`
    select (select count(distinct day)::int from tag_day_accounts where tag = 'weekly') as days,
           (select count(distinct day)::int from tag_days where tag = 'weekly') as parts`
  assert.deepEqual({ ...left }, { days: 1, parts: 1 }, 'the day of eight days ago stays, that of ten days ago goes')
})

test('names that no hashtag can have are not found; spellings meet', async () => {
  for (const name of ['123', 'two words', 'a-b', '%20', '%23%23x']) {
    assert.equal((await call(alice, 'GET', `/api/v1/tags/${name}`)).status, 404, name)
    assert.equal((await call(alice, 'POST', `/api/v1/tags/${name}/follow`)).status, 404, name)
    assert.equal((await call(alice, 'POST', '/api/v1/featured_tags', { name: decodeURIComponent(name) })).status, 422)
  }
  assert.equal((await call(null, 'GET', '/api/v1/tags/%23Stra%C3%9FE')).json.name, 'strasse')
  assert.deepEqual(
    (await tagsJson(world.app, null, ['b', 'A', 'a', '!'])).map((tag) => tag.name),
    ['b', 'a'],
  )
})

test('following a tag: idempotent, paged, announced once, in two statements', async () => {
  const done = await call(alice, 'POST', '/api/v1/tags/Owls/follow')
  assert.deepEqual([done.status, done.json.name, done.json.following], [200, 'owls', true])
  assert.equal((await call(alice, 'POST', '/api/v1/tags/owls/follow')).json.following, true)
  for (const name of ['ants', 'bees']) await call(alice, 'POST', `/api/v1/tags/${name}/follow`)
  assert.deepEqual((await followedTagsOf(world.app.db.read, Number(alice.id))).sort(), ['ants', 'bees', 'owls'])
  assert.equal((await call(bob, 'GET', '/api/v1/tags/owls')).json.following, false)

  const names = (reply: { json: { name: string }[] }) => reply.json.map((one) => one.name)
  const { result: page, count } = await world.statements(() => call(alice, 'GET', '/api/v1/followed_tags?limit=2'))
  assert.deepEqual(names(page), ['bees', 'ants'])
  assert.ok(page.json.every((one: { following: boolean }) => one.following))
  assert.equal(count, 2)
  const next = /<http:\/\/tweeter\.test([^>]+)>; rel="next"/.exec(String(page.headers.link))![1]!
  assert.deepEqual(names(await call(alice, 'GET', next)), ['owls'])
  assert.deepEqual((await call(bob, 'GET', '/api/v1/followed_tags')).json, [])

  for (let i = 0; i < 2; i++)
    assert.equal((await call(alice, 'POST', '/api/v1/tags/bees/unfollow')).json.following, false)
  const fact = (tag: string) => ({ accountId: Number(alice.id), tag })
  assert.deepEqual(facts, [
    ['tags.followed', fact('owls')],
    ['tags.followed', fact('ants')],
    ['tags.followed', fact('bees')],
    ['tags.unfollowed', fact('bees')],
  ])
})

test('at most a thousand tags are followed', async () => {
  await world.app.db.pool`
    insert into followed_tags (account_id, tag) select ${bob.id}, 'many' || n from generate_series(1, 999) n`
  const replies = await Promise.all(['x1', 'x2', 'x3'].map((name) => call(bob, 'POST', `/api/v1/tags/${name}/follow`)))
  assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 422, 422])
})

test('featuring tags: counts, dates, suggestions, ten at most also at once', async () => {
  const cy = await world.account('cy')
  const first = await post(cy, '#maps one')
  await post(cy, '#maps two #rivers', { visibility: 'unlisted' })
  await post(cy, '#maps secret', { visibility: 'private' })
  const suggested = await call(cy, 'GET', '/api/v1/featured_tags/suggestions')
  assert.deepEqual(
    suggested.json.map((tag: { name: string }) => tag.name),
    ['maps', 'rivers'],
  )
  const featured = await call(cy, 'POST', '/api/v1/featured_tags', { name: '#Maps' })
  const { id, ...rest } = featured.json
  assert.deepEqual(
    [featured.status, rest],
    [
      200,
      {
        name: 'maps',
        url: 'http://tweeter.test/@cy/tagged/maps',
        statuses_count: '2',
        last_status_at: world.app.now().toISOString().slice(0, 10),
      },
    ],
  )
  assert.equal((await call(cy, 'POST', '/api/v1/featured_tags', { name: 'maps' })).json.id, id, 'the same one again')
  assert.equal((await call(cy, 'GET', '/api/v1/tags/maps')).json.featuring, true)
  assert.equal((await call(cy, 'POST', '/api/v1/tags/unused/feature')).json.featuring, true)
  const seen = await world.statements(() => call(bob, 'GET', `/api/v1/accounts/${cy.id}/featured_tags`))
  assert.deepEqual(
    seen.result.json.map((one: { name: string; statuses_count: string; last_status_at: string | null }) => [
      one.name,
      one.statuses_count,
      one.last_status_at === null,
    ]),
    [
      ['maps', '2', false],
      ['unused', '0', true],
    ],
  )
  assert.ok(seen.count <= 3)
  assert.equal((await call(null, 'GET', `/api/v1/accounts/${cy.id}/featured_tags`)).json.length, 2)

  const page = await world.call('GET', '/@cy/tagged/Maps')
  assert.equal(page.status, 200)
  assert.match(page.text, /rivers/)
  assert.doesNotMatch(page.text, /secret/)
  assert.doesNotMatch((await world.call('GET', '/@cy/tagged/rivers')).text, /maps one|> one/)

  await call(cy, 'DELETE', `/api/v1/statuses/${first}`)
  const own = async () => (await call(cy, 'GET', '/api/v1/featured_tags')).json
  assert.equal((await own())[0].statuses_count, '1')
  assert.equal((await call(bob, 'DELETE', `/api/v1/featured_tags/${id}`)).status, 404, 'not theirs')
  assert.deepEqual((await call(cy, 'DELETE', `/api/v1/featured_tags/${id}`)).json, {})
  assert.equal((await call(cy, 'DELETE', `/api/v1/featured_tags/${id}`)).status, 404)
  assert.equal((await call(cy, 'POST', '/api/v1/tags/unused/unfeature')).json.featuring, false)
  assert.deepEqual(await own(), [])

  const names = Array.from({ length: 12 }, (_, i) => `tag${i}`)
  const replies = await Promise.all(names.map((name) => call(cy, 'POST', '/api/v1/featured_tags', { name })))
  assert.equal(replies.filter((reply) => reply.status === 200).length, 10)
  assert.ok(replies.every((reply) => reply.status === 200 || /10 hashtags/.test(reply.json.error)))
})

test('the date of the last post follows deletions; the blocked see nothing', async () => {
  const dee = await world.account('dee')
  await post(dee, '#dated')
  const early = world.app.now().toISOString().slice(0, 10)
  world.pass(3 * DAY_MS)
  const last = await post(dee, '#dated')
  await call(dee, 'POST', '/api/v1/featured_tags', { name: 'dated' })
  await call(dee, 'DELETE', `/api/v1/statuses/${last}`)
  const shown = (await call(bob, 'GET', `/api/v1/accounts/${dee.id}/featured_tags`)).json
  assert.deepEqual([shown[0].statuses_count, shown[0].last_status_at], ['1', early])
  await call(dee, 'POST', `/api/v1/accounts/${bob.id}/block`)
  assert.deepEqual((await call(bob, 'GET', `/api/v1/accounts/${dee.id}/featured_tags`)).json, [])
  await change(world, dee, { suspended_at: new Date() })
  assert.equal((await call(null, 'GET', `/api/v1/accounts/${dee.id}/featured_tags`)).status, 404)
})

test('each needs its scope', async () => {
  const reader = { ...alice, token: await world.token(alice.id, ['read']) }
  const tags = { ...alice, token: await world.token(alice.id, ['write:follows']) }
  assert.equal((await call(reader, 'POST', '/api/v1/tags/x/follow')).status, 403)
  assert.equal((await call(tags, 'POST', '/api/v1/tags/x/follow')).status, 200)
  assert.equal((await call(tags, 'POST', '/api/v1/tags/x/feature')).status, 403)
  assert.equal((await call(tags, 'GET', '/api/v1/followed_tags')).status, 403)
  assert.equal((await call(null, 'GET', '/api/v1/followed_tags')).status, 401)
  assert.equal((await call(null, 'POST', '/api/v1/featured_tags', { name: 'x' })).status, 401)
  assert.deepEqual(world.complaints, [])
})
