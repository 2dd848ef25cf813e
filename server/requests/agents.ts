import type { Kind } from './record.ts'

export interface Agent {
  /** At most 40 printable ASCII characters, without quotes and backslashes: it may stand in a record as it is. */
  readonly family: string
  readonly kind: Kind
}

/** Longer agents tell nothing more, and what comes from outside should cost no more than this. */
const longest = 512

/** Looked for anywhere, and before the browsers, whose names bots like to carry as well. */
const bots = families(`Googlebot, Feedfetcher-Google, Google-InspectionTool, AdsBot-Google, Mediapartners-Google,
  Google-Extended, GoogleOther, Storebot-Google, BingPreview, bingbot, msnbot, adidxbot, Yahoo! Slurp: slurp, DuckDuckBot,
  DuckAssistBot, Baiduspider, YandexBot, Sogou: sogou web|sogou spider, 360Spider, PetalBot, Applebot, AhrefsBot: ahrefs,
  SemrushBot: semrush, MJ12bot, DotBot, GPTBot, OAI-SearchBot, ChatGPT-User, ClaudeBot, Claude-User, Claude-SearchBot,
  anthropic-ai, PerplexityBot, Perplexity-User, CCBot, Bytespider, Amazonbot, meta-externalagent,
  facebookexternalhit: facebookexternalhit|facebot, facebookcatalog, Twitterbot, LinkedInBot, Pinterestbot,
  Slackbot: slackbot|slack-imgproxy, Discordbot, TelegramBot, WhatsApp, SkypeUriPreview, redditbot, Embedly, Iframely,
  Bluesky Cardyb, archive.org_bot, ia_archiver, UptimeRobot, Pingdom, StatusCake, HeadlessChrome, PhantomJS,
  Lighthouse: chrome-lighthouse, zgrab, Censys: censys, Nmap: nmap , masscan, Nikto: nikto/, sqlmap, Feedly, Feedbin,
  FeedBurner, NewsBlur, Inoreader, Miniflux, FreshRSS, NetNewsWire, Pleroma, Akkoma, Misskey, Sharkey, GoToSocial,
  Friendica, PeerTube, Pixelfed, WriteFreely`)

/** Programs that fetch for somebody's script; looked for at the beginning, as whole words. */
const tools = families(`curl: curl|libcurl, Wget, python-requests, Python-urllib, python-httpx, Python: python|aiohttp,
  Go-http-client, axios, node-fetch, Node: node|undici, got, Deno, Bun, okhttp, Java, Apache-HttpClient,
  libwww-perl: libwww-perl|lwp, GuzzleHttp, PHP, Ruby, Faraday, http.rb, reqwest, hyper, ureq, HTTPie,
  Postman: postmanruntime, insomnia, k6, ApacheBench, wrk, autocannon, Scrapy, libfetch: libfetch|fetch libfetch, aria2,
  PowerShell, portscout, Mastodon, Lemmy, Tweeter`)

/** Looked for at the beginning, as whole words. */
const apps = families(`Ivory, Tusky, Mona, Ice Cubes: ice cubes|icecubes|icecubesapp, Metatext, Toot!,
  Mastodon for Android: mastodonandroid|mastodon for android, Mastodon for iOS: mastodon for ios,
  Megalodon: megalodon|megalodonandroid, Moshidon: moshidon|moshidonandroid, Fedilab, tooot, Mammoth, Feather, Radiant,
  Woolly, Pachli, Husky, Twidere: twidere|twiderex, Subway Tooter: subway tooter|subwaytooter, Tuba, Tootle, Tokodon,
  Mastonaut, Whalebird, Sengi, TootDesk, DAWN: dawn|dawnchat, Mastoblaster, Trunks, Openvibe, Phanpy, Elk`)

/** Looked for anywhere, in this order: nearly all of them say that they are Chrome and Safari as well. */
const browsers =
  families(`Edge: edg/|edge/|edga/|edgios/, Opera: opr/|opx/|opt/|opios/|opera, Samsung Internet: samsungbrowser,
  Yandex Browser: yabrowser|yowser, Vivaldi, Brave: brave/, DuckDuckGo: duckduckgo/|ddg/, UC Browser: ucbrowser|ubrowser,
  Mi Browser: miuibrowser, Huawei Browser: huaweibrowser, HeyTap Browser: heytapbrowser, vivo Browser: vivobrowser,
  QQ Browser: qqbrowser, WeChat: micromessenger, Whale: whale/, Silk: silk/, Coc Coc: coc_coc, Pale Moon: palemoon,
  SeaMonkey, Waterfox, LibreWolf, Firefox Focus: focus/|klar/, Facebook: fban/|fbav/|fb_iab, Instagram, Google App: gsa/,
  Electron: electron/, Ladybird, Konqueror, Epiphany: epiphany/, Falkon: falkon/, Midori: midori/, NetSurf, Lynx: lynx/,
  w3m: w3m/, Links: links (, ELinks, UP.Browser, Firefox: fxios/|firefox/|iceweasel, Chrome: crios/, Chromium: chromium/,
  Internet Explorer: msie |trident/|iemobile, Chrome: chrome/`)

/** What bots call themselves otherwise, in lower case. A Cubot is a telephone, and feedback is given by people. */
const botWords =
  /bots?(?<!cubot)(?![a-z])|robo|crawl|spider|fetch|\bscan|scanner|scrap|monitor|preview|feed(?!back)|\brss|rss\b|archiv|validat|check|probe|uptime|indexer|harvest|headless|search|reader\b|sitemap|webhook|siteexplorer|http_|nutch|sleuth|discovery/

/**
 * Who asks, as far as the `User-Agent` says so: its family (without a version) and whether a person is likely to be
 * behind it. Anybody may say anything there, so this is for statistics, not for safety. Linear in the length; a few
 * microseconds, so whoever asks often keeps the answers.
 */
export function agentOf(userAgent: string): Agent {
  const whole = userAgent.slice(0, longest).trim()
  if (whole === '' || whole === '-') return { family: 'none', kind: 'bot' }
  const text = whole.replaceAll('%20', ' ').replace(/\+?https?:\/\/[^\s;),"']*/gi, '')
  const lower = text.toLowerCase()

  const named = within(bots, lower)
  if (named !== null) return { family: named, kind: 'bot' }
  // Apple's networking adds itself to the name of the app, so it tells the app of this name from the server.
  if (/^mastodon\/.*darwin\//.test(lower)) return { family: 'Mastodon for iOS', kind: 'person' }
  const app = startOf(apps, lower)
  if (app !== null) return { family: app, kind: 'person' }
  const tool = startOf(tools, lower)
  if (tool !== null) return { family: tool, kind: 'bot' }

  const word = botWords.exec(withoutDevice(lower))
  if (word !== null) return { family: clean(wordAround(text, word.index)), kind: 'bot' }
  // Only a bot gives the address of its page, or whom to complain to.
  const explains = whole.includes('://') || /[a-z0-9]@[a-z0-9-]+\./.test(lower)
  if (explains) return { family: clean(ownName(text)), kind: 'bot' }

  const browser = within(browsers, lower) ?? webKit(lower)
  if (browser !== null) return { family: browser, kind: 'person' }
  // A browser says more than that it is like Mozilla.
  return { family: clean(ownName(text)), kind: lower.startsWith('mozilla/') ? 'bot' : 'person' }
}

/** Safari, and what shows pages inside apps with its engine; the browser that Android had before Chrome. */
function webKit(lower: string): string | null {
  if (!lower.includes('applewebkit/') && !lower.includes('safari/')) return null
  return lower.includes('android') ? 'Android Browser' : 'Safari'
}

/** The same length, with blanks for the model of an Android telephone: whatever words are in there say nothing of bots. */
function withoutDevice(lower: string): string {
  const from = lower.indexOf('; android ')
  const until = lower.indexOf(')', from)
  if (from < 0 || until < 0 || lower.includes('compatible;', from)) return lower
  return lower.slice(0, from) + ' '.repeat(until - from) + lower.slice(until)
}

/** The token around a place in what pretends to be Mozilla; else the program's name. */
function wordAround(text: string, index: number): string {
  if (!/^mozilla\//i.test(text)) return ownName(text)
  const separators = ' ;()/,:+=[]{}<>"'
  let from = index
  let until = index
  while (from > 0 && !separators.includes(text[from - 1]!)) from--
  while (until < text.length && !separators.includes(text[until]!)) until++
  return text.slice(from, until)
}

/** What a program calls itself: all before its version; of `Mozilla/5.0 (compatible; Name/1.0)` the `Name`. */
function ownName(text: string): string {
  const compatible = /^mozilla\/[\d.]+ \(compatible; ?([^;/)]+)/i.exec(text)
  const name = compatible === null ? text.split(/[/;(,]/, 1)[0]! : compatible[1]!
  return name.split(/ (?:v?\d|- )/, 1)[0]!
}

function clean(name: string): string {
  const printable = name.replace(/[^\x20-\x7e]|["\\]/g, '')
  return printable.trim().slice(0, 40).trim() || 'other'
}

interface Families {
  /** In the order in which they were written. */
  readonly all: readonly (readonly [needle: string, family: string])[]
  readonly any: RegExp
}

/** Of `Family, Family: needle|needle`: without needles the family is one itself. Needles are in lower case. */
function families(list: string): Families {
  const all = list.split(/,\s*/).flatMap((entry) => {
    const [family, needles] = entry.split(': ') as [string, string?]
    return (needles ?? family.toLowerCase()).split('|').map((needle) => [needle, family] as const)
  })
  return { all, any: new RegExp(all.map(([needle]) => RegExp.escape(needle)).join('|')) }
}

/** The first of a list that stands in a text. Mostly none does, which one pattern finds out ten times as fast. */
function within({ all, any }: Families, lower: string): string | null {
  return any.test(lower) ? all.find(([needle]) => lower.includes(needle))![1] : null
}

const startOf = ({ all }: Families, lower: string) =>
  all.find(([needle]) => lower.startsWith(needle) && !/[a-z0-9]/.test(lower.charAt(needle.length)))?.[1] ?? null
