import assert from 'node:assert/strict'
import test from 'node:test'
import { sparkPath } from './spark-path.ts'

test('a line from the first value to the last, the highest at the top', () => {
  assert.equal(sparkPath([0, 10, 5]).line, 'M0 29L50 2L100 15.5')
  assert.equal(sparkPath([0, 10, 5]).area, 'M0 29L50 2L100 15.5L100 30L0 30z')
})

test('nothing, one value and noughts are lines too', () => {
  assert.deepEqual(sparkPath([]), { line: '', area: '' })
  assert.equal(sparkPath([7]).line, 'M0 2')
  assert.equal(sparkPath([0, 0]).line, 'M0 29L100 29')
})
