import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../../testing/world.ts'
import { change, verbs } from '../testing.ts'

const world = await openWorld()
after(world.close)
const act = verbs(world)

async function familiar(who: Person, ...asked: string[]): Promise<Record<string, string[]>> {
  const query = asked.map((id) => `id[]=${id}`).join('&')
  const reply = await world.call('GET', `/api/v1/accounts/familiar_followers?${query}`, { token: who.token })
  assert.equal(reply.status, 200)
  return Object.fromEntries(
    reply.json.map((one: { id: string; accounts: { username: string }[] }) => [
      one.id,
      one.accounts.map((account) => account.username),
    ]),
  )
}

test('whom I follow of those who follow them', async () => {
  const [ada, bob, cy, dee, eve] = [
    await world.account('ada'),
    await world.account('bob'),
    await world.account('cy'),
    await world.account('dee'),
    await world.account('eve'),
  ]
  for (const friend of [bob, cy]) {
    await act(ada, 'follow', friend)
    await act(friend, 'follow', eve)
  }
  await act(dee, 'follow', eve)
  assert.deepEqual(await familiar(ada, eve.id, dee.id, '1'), { [eve.id]: ['cy', 'bob'], [dee.id]: [] })

  // Who hides whom they follow is not told of.
  await change(world, cy, { hide_collections: true })
  assert.deepEqual(await familiar(ada, eve.id), { [eve.id]: ['bob'] })
  await change(world, cy, { hide_collections: false })
  await act(ada, 'mute', cy)
  assert.deepEqual(await familiar(ada, eve.id), { [eve.id]: ['bob'] })
  // Nor who follows somebody who hides it, or who blocks the viewer.
  await change(world, eve, { hide_collections: true })
  assert.deepEqual(await familiar(ada, eve.id), { [eve.id]: [] })
  await change(world, eve, { hide_collections: false })
  await act(eve, 'block', ada)
  assert.deepEqual(await familiar(ada, eve.id), { [eve.id]: [] })
})

test('a fixed number of statements, and no more than forty are answered', async () => {
  const viewer = await world.account('viewer')
  const { pool } = world.app.db
  const many = await pool<{ id: number }[]>`
    insert into accounts (username) select 'many' || n from generate_series(1, 60) n returning id`
  await pool`insert into follows (follower_id, followee_id)
    select ${viewer.id}::bigint, id from accounts where username like 'many%'`
  await pool`insert into follows (follower_id, followee_id)
    select a.id, b.id from accounts a, accounts b where a.username like 'many%' and b.username like 'many%' and a.id <> b.id`
  const { result, count } = await world.statements(() => familiar(viewer, ...many.map((row) => String(row.id))))
  assert.equal(Object.keys(result).length, 40)
  for (const names of Object.values(result)) assert.equal(names.length, 40)
  assert.ok(count <= 5, `${count} statements`)
  assert.equal((await world.call('GET', '/api/v1/accounts/familiar_followers?id[]=1')).status, 401)
  assert.deepEqual(await familiar(viewer), {})
})
