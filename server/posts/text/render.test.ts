import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countCharacters, plainText, type Resolve, render } from './index.ts'

const base = 'https://tweeter.example'
const everybody: Resolve = { mention: ({ user }) => `${base}/@${user}`, tagBase: base }
const nobody: Resolve = { mention: () => null, tagBase: base }

test('paragraphs and line breaks', () => {
  assert.equal(render('text', nobody), '<p>text</p>')
  assert.equal(render('a\nb', nobody), '<p>a<br />b</p>')
  assert.equal(render('a\n\nb\r\n\r\n\r\nc\rd', nobody), '<p>a</p><p>b</p><p>c<br />d</p>')
  assert.equal(render('\n\n\na\n', nobody), '<p>a</p>')
  assert.equal(render(' \n\t\n', nobody), '')
  assert.equal(render('', nobody), '')
})

test('mentions', () => {
  const html = `<span class="h-card" translate="no"><a href="${base}/@Alice" class="u-url mention">@<span>Alice</span></a></span>`
  assert.equal(render('@Alice!', everybody), `<p>${html}!</p>`)
  assert.equal(render('@Alice@example.org', everybody), `<p>${html}</p>`)
  assert.equal(render('@Alice@example.org', nobody), '<p>@Alice@example.org</p>')
  for (const url of ['javascript:alert(1)', 'data:x', '//x', 'https://a b', 'https://a\nb', '']) {
    assert.equal(render('@a', { mention: () => url, tagBase: base }), '<p>@a</p>', url)
  }
  assert.match(
    render('@a', { mention: () => 'https://x/"><b>', tagBase: base }),
    /href="https:\/\/x\/&quot;&gt;&lt;b&gt;"/,
  )
})

test('hashtags', () => {
  assert.equal(
    render('#Tag', nobody),
    `<p><a href="${base}/tags/Tag" class="mention hashtag" rel="tag">#<span>Tag</span></a></p>`,
  )
  assert.match(render('#hashtagタグ', nobody), /\/tags\/hashtag%E3%82%BF%E3%82%B0" .*#<span>hashtagタグ<\/span>/)
})

test('links', () => {
  const link = (url: string, prefix: string, shown: string, hidden = '') =>
    `<p><a href="${url}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">${prefix}</span>` +
    `<span class="${hidden ? 'ellipsis' : ''}">${shown}</span><span class="invisible">${hidden}</span></a></p>`
  const cases: [string, string, string, string?][] = [
    ['https://example.com', 'https://', 'example.com'],
    ['http://www.example.com/', 'http://www.', 'example.com/'],
    ['https://nic.みんな/', 'https://', 'nic.みんな/'],
    ['https://prepitaph.org/wip/web-devspair/', 'https://', 'prepitaph.org/wip/web-devspair/'],
    ['https://prepitaph.org/wip/web-dovespair/', 'https://', 'prepitaph.org/wip/web-dovespai', 'r/'],
    ['https://example.com/12345678901234567👍👍👍', 'https://', 'example.com/12345678901234567👍', '👍👍'],
  ]
  for (const [url, prefix, shown, hidden] of cases) assert.equal(render(url, nobody), link(url, prefix, shown, hidden))
  assert.match(render('https://e.com/?a=1&b=2', nobody), /href="https:\/\/e\.com\/\?a=1&amp;b=2"/)
})

test('markup is text', () => {
  assert.equal(
    render('<script>alert("x")</script>', nobody),
    '<p>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</p>',
  )
  assert.equal(
    render(`<img src="javascript:alert('XSS');">`, nobody),
    '<p>&lt;img src=&quot;javascript:alert(&#39;XSS&#39;);&quot;&gt;</p>',
  )
  assert.equal(plainText(render('&amp;lt; </p><p> <br />', nobody)), '&amp;lt; </p><p> <br />')
})

test('countCharacters', () => {
  assert.equal(countCharacters('hello', ''), 5)
  assert.equal(countCharacters('hello', 'cw!'), 8)
  assert.equal(countCharacters(`https://example.com/${'a'.repeat(100)} x`, ''), 25)
  assert.equal(countCharacters('https://t.co', ''), 23)
  assert.equal(countCharacters('@alice@example.com hi', ''), 9)
  assert.equal(countCharacters('example.com', ''), 11)
  assert.equal(countCharacters('👩‍👩‍👧🇫🇷e\u0301日本', ''), 5)
  assert.equal(countCharacters('a\r\nb', ''), 3)
  assert.equal(countCharacters('\u0301', 'e'), 1)
})

/** A tiny pseudo-random generator (mulberry32): the same hostile texts in every run. */
function generator(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const PIECES = [
  ...[
    '<',
    '>',
    '"',
    "'",
    '&',
    '&lt;',
    '&#x3c;',
    '</p>',
    '<p>',
    '<script>',
    '<a href="',
    ' onclick=x ',
    '<!--',
    ']]>',
    '`',
  ],
  ...['javascript:alert(1)', 'JaVaScRiPt:', 'data:text/html,', 'vbscript:', '//', 'http://', 'https://', 'HTTPS://'],
  ...[
    'https://a.co/',
    'https://a.co/"onload="x',
    "https://a.co/'x'",
    'https://a.co/<b>',
    'https://ex.みんな/(a(b)c)',
    'www.',
  ],
  ...[
    '@',
    '@bob',
    '@bob@ex.org',
    '@bob@みんな.jp',
    '#',
    '#tag',
    '＃タグ',
    '#a·b',
    ':blob:',
    ':',
    '.',
    ',',
    '/',
    '(',
    ')',
    '[',
    '}',
  ],
  ...[
    ' ',
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    '\t',
    '\0',
    '\u2028',
    '\u00a0',
    '\ufeff',
    '\u202e',
    '\u200b',
    '\u200d',
    '\ud800',
    '\udc00',
  ],
  ...[
    'é',
    'e\u0301',
    'ß',
    '日本',
    '👩‍👩‍👧',
    '🇫🇷',
    '\u{10ffff}',
    'K',
    'ſ',
    'abc',
    '0',
    '1',
    '_',
    '-',
    '%',
    '%00',
    '\\',
    '=',
  ],
]

function* hostileTexts(seed: number, count: number): Generator<string> {
  const random = generator(seed)
  for (let i = 0; i < count; i++) {
    let text = ''
    for (let n = random(25); n >= 0; n--) {
      text += random(6) ? PIECES[random(PIECES.length)]! : String.fromCharCode(random(random(2) ? 0x100 : 0x10000))
    }
    yield text
  }
}

const URL_VALUE = 'https?:\\/\\/[^"<>\\0-\\x20]+'
const TOKENS = [
  /[^<>&"']+/uy,
  /&(?:amp|lt|gt|quot|#39);/y,
  /<(?:p|span|span class="(?:invisible|ellipsis|)"|span class="h-card" translate="no")>/y,
  new RegExp(`<a href="${URL_VALUE}" (?:class="u-url mention"|class="mention hashtag" rel="tag")>`, 'iy'),
  new RegExp(`<a href="${URL_VALUE}" target="_blank" rel="nofollow noopener" translate="no">`, 'iy'),
  /<\/(?:p|span|a)>/y,
  /<br \/>/y,
]

function readToken(html: string, at: number): string | undefined {
  for (const pattern of TOKENS) {
    pattern.lastIndex = at
    const match = pattern.exec(html)
    if (match) return match[0]
  }
  return undefined
}

/** Reads HTML as strictly as can be: fails at anything but these tokens, and at tags that are not closed in order. */
function checkHtml(html: string): void {
  const open: string[] = []
  for (let at = 0; at < html.length; ) {
    const token = readToken(html, at)
    assert.ok(token, `forbidden at ${at}: ${JSON.stringify(html.slice(at, at + 60))}`)
    const [, slash, name] = /^<(\/?)([a-z]+)/.exec(token) ?? []
    if (slash) assert.equal(open.pop(), name, html)
    else if (name && name !== 'br') open.push(name)
    else assert.ok(open[0] === 'p', 'outside of a paragraph')
    at += token.length
  }
  assert.deepEqual(open, [])
}

test('whatever the text, the HTML holds only the allowed tags and attributes', () => {
  for (const text of hostileTexts(1, 10_000)) {
    checkHtml(render(text, everybody))
    countCharacters(text, text)
  }
})

test('whatever the text, the HTML says what it said', () => {
  const onlyLocal: Resolve = { ...everybody, mention: (m) => (m.host ? null : everybody.mention(m)) }
  for (const text of hostileTexts(2, 10_000)) {
    const lines = text.replace(/\r\n?/g, '\n').replaceAll('＃', '#')
    const expected = /\S/.test(text) ? lines.replace(/\n{2,}/g, '\n\n').replace(/^\n+|\n+$/g, '') : ''
    assert.equal(plainText(render(text, onlyLocal)).replaceAll('＃', '#'), expected)
  }
})

test('100 kB of anything is rendered, read back and counted in linear time', () => {
  for (const unit of [
    '<',
    '&',
    '<a',
    '\n',
    '\n ',
    '\r\n',
    "'",
    '#a ',
    '@a@b ',
    'https://a.co/ ',
    'https://a.co/(',
    'é',
    '👩‍👩‍👧',
  ]) {
    const text = unit.repeat(100_000 / unit.length)
    const start = performance.now()
    plainText(render(text, everybody))
    plainText(text)
    countCharacters(text, '')
    const tookMs = performance.now() - start
    assert.ok(tookMs < 2000, `${JSON.stringify(unit)} took ${tookMs.toFixed()} ms`)
  }
})
