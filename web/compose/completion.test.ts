import assert from 'node:assert/strict'
import test from 'node:test'
import { replaced, tokenAt, withEmoji } from './completion.ts'

test('what can be completed at the caret', () => {
  const cases: [string, string | null][] = [
    ['hi @al', '@al'],
    ['@al', '@al'],
    ['(@al', '@al'],
    ['@al@exam', '@al@exam'],
    ['mail al@ex', null],
    ['https://x.example/@al', null],
    ['@', null],
    ['#ta', '#ta'],
    ['＃ta', '#ta'],
    ['#پرس', '#پرس'],
    ['a#ta', null],
    ['nice :smi', ':smi'],
    [':s', null],
    ['10:30', null],
    ['@al ', null],
    [`#${'x'.repeat(500)}`, null],
  ]
  for (const [text, expected] of cases) {
    const token = tokenAt(text, text.length)
    assert.equal(token && token.sign + token.query, expected, text)
  }
  assert.deepEqual(tokenAt('hi @al there', 6), { sign: '@', query: 'al', start: 3, end: 6 })
})

test('a completion takes the place of what was typed', () => {
  assert.deepEqual(replaced('hi @al', 3, 6, '@alice'), { text: 'hi @alice ', caret: 10 })
  assert.deepEqual(replaced('hi @al there', 3, 6, '@alice'), { text: 'hi @alice there', caret: 10 })
})

test('an emoji goes where the caret is', () => {
  assert.deepEqual(withEmoji('ab', 1, 1, '🎉'), { text: 'a🎉b', caret: 3 })
  assert.deepEqual(withEmoji('ab', 2, 2, ':cat:'), { text: 'ab :cat: ', caret: 9 })
  assert.deepEqual(withEmoji('', 0, 0, ':cat:'), { text: ':cat: ', caret: 6 })
})
