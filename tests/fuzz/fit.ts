/** From a plan to bytes: placeholders filled in, encoded in one of the ways that clients know. */
import type { Json, Plan } from './arbitraries.ts'
import type { Actor } from './cast.ts'
import type { Mark, Pool } from './pool.ts'

export interface Sent {
  readonly method: string
  readonly url: string
  readonly body: object | string | FormData | undefined
  readonly token: string | null
  readonly headers: Record<string, string>
}

export interface Fitted {
  readonly sent: Sent
  /** Each leaves one thing out, where it is there. */
  readonly without: ((sent: Sent) => Sent)[]
}

/** Where texts are for some only, and so carry a word that is looked for elsewhere. */
function ruleOf(url: string): Mark['rule'] | null {
  if (/^\/api\/v1\/(?:statuses|media|scheduled_statuses)|^\/api\/v2\/media|drafts/.test(url)) return 'post'
  if (/^\/api\/v[12]\/(?:filters|lists)|\/note$/.test(url)) return 'own'
  return null
}

export function fit(pool: Pool, actor: Actor, plan: Plan): Fitted {
  const { route, method } = plan
  const rule = actor.id === null ? null : ruleOf(route.url)
  const fill = (value: Json): Json =>
    filled(value, (text) => pool.fill(text, { rule, ownerId: actor.id, csrf: actor.csrf, finder: actor.name }))
  const path = route.url
    .replaceAll(/:(\w+)/g, (_, name: string) => encoded(String(fill(plan.params[name] ?? ''))) || 'x')
    .replace('*', 'x/y')
  const query = fill(plan.query) as Record<string, Json>
  const body = plan.body === undefined || method === 'GET' ? undefined : (fill(plan.body) as Record<string, Json>)
  const head = {
    method,
    token: actor.token,
    headers: { accept: 'application/json', ...(actor.cookie ? { cookie: actor.cookie } : {}) } as Record<
      string,
      string
    >,
  }
  const make = (asked: Record<string, Json>, given: Record<string, Json> | undefined): Sent => ({
    ...head,
    url: `${path}${formOf(asked, '?')}`,
    body: given === undefined ? undefined : bodyOf(given, plan.encoding),
  })
  const left = { query: { ...query }, body: body && { ...body } }
  const less = (from: Record<string, Json>, key: string) => (sent: Sent) => {
    const value = from[key]
    delete from[key]
    const next = make(left.query, left.body)
    if (sent.url === next.url && sent.body === next.body) from[key] = value
    return next
  }
  return {
    sent: make(query, body),
    without: [
      ...Object.keys(query).map((key) => less(left.query, key)),
      ...(left.body ? Object.keys(left.body).map((key) => less(left.body!, key)) : []),
    ],
  }
}

/** Every text in a value, replaced. */
function filled(value: Json, fill: (text: string) => string): Json {
  if (typeof value === 'string') return fill(value)
  if (Array.isArray(value)) return value.map((one) => filled(one, fill))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [fill(key), filled(one, fill)]))
}

/** What has no UTF-8 goes as the bytes that halves of surrogates would have, which is what broken clients send. */
function encoded(text: string): string {
  if (text === '%00') return text
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80'
}

function pairs(name: string, value: Json): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((one) => pairs(`${name}[]`, one))
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, one]) => pairs(`${name}[${key}]`, one))
  }
  return [[name, String(value ?? '')]]
}

const flat = (tree: Record<string, Json>): [string, string][] =>
  Object.entries(tree)
    .flatMap(([key, value]) => pairs(key, value))
    .slice(0, 300)

function formOf(tree: Record<string, Json>, before = ''): string {
  const text = flat(tree)
    .map(([name, value]) => `${encoded(name)}=${encoded(value.slice(0, 30_000))}`)
    .join('&')
  return text ? before + text : ''
}

/** The smallest PNG there is, and files that are none. */
const files = [
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
  Buffer.from(
    'GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;',
    'latin1',
  ),
  Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  Buffer.from('RIFF\xff\xff\xff\xffWEBPVP8 ', 'latin1'),
  Buffer.from(''),
  Buffer.from('account_address,show\nben,true\n"unclosed'),
  Buffer.from([0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x6d, 0x70, 0x34, 0x32]),
]

function bodyOf(tree: Record<string, Json>, encoding: Plan['encoding']): object | string | FormData {
  if (encoding === 'json') return tree
  if (encoding === 'form') return formOf(tree)
  const data = new FormData()
  for (const [name, value] of flat(tree)) {
    const which = /^«file:(\d+)»$/.exec(value)?.[1]
    if (which === undefined) data.append(name, value.toWellFormed())
    else
      data.append(
        name,
        new Blob([new Uint8Array(files[Number(which) % files.length]!)]),
        '../a\0.png'.replace('\0', ''),
      )
  }
  return data
}

/** A request as a line to try again by hand. */
export function shown(actor: Actor, { method, url, body }: Sent): string {
  const text = body instanceof FormData ? `multipart ${JSON.stringify([...body])}` : JSON.stringify(body)
  return `${actor.name}: ${method} ${url.slice(0, 1000)} ${text?.slice(0, 2000) ?? ''}`
}
