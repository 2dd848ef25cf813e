import assert from 'node:assert/strict'
import test from 'node:test'
import { Cache } from './cache.ts'

test('loads what is missing in one call and keeps it', async () => {
  const calls: number[][] = []
  const cache = new Cache<number, string>(100, async (keys) => {
    calls.push(keys)
    return new Map(keys.filter((key) => key !== 3).map((key) => [key, `v${key}`]))
  })
  assert.deepEqual(
    [...(await cache.getMany([1, 2, 2, 3]))],
    [
      [1, 'v1'],
      [2, 'v2'],
    ],
  )
  assert.deepEqual(
    [...(await cache.getMany([1, 2]))],
    [
      [1, 'v1'],
      [2, 'v2'],
    ],
  )
  assert.deepEqual(calls, [[1, 2, 3]])
})

test('a load that was overtaken by an invalidation is not kept', async () => {
  let stored = 'old'
  let release = () => {}
  const cache = new Cache<number, string>(100, async () => {
    const read = stored
    await new Promise<void>((done) => {
      release = done
    })
    return new Map([[1, read]])
  })
  const first = cache.get(1)
  stored = 'new'
  cache.invalidate(1)
  release()
  assert.equal(await first, 'old')
  const second = cache.get(1)
  release()
  assert.equal(await second, 'new')
})

test('stays within its capacity', async () => {
  const cache = new Cache<number, number>(10, async (keys) => new Map(keys.map((key) => [key, key])))
  for (let key = 0; key < 1000; key++) await cache.get(key)
  let kept = 0
  for (let key = 0; key < 1000; key++) if (cache.peek(key) !== undefined) kept++
  assert.ok(kept <= 10 && kept >= 1, `kept ${kept}`)
})
