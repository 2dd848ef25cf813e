import assert from 'node:assert/strict'
import test from 'node:test'
import { bounded, fitted, swipeOf, WHOLE, zoomed } from './zoom.ts'

const stage = { width: 800, height: 600 }

test('a picture fits the stage, and is not blown up', () => {
  assert.deepEqual(fitted({ width: 1600, height: 600 }, stage), { width: 800, height: 300 })
  assert.deepEqual(fitted({ width: 40, height: 30 }, stage), { width: 40, height: 30 })
})

test('what is under the pointer stays there, within the bounds of the picture', () => {
  const fit = { width: 800, height: 600 }
  const view = zoomed(WHOLE, 2, { x: 100, y: -50 }, fit, stage)
  assert.deepEqual(view, { scale: 2, x: -100, y: 50 })
  assert.deepEqual(zoomed(view, 0.1, { x: 0, y: 0 }, fit, stage), WHOLE)
  assert.equal(zoomed(WHOLE, 100, { x: 0, y: 0 }, fit, stage).scale, 8)
  assert.deepEqual(bounded({ scale: 2, x: 9999, y: -9999 }, fit, stage), { scale: 2, x: 400, y: -300 })
  assert.deepEqual(bounded({ scale: 2, x: 50, y: 50 }, { width: 100, height: 100 }, stage), { scale: 2, x: 0, y: 0 })
})

test('a swipe to the start is on to the next, which is the other way from right to left; up and down close', () => {
  assert.equal(swipeOf({ x: -100, y: 10 }, 400, false), 'next')
  assert.equal(swipeOf({ x: -100, y: 10 }, 400, true), 'previous')
  assert.equal(swipeOf({ x: 30, y: 10 }, 40, false), 'previous')
  assert.equal(swipeOf({ x: 30, y: 10 }, 400, false), null)
  assert.equal(swipeOf({ x: 30, y: 120 }, 400, false), 'close')
})
