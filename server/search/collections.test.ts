import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)
const [ann, bob, cy] = await Promise.all([world.account('ann'), world.account('bob'), world.account('cy')])

const make = async (who: Person, body: object) => {
  const reply = await world.call('POST', '/api/v1/collections', {
    token: who.token,
    body: { discoverable: true, ...body },
  })
  assert.equal(reply.status, 200, reply.text)
  return reply.json.collection
}
const search = async (who: Person | null, q: string, more = '') => {
  const url = `/api/v2/search?q=${encodeURIComponent(q)}${more}`
  const reply = await world.call('GET', url, who ? { token: who.token } : {})
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const find = async (who: Person | null, q: string, more = ''): Promise<string[]> =>
  (await search(who, q, more)).collections.map((one: { name: string }) => one.name)

test('a collection is found by its name, its description and its hashtag', async () => {
  const made = await make(ann!, { name: 'Quiet Gardeners', description: 'They grow 100% things', tag_name: 'Roses' })
  await make(ann!, { name: 'Gardens', account_ids: [cy!.id] })
  await make(ann!, { name: 'Garden secrets', discoverable: false })
  assert.deepEqual(await find(bob!, 'garden'), ['Gardens', 'Quiet Gardeners'], 'what begins so is first')
  for (const who of [null, ann!, bob!]) assert.equal((await find(who, 'GARDEN')).length, 2)
  for (const q of ['quiet', 'q', 'eners', 'grow', '100%', '#rose', 'roses']) {
    assert.deepEqual(await find(bob!, q), ['Quiet Gardeners'], q)
  }
  for (const q of ['ow', '#garden', '%%%', '___', 'from:ann garden']) assert.deepEqual(await find(bob!, q), [], q)
  assert.deepEqual((await search(bob!, 'quiet')).collections, [made])
  assert.deepEqual(await find(bob!, 'garden', '&type=collections&limit=1&offset=1'), ['Quiet Gardeners'])
  assert.deepEqual(await find(bob!, 'garden', '&type=accounts'), [])
  assert.deepEqual((await search(bob!, made.uri)).collections, [made])
  const older = await world.call('GET', '/api/v1/search?q=garden', { token: bob!.token })
  assert.equal(older.json.collections, undefined)
})

test('nothing is found of whom one blocks or is blocked by, of who is limited, suspended, or deleted it', async () => {
  const [dan, eve] = await Promise.all([world.account('dan'), world.account('eve')])
  const { id } = await make(dan, { name: 'Meteors' })
  const found = async (who: Person | null) => (await find(who, 'meteor')).length
  const act = (who: Person, url: string) => world.call('POST', `/api/v1/accounts/${url}`, { token: who.token })
  await act(bob!, `${dan.id}/block`)
  await act(dan, `${cy!.id}/block`)
  assert.deepEqual([await found(bob!), await found(cy!), await found(eve), await found(null)], [0, 0, 1, 1])
  await act(ann!, `${dan.id}/follow`)
  await world.app.db.pool`update accounts set silenced_at = now() where id = ${dan.id}`
  assert.deepEqual([await found(eve), await found(null), await found(ann!), await found(dan)], [0, 0, 1, 1])
  await world.app.db.pool`update accounts set silenced_at = null, suspended_at = now() where id = ${dan.id}`
  assert.equal(await found(eve), 0)
  await world.app.db.pool`update accounts set suspended_at = null where id = ${dan.id}`
  assert.equal(await found(eve), 1)
  await world.call('DELETE', `/api/v1/collections/${id}`, { token: dan.token })
  assert.equal(await found(eve), 0)
})

test('a page of collections costs as many statements as one', async () => {
  const many = await world.account('many')
  const statements = async () => (await world.statements(() => search(bob!, 'stars', '&type=collections'))).count
  await make(many, { name: 'Stars 0', account_ids: [ann!.id] })
  await statements()
  const few = await statements()
  for (let turn = 1; turn < 6; turn++) await make(many, { name: `Stars ${turn}`, account_ids: [ann!.id] })
  assert.equal((await find(bob!, 'stars')).length, 6)
  assert.equal(await statements(), few)
})
