import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { ids, verbs } from './testing.ts'

const world = await openWorld()
after(world.close)
const verb = verbs(world)

const viewer = await world.account('viewer')
const people: Person[] = []
for (let index = 0; index < 40; index++) people.push(await world.account(`person${index}`))
const ask = (query: string) => world.call('GET', `/api/v1/accounts/relationships?${query}`, { token: viewer.token })
const listed = (some: Person[]) => some.map((person) => `id[]=${person.id}`).join('&')

test('forty relationships take as many statements as one', async () => {
  await verb(viewer, 'follow', people[3]!)
  await verb(people[4]!, 'follow', viewer)
  await verb(viewer, 'mute', people[5]!)
  const cold = await ask(listed(people))
  assert.equal(cold.json.length, 40)
  const one = await world.statements(() => ask(listed(people.slice(0, 1))))
  const all = await world.statements(() => ask(listed(people)))
  assert.equal(one.count, 1)
  assert.equal(all.count, 1)
  const seen = all.result.json
  assert.deepEqual([seen[3].following, seen[4].followed_by, seen[5].muting, seen[6].muting], [true, true, true, false])
})

test('ids come in every spelling, in the order asked for, once each, unknown ones left out', async () => {
  const [one, two, three] = people as [Person, Person, Person]
  assert.deepEqual(ids(await ask(`id=${one.id}`)), [one.id])
  assert.deepEqual(ids(await ask(`id[0]=${two.id}&id[1]=${one.id}`)), [two.id, one.id])
  assert.deepEqual(ids(await ask(`id=${three.id}&id=${one.id}&id=${three.id}`)), [three.id, one.id])
  assert.deepEqual(ids(await ask(`id[]=${three.id}&id[]=12345&id[]=${viewer.id}`)), [three.id, viewer.id])
  assert.deepEqual((await ask('')).json, [])
  assert.equal((await ask('id[]=x')).status, 400)
  const url = `/api/v1/accounts/relationships?id=${one.id}`
  assert.equal((await world.call('GET', url)).status, 401)
  assert.equal((await world.call('GET', url, { token: await world.token(viewer.id, ['follow']) })).status, 200)
})
