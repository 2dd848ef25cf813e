import assert from 'node:assert/strict'
import test from 'node:test'
import { chooseLanguage, placesOf, type Translation, translator } from './messages.ts'

const en = {
  posts: {
    by: 'Post by {name}',
    none: 'Nothing yet',
    replies: { one: '{count} reply', other: '{count} replies' },
  },
} as const
const fa: Translation<typeof en> = {
  posts: { by: 'نوشتهٔ {name}', none: 'هنوز چیزی نیست', replies: { other: '{count} پاسخ' } },
}

test('texts with places, plurals, and the digits of the language', () => {
  const t = translator<typeof en>('en', en)
  assert.equal(t('posts.by', { name: 'Ada' }), 'Post by Ada')
  assert.equal(t('posts.none'), 'Nothing yet')
  assert.equal(t('posts.replies', { count: 1 }), '1 reply')
  assert.equal(t('posts.replies', { count: 1200 }), '1,200 replies')
  assert.equal(translator<typeof en>('fa', fa)('posts.replies', { count: 12 }), '۱۲ پاسخ')
})

test('pieces keep what is no text', () => {
  const link = { href: '/@ada' }
  assert.deepEqual(translator<typeof en>('en', en).parts('posts.by', { name: link }), ['Post by ', link])
})

test('the language that a person likes best of those there are', () => {
  assert.equal(chooseLanguage(['fr', 'de-AT', 'en']).code, 'de')
  assert.equal(chooseLanguage(['FA-IR']).direction, 'rtl')
  assert.equal(chooseLanguage(['xx']).code, 'en')
  assert.deepEqual(placesOf({ one: '{count} by {name}', other: '{count} of {name}' }), ['count', 'name'])
})
