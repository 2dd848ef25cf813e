import assert from 'node:assert/strict'
import test from 'node:test'
import { verdictOn } from './filtered.ts'

const filter = (title: string, filter_action: 'warn' | 'hide' | 'blur', context: ('home' | 'thread')[]) => ({
  filter: { id: title, title, context, expires_at: null, filter_action },
  keyword_matches: null,
  status_matches: null,
})

test('the strongest filter that holds in the place decides', () => {
  const filtered = [filter('a', 'warn', ['home']), filter('b', 'hide', ['thread']), filter('c', 'warn', ['home'])]
  assert.deepEqual(verdictOn({ filtered }, 'home'), { action: 'warn', titles: 'a, c' })
  assert.deepEqual(verdictOn({ filtered }, 'thread'), { action: 'hide', titles: 'b' })
  assert.equal(verdictOn({ filtered }, null)?.action, 'hide')
  assert.equal(verdictOn({ filtered }, 'public'), null)
  assert.equal(verdictOn({}, 'home'), null)
})
