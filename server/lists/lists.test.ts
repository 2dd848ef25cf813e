import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { change, ids, verbs } from '../relations/testing.ts'
import { listChanged } from './index.ts'

const world = await openWorld()
after(world.close)
const alice = await world.account('alice')
const bob = await world.account('bob')
const cy = await world.account('cy')
const dee = await world.account('dee')
const verb = verbs(world)
const call = (who: Person | null, method: string, url: string, body?: object) =>
  world.call(method, url, { ...(who ? { token: who.token } : {}), ...(body ? { body } : {}) })
const make = async (who: Person, body: object = { title: 'Friends' }): Promise<string> =>
  (await call(who, 'POST', '/api/v1/lists', body)).json.id
const add = (list: string, ...people: Person[]) =>
  call(alice, 'POST', `/api/v1/lists/${list}/accounts`, { account_ids: people.map((one) => one.id) })
const members = async (list: string, query = '') =>
  ids(await call(alice, 'GET', `/api/v1/lists/${list}/accounts${query}`))

const facts: object[] = []
world.app.bus.after(listChanged, 'test.list-changed', (fact) => facts.push(fact))

await verb(alice, 'follow', bob)
await verb(alice, 'follow', cy)

test('a list is made, changed, shown to its owner only, and deleted', async () => {
  const made = await call(alice, 'POST', '/api/v1/lists', { title: '  Friends ' })
  const { id } = made.json
  assert.deepEqual([made.status, made.json], [200, { id, title: 'Friends', replies_policy: 'list', exclusive: false }])
  const changed = await call(alice, 'PUT', `/api/v1/lists/${id}`, { title: 'Near', exclusive: 'true' })
  assert.deepEqual(changed.json, { id, title: 'Near', replies_policy: 'list', exclusive: true })
  const policy = await call(alice, 'PUT', `/api/v1/lists/${id}`, { replies_policy: 'none' })
  assert.deepEqual(policy.json, { id, title: 'Near', replies_policy: 'none', exclusive: true })
  assert.deepEqual((await call(alice, 'GET', `/api/v1/lists/${id}`)).json, policy.json)
  assert.deepEqual((await call(alice, 'GET', '/api/v1/lists')).json, [policy.json])
  assert.deepEqual((await call(bob, 'GET', '/api/v1/lists')).json, [])
  const fact = { listId: Number(id), ownerId: Number(alice.id) }
  assert.deepEqual(facts, [
    { ...fact, changesHome: true },
    { ...fact, changesHome: false },
  ])
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['PUT', '', { title: 'Mine' }],
    ['DELETE', '', undefined],
    ['GET', '/accounts', undefined],
    ['POST', '/accounts', { account_ids: [bob.id] }],
    ['DELETE', '/accounts', { account_ids: [bob.id] }],
  ] as const) {
    assert.equal((await call(bob, method, `/api/v1/lists/${id}${path}`, body)).status, 404, `${method} ${path}`)
    assert.equal((await call(bob, method, `/api/v1/lists/1${path}`, body)).status, 404, 'as one that never was')
    assert.equal((await call(null, method, `/api/v1/lists/${id}${path}`, body)).status, 401)
  }
  assert.deepEqual((await call(alice, 'DELETE', `/api/v1/lists/${id}`)).json, {})
  assert.equal((await call(alice, 'GET', `/api/v1/lists/${id}`)).status, 404)
  assert.equal((await call(alice, 'DELETE', `/api/v1/lists/${id}`)).status, 404)
  assert.deepEqual((await call(alice, 'GET', '/api/v1/lists')).json, [])
})

test('titles and policies have bounds, and fifty lists are enough, also at once', async () => {
  for (const body of [{}, { title: ' ' }, { title: 'x'.repeat(257) }, { title: 'x', replies_policy: 'all' }]) {
    const refused = await call(dee, 'POST', '/api/v1/lists', body)
    assert.equal(refused.status, 422, JSON.stringify(body))
  }
  const replies = await Promise.all(
    Array.from({ length: 53 }, (_, i) => call(dee, 'POST', '/api/v1/lists', { title: `List ${i}` })),
  )
  assert.equal(replies.filter((reply) => reply.status === 200).length, 50)
  assert.match(replies.find((reply) => reply.status === 422)!.json.error, /50 lists/)
})

test('people whom one follows or has asked to, and oneself, are put in, all or nobody', async () => {
  const list = await make(alice)
  assert.deepEqual((await add(list, bob)).json, {})
  assert.equal((await add(list, bob)).status, 422, 'is in it')
  assert.equal((await add(list, cy, dee)).status, 404, 'does not follow dee')
  assert.equal((await add(list, { ...dee, id: '12345' })).status, 404, 'nobody')
  assert.deepEqual(await members(list), [bob.id], 'cy neither')
  assert.deepEqual((await add(list, alice, cy, cy)).json, {})
  assert.deepEqual(new Set(await members(list)), new Set([alice.id, bob.id, cy.id]))
  await change(world, dee, { locked: true })
  await verb(alice, 'follow', dee)
  assert.equal((await add(list, dee)).status, 200, 'has asked to')
  await verb(alice, 'unfollow', dee)
  assert.ok(!(await members(list)).includes(dee.id), 'asks no more')
  await verb(alice, 'follow', dee)
  await add(list, dee)
  await call(dee, 'POST', `/api/v1/follow_requests/${alice.id}/authorize`)
  assert.ok((await members(list)).includes(dee.id), 'a request that is granted changes nothing')

  const removed = await call(alice, 'DELETE', `/api/v1/lists/${list}/accounts`, { account_ids: [bob.id] })
  assert.deepEqual([removed.status, removed.json], [200, {}])
  await call(alice, 'DELETE', `/api/v1/lists/${list}/accounts?account_ids[]=${cy.id}&account_ids[]=${bob.id}`)
  assert.deepEqual(new Set(await members(list)), new Set([alice.id, dee.id]))
  assert.equal((await add(list, bob)).status, 200, 'may come back')
})

test('members are paged, or all come at once, in a fixed number of statements', async () => {
  const list = await make(alice)
  const many: Person[] = []
  for (let i = 0; i < 5; i++) {
    const one = await world.account(`many${i}`)
    await verb(alice, 'follow', one)
    await add(list, one)
    many.push(one)
  }
  const first = await call(alice, 'GET', `/api/v1/lists/${list}/accounts?limit=2`)
  assert.deepEqual(ids(first), [many[4]!.id, many[3]!.id])
  const next = /<http:\/\/tweeter\.test([^>]+)>; rel="next"/.exec(String(first.headers.link))![1]!
  assert.deepEqual(ids(await call(alice, 'GET', next)), [many[2]!.id, many[1]!.id])
  const { result: all, count } = await world.statements(() =>
    call(alice, 'GET', `/api/v1/lists/${list}/accounts?limit=0`),
  )
  assert.equal(all.json.length, 5)
  assert.equal(all.headers.link, undefined)
  assert.ok(count <= 3, `${count} statements`)
  assert.equal((await world.statements(() => call(alice, 'GET', '/api/v1/lists'))).count, 1)
})

test('whoever is not followed any more leaves the lists; an account tells which of mine it is in', async () => {
  const [near, far] = [await make(alice, { title: 'Near', exclusive: true }), await make(alice, { title: 'Far' })]
  const eve = await world.account('eve')
  const withEve = async () => ids(await call(alice, 'GET', `/api/v1/accounts/${eve.id}/lists`))
  for (const end of [
    () => verb(alice, 'unfollow', eve),
    () => verb(eve, 'remove_from_followers', alice),
    () => verb(eve, 'block', alice),
  ]) {
    await verb(alice, 'follow', eve)
    await add(near, eve)
    await add(far, eve)
    assert.deepEqual(await withEve(), [near, far])
    facts.length = 0
    await end()
    assert.deepEqual(await withEve(), [])
    assert.deepEqual(
      new Set(facts.map((fact) => JSON.stringify(fact))),
      new Set(
        [near, far].map((id) =>
          JSON.stringify({ listId: Number(id), ownerId: Number(alice.id), changesHome: id === near }),
        ),
      ),
    )
  }
  assert.equal((await call(alice, 'GET', '/api/v1/accounts/999/lists')).status, 404)
  assert.deepEqual((await call(bob, 'GET', `/api/v1/accounts/${cy.id}/lists`)).json, [])
})

test('of two who add the same person, one is told that they are there; an unfollow cannot be overtaken', async () => {
  const list = await make(alice)
  const twice = await Promise.all([add(list, bob), add(list, bob), add(list, bob)])
  assert.deepEqual(twice.map((reply) => reply.status).sort(), [200, 422, 422])
  for (let round = 0; round < 10; round++) {
    const fay = await world.account(`fay${round}`)
    await verb(alice, 'follow', fay)
    await Promise.all([add(list, fay), verb(alice, 'unfollow', fay)])
    assert.ok(!(await members(list)).includes(fay.id), `round ${round}`)
  }
})

test('each needs its scope', async () => {
  const list = await make(alice)
  const reader = { ...alice, token: await world.token(alice.id, ['read:lists']) }
  assert.equal((await call(reader, 'GET', `/api/v1/lists/${list}`)).status, 200)
  assert.equal((await call(reader, 'PUT', `/api/v1/lists/${list}`, { title: 'x' })).status, 403)
  assert.equal((await call(reader, 'POST', `/api/v1/lists/${list}/accounts`, { account_ids: [] })).status, 403)
  const other = { ...alice, token: await world.token(alice.id, ['read:statuses']) }
  assert.equal((await call(other, 'GET', '/api/v1/lists')).status, 403)
  assert.deepEqual(world.complaints, [])
})
