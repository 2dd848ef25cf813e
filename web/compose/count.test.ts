import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { countCharacters as asTheServer } from '../../server/posts/text/index.ts'
import { countCharacters } from './count.ts'

const PIECES = [
  '@alice',
  '@alice@example.com',
  '@alice@みんな.jp',
  '@a.b-c@xn--zz.example',
  `@alice@${'a'.repeat(254)}`,
  '@@alice',
  '@aliceé',
  '@alice://x',
  'https://example.com/a/very/long/path?with=a&query#hash',
  'http://localhost/',
  'https://1.2.3.4/x',
  'HTTPS://EXAMPLE.COM',
  'https://example.com/(a)',
  'https://münchen.example/ü',
  'https://example.com/@alice',
  '#taghttps://example.com/long/path',
  '#123https://example.com/long/path',
  '#پرسش',
  '＃タグ',
  `#${'ﷺ'.repeat(40)}https://example.com/`,
  ':blobcat:',
  ':a:https://example.com/x',
  ' ',
  '\n',
  '\r\n',
  '.',
  '(',
  ')',
  '/',
  '日本',
  'é',
  'e\u0301',
  '👨‍👩‍👧‍👦',
  '🇩🇪',
  '\u200c',
  'x',
  '@',
  '#',
  ':',
]

test('the composer counts as the server does', () => {
  assert.equal(countCharacters('look: https://example.com/a/very/long/address @bob@example.com'), 6 + 23 + 5)
  assert.equal(countCharacters('👨‍👩‍👧‍👦', 'cw'), 3)
  for (const one of PIECES) assert.equal(countCharacters(one, 'w'), asTheServer(one, 'w'), one)
  const text = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 4 })), {
    maxLength: 9,
  })
  fc.assert(
    fc.property(text, (pieces) => {
      assert.equal(countCharacters(pieces.join('')), asTheServer(pieces.join('')))
    }),
    { numRuns: 5000 },
  )
})
