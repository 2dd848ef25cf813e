import assert from 'node:assert/strict'
import test from 'node:test'
import { filterOf, tabOf } from './tabs.ts'

test('an address names a tab', () => {
  assert.equal(tabOf('/@alice'), 'posts')
  assert.equal(tabOf('/@media'), 'posts')
  assert.equal(tabOf('/@alice/'), 'posts')
  assert.equal(tabOf('/@alice/with_replies'), 'with_replies')
  assert.equal(tabOf('/@alice/tagged/media'), 'tagged')
})

test('a tab asks for its posts', () => {
  assert.deepEqual(filterOf('posts', undefined, true), { exclude_replies: true })
  assert.deepEqual(filterOf('with_replies', undefined, true), {})
  assert.deepEqual(filterOf('tagged', 'cats', true), { tagged: 'cats' })
  assert.equal(filterOf('media', undefined, false).exclude_replies, true)
  assert.equal(filterOf('media', undefined, true).exclude_replies, false)
})
