import assert from 'node:assert/strict'
import test from 'node:test'
import { detectLanguage } from './language.ts'

test('says the language of a text that is long enough to be sure, and nothing otherwise', async () => {
  const texts: [string, string | null][] = [
    ['Guten Morgen, wie geht es dir heute? @alice #wetter https://example.org/a', 'de'],
    ['The cat sat on the mat all afternoon and looked at the rain', 'en'],
    ['Bonjour tout le monde, il fait beau ce matin à Paris', 'fr'],
    ['今日はいい天気ですね', 'ja'],
    ['Привет, как дела? Сегодня прекрасная погода', 'ru'],
    ['lol', null],
    ['hello world', null],
    ['@alice @bob #one #two https://example.org/some/long/path/of/english/words', null],
    ['1234567890 1234567890 1234567890', null],
    ['', null],
  ]
  for (const [text, language] of texts) assert.equal(await detectLanguage(text, null), language, text)
  assert.equal(await detectLanguage('jeg liker kaffe om morgenen', 'no'), 'no')
  assert.equal(await detectLanguage('Das Wetter ist heute wirklich sehr schön', 'no'), 'de')
})
