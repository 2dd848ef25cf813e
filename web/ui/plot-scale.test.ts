import assert from 'node:assert/strict'
import test from 'node:test'
import { barsPath, labelled, linePath, stack, ticksTo } from './plot-scale.ts'

test('ticks are round numbers that reach over the highest', () => {
  assert.deepEqual(ticksTo(0, true), [0, 1])
  assert.deepEqual(ticksTo(1, true), [0, 1])
  assert.deepEqual(ticksTo(3, true), [0, 1, 2, 3])
  assert.deepEqual(ticksTo(97, true), [0, 50, 100])
  assert.deepEqual(ticksTo(0.7, false), [0, 0.25, 0.5, 0.75])
  for (const most of [0.013, 1, 7, 12, 99, 100, 101, 1234, 987_654_321]) {
    const ticks = ticksTo(most, most >= 1)
    assert.ok(ticks.at(-1)! >= most && ticks.length <= 5, `${most}: ${ticks}`)
  }
})

test('times are written under some of the steps, the last among them', () => {
  assert.deepEqual(labelled(0, 4), [])
  assert.deepEqual(labelled(1, 4), [0])
  assert.deepEqual(labelled(15, 5), [2, 6, 10, 14])
  for (const count of [2, 15, 24, 30, 60, 168]) {
    const places = labelled(count, 5)
    assert.ok(places.length <= 5 && places.at(-1) === count - 1 && places[0]! >= 0)
  }
})

test('bars stand on what is stacked below them', () => {
  const { below, heights } = stack([
    [1, 2],
    [3, 0],
  ])
  assert.deepEqual(below, [
    [0, 0],
    [1, 2],
  ])
  assert.deepEqual(heights, [4, 2])
  assert.equal(barsPath([3, 0], below[1]!, 4, 0), 'M0 75v-75h1v75z')
})

test('a line breaks where nothing was measured', () => {
  assert.equal(linePath([1, 2, null, 4, null], 4), 'M0.5 75L1.5 50M3.5 0m-0.3 0h0.6')
  assert.equal(linePath([null], 4), '')
})
