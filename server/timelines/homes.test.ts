import assert from 'node:assert/strict'
import test from 'node:test'
import { openWorld, type Person, type World } from '../../testing/world.ts'
import { othersWrote, pulse } from '../signals/index.ts'
import { Audience } from './audiences.ts'
import { homeIds } from './queries.ts'
import { RING_SIZE, Rings } from './rings.ts'

/** A small generator with a seed (mulberry32), so that a failure can be repeated. */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

test('a ring keeps the newest, in order, also when they come out of it', () => {
  const rings = new Rings()
  const slots = Array.from({ length: 1500 }, () => rings.open())
  const random = seeded(7)
  const slot = slots[1400]!
  const all: number[] = []
  for (let i = 0; i < 1000; i++) {
    const id = 4_000_000_000_000 + i * 10 - (random(4) === 0 ? random(40) * 10 + 5 : 0)
    all.push(id)
    rings.push(slot, id)
  }
  const read = rings.read(slot)
  assert.equal(read.length, RING_SIZE)
  assert.deepEqual(
    read,
    [...read].sort((a, b) => b - a),
  )
  assert.equal(read[0], Math.max(...all))
  assert.ok(rings.overflowed(slot))
  assert.deepEqual(rings.read(slots[1399]!), [])
})

test('an audience grows, and whoever leaves is gone', () => {
  const audience = new Audience()
  for (let slot = 0; slot < 100; slot++) audience.add(slot)
  for (let slot = 0; slot < 100; slot += 2) audience.remove(slot)
  assert.deepEqual(
    [...audience.slots.subarray(0, audience.size)].sort((a, b) => a - b),
    Array.from({ length: 50 }, (_, i) => i * 2 + 1),
  )
})

async function act(world: World, people: Person[], random: (below: number) => number, posts: string[]): Promise<void> {
  const one = people[random(people.length)]!
  const other = people[random(people.length)]!
  const some = posts[random(posts.length)]
  const post = async (body: object) => {
    const reply = await world.call('POST', '/api/v1/statuses', { token: one.token, body })
    if (reply.status === 200) posts.push(reply.json.id)
  }
  const verb = (url: string, body?: object) => world.call('POST', url, { token: one.token, ...(body ? { body } : {}) })
  const steps = [
    () => post({ status: 'plain', language: ['en', 'de', 'fa'][random(3)] }),
    () => post({ status: 'for followers', visibility: 'private' }),
    () => post({ status: `@${other.username} hello`, visibility: 'direct' }),
    () => post({ status: 'a reply', in_reply_to_id: some }),
    () => verb(`/api/v1/statuses/${some}/reblog`),
    () => verb(`/api/v1/statuses/${some}/unreblog`),
    () => world.call('DELETE', `/api/v1/statuses/${some}`, { token: one.token }),
    () =>
      world.call('PUT', `/api/v1/statuses/${some}`, {
        token: one.token,
        body: { status: `@${other.username} hm`, language: ['en', 'de', 'fa'][random(3)] },
      }),
    () =>
      verb(`/api/v1/accounts/${other.id}/follow`, {
        reblogs: random(3) > 0,
        languages: [[], ['de'], ['en', 'de']][random(3)],
      }),
    () => verb(`/api/v1/accounts/${other.id}/unfollow`),
  ]
  await steps[some === undefined ? random(3) : random(steps.length)]!()
}

/** What a home should be: the rules in SQL, without the caches. */
async function truth(world: World, person: Person): Promise<string[]> {
  const page = { below: Number.MAX_SAFE_INTEGER, above: -1, upwards: false, limit: 200 }
  const rows = await homeIds(world.app.db.read, Number(person.id), page)
  return rows.map((row) => String(row.id))
}

async function shown(world: World, person: Person): Promise<string[]> {
  const seen: string[] = []
  let url: string | undefined = '/api/v1/timelines/home?limit=40'
  while (url) {
    const reply = await world.call('GET', url, { token: person.token })
    seen.push(...reply.json.map((one: { id: string }) => one.id))
    url = /<http:\/\/tweeter\.test([^>]+)>; rel="next"/.exec(String(reply.headers.link ?? ''))?.[1]
  }
  return seen
}

for (const [name, env] of [
  ['pushed', {}],
  ['merged in at read', { TWEETER_FAN_OUT_LIMIT: '0' }],
  ['pushed to few, merged for others, with few kept', { TWEETER_FAN_OUT_LIMIT: '2', TWEETER_HOME_READERS: '10' }],
] as const) {
  test(`every home is what the tables say, whatever happens: ${name}`, async () => {
    const world = await openWorld(env)
    try {
      const random = seeded(name.length)
      const posts: string[] = []
      const people: Person[] = []
      for (let i = 0; i < 6; i++) people.push(await world.account(`person${i}`))
      for (let step = 0; step < 250; step++) {
        await act(world, people, random, posts)
        if (step % 10 === 0) {
          const person = people[random(people.length)]!
          assert.deepEqual(await shown(world, person), await truth(world, person), `step ${step}`)
        }
        if (step === 120) pulse(world.app.bus, othersWrote, {})
      }
      for (const person of people) assert.deepEqual(await shown(world, person), await truth(world, person))
      assert.deepEqual(world.complaints, [])
    } finally {
      await world.close()
    }
  })
}
