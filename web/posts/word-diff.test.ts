import assert from 'node:assert/strict'
import test from 'node:test'
import { wordDiff } from './word-diff.ts'

const shown = (before: string, after: string) =>
  wordDiff(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `[+${text}]` : `[-${text}]`))
    .join('')

test('words that were added and removed', () => {
  assert.equal(shown('a red cat', 'a blue cat'), 'a [-red][+blue] cat')
  assert.equal(shown('one', 'one two'), 'one[+ two]')
  assert.equal(shown('', 'new'), '[+new]')
  assert.equal(shown('same\n\ntext', 'same\n\ntext'), 'same\n\ntext')
})

test('both texts can be read out of the pieces, also when they are too long to compare', () => {
  const before = 'word '.repeat(3000)
  const after = 'other '.repeat(3000)
  const pieces = wordDiff(before, after)
  const of = (kind: string) =>
    pieces
      .filter((one) => one.kind !== kind)
      .map((one) => one.text)
      .join('')
  assert.deepEqual([of('added'), of('removed')], [before, after])
})
