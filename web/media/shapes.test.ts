import assert from 'node:assert/strict'
import test from 'node:test'
import { durationText, frameOf, positionOf, sizeOf } from './shapes.ts'

const measured = (width: number, height: number) => ({ meta: { original: { width, height } } })

test('a picture keeps its shape, within bounds; a tiny one is shown larger', () => {
  assert.deepEqual(frameOf(measured(1600, 900)), { aspect: 16 / 9, most: 1600 })
  assert.equal(frameOf(measured(400, 4000)).aspect, 0.7)
  assert.equal(frameOf(measured(9000, 100)).aspect, 3)
  assert.equal(frameOf(measured(8, 8)).most, 200)
  assert.deepEqual(sizeOf({ meta: {} }), { width: 1280, height: 720 })
  assert.deepEqual(sizeOf({ meta: { original: { bitrate: 1 }, width: 4, height: 3 } }), { width: 4, height: 3 })
})

test('the focus says which part is kept', () => {
  const at = (x: number, y: number) => positionOf({ meta: { focus: { x, y } } })
  assert.equal(at(0, 0), '50% 50%')
  assert.equal(at(-1, 1), '0% 0%')
  assert.equal(at(1, -1), '100% 100%')
  assert.equal(at(9, -0.5), '100% 75%')
  assert.equal(positionOf({ meta: {} }), '50% 50%')
})

test('durations as people write them', () => {
  assert.equal(durationText(5.4), '0:05')
  assert.equal(durationText(65), '1:05')
  assert.equal(durationText(3607), '1:00:07')
})
