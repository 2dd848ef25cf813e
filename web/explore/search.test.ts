import assert from 'node:assert/strict'
import test from 'node:test'
import { handleIn, nameIn, searchPath, tagIn, tagPath, typeFrom, withSearch } from './search.ts'

test('addresses of searches', () => {
  assert.equal(searchPath('two words'), '/search?q=two+words')
  assert.equal(searchPath('#tea', 'hashtags'), '/search?q=%23tea&type=hashtags')
  assert.equal(searchPath(''), '/search')
  assert.equal(tagPath('چای'), `/tags/${encodeURIComponent('چای')}`)
  assert.deepEqual([typeFrom('accounts'), typeFrom('elsewhere'), typeFrom('')], ['accounts', 'all', 'all'])
})

test('what a text may name', () => {
  assert.deepEqual(
    [handleIn('@ada'), handleIn(' ada '), handleIn('ada lovelace'), handleIn('#ada')],
    ['ada', 'ada', null, null],
  )
  assert.deepEqual([tagIn('#tea'), tagIn('tea'), tagIn('#two words'), tagIn('#چای')], ['tea', null, null, 'چای'])
  assert.deepEqual([nameIn(' ada '), nameIn('from:ada'), nameIn('"a phrase"')], ['ada', '', ''])
})

test('the newest search comes first, each once, and few are kept', () => {
  assert.deepEqual(withSearch(['tea', 'milk'], 'Milk'), ['Milk', 'tea'])
  assert.equal(withSearch(['1', '2', '3', '4', '5', '6', '7', '8'], '9').length, 8)
})
