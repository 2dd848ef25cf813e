import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalizeTag, scan } from './index.ts'

/** The found entities as short strings, and the proof that each stands where it says. */
function found(text: string): string[] {
  return scan(text).map((entity) => {
    const raw = text.slice(entity.start, entity.end)
    if (entity.type === 'mention') return entity.host ? `@${entity.user}@${entity.host}` : `@${entity.user}`
    if (entity.type === 'hashtag') {
      assert.equal(raw.slice(1), entity.name)
      return `#${entity.name}`
    }
    if (entity.type === 'link') {
      assert.equal(raw, entity.url)
      return entity.url
    }
    assert.equal(raw, `:${entity.shortcode}:`)
    return raw
  })
}

test('mentions', () => {
  const cases: [string, string[]][] = [
    ['@alice', ['@alice']],
    ['hi @alice, @Bob.', ['@alice', '@Bob']],
    ['(@alice)', ['@alice']],
    ['@alice@Example.COM!', ['@alice@example.com']],
    ['@alice@example.com.', ['@alice@example.com']],
    ['@a.b-c@example.com', ['@a.b-c@example.com']],
    ['@alice@みんな.jp', ['@alice@xn--q9jyb4c.jp']],
    ['@alice@localhost', ['@alice@localhost']],
    ['@aliceさん', ['@alice']],
    ['🎉@alice', ['@alice']],
    ['mail alice@example.com', []],
    ['https://example.com/@alice', ['https://example.com/@alice']],
    ['example.com/@alice', []],
    ['@aliceé', []],
    ['@alice@', []],
    ['@@alice', ['@alice']],
    ['@alice://x', []],
    ['日本@alice', []],
    [`@alice@${'a'.repeat(254)}`, []],
    ['@\u212Aevin', []],
  ]
  for (const [text, expected] of cases) assert.deepEqual(found(text), expected, text)
})

test('hashtags', () => {
  const cases: [string, string[]][] = [
    ['#hello', ['#hello']],
    ['#hello.', ['#hello']],
    ['(#hello)', ['#hello']],
    ['#タグ、#b', ['#タグ', '#b']],
    ['＃tag', ['#tag']],
    ['#one·two', ['#one·two']],
    ['#one· two', ['#one']],
    ['#ビデオ・ゲーム', ['#ビデオ・ゲーム']],
    ['#می\u200cخواهم', ['#می\u200cخواهم']],
    ['#हिन्दी', ['#हिन्दी']],
    ['#2024', []],
    ['#2024goals', ['#2024goals']],
    ['#1_2', ['#1_2']],
    ['#_', []],
    ['#___', []],
    ['#·a', []],
    ['#️⃣ #', []],
    ['a#b', []],
    ['#a#b', ['#a']],
    ['##a', []],
    ['&#39;', []],
    ['https://example.com/#frag', ['https://example.com/#frag']],
    ['example.com/#frag', []],
    ['#taghttps://example.com', ['#tag']],
    ['#https://example.com', []],
    [`#${'a'.repeat(256)}`, []],
    [`#${'ﷺ'.repeat(100)}`, []],
  ]
  for (const [text, expected] of cases) assert.deepEqual(found(text), expected, text)
})

test('links', () => {
  const cases: [string, string[]][] = [
    ['http://google.com', ['http://google.com']],
    ['HTTPS://Example.com/A', ['HTTPS://Example.com/A']],
    ['https://example.com:8080/a?b=c&d#e', ['https://example.com:8080/a?b=c&d#e']],
    ['https://nic.みんな/', ['https://nic.みんな/']],
    ['https://ja.wikipedia.org/wiki/日本', ['https://ja.wikipedia.org/wiki/日本']],
    ['https://en.wikipedia.org/wiki/Diaspora_(software)', ['https://en.wikipedia.org/wiki/Diaspora_(software)']],
    ['(http://google.com/)', ['http://google.com/']],
    ['http://www.google.com!', ['http://www.google.com']],
    ["http://www.google.com'", ['http://www.google.com']],
    ['<https://example.com/>', ['https://example.com/']],
    ['"https://example.com/"', ['https://example.com/']],
    ['「[https://example.org/」', ['https://example.org/']],
    ['https://example.com/a. Next', ['https://example.com/a']],
    ['https://example.com/\u3000abc', ['https://example.com/']],
    ['http://example.com/b<del>b</del>', ['http://example.com/b']],
    ['https://ex.com/?q=✓&a=%E2%9C%93', ['https://ex.com/?q=✓&a=%E2%9C%93']],
    ['見てhttps://example.com', ['https://example.com']],
    ['👉https://example.com', ['https://example.com']],
    ['xhttps://example.com', []],
    ['example.com www.example.com', []],
    ['ftp://example.com mailto:a@example.com', []],
    ['javascript:alert(1) data:text/html,x', []],
    ['http://localhost:3000/@alice', []],
    ['http://127.0.0.1/ http://[::1]/', []],
    ['http://www\\.google\\.com', []],
    ['https://google.com@evil.com', ['https://google.com']],
    ['https:// http:/x https://.', []],
  ]
  for (const [text, expected] of cases) assert.deepEqual(found(text), expected, text)
})

test('emoji shortcodes', () => {
  const cases: [string, string[]][] = [
    [':blob_cat:', [':blob_cat:']],
    ['a :b2: (:cc:)', [':b2:', ':cc:']],
    ['x:blob:', []],
    [':blob:x', []],
    [':aa::bb:', []],
    [':a:', []],
    ['12:30:45', []],
    [':日本:', []],
  ]
  for (const [text, expected] of cases) assert.deepEqual(found(text), expected, text)
})

test('all together, in order, offsets in UTF-16 units', () => {
  const text = '👩‍👩‍👧 @alice see https://example.com/#x :blob: #Tag @bob@example.org'
  assert.deepEqual(found(text), ['@alice', 'https://example.com/#x', ':blob:', '#Tag', '@bob@example.org'])
  assert.deepEqual(scan('👍 #Ünïcode'), [{ type: 'hashtag', start: 3, end: 11, name: 'Ünïcode', key: 'ünïcode' }])
})

test('normalizeTag: spellings meet, words stay apart, and a key is its own key', () => {
  assert.equal(normalizeTag('FooBar'), 'foobar')
  assert.equal(normalizeTag('ＦＵＬＬ'), 'full')
  assert.equal(normalizeTag('straße'), normalizeTag('STRASSE'))
  assert.equal(normalizeTag('ΟΔΟΣ'), normalizeTag('οδος'))
  assert.equal(normalizeTag('cafe\u0301'), normalizeTag('CAFÉ'))
  assert.notEqual(normalizeTag('pêche'), normalizeTag('péché'))
  assert.equal(normalizeTag('one·two'), 'one·two')
  assert.equal(normalizeTag('a b<c'), 'abc')
  for (let code = 0; code < 0x30000; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const key = normalizeTag(`a${String.fromCodePoint(code)}b`)
    if (normalizeTag(key) !== key) assert.fail(`U+${code.toString(16)} is not stable`)
  }
})

test('100 kB of anything takes linear time', () => {
  const hostile = [
    '@',
    '#',
    ':',
    '@a',
    '@a.',
    '@a@b',
    '#a·',
    '#1_',
    '·',
    ':aa',
    'https://',
    'https://a',
    '<',
    '\n',
    '(',
  ]
  hostile.push(
    'https://a.co/',
    'https://a.co/(',
    'https://a.co/([{"',
    'http://xn--a.b/',
    'http://localhost/',
    'é',
    '日',
  )
  const texts = hostile.map((unit) => unit.repeat(100_000 / unit.length))
  texts.push(`https://a.co/${'(()'.repeat(33_000)}`, `#a${'·'.repeat(100_000)}`, `@a${'.'.repeat(100_000)}`)
  texts.push(`https://${'a.'.repeat(50_000)}`, `https://${'a-'.repeat(50_000)}`)
  for (const text of texts) {
    const start = performance.now()
    scan(text)
    const tookMs = performance.now() - start
    // A few milliseconds each; anything quadratic takes many seconds, so a busy machine does not fail this.
    assert.ok(tookMs < 1000, `${JSON.stringify(text.slice(0, 20))} took ${tookMs.toFixed()} ms`)
  }
})
