import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { type Look, read } from '../analytics/testing.ts'
import { liftOf } from './compute.ts'
import { updateTrends } from './index.ts'

const world = await openWorld()
after(world.close)
const boss = await world.account('boss', { role: 'moderator' })
const people: Person[] = []
for (let n = 0; n < 6; n++) people.push(await world.account(`person${n}`))
const [ann] = people as [Person]
await world.app.db.pool`update accounts set created_at = now() - interval '9 days'`

const act = async (person: Person, url: string, body: object = {}) => {
  const reply = await world.call('POST', url, { token: person.token, body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
for (const person of people) {
  await act(person === ann ? people[1]! : ann, `/api/v1/accounts/${person.id}/follow`)
}
const write = async (person: Person, status: string): Promise<string> =>
  (await act(person, '/api/v1/statuses', { status })).id
const trending = async (what: 'tags' | 'statuses'): Promise<string[]> => {
  await updateTrends(world.app)
  const reply = await world.call('GET', `/api/v1/trends/${what}`)
  return reply.json.map((one: { id: string; name?: string }) => one.name ?? one.id)
}
const seenBy = (count: number, look: Pick<Look, 'posts' | 'tag'>, from = 'visitor') =>
  read(
    world,
    Array.from({ length: count }, (_, n): Look => ({ by: `${from} ${n}`, at: world.app.now(), ...look })),
  )

test('being seen counts a little, and never more than a quarter', () => {
  assert.equal(liftOf(0), 1)
  assert.ok(liftOf(10) > 1.08 && liftOf(10) < 1.09)
  assert.equal(liftOf(1000), 1.25)
  assert.equal(liftOf(10_000_000), 1.25)
})

test('of two posts that as many like, the one that more people saw comes first', async () => {
  const [one, two] = [await write(ann, 'one'), await write(ann, 'two')]
  for (const post of [one, two])
    for (const person of people.slice(1)) await act(person, `/api/v1/statuses/${post}/favourite`)
  for (const [first, second] of [
    [one, two],
    [two, one],
  ] as const) {
    await seenBy(first === one ? 50 : 500, { posts: [first] }, first)
    assert.deepEqual(await trending('statuses'), [first, second])
  }
})

test('what is only seen does not trend, however often; nor does more seeing beat more liking', async () => {
  const [seen, liked] = [await write(ann, 'only seen'), await write(people[2]!, 'liked')]
  await seenBy(1500, { posts: [seen] })
  for (const person of people.filter((one) => one !== people[2]))
    await act(person, `/api/v1/statuses/${liked}/favourite`)
  for (const person of people.slice(1, 4)) await act(person, `/api/v1/statuses/${seen}/favourite`)
  const ids = await trending('statuses')
  assert.ok(ids.indexOf(liked) < ids.indexOf(seen))
  const alone = await write(ann, 'alone')
  await seenBy(1500, { posts: [alone] })
  assert.ok(!(await trending('statuses')).includes(alone))
})

test('hashtags in the same way, and what a moderator took out stays out', async () => {
  for (const tag of ['birds', 'fish']) for (const person of people.slice(0, 4)) await write(person, `#${tag}`)
  await write(ann, '#quiet')
  await seenBy(300, { tag: 'fish' })
  await seenBy(300, { tag: 'quiet' })
  assert.deepEqual(await trending('tags'), ['fish', 'birds'])
  const shown = await world.call('GET', '/api/v1/admin/trends/tags', { token: boss.token })
  const fish = shown.json.find((tag: { name: string }) => tag.name === 'fish')
  await act(boss, `/api/v1/admin/trends/tags/${fish.id}/reject`)
  assert.deepEqual(await trending('tags'), ['birds'])
  const seen = (await world.statements(() => updateTrends(world.app))).count
  await seenBy(300, { tag: 'birds' })
  assert.equal((await world.statements(() => updateTrends(world.app))).count, seen)
})
