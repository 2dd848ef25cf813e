import assert from 'node:assert/strict'
import test from 'node:test'
import { killAndCompare } from './killing.ts'

test('a follower that is killed ten times loses nothing and counts nothing twice', { timeout: 300_000 }, async () => {
  assert.ok((await killAndCompare(10, () => {})) > 1000)
})
