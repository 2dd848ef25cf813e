import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)

let count = 0
const person = () => world.account(`c${++count}`)
const ask = async (who: Person, method: string, url: string, body?: object) => {
  const reply = await world.call(method, url, { token: who.token, ...(body ? { body } : {}) })
  assert.equal(reply.status, 200, `${method} ${url}: ${reply.text}`)
  return reply.json
}
const make = async (owner: Person, ...members: Person[]) =>
  (await ask(owner, 'POST', '/api/v1/collections', { name: 'Poets', account_ids: members.map(({ id }) => id) }))
    .collection
const change = (owner: Person, id: string, body: object) => ask(owner, 'PATCH', `/api/v1/collections/${id}`, body)
const read = (who: Person, query = '') => ask(who, 'GET', `/api/v1/notifications${query}`)
const groups = async (who: Person, query = '') =>
  (await ask(who, 'GET', `/api/v2/notifications${query}`)).notification_groups
/** `type from collection`, newest first. */
const seen = async (who: Person) =>
  (await read(who)).map((one: { type: string; account: { id: string }; collection: { id: string } }) =>
    [one.type, one.account.id, one.collection.id].join(' '),
  )
const unread = async (who: Person) => (await ask(who, 'GET', '/api/v1/notifications/unread_count')).count

test('who is put into a collection is told, and of its new name and description, the last one only', async () => {
  const [ann, bob, cy] = [await person(), await person(), await person()]
  const { id } = await make(ann, bob)
  await ask(ann, 'POST', `/api/v1/collections/${id}/items`, { account_id: cy.id })
  for (const who of [bob, cy]) assert.deepEqual(await seen(who), [`added_to_collection ${ann.id} ${id}`])
  await change(ann, id, { discoverable: true, tag_name: 'poems' })
  assert.equal((await seen(bob)).length, 1, 'nothing that is said of them')
  await change(ann, id, { name: 'Bards' })
  await change(ann, id, { description: 'They sing' })
  for (const who of [bob, cy]) {
    assert.deepEqual(await seen(who), [`collection_update ${ann.id} ${id}`, `added_to_collection ${ann.id} ${id}`])
  }
  const shown = (await ask(bob, 'GET', `/api/v1/collections/${id}`)).collection
  assert.deepEqual((await read(bob))[0].collection, shown)
  const [group, first] = await groups(bob)
  assert.deepEqual([group.type, group.collection, first.type], ['collection_update', shown, 'added_to_collection'])
  assert.match(group.group_key, /^ungrouped-/)
  assert.deepEqual(await read(ann), [])
  assert.equal((await read(bob, '?exclude_types[]=collection_update')).length, 1)
})

test('it is told as long as one is in the collection', async () => {
  const [ann, bob, cy] = [await person(), await person(), await person()]
  const { id, items } = await make(ann, bob, cy)
  await change(ann, id, { name: 'Bards' })
  await ask(bob, 'POST', `/api/v1/collections/${id}/items/${items[0].id}/revoke`)
  assert.deepEqual([await seen(bob), await unread(bob)], [[], 0])
  await change(ann, id, { name: 'Rhapsodes' })
  assert.deepEqual(await seen(bob), [])
  assert.equal(await unread(cy), 2)
  await ask(ann, 'DELETE', `/api/v1/collections/${id}`)
  assert.deepEqual([await seen(cy), await unread(cy), await groups(cy)], [[], 0, []])
})

test('it is not told by whom one mutes, and held back by the policy', async () => {
  const [ann, bob, cy] = [await person(), await person(), await person()]
  await ask(bob, 'POST', `/api/v1/accounts/${ann.id}/mute`)
  await ask(cy, 'PATCH', '/api/v2/notifications/policy', { for_not_following: 'filter' })
  const { id } = await make(ann, bob, cy)
  await change(ann, id, { name: 'Bards' })
  assert.deepEqual([await seen(bob), await seen(cy)], [[], []])
  assert.equal((await read(cy, '?include_filtered=true')).length, 2)
  // A block takes each out of the other's collections.
  const dee = await person()
  const other = await make(ann, dee)
  await ask(dee, 'POST', `/api/v1/accounts/${ann.id}/block`)
  await change(ann, other.id, { name: 'Others' })
  assert.deepEqual(await seen(dee), [])
})

test('an app that says which types it knows gets a fallback for the others', async () => {
  const [ann, bob] = [await person(), await person()]
  await change(ann, (await make(ann, bob)).id, { description: 'They sing' })
  await ask(ann, 'POST', `/api/v1/accounts/${bob.id}/follow`)
  for (const one of await read(bob)) assert.equal(one.fallback, undefined)
  const query = '?supported_types[]=mention&supported_types[]=collection_update'
  const [follow, update, added] = await read(bob, query)
  assert.deepEqual([follow.fallback, update.fallback], [undefined, undefined])
  assert.equal(added.fallback.title, `@${ann.username} added you to a collection`)
  assert.equal(added.fallback.details, 'Poets\n\nThey sing')
  assert.match(added.fallback.summary, /^This app /)
  const one = await ask(bob, 'GET', `/api/v1/notifications/${added.id}${query}`)
  assert.deepEqual(one.fallback, added.fallback)
  assert.deepEqual((await groups(bob, query))[2].fallback, added.fallback)
  const [group] = (await ask(bob, 'GET', `/api/v2/notifications/${added.group_key}${query}`)).notification_groups
  assert.deepEqual(group.fallback, added.fallback)
})

test('a page of collections costs as many statements as one', async () => {
  const [ann, bob] = [await person(), await person()]
  const statements = async () => (await world.statements(() => read(bob))).count
  await make(ann, bob)
  await read(bob)
  const few = await statements()
  for (let turn = 0; turn < 5; turn++) await make(ann, bob)
  assert.equal((await read(bob)).length, 6)
  assert.equal(await statements(), few)
})

test('a change costs a few statements for each member, and no more', async () => {
  const ann = await person()
  const members: Person[] = []
  for (let turn = 0; turn < 5; turn++) members.push(await person())
  const { id } = await make(ann, ...members.slice(0, 1))
  const statements = async (name: string) => (await world.statements(() => change(ann, id, { name }))).count
  await statements('One')
  const few = await statements('Two')
  for (const { id: account_id } of members.slice(1)) {
    await ask(ann, 'POST', `/api/v1/collections/${id}/items`, { account_id })
  }
  assert.ok((await statements('Three')) - few <= 4 * 4)
})
