import assert from 'node:assert/strict'
import test from 'node:test'
import { mergeTops } from './merge.ts'

test('what a list may have left out is added to the counts, which stay upper bounds', () => {
  const at = 0
  const of = 'path'
  const [tops] = mergeTops([
    { at, of, entries: [['/a', 10, 0]] },
    // Not full, but something was let go: a label that was there up to three times.
    { at, of, entries: [['/b', 20, 3]] },
  ])
  assert.deepEqual(tops!.entries, [
    ['/b', 20, 3],
    ['/a', 13, 3],
  ])
})
