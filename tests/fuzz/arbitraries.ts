/**
 * Requests out of the routes' own schemas: mostly what fits, sometimes what is just out of bounds, sometimes nonsense.
 * What can only be known while it runs stands in a value as `«kind:number»` and is filled in by `pool.ts`.
 */
import fc, { type Arbitrary } from 'fast-check'
import { Id, type Route } from '../../server/http/index.ts'

export type Json = unknown

/** A request before its placeholders are filled in. */
export interface Plan {
  readonly who: number
  readonly route: Route
  readonly method: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, Json>>
  readonly body: Readonly<Record<string, Json>> | undefined
  readonly encoding: 'json' | 'form' | 'multipart'
  /** The same request again at the same time. */
  readonly twice: boolean
}

/** The JSON-schema keywords that are looked at. */
interface Keywords {
  type?: string
  properties?: Record<string, Keywords>
  required?: string[]
  additionalProperties?: boolean | Keywords
  items?: Keywords
  anyOf?: Keywords[]
  const?: Json
  pattern?: string
  minimum?: number
  maximum?: number
  maxItems?: number
  file?: boolean
}

/** The pattern of everything that is an id. */
const ID = (Id as Keywords).pattern
const number = fc.nat(100_000)
const placeholder = (kind: string) => number.map((which) => `«${kind}:${which}»`)
const some = <T>(...values: T[]): Arbitrary<T> => fc.constantFrom(...values)
/** @param weight how much more often the usual comes; 0: the rare never does. */
const often = <T>(weight: number, usual: Arbitrary<T>, rare: Arbitrary<T>): Arbitrary<T> =>
  weight === 0 ? usual : fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare })

const nested = (depth: number): Json =>
  depth === 0 ? 'deep' : depth % 2 ? [nested(depth - 1)] : { a: nested(depth - 1) }
const hostileText = some(
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\uffff\u{10ffff}',
  '\u202egnp.exe\u202c',
  'e\u0301'.repeat(300),
  '👩‍👩‍👧‍👦'.repeat(40),
  '__proto__',
  'constructor',
  'toString',
  "'; drop table posts; --",
  '%_\\%',
  '"unclosed (and | & ! <-> :*',
  '\\',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '&quot;&#0;&lt;',
  'x'.repeat(600),
  'ä'.repeat(20_000),
  '@'.repeat(500),
  '#'.repeat(500),
  'http://'.repeat(200),
  '«ids»',
  '\r\nSet-Cookie: a=b',
  'NaN',
  'null',
  '{}',
  '1e400',
  'Infinity',
)
const wrong: Arbitrary<Json> = fc.oneof(
  hostileText,
  some<Json>(null, true, false, 0, -1, 1e308, 2 ** 53, -(2 ** 63), 0.5, [], {}, [[]], [null], { 0: 'a', 1: 'b' }),
  some<Json>(JSON.parse('{"__proto__":{"a":1}}'), { constructor: { prototype: 1 } }, nested(8), nested(30)),
  fc.anything({ maxDepth: 2, withNullPrototype: false, key: fc.string({ maxLength: 8 }) }).map(plain),
)

/** What JSON can say of anything. */
function plain(value: Json): Json {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null')
  } catch {
    return null
  }
}

const kinds: [pattern: RegExp, kind: string][] = [
  [/follow_request/, 'follow_requests'],
  [/media/, 'media'],
  [/account|user|target/, 'accounts'],
  [/status|reply_to|quot|post/, 'statuses'],
  [/list/, 'lists'],
  [/keyword/, 'keywords'],
  [/filter/, 'filters'],
  [/rule/, 'rules'],
  [/collection/, 'collections'],
  [/(?:max|min|since|last_read)_id/, 'any'],
]
const absurdId = some('0', '-1', 'abc', '9'.repeat(16), '9'.repeat(40), '1e3', '1', '', '%00', '4503599627370497')

function idOf(name: string, wild: boolean): Arbitrary<string> {
  const kind = kinds.find(([pattern]) => pattern.test(name))?.[1] ?? name
  if (!wild) return placeholder(kind)
  return fc.oneof(
    { weight: 14, arbitrary: placeholder(kind) },
    { weight: 3, arbitrary: placeholder('any') },
    { weight: 1, arbitrary: absurdId },
  )
}

const word = fc.oneof(
  some('birds', 'Tea', 'weather', 'naïve', 'Übung', '東京', 'سلام', ':blobcat:', 'https://example.invalid/a?b=c#d'),
  some('#birds', '#Tea', '#東京', '#x', 'https://a.invalid/'.padEnd(300, 'y'), 'a@b.example', '<b>', '&amp;', '\n\n'),
  placeholder('name').map((name) => `@${name}`),
  placeholder('mark'),
  fc.string({ maxLength: 12, unit: 'grapheme' }),
)
const prose = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '))
const operator = fc.oneof(
  some('has:media', 'has:poll', 'is:reply', 'is:sensitive', 'language:en', 'before:2026-01-01', 'during:2026-13-99'),
  some('in:library', 'in:public', '"a phrase"', '-birds', 'from:me', 'after:x', 'from:', '-', '""', 'language:'),
  placeholder('name').map((name) => `from:${name}`),
  placeholder('name').map((name) => `to:@${name}`),
  placeholder('oldmark'),
  word,
)

const POINT = 'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM'

/** Texts by what their field is called. */
const byName: [pattern: RegExp, arbitrary: Arbitrary<string>][] = [
  [/^(?:q|query)$/, fc.array(operator, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))],
  [/_at$|_date$|date$/, often(4, placeholder('soon'), some('2020-01-01', 'yesterday', '9999-12-31T23:59:60Z', '0'))],
  [/^(?:acct|username|login)$/, fc.oneof(placeholder('name'), placeholder('newname'))],
  [
    /email/,
    fc.oneof(
      placeholder('newname').map((name) => `${name}@people.example`),
      some('a@b', 'x', 'bounce@@y'),
    ),
  ],
  [/tag|^hashtag$/, some('birds', 'Tea', '#birds', '東京', 'x y', '1', '')],
  [/domain/, some('people.example', 'evil.example', 'mail.evil.example', 'spam.example', '*.x', 'localhost', 'xn--')],
  [/^ip$/, some('192.0.2.7', '10.0.0.0/8', '::1', '2001:db8::/32', '300.1.1.1', 'x')],
  [/locale|lang/, some('en', 'de', 'ja', 'zh-Hant', 'xx', 'e', 'english')],
  [/timezone/, some('UTC', 'Europe/Berlin', 'Mars/Base')],
  [/group_key/, placeholder('group_key')],
  [/^context$/, some('home', 'notifications', 'public', 'thread', 'account')],
  [/^options$/, fc.tuple(placeholder('mark'), some('yes', 'no', '', ' ', '🐈')).map((both) => both.join(' '))],
  [/^focus$/, some('0.2,-0.4', '0,0', '2,2', 'x')],
  [/^endpoint$/, some('https://push.example/a', 'https://push.example/b?c', 'http://127.0.0.1:9/', 'x')],
  // A point on the curve: what is no key is refused before anything else is looked at.
  [/^p256dh$/, fc.constant(POINT)],
  [/^auth$/, some('AAAAAAAAAAAAAAAAAAAAAA', 'short')],
  [/^scopes?$/, some('read', 'read write', 'read:statuses profile', 'admin:read', 'all')],
  [/^redirect_uris?$/, some('urn:ietf:wg:oauth:2.0:oob', 'https://app.example/callback', 'javascript:1')],
  [/^grant_type$/, some('client_credentials', 'authorization_code', 'password', 'x')],
  [/^response_type$/, some('code', 'token')],
  [/^client_id$/, placeholder('client_id')],
  [/^client_secret$/, placeholder('client_secret')],
  [/^resource$/, placeholder('name').map((name) => `acct:${name}@tweeter.test`)],
  [/emoji|shortcode|^name$/, fc.oneof(some('👍', 'blobcat', ':x:', 'birds', 'Tea', '🏳️‍🌈'), prose)],
  [/csrf/, placeholder('csrf')],
  [/password/, some('correct horse battery', 'x', 'a new long password')],
  [
    /url|website|uri|endpoint|link|next/,
    some('http://127.0.0.1:9/', 'https://example.invalid/p', '//x', 'javascript:1', '/'),
  ],
]

/** A name, then the rest of what may be typed. */
function textOf(name: string, wild: boolean): Arbitrary<string> {
  const own = byName.find(([pattern]) => pattern.test(name))?.[1] ?? prose
  return often(wild ? 12 : 0, own, hostileText)
}

function numberOf(schema: Keywords, wild: boolean): Arbitrary<Json> {
  const minimum = Math.ceil(schema.minimum ?? 0)
  const maximum = Math.floor(schema.maximum ?? 2 ** 31)
  if (!wild) return fc.oneof(fc.integer({ min: minimum, max: Math.min(maximum, minimum + 3) }), some(3600, 86_400))
  const bounds = some<Json>(minimum, maximum, minimum - 1, maximum + 1, String(minimum), 300, 86_400)
  return fc.oneof(fc.integer({ min: minimum, max: Math.max(minimum, Math.min(maximum, minimum + 40)) }), bounds)
}

function fitting(schema: Keywords, name: string, wild: boolean): Arbitrary<Json> {
  if (schema.file) return placeholder('file')
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => fitting(one, name, wild)))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.type === 'null') return fc.constant(null)
  if (schema.type === 'object') return objectOf(schema, wild)
  if (schema.type === 'array') {
    const item = valuesOf(schema.items ?? {}, name, wild)
    const few = Math.min(schema.maxItems ?? 4, 4)
    return often(
      wild ? 15 : 0,
      fc.array(item, { minLength: wild ? 0 : 1, maxLength: few }),
      fc.array(item, { maxLength: 40 }),
    )
  }
  if (schema.type === 'boolean') return often(wild ? 6 : 0, fc.boolean(), some<Json>('1', 'True', 'off', 2, ''))
  if (schema.type === 'integer' || schema.type === 'number') return numberOf(schema, wild)
  if (schema.type === 'string') return schema.pattern === ID ? idOf(name, wild) : textOf(name, wild)
  return wrong
}

const valuesOf = (schema: Keywords, name: string, wild: boolean): Arbitrary<Json> =>
  often(wild ? 25 : 0, fitting(schema, name, wild), wrong)

const extra = often(
  20,
  fc.constant({}),
  fc.dictionary(some('__proto__', 'constructor', 'id', 'access_token', 'a[b]'), wrong),
)

function objectOf(schema: Keywords, wild: boolean): Arbitrary<Record<string, Json>> {
  const entries = Object.entries(schema.properties ?? {}).map(([key, one]) => {
    const value = valuesOf(one, key, wild)
    const absent = fc.constant(undefined)
    const isNeeded = schema.required?.includes(key) ?? false
    return [
      key,
      isNeeded
        ? often(wild ? 40 : 0, value, absent)
        : fc.oneof({ weight: 2, arbitrary: absent }, { weight: wild ? 1 : 3, arbitrary: value }),
    ] as const
  })
  const rest =
    typeof schema.additionalProperties === 'object'
      ? fc.dictionary(
          fc.oneof(placeholder('any'), some('home', 'notifications', 'x')),
          valuesOf(schema.additionalProperties, 'any', wild),
          { maxKeys: 3 },
        )
      : fc.constant({})
  return fc
    .tuple(fc.record(Object.fromEntries(entries)), wild ? extra : fc.constant({}), rest)
    .map(([own, more, others]) => {
      const present = Object.entries({ ...others, ...own, ...more }).filter(([, value]) => value !== undefined)
      return Object.fromEntries(present)
    })
}

/** What stands at `:name`: an id of what the word before it names, or a name. */
function paramOf(route: Route, name: string, wild: boolean): Arbitrary<string> {
  const before = new RegExp(`([\\w]+)/:${name}`).exec(route.url)?.[1] ?? name
  const schema = (route.params as Keywords | undefined)?.properties?.[name]
  if (/(?:^|_)id$/.test(name)) return often(wild ? 20 : 0, idOf(name === 'id' ? before : `${name}s`, wild), hostileText)
  return textOf(/^tags?$/.test(before) ? 'tag' : schema?.anyOf ? 'name' : name, wild)
}

/** One request to this route. */
export function planOf(route: Route, wild: boolean): Arbitrary<Plan> {
  const names = [...route.url.matchAll(/:(\w+)/g)].map((match) => match[1]!)
  const params = names.map((name) => [name, paramOf(route, name, wild)] as const)
  return fc.record({
    who: number,
    route: fc.constant(route),
    method: fc.constantFrom(...route.method),
    params: fc.record(Object.fromEntries(params)),
    query: route.query ? objectOf(route.query as Keywords, wild) : wild ? extra : fc.constant({}),
    body: route.body ? objectOf(route.body as Keywords, wild) : fc.constant(undefined),
    encoding:
      Object.keys(route.files).length > 0
        ? some('multipart', 'json')
        : some('json', 'json', 'json', 'form', 'multipart'),
    twice: fc.nat(19).map((one) => one === 0 && !route.method.includes('GET')),
  }) as Arbitrary<Plan>
}

/** Many requests, half of them tame, always the same ones for the same seed. Writing posts comes up more often, so that there are some. */
export function plans(routes: readonly Route[], seed: number, count: number): Plan[] {
  const each = routes.map((route) => ({
    weight: route.url === '/api/v1/statuses' ? 6 : /follow|statuses|media/.test(route.url) ? 2 : 1,
    arbitrary: fc.oneof(planOf(route, true), planOf(route, false)),
  }))
  return fc.sample(fc.oneof(...each), { seed, numRuns: count })
}
