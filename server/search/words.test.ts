import assert from 'node:assert/strict'
import test from 'node:test'
import { askedWords, wordsOf } from './words.ts'

test('small letters without accents, the plural like the singular, addresses taken apart', () => {
  assert.deepEqual(wordsOf('Über Cafés, ŁÓDŹ & Straße!'), ['uber', 'cafe', 'lodz', 'strass'])
  assert.deepEqual(wordsOf('Birds bird glass bus cities sees https://www.Example.com/a_b?c=1'), [
    ...['bird', 'bird', 'glass', 'bus', 'city', 'sees'],
    ...['example', 'com', 'a_b', 'c', '1'],
  ])
  assert.deepEqual(wordsOf('foxes fox caches cache glasses'), ['fox', 'fox', 'cach', 'cach', 'glass'])
  assert.deepEqual(wordsOf("don't"), ['don', 't'])
  assert.deepEqual(wordsOf('ｆｕｌｌｗｉｄｔｈ ﬁne'), ['fullwidth', 'fine'])
  assert.deepEqual(wordsOf('हिन्दी Привет مرحبا 🚀!'), ['हिन्दी', 'привет', 'مرحبا', '🚀'])
  assert.deepEqual(wordsOf(' !?- '), [])
})

test('what is written without spaces is found by pairs of letters, and by one', () => {
  assert.deepEqual(wordsOf('日本語です'), ['日本', '本語', '語で', 'です', 'す'])
  assert.deepEqual(askedWords('本語'), ['本語'])
  assert.deepEqual(askedWords('日本語'), ['日本', '本語'])
  assert.deepEqual(askedWords('語'), ['語'])
  assert.deepEqual(wordsOf('東京tokyo 2024'), ['東京', '京', 'tokyo', '2024'])
  assert.deepEqual(wordsOf('한국어'), ['한국', '국어', '어'])
  assert.deepEqual(wordsOf('がぎ'), ['がぎ', 'ぎ'], 'marks of kana stay')
})

test('an absurd text is cut', () => {
  assert.equal(wordsOf('a '.repeat(100_000)).length, 4000)
  assert.equal(wordsOf('x'.repeat(1000))[0]!.length, 64)
})
