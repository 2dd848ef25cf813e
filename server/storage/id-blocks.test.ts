import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { freshDatabase } from '../../testing/cluster.ts'
import { transact } from './index.ts'

const database = await freshDatabase()
after(() => database.drop())
const { db } = database

const block = (count: number) =>
  transact(db, async (tx) =>
    (await tx<{ id: number }>`select id from tweeter.next_ids(${count}::int) id`).map((r) => r.id),
  )
const one = () => transact(db, async (tx) => (await tx<{ id: number }>`select tweeter.next_id() as id`)[0]!.id)

test('a block rises, lies between single ids, and none comes twice, whoever asks at once', async () => {
  const before = await one()
  const blocks = await Promise.all([block(5000), block(1), block(3000), one().then((id) => [id])])
  const later = await one()
  for (const ids of blocks)
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => a - b),
    )
  const all = blocks.flat()
  assert.equal(new Set(all).size, 8002)
  assert.ok(Math.min(...all) > before && Math.max(...all) < later)
  assert.ok(later < 2 ** 53)
})

test('none are none', async () => {
  assert.deepEqual(await block(0), [])
})
