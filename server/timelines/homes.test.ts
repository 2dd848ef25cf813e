import assert from 'node:assert/strict'
import test from 'node:test'
import { openWorld, type Person, type World } from '../../testing/world.ts'
import type { PostFact } from '../posts/index.ts'
import { othersWrote, pulse } from '../signals/index.ts'
import { Audience } from './audiences.ts'
import { Homes } from './homes.ts'
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

const fact = (postId: number, authorId: number, more: Partial<PostFact> = {}): PostFact => ({
  postId,
  authorId,
  visibility: 'public',
  language: 'en',
  boostOfId: null,
  boostOfAuthorId: null,
  inReplyToId: null,
  inReplyToAccountId: null,
  conversationId: 0,
  mentions: [],
  tags: [],
  hasMedia: false,
  quoteOfId: null,
  hasPoll: false,
  ...more,
})

/** Homes of readers who follow the account 1 and the hashtag `cats`, with nothing in the tables. */
const homesWith = (fanOutLimit: number, excluded: number[] = []) =>
  new Homes(
    {
      wishes: async () => ({
        followees: new Map([1, 9].map((id) => [id, { showReblogs: true, languages: null }])),
        tags: new Set(['cats', 'dogs']),
        excluded: new Set(excluded),
      }),
      newest: async () => [],
    },
    { readers: 100, fanOutLimit },
  )
const top = { above: -1, below: Number.MAX_SAFE_INTEGER, upwards: false, limit: 20 }

test('what is kept of a wide author reaches so far down, and below that Postgres is asked', async () => {
  const homes = homesWith(1)
  for (const reader of [100, 101]) await homes.read(reader, top)
  // Of the reader's own post and the 200 of the wide author, the oldest 72 of those are not kept.
  homes.deliver(fact(1000, 100))
  for (let id = 1001; id <= 1200; id++) homes.deliver(fact(id, 1))
  assert.deepEqual((await homes.read(100, { ...top, limit: 2 }))?.slice(0, 2), [1200, 1199])
  assert.equal(
    await homes.read(100, { ...top, below: 1073, limit: 1 }),
    null,
    'not the reader’s own as if nothing were between',
  )
  const few = homesWith(1)
  for (const reader of [100, 101]) await few.read(reader, top)
  few.deliver(fact(1, 100))
  few.deliver(fact(2, 1))
  assert.deepEqual(await few.read(100, top), [2, 1])
})

for (const [how, limit] of [
  ['pushed', 100],
  ['kept wide', 0],
] as const) {
  test(`a post comes into a home once and is told of once, by its author or its hashtags: ${how}`, async () => {
    const homes = homesWith(limit, [9])
    await homes.read(100, top)
    const told: number[] = []
    const end = homes.watch(100, (id) => told.push(id))
    homes.deliver(fact(1, 1, { tags: ['cats', 'dogs'] }))
    homes.deliver(fact(2, 5, { tags: ['dogs', 'cats'] }))
    homes.deliver(fact(3, 5, { tags: ['cats'], visibility: 'unlisted' }))
    homes.deliver(fact(4, 5, { tags: ['owls'] }))
    homes.deliver(fact(5, 9, { tags: ['cats'] }))
    homes.deliver(fact(6, 9))
    homes.deliver(fact(7, 100, { tags: ['cats'] }))
    assert.deepEqual(told, [1, 2, 7])
    assert.deepEqual(await homes.read(100, top), [7, 2, 1])
    end()
  })
}

test('an audience grows, and whoever leaves is gone', () => {
  const audience = new Audience()
  for (let slot = 0; slot < 100; slot++) audience.add(slot)
  for (let slot = 0; slot < 100; slot += 2) audience.remove(slot)
  assert.deepEqual(
    [...audience.slots.subarray(0, audience.size)].sort((a, b) => a - b),
    Array.from({ length: 50 }, (_, i) => i * 2 + 1),
  )
})

interface Member extends Person {
  /** A list of theirs. */
  readonly list: string
}

async function act(world: World, people: Member[], random: (below: number) => number, posts: string[]): Promise<void> {
  const one = people[random(people.length)]!
  const other = people[random(people.length)]!
  const some = posts[random(posts.length)]
  const post = async (body: object) => {
    const reply = await world.call('POST', '/api/v1/statuses', { token: one.token, body })
    if (reply.status === 200) posts.push(reply.json.id)
  }
  const tag = () => ['cats', 'dogs', 'owls'][random(3)]!
  const verb = (url: string, body?: object) => world.call('POST', url, { token: one.token, ...(body ? { body } : {}) })
  const steps = [
    () => post({ status: 'plain', language: ['en', 'de', 'fa'][random(3)] }),
    () => post({ status: `#${tag()} and #${tag()}`, language: ['en', 'de', 'fa'][random(3)] }),
    () => post({ status: `hidden #${tag()}`, visibility: ['unlisted', 'private'][random(2)] }),
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
      world.call('PUT', `/api/v1/statuses/${some}`, {
        token: one.token,
        body: { status: `retagged #${tag()} ${random(9)}` },
      }),
    () => post({ status: `a reply #${tag()}`, in_reply_to_id: some }),
    () => verb(`/api/v1/tags/${tag()}/follow`),
    () => verb(`/api/v1/tags/${tag()}/unfollow`),
    () => verb(`/api/v1/lists/${one.list}/accounts`, { account_ids: [other.id] }),
    () => verb(`/api/v1/lists/${one.list}/accounts`, { account_ids: [other.id] }),
    () =>
      world.call('DELETE', `/api/v1/lists/${one.list}/accounts`, {
        token: one.token,
        body: { account_ids: [other.id] },
      }),
    () => world.call('PUT', `/api/v1/lists/${one.list}`, { token: one.token, body: { exclusive: random(3) > 0 } }),
    () =>
      verb(`/api/v1/accounts/${other.id}/follow`, {
        reblogs: random(3) > 0,
        languages: [[], ['de'], ['en', 'de']][random(3)],
      }),
    () => verb(`/api/v1/accounts/${other.id}/unfollow`),
  ]
  await steps[some === undefined ? random(5) : random(steps.length)]!()
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
      const people: Member[] = []
      for (let i = 0; i < 6; i++) {
        const person = await world.account(`person${i}`)
        const made = await world.call('POST', '/api/v1/lists', {
          token: person.token,
          body: { title: 'L', exclusive: true },
        })
        people.push({ ...person, list: made.json.id })
      }
      for (let step = 0; step < 350; step++) {
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
