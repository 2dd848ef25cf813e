import assert from 'node:assert/strict'
import test from 'node:test'
import { parseQuery, spanOf } from './parse.ts'

const words = (q: string) => parseQuery(q).words

test('words, phrases, minus, hashtags', () => {
  assert.equal(words('Red Birds'), `'red' & 'bird'`)
  assert.equal(words('"red birds" song'), `('red' <-> 'bird' & 'red bird') & 'song'`)
  assert.equal(words('“red birds” „tree”'), `('red' <-> 'bird' & 'red bird') & 'tree'`)
  assert.equal(words('red -bird -"blue sky"'), `'red' & !'bird' & !('blue' <-> 'sky' & 'blue sky')`)
  assert.equal(words('"stroll to the end"'), `('stroll' <-> 'to' <-> 'the' <-> 'end' & 'to the' & 'the end')`)
  assert.equal(words('#Birds -#CATS'), `'#birds' & !'#cats'`)
  assert.equal(words("don't"), `('don' <-> 't' & 'don t')`)
  assert.equal(words('猫'), `'猫'`)
  assert.equal(words('"unclosed phrase'), `('unclosed' <-> 'phrase')`)
  assert.equal(words('! - & | \\ '), '')
  assert.equal(words("#it's \\"), `'#its'`)
})

test('operators; what is none is words', () => {
  const asked = parseQuery('from:@Ann -to:bob has:image -is:reply language:en-GB in:library tea')
  assert.equal(asked.words, `':image' & !':reply' & '~en-gb' & 'tea'`)
  assert.deepEqual(asked.people, [
    { role: 'author', name: 'Ann', negated: false },
    { role: 'to', name: 'bob', negated: true },
  ])
  assert.equal(asked.among, 'library')
  assert.equal(words('has:nothing note:this'), `('has' <-> 'nothing') & ('note' <-> 'thi' & 'note thi')`)
  assert.equal(words('in:'), `'in'`)
  assert.equal(parseQuery('ann smith').isPlain, true)
  for (const q of ['-ann', '"ann"', 'from:ann']) assert.equal(parseQuery(q).isPlain, false, q)
})

test('dates are days, months or years in UTC', () => {
  const day = 24 * 3600 * 1000
  const at = (date: string) => Date.parse(date)
  assert.deepEqual(spanOf('2026-02-28'), [at('2026-02-28'), at('2026-03-01')])
  assert.deepEqual(spanOf('2026-12'), [at('2026-12-01'), at('2027-01-01')])
  assert.deepEqual(spanOf('2024'), [at('2024-01-01'), at('2025-01-01')])
  for (const wrong of ['2026-13', '2026-02-30', 'today', '2026-', '']) assert.equal(spanOf(wrong), null, wrong)
  assert.deepEqual(parseQuery('before:2026-03-02 after:2026-03-01').within, [at('2026-03-02'), at('2026-03-02')])
  assert.deepEqual(parseQuery('during:2026-03-01').within, [at('2026-03-01'), at('2026-03-01') + day])
  assert.deepEqual(parseQuery('-before:2026-03-02').within, [at('2026-03-02'), Number.POSITIVE_INFINITY])
  assert.deepEqual(parseQuery('-after:2026-03-02').within, [Number.NEGATIVE_INFINITY, at('2026-03-03')])
  assert.deepEqual(parseQuery('-during:2026-03-01').except, [[at('2026-03-01'), at('2026-03-02')]])
  assert.equal(words('before:yesterday'), `('before' <-> 'yesterday')`)
})
