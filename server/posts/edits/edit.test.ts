import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../../testing/world.ts'
import { upload } from '../../media/testing.ts'

const world = await openWorld()
after(world.close)
const [alice, bob, carol] = [await world.account('alice'), await world.account('bob'), await world.account('carol')]

const ask = (method: string, url: string, person?: Person, body?: object) =>
  world.call(method, `/api/v1/${url}`, { ...(person ? { token: person.token } : {}), ...(body ? { body } : {}) })
const good = async (...args: Parameters<typeof ask>) => {
  const reply = await ask(...args)
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const post = (body: object) => good('POST', 'statuses', alice, body)
const edit = (id: string, body: object) => good('PUT', `statuses/${id}`, alice, body)
const history = (id: string, person?: Person) => good('GET', `statuses/${id}/history`, person)
const accts = (status: { mentions: { acct: string }[] }) => status.mentions.map((one) => one.acct)

test('an edit is seen by everybody at once, and its history by whoever may see the post', async () => {
  const made = await post({ status: 'one', language: 'en' })
  const boost = await good('POST', `statuses/${made.id}/reblog`, bob)
  assert.equal((await history(made.id)).length, 1)
  world.pass(1000)
  const edited = await edit(made.id, { status: 'two', spoiler_text: 'careful', visibility: 'direct' })
  assert.match(edited.content, /two/)
  assert.deepEqual(
    [edited.spoiler_text, edited.sensitive, edited.language, edited.visibility],
    ['careful', true, 'en', 'public'],
  )
  assert.ok(edited.edited_at > edited.created_at)
  assert.equal(edited.created_at, made.created_at)
  for (const person of [undefined, bob, carol]) {
    assert.equal((await good('GET', `statuses/${made.id}`, person)).content, edited.content)
  }
  assert.equal((await good('GET', `statuses/${boost.id}`, bob)).reblog.content, edited.content)
  const last = await edit(made.id, { status: 'three', sensitive: false })
  const versions = await history(made.id)
  assert.deepEqual(
    versions.map((one: { content: string; created_at: string }) => [one.content, one.created_at]),
    [
      [made.content, made.created_at],
      [edited.content, edited.edited_at],
      [last.content, last.edited_at],
    ],
  )
  assert.deepEqual(
    versions.map((one: { spoiler_text: string; sensitive: boolean }) => [one.spoiler_text, one.sensitive]),
    [
      ['', false],
      ['careful', true],
      ['', false],
    ],
  )
  assert.equal(versions[0].account.id, alice.id)
  assert.deepEqual(
    (await history(boost.id, bob)).map((one: { content: string }) => one.content),
    versions.map((one: { content: string }) => one.content),
  )
  const source = { id: made.id, text: 'three', spoiler_text: '' }
  for (const person of [alice, bob]) assert.deepEqual(await good('GET', `statuses/${made.id}/source`, person), source)
  assert.equal((await ask('GET', `statuses/${made.id}/source`)).status, 401)
})

test('an edit that changes nothing leaves nothing', async () => {
  const made = await post({ status: ' the same ', spoiler_text: 'cw' })
  const again = await edit(made.id, { status: 'the same', spoiler_text: 'cw' })
  assert.equal(again.edited_at, null)
  assert.equal((await history(made.id)).length, 1)
})

test('edits at the same time, and of the same millisecond, are versions of their own', async () => {
  const made = await post({ status: 'start' })
  await Promise.all(['a', 'b', 'c', 'd'].map((status) => edit(made.id, { status })))
  const times = (await history(made.id)).map((one: { created_at: string }) => one.created_at)
  assert.equal(new Set(times).size, 5)
  assert.deepEqual(times, [...times].sort())
})

test('pictures: words and focus are edited, left out and put back; older versions keep theirs', async () => {
  const [first, second] = [await upload(world, alice, { description: 'old words' }), await upload(world, alice)]
  const made = await post({ status: '', media_ids: [first.id] })
  assert.equal(made.content, '')
  const change = { media_ids: [first.id, second.id], media_attributes: [{ id: first.id, description: 'new words' }] }
  const described = await edit(made.id, change)
  const words = (status: { media_attachments: { description: string | null }[] }) =>
    status.media_attachments.map((one) => one.description)
  assert.deepEqual(words(described), ['new words', null])
  const before = described.edited_at
  assert.equal((await edit(made.id, change)).edited_at, before, 'the same again')
  const focused = await edit(made.id, {
    media_ids: [second.id],
    media_attributes: [{ id: second.id, focus: '0.3,-0.7' }],
  })
  assert.deepEqual(focused.media_attachments[0].meta.focus, { x: 0.3, y: -0.7 })
  const [oldest, middle, newest] = await history(made.id)
  assert.deepEqual([words(oldest), words(middle), words(newest)], [['old words'], ['new words', null], [null]])
  assert.equal(middle.media_attachments[1].meta.focus, undefined)
  assert.deepEqual(newest.media_attachments, focused.media_attachments)
  assert.equal((await edit(made.id, { status: 'none' })).media_attachments.length, 0)
  assert.deepEqual(words(await edit(made.id, { media_ids: [first.id] })), ['new words'])
})

test('whom a direct post names may see it, and whom it names no more may not', async () => {
  const made = await post({ status: '@bob secret', visibility: 'direct' })
  const notices = async (person: Person) =>
    (await good('GET', 'notifications?types[]=mention&include_filtered=true', person)).length
  const url = `statuses/${made.id}`
  await good('GET', url, bob)
  assert.equal((await ask('GET', url, carol)).status, 404)
  assert.equal(await notices(bob), 1)
  assert.deepEqual(accts(await edit(made.id, { status: '@carol secret' })), ['carol'])
  assert.deepEqual([await notices(bob), await notices(carol)], [0, 1])
  for (const part of ['', '/history', '/source', '/context']) {
    assert.equal((await ask('GET', url + part, bob)).status, 404, part)
    await good('GET', url + part, carol)
  }
  await edit(made.id, { status: '@bob and @carol' })
  await good('GET', url, bob)
  assert.deepEqual([await notices(bob), await notices(carol)], [1, 1], 'nobody is told twice')
})

test('tags come and go, and may be spelled anew', async () => {
  const made = await post({ status: '#cats #dogs' })
  const tagged = async (tag: string) =>
    (await good('GET', `timelines/tag/${tag}`)).map((one: { id: string }) => one.id).includes(made.id)
  const edited = await edit(made.id, { status: '#Dogs #birds' })
  assert.deepEqual(
    edited.tags.map((one: { name: string }) => one.name),
    ['birds', 'dogs'],
  )
  assert.deepEqual([await tagged('cats'), await tagged('dogs'), await tagged('birds')], [false, true, true])
  await edit(made.id, { status: '#cats' })
  assert.deepEqual([await tagged('cats'), await tagged('dogs')], [true, false])
})

test('what cannot be edited, or not so, is refused and changes nothing', async () => {
  const [picture, his] = [await upload(world, alice), await upload(world, bob)]
  const made = await post({ status: 'as it is', visibility: 'private', media_ids: [picture.id] })
  const boost = await good('POST', `statuses/${(await post({ status: 'x' })).id}/reblog`, alice)
  const bad: [string, Person, object, number][] = [
    [made.id, carol, { status: 'mine' }, 404],
    [boost.reblog.id, carol, { status: 'mine' }, 404],
    [boost.id, alice, { status: 'x' }, 422],
    ['999999999999', alice, { status: 'x' }, 404],
    [made.id, alice, {}, 422],
    [made.id, alice, { status: 'x'.repeat(501) }, 422],
    [made.id, alice, { status: 'x', poll: { options: ['a', 'b'] } }, 422],
    [made.id, alice, { status: 'x', media_ids: [his.id] }, 422],
    [made.id, alice, { status: 'x', media_attributes: [{ id: picture.id, description: 'y' }] }, 422],
    [made.id, alice, { media_ids: [picture.id], media_attributes: [{ id: picture.id, focus: '7,0' }] }, 422],
  ]
  for (const [id, person, body, status] of bad) {
    const reply = await ask('PUT', `statuses/${id}`, person, body)
    assert.equal(reply.status, status, `${JSON.stringify(body).slice(0, 80)} -> ${reply.text}`)
  }
  for (const part of ['history', 'source']) {
    assert.equal((await ask('GET', `statuses/${made.id}/${part}`, carol)).status, 404)
  }
  assert.equal((await history(made.id, alice)).length, 1)
  assert.equal((await good('GET', `statuses/${made.id}`, alice)).media_attachments.length, 1)
  await good('DELETE', `statuses/${made.id}`, alice)
  assert.equal((await ask('PUT', `statuses/${made.id}`, alice, { status: 'x' })).status, 404)
})

test('an edit and a history cost the same number of statements whatever is in them', async () => {
  const [plain, rich] = [await post({ status: 'plain' }), await post({ status: 'rich' })]
  const few = await world.statements(() => edit(plain.id, { status: '@bob #a' }))
  const many = await world.statements(() => edit(rich.id, { status: '@bob @carol #a #b #c' }))
  assert.equal(many.count, few.count)
  for (let i = 0; i < 5; i++) await edit(rich.id, { status: `version ${i}` })
  const short = await world.statements(() => history(plain.id))
  const long = await world.statements(() => history(rich.id))
  assert.equal(long.count, short.count)
})
