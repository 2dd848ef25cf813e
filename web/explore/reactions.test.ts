import assert from 'node:assert/strict'
import test from 'node:test'
import { toggled } from './reactions.ts'

test('a reaction is set, joined, taken back, and gone when nobody has it', () => {
  const first = toggled([], { name: '🎉', count: 0 })
  assert.deepEqual(first, [{ name: '🎉', count: 1, me: true }])
  assert.deepEqual(toggled(first, first[0]!), [])
  const others = [{ name: '👍', count: 2, me: false }]
  assert.deepEqual(toggled(others, others[0]!), [{ name: '👍', count: 3, me: true }])
})
