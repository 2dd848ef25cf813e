import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)
const [alice, bob] = await Promise.all(['alice', 'bob'].map((name) => world.account(name)))

const call = (method: string, url: string, who: Person, body?: object) =>
  world.call(method, url, { token: who.token, ...(body ? { body } : {}) })
const post = async (status: string, extra: object = {}) =>
  (await call('POST', '/api/v1/statuses', alice!, { status, ...extra })).json.id as string
const make = async (body: object) => {
  const reply = await call('POST', '/api/v2/filters', bob!, { title: 'Test', context: ['home'], ...body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const filtered = async (id: string, who = bob!) => (await call('GET', `/api/v1/statuses/${id}`, who)).json.filtered
const remove = (id: string) => call('DELETE', `/api/v2/filters/${id}`, bob!)

test('words are found wherever a post has them, whole or not', async () => {
  const filter = await make({
    filter_action: 'hide',
    keywords_attributes: [
      { keyword: 'spoiler', whole_word: true },
      { keyword: 'foot', whole_word: false },
      { keyword: '#art' },
      { keyword: 'c++' },
      { keyword: 'Füße' },
      { keyword: 'sci-fi' },
      { keyword: '^a.b*(c)[d]{e}|f\\$/' },
    ],
  })
  const found = async (text: string, extra?: object) =>
    (await filtered(await post(text, extra)))[0]?.keyword_matches ?? []
  assert.deepEqual(await found('A SPOILER here'), ['spoiler'])
  assert.deepEqual(await found('spoilers, many'), [])
  assert.deepEqual(await found('Football'), ['foot'])
  assert.deepEqual(await found('my (#art)'), ['#art'])
  assert.deepEqual(await found('my #arts'), [])
  assert.deepEqual(await found('I write c++ and have füße'), ['c++', 'Füße'])
  assert.deepEqual(await found('New sci-fi'), ['sci-fi'])
  assert.deepEqual(await found('x ^a.b*(c)[d]{e}|f\\$/ y'), ['^a.b*(c)[d]{e}|f\\$/'])
  assert.deepEqual(await found('look', { spoiler_text: 'spoiler' }), ['spoiler'])
  assert.deepEqual(await found('vote', { poll: { options: ['football', 'tennis'], expires_in: 600 } }), ['foot'])
  const own = await call('POST', '/api/v1/statuses', bob!, { status: 'spoiler' })
  assert.deepEqual(own.json.filtered, [])
  assert.deepEqual(await filtered(await post('spoiler'), alice!), [])
  const [result] = await filtered(await post('spoiler'))
  const { keywords: _words, statuses: _posts, ...shown } = filter
  assert.deepEqual(result, { filter: shown, keyword_matches: ['spoiler'], status_matches: null })
  assert.equal((await remove(filter.id)).status, 200)
})

test('timelines say it as single posts do, in boosts and quotes too, and at once after a change', async () => {
  await call('POST', `/api/v1/accounts/${alice!.id}/follow`, bob!)
  const id = await post('wintertime')
  await call('POST', `/api/v1/statuses/${id}/reblog`, bob!)
  const home = async () => (await call('GET', '/api/v1/timelines/home', bob!)).json
  assert.deepEqual((await home())[0].reblog.filtered, [])
  const filter = await make({ keywords_attributes: [{ keyword: 'wintertime' }] })
  const [boost, plain] = await home()
  assert.equal(boost.filtered[0].filter.id, filter.id)
  assert.equal(boost.reblog.filtered[0].filter.id, filter.id)
  assert.equal(plain.filtered[0].keyword_matches[0], 'wintertime')
  await remove(filter.id)
  assert.deepEqual((await home())[1].filtered, [])
})

test('a single post is named, and a filter ends by itself', async () => {
  const id = await post('nothing special')
  const filter = await make({ expires_in: 3600 })
  const named = await call('POST', `/api/v2/filters/${filter.id}/statuses`, bob!, { status_id: id })
  assert.deepEqual(named.json, { id: named.json.id, status_id: id })
  assert.deepEqual((await filtered(id))[0].status_matches, [id])
  assert.deepEqual((await call('GET', `/api/v2/filters/${filter.id}/statuses`, bob!)).json, [named.json])
  world.pass(3601 * 1000)
  assert.deepEqual(await filtered(id), [])
  await call('PUT', `/api/v2/filters/${filter.id}`, bob!, { expires_in: '' })
  assert.deepEqual((await filtered(id))[0].status_matches, [id])
  assert.equal((await call('DELETE', `/api/v2/filters/statuses/${named.json.id}`, bob!)).status, 200)
  assert.deepEqual(await filtered(id), [])
  await remove(filter.id)
})

test('keywords are added, changed and removed, by themselves and with their filter', async () => {
  const filter = await make({ keywords_attributes: [{ keyword: 'one' }, { keyword: 'two' }] })
  const [one, two] = filter.keywords
  const changed = await call('PUT', `/api/v2/filters/${filter.id}`, bob!, {
    title: 'Better',
    keywords_attributes: [{ id: one.id, keyword: 'uno' }, { id: two.id, _destroy: true }, { keyword: 'three' }],
  })
  assert.deepEqual(
    changed.json.keywords.map((word: { keyword: string }) => word.keyword),
    ['uno', 'three'],
  )
  const added = await call('POST', `/api/v2/filters/${filter.id}/keywords`, bob!, {
    keyword: 'four',
    whole_word: false,
  })
  assert.deepEqual(added.json, { id: added.json.id, keyword: 'four', whole_word: false })
  const url = `/api/v2/filters/keywords/${added.json.id}`
  assert.equal((await call('PUT', url, bob!, { keyword: 'fünf' })).json.keyword, 'fünf')
  assert.equal((await call('GET', url, bob!)).json.whole_word, false)
  assert.equal((await call('DELETE', url, bob!)).status, 200)
  assert.equal((await call('GET', url, bob!)).status, 404)
  for (const [method, path] of [
    ['GET', ''],
    ['PUT', ''],
    ['DELETE', ''],
    ['GET', '/keywords'],
    ['POST', '/keywords'],
  ]) {
    const reply = await call(
      method!,
      `/api/v2/filters/${filter.id}${path}`,
      alice!,
      method === 'GET' ? undefined : { keyword: 'x' },
    )
    assert.equal(reply.status, 404, `${method} ${path}`)
  }
  await remove(filter.id)
})

test('version 1 is the same filters, one for each keyword', async () => {
  const body = { phrase: 'monday', context: ['home', 'thread'], irreversible: true }
  const made = (await call('POST', '/api/v1/filters', bob!, body)).json
  assert.deepEqual(made, { ...body, id: made.id, whole_word: false, expires_at: null })
  const changed = await call('PUT', `/api/v1/filters/${made.id}`, bob!, {
    ...body,
    phrase: 'mondays',
    irreversible: false,
  })
  assert.deepEqual([changed.json.phrase, changed.json.irreversible], ['mondays', false])
  const v2 = (await call('GET', '/api/v2/filters', bob!)).json
  assert.deepEqual([v2.length, v2[0].keywords[0].keyword, v2[0].filter_action], [1, 'mondays', 'warn'])
  assert.deepEqual((await call('GET', '/api/v1/filters', bob!)).json, [changed.json])
  assert.equal((await call('DELETE', `/api/v1/filters/${made.id}`, bob!)).status, 200)
  assert.deepEqual((await call('GET', '/api/v2/filters', bob!)).json, [])
})

test('what is wrong is refused with words, and bounds hold', async () => {
  const refused = async (body: object) => {
    const reply = await call('POST', '/api/v2/filters', bob!, { title: 'T', context: ['home'], ...body })
    assert.equal(reply.status, 422, reply.text)
    return reply.json.error
  }
  assert.match(await refused({ title: ' ' }), /Title/)
  assert.match(await refused({ context: [] }), /Context/)
  assert.match(await refused({ context: ['nowhere'] }), /Context/)
  assert.match(await refused({ keywords_attributes: [{ keyword: '  ' }] }), /Keyword/)
  const words = (count: number) => Array.from({ length: count }, (_, i) => ({ keyword: `word${i}` }))
  const full = await make({ keywords_attributes: words(999) })
  assert.match(await refused({ keywords_attributes: words(2) }), /1000 keywords/)
  const both = await Promise.all(
    [1, 2].map(() => call('POST', `/api/v2/filters/${full.id}/keywords`, bob!, { keyword: 'x' })),
  )
  assert.deepEqual(both.map((one) => one.status).sort(), [200, 422])
  await remove(full.id)
})
