import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person, type Reply } from '../../testing/world.ts'
import { deleteAccount } from '../accounts/index.ts'
import { collectionItemAdded } from './index.ts'

const world = await openWorld()
after(world.close)
const url = '/api/v1/collections'
const as = (who: Person | null, method: string, path: string, body?: object): Promise<Reply> =>
  world.call(method, path, { ...(who ? { token: who.token } : {}), ...(body ? { body } : {}) })
const make = async (owner: Person, body: object = {}) =>
  (await as(owner, 'POST', url, { name: 'Friends', discoverable: true, ...body })).json.collection
const people = async (...names: string[]) => {
  const made: Person[] = []
  for (const name of names) made.push(await world.account(name))
  return made
}

test('a collection is made, shown to anybody, changed and deleted', async () => {
  const [ada, bob, cy] = (await people('ada', 'bob', 'cy')) as [Person, Person, Person]
  const told: object[] = []
  world.app.bus.after(collectionItemAdded, 'test.item-added', (fact) => told.push(fact))
  const reply = await as(ada, 'POST', url, {
    name: ' Birds ',
    description: 'of a feather',
    language: 'en',
    tag_name: '#Birds',
    discoverable: true,
    account_ids: [bob.id, cy.id, bob.id],
  })
  assert.equal(reply.status, 200)
  const made = reply.json.collection
  assert.equal(made.name, 'Birds')
  assert.deepEqual(made.tag, { name: 'birds', url: 'http://tweeter.test/tags/birds' })
  assert.deepEqual([made.item_count, made.sensitive, made.discoverable, made.language], [2, false, true, 'en'])
  assert.deepEqual(
    made.items.map((item: { account_id: string; state: string }) => [item.account_id, item.state]),
    [
      [bob.id, 'accepted'],
      [cy.id, 'accepted'],
    ],
  )
  assert.deepEqual(
    told,
    made.items.map((item: { id: string; account_id: string }) => ({
      collectionId: Number(made.id),
      itemId: Number(item.id),
      ownerId: Number(ada.id),
      accountId: Number(item.account_id),
    })),
  )
  const shown = await as(null, 'GET', `${url}/${made.id}`)
  assert.deepEqual(shown.json.collection, made)
  assert.deepEqual(
    shown.json.accounts.map((account: { username: string }) => account.username),
    ['ada', 'bob', 'cy'],
  )
  world.pass(1000)
  const put = await as(ada, 'PUT', `${url}/${made.id}`, { name: 'Fish', tag_name: '', sensitive: true })
  const edited = put.json.collection
  assert.deepEqual(
    [edited.name, edited.tag, edited.sensitive, edited.description],
    ['Fish', null, true, 'of a feather'],
  )
  assert.ok(edited.updated_at > made.updated_at)
  assert.equal((await as(ada, 'PATCH', `${url}/${made.id}`, {})).json.collection.updated_at, edited.updated_at)
  assert.equal((await as(bob, 'PATCH', `${url}/${made.id}`, { name: 'Mine' })).status, 403)
  assert.equal((await as(bob, 'DELETE', `${url}/${made.id}`)).status, 403)
  assert.equal((await as(ada, 'DELETE', `${url}/${made.id}`)).status, 200)
  assert.equal((await as(ada, 'GET', `${url}/${made.id}`)).status, 404)
  assert.equal((await as(ada, 'DELETE', `${url}/${made.id}`)).status, 404)
  assert.deepEqual((await as(bob, 'GET', `/api/v1/accounts/${bob.id}/in_collections`)).json, { collections: [] })
})

test('what will not do is refused with its reason, and nothing is made', async () => {
  const [dee] = (await people('dee')) as [Person]
  const wrong = [
    {},
    { name: '  ' },
    { name: 'x'.repeat(41) },
    { name: 'a', description: 'x'.repeat(101) },
    { name: 'a', language: 'klingon!' },
    { name: 'a', tag_name: '#two words' },
    { name: 'a', tag_name: '#2024' },
  ]
  for (const body of wrong) {
    const reply = await as(dee, 'POST', url, body)
    assert.equal(reply.status, 422, JSON.stringify(body))
    assert.match(reply.json.error, /^Validation failed: /)
  }
  assert.equal((await as(dee, 'POST', url, { name: 'a', account_ids: ['1'] })).status, 404)
  assert.equal((await as(null, 'POST', url, { name: 'a' })).status, 401)
  const reader = await world.token(dee.id, ['read', 'write:lists'])
  assert.equal((await world.call('POST', url, { token: reader, body: { name: 'a' } })).status, 403)
  assert.deepEqual((await as(dee, 'GET', `/api/v1/accounts/${dee.id}/collections`)).json, { collections: [] })
  assert.equal((await make(dee, { name: '😀'.repeat(40) })).name, '😀'.repeat(40))
})

test('accounts are put in and taken out by the owner', async () => {
  const [eve, fay, gus] = (await people('eve', 'fay', 'gus')) as [Person, Person, Person]
  const { id } = await make(eve)
  const added = await as(eve, 'POST', `${url}/${id}/items`, { account_id: fay.id })
  assert.equal(added.status, 200)
  assert.equal(added.json.collection_item.account_id, fay.id)
  assert.equal((await as(eve, 'POST', `${url}/${id}/items`, { account_id: fay.id })).status, 422)
  assert.match((await as(eve, 'POST', `${url}/${id}/items`, {})).json.error, /account_id/)
  assert.equal((await as(eve, 'POST', `${url}/${id}/items`, { account_id: '1' })).status, 404)
  assert.equal((await as(gus, 'POST', `${url}/${id}/items`, { account_id: gus.id })).status, 403)
  const item = `${url}/${id}/items/${added.json.collection_item.id}`
  assert.equal((await as(gus, 'DELETE', item)).status, 403)
  assert.equal((await as(eve, 'DELETE', item)).status, 200)
  assert.equal((await as(eve, 'DELETE', item)).status, 404)
  assert.equal((await as(eve, 'POST', `${url}/${id}/items`, { account_id: fay.id })).status, 200)
})

test('who is in a collection finds it, may leave it, and then stays out', async () => {
  const [hal, ivy] = (await people('hal', 'ivy')) as [Person, Person]
  const { id, items } = await make(hal, { account_ids: [ivy.id], discoverable: false })
  const mine = `/api/v1/accounts/${ivy.id}/in_collections`
  const featuring = async () => (await as(ivy, 'GET', mine)).json.collections.map((one: { id: string }) => one.id)
  assert.deepEqual(await featuring(), [id])
  assert.equal((await as(hal, 'GET', mine)).status, 403)
  assert.equal((await as(null, 'GET', mine)).status, 401)
  const revoke = `${url}/${id}/items/${items[0].id}/revoke`
  assert.equal((await as(hal, 'POST', revoke)).status, 403)
  assert.equal((await as(ivy, 'POST', revoke)).status, 200)
  assert.equal((await as(ivy, 'POST', revoke)).status, 404)
  assert.deepEqual(await featuring(), [])
  assert.equal((await as(hal, 'GET', `${url}/${id}`)).json.collection.item_count, 0)
  const again = await as(hal, 'POST', `${url}/${id}/items`, { account_id: ivy.id })
  assert.equal(again.status, 422)
  assert.match(again.json.error, /left/)
})

test('who does not want to be recommended, or blocks or is blocked, is not put in; a block takes out', async () => {
  const [jon, kim, lee, mia] = (await people('jon', 'kim', 'lee', 'mia')) as [Person, Person, Person, Person]
  await as(kim, 'PATCH', '/api/v1/accounts/update_credentials', { discoverable: false })
  const policyOf = async (who: Person) => (await as(jon, 'GET', `/api/v1/accounts/${who.id}`)).json.feature_approval
  assert.deepEqual(await policyOf(kim), { automatic: [], manual: [], current_user: 'denied' })
  assert.deepEqual(await policyOf(mia), { automatic: ['public'], manual: [], current_user: 'automatic' })
  const own = await as(jon, 'GET', '/api/v1/accounts/verify_credentials')
  assert.equal(own.json.role.collection_limit, 10)
  await as(lee, 'POST', `/api/v1/accounts/${jon.id}/block`)
  const { id } = await make(jon, { account_ids: [mia.id] })
  for (const other of [kim, lee]) {
    assert.equal((await as(jon, 'POST', `${url}/${id}/items`, { account_id: other.id })).status, 403)
    assert.equal((await as(jon, 'POST', url, { name: 'a', account_ids: [other.id] })).status, 403)
  }
  assert.equal((await as(lee, 'GET', `${url}/${id}`)).status, 200)
  assert.equal((await as(jon, 'GET', `/api/v1/accounts/${jon.id}/collections`)).json.collections.length, 1)
  await as(mia, 'POST', `/api/v1/accounts/${jon.id}/block`)
  assert.equal((await as(jon, 'GET', `${url}/${id}`)).json.collection.item_count, 0)
  // The owner's block hides the collection.
  await as(jon, 'POST', `/api/v1/accounts/${mia.id}/block`)
  assert.equal((await as(mia, 'GET', `${url}/${id}`)).status, 404)
  assert.deepEqual((await as(mia, 'GET', `/api/v1/accounts/${jon.id}/collections`)).json.collections, [])
})

test('others see what is to be discovered, in pages', async () => {
  const [ned, ola] = (await people('ned', 'ola')) as [Person, Person]
  const made: string[] = []
  for (const discoverable of [true, true, false, true]) made.push((await make(ned, { discoverable })).id)
  const list = `/api/v1/accounts/${ned.id}/collections`
  const idsOf = (reply: Reply) => reply.json.collections.map((one: { id: string }) => one.id)
  assert.deepEqual(idsOf(await as(ned, 'GET', list)), made.toReversed())
  const open = [made[3], made[1], made[0]]
  assert.deepEqual(idsOf(await as(ola, 'GET', list)), open)
  assert.deepEqual(idsOf(await as(null, 'GET', list)), open)
  const first = await as(null, 'GET', `${list}?limit=2`)
  assert.deepEqual(idsOf(first), open.slice(0, 2))
  const next = /<http:\/\/tweeter\.test([^>]+)>; rel="next"/.exec(String(first.headers.link))![1]!
  const second = await as(null, 'GET', next)
  assert.deepEqual(idsOf(second), open.slice(2))
  assert.doesNotMatch(String(second.headers.link), /next/)
})

test('the limits hold also for those who are quick', async () => {
  const [pam] = (await people('pam')) as [Person]
  const { pool } = world.app.db
  const crowd = await pool<{ id: number }[]>`
    insert into accounts (username) select 'crowd' || n from generate_series(1, 30) n returning id`
  const ids = crowd.map((row) => String(row.id))
  const { id } = await make(pam, { account_ids: ids.slice(0, 20) })
  const adds = await Promise.all(ids.slice(20).map((one) => as(pam, 'POST', `${url}/${id}/items`, { account_id: one })))
  assert.equal(adds.filter((reply) => reply.status === 200).length, 5)
  assert.equal((await as(pam, 'GET', `${url}/${id}`)).json.collection.item_count, 25)
  assert.equal((await as(pam, 'POST', url, { name: 'a', account_ids: ids.slice(0, 26) })).status, 422)
  const more = await Promise.all(Array.from({ length: 12 }, () => as(pam, 'POST', url, { name: 'more' })))
  assert.equal(more.filter((reply) => reply.status === 200).length, 9)
  const one = await world.statements(() => as(pam, 'GET', `/api/v1/accounts/${pam.id}/collections?limit=1`))
  const all = await world.statements(() => as(pam, 'GET', `/api/v1/accounts/${pam.id}/collections`))
  assert.equal(all.result.json.collections.length, 10)
  assert.ok(all.count <= one.count + 1, `${one.count}, then ${all.count} statements`)
})

test('with an account its collections go, and it leaves those of others', async () => {
  const [rae, sam] = (await people('rae', 'sam')) as [Person, Person]
  const hers = await make(rae, { account_ids: [sam.id] })
  const his = await make(sam, { account_ids: [rae.id] })
  await deleteAccount(world.app, Number(rae.id))
  await world.jobs()
  assert.equal((await as(null, 'GET', `${url}/${hers.id}`)).status, 404)
  assert.equal((await as(null, 'GET', `${url}/${his.id}`)).json.collection.item_count, 0)
  assert.deepEqual((await as(sam, 'GET', `/api/v1/accounts/${sam.id}/in_collections`)).json.collections, [])
  const left = await world.app.db.read`
    select 1 from collection_items where account_id = ${Number(rae.id)} and active
    union all select 1 from collections where account_id = ${Number(rae.id)} and deleted_at is null`
  assert.equal(left.length, 0)
})

test('a post that links to a collection shows it, in lists too, as long as it is there', async () => {
  const [owner, member, reader] = await people('linker', 'linked', 'linkreader')
  const { id, uri } = await make(owner!, { name: 'Linked', account_ids: [member!.id] })
  const status = `Look: ${uri} and http://tweeter.test/collections/1`
  const made = await as(owner!, 'POST', '/api/v1/statuses', { status })
  await as(reader!, 'POST', `/api/v1/accounts/${owner!.id}/follow`)
  const tagged = async () => {
    const one = (await as(reader!, 'GET', `/api/v1/statuses/${made.json.id}`)).json
    const [first] = (await as(reader!, 'GET', '/api/v1/timelines/home')).json
    assert.deepEqual(one.tagged_collections, first.tagged_collections)
    return one.tagged_collections
  }
  const shown = (await as(reader!, 'GET', `${url}/${id}`)).json.collection
  assert.deepEqual([await tagged(), await tagged()], [[shown], [shown]])
  await as(owner!, 'DELETE', `${url}/${id}`)
  assert.deepEqual(await tagged(), [])
})
