import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { agentOf } from './agents.ts'

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36'
const android = (device: string) =>
  `Mozilla/5.0 (Linux; Android 15; ${device}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Mobile Safari/537.36`

const people: [family: string, agent: string][] = [
  ['Chrome', chrome],
  ['Edge', `${chrome} Edg/149.0.0.0`],
  ['Opera', `${chrome} OPR/120.0.0.0`],
  ['Opera', 'Opera/9.80 (X11; Linux x86_64) Presto/2.12.388 Version/12.16'],
  ['Vivaldi', `${chrome} Vivaldi/7.5`],
  ['Electron', chrome.replace('Chrome/', 'Electron/39.0.0 Chrome/')],
  ['Chromium', chrome.replace('Chrome/', 'Ubuntu Chromium/32.0.1700.102 Chrome/')],
  ['Samsung Internet', android('SM-S921B').replace('Chrome/', 'SamsungBrowser/28.0 Chrome/')],
  ['Chrome', android('CUBOT X90')],
  ['Chrome', android('ScanPal EDA52')],
  ['Chrome', android('Archos Checkbook Preview 2')],
  ['Firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0'],
  [
    'Firefox',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/148.0 Mobile/15E148 Safari/605.1.15',
  ],
  [
    'Chrome',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/149.0 Mobile/15E148 Safari/604.1',
  ],
  [
    'Safari',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
  ],
  [
    'Safari',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  ],
  [
    'Android Browser',
    'Mozilla/5.0 (Linux; U; Android 4.3; es-es; GT-I9300 Build/JSS15J) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30',
  ],
  ['Internet Explorer', 'Mozilla/5.0 (Windows NT 6.3; WOW64; Trident/7.0; rv:11.0) like Gecko'],
  ['Internet Explorer', 'Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)'],
  ['Ivory', 'Ivory/40203 CFNetwork/3826.500.111 Darwin/24.4.0'],
  ['Ice Cubes', 'Ice%20Cubes/1234 CFNetwork/3826.500.111 Darwin/24.4.0'],
  ['Ice Cubes', 'IceCubesApp/1.2'],
  ['Toot!', 'Toot!/20.3 CFNetwork/3826.500.111 Darwin/24.4.0'],
  ['Mastodon for iOS', 'Mastodon/468 CFNetwork/3826.500.111 Darwin/24.4.0'],
  ['Mastodon for Android', 'MastodonAndroid/2.9.5'],
  ['Tusky', 'Tusky/29.1 Android/15 OkHttp/4.12.0'],
  ['Fedilab', 'Fedilab, Android, 3.31.0'],
  ['Megalodon', 'MegalodonAndroid/2.2.0'],
  ['tooot', 'tooot/4.10.3'],
  ['Metatext', 'Metatext/1.7.1'],
  ['Mona', 'Mona/86 CFNetwork/1568.100.1 Darwin/24.0.0'],
  [
    'Facebook',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22A3354 [FBAN/FBIOS;FBAV/500.0]',
  ],
  ['My Reading App', 'My%20Reading%20App/3 CFNetwork/1568.100.1 Darwin/24.0.0'],
  ['Dalvik', 'Dalvik/2.1.0 (Linux; U; Android 9; CUBOT_X18)'],
  ['Feedback Hub', 'Feedback Hub/1.0'],
  ['Ivorytower', 'Ivorytower/1.0'],
  ['Nodepad', 'Nodepad/1.0'],
]

const bots: [family: string, agent: string][] = [
  ['none', ''],
  ['none', '  '],
  ['none', '-'],
  ['Googlebot', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
  ['Googlebot', `${android('Nexus 5X Build/MMB29P')} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`],
  [
    'bingbot',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36',
  ],
  ['Baiduspider', 'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)'],
  ['YandexBot', 'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)'],
  ['AhrefsBot', 'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)'],
  ['GPTBot', 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)'],
  [
    'ClaudeBot',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)',
  ],
  ['facebookexternalhit', 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'],
  ['Yahoo! Slurp', 'Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)'],
  ['Mail.RU_Bot', 'Mozilla/5.0 (compatible; Linux x86_64; Mail.RU_Bot/2.0; +http://go.mail.ru/help/robots)'],
  ['HeadlessChrome', chrome.replace('Chrome/', 'HeadlessChrome/')],
  ['Tiny Tiny RSS', 'Tiny Tiny RSS/1.11 (http://tt-rss.org/)'],
  ['UniversalFeedParser', 'UniversalFeedParser/4.2-pre-314-svn +http://feedparser.org/'],
  ['Ezooms', 'Mozilla/5.0 (compatible; Ezooms/1.0; help@moz.com)'],
  ['Mastodon', 'Mastodon/4.5.0 (http.rb/5.3.1; +https://mastodon.example/)'],
  ['Pleroma', 'Pleroma 2.9.1; https://pleroma.example <admin@pleroma.example>'],
  ['curl', 'curl/8.14.1'],
  ['Wget', 'Wget/1.25.0'],
  ['python-requests', 'python-requests/2.32.4'],
  ['Python', 'Python/3.13 aiohttp/3.12.13'],
  ['Go-http-client', 'Go-http-client/2.0'],
  ['axios', 'axios/1.11.0'],
  ['Node', 'node'],
  ['okhttp', 'okhttp/4.12.0'],
  ['libwww-perl', 'LWP::Simple/5.827 libwww-perl/5.833'],
  ['AcmeCrawler', 'AcmeCrawler/0.1'],
  ['acme-monitor', 'Mozilla/5.0 (X11; Linux x86_64) acme-monitor/7'],
  ['YisouSpider', 'YisouSpider'],
  ['Mozilla', 'Mozilla/5.0'],
]

const unknown: [family: string, agent: string][] = [
  ['Things', 'Things/3.1 something else'],
  ['Maui Browser', 'Maui Browser'],
  ['it is', '"it\\ is"\u0000 é'],
  ['other', '日本語'],
  ['other', '/'],
  ['x'.repeat(40), 'x'.repeat(3000)],
]

test('the family of an agent, and whether a person is likely to be behind it', () => {
  for (const [family, agent] of [...people, ...unknown])
    assert.deepEqual(agentOf(agent), { family, kind: 'person' }, agent)
  for (const [family, agent] of bots) assert.deepEqual(agentOf(agent), { family, kind: 'bot' }, agent)
})

test('whatever is sent, a family can stand in a record as it is', () => {
  const pieces = [
    'Mozilla/5.0',
    ' (compatible; ',
    'bot',
    '"',
    '\\',
    '\r\n',
    'é',
    'İ',
    '😀',
    '%20',
    'http://',
    ' ',
    'Android ',
    ')',
  ]
  const agents = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...pieces)).map((all) => all.join('')),
  )
  fc.assert(
    fc.property(agents, (agent) => {
      const { family } = agentOf(agent)
      assert.match(family, /^[\x21-\x7e](?:[\x20-\x7e]{0,38}[\x21-\x7e])?$/)
      assert.doesNotMatch(family, /["\\]/)
    }),
    { numRuns: 2000 },
  )
})

test('an agent of a megabyte costs no more than one of half a kilobyte', () => {
  for (const piece of ['b', 'http://', ' ', 'Mozilla/5.0 (compatible; ', 'Android ', 'a@', 'mastodon/', 'bo']) {
    const agent = Buffer.alloc(1_000_000, piece).toString('latin1')
    const begun = performance.now()
    for (let round = 0; round < 100; round++) agentOf(agent)
    assert.ok(performance.now() - begun < 1000, piece)
  }
})
