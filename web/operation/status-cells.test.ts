import assert from 'node:assert/strict'
import test from 'node:test'
import { cellsPath, levelOf, toneOf } from './status-cells.ts'

test('shades follow orders of magnitude', () => {
  assert.deepEqual(
    [0, 1, 9, 100, 1000, 99_999, 100_000].map((count) => levelOf(count, 100_000)),
    [0, 1, 1, 3, 4, 5, 5],
  )
  assert.equal(levelOf(1, 1), 5)
})

test('neighbours are one shape', () => {
  assert.equal(cellsPath([true, true, false, true]), 'M0 0h2v1h-2zM3 0h1v1h-1z')
  assert.equal(cellsPath([false]), '')
})

test('what went wrong looks so', () => {
  assert.deepEqual([200, 304, 404, 503].map(toneOf), ['good', 'plain', 'warn', 'bad'])
})
