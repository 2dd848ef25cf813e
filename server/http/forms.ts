import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { App } from '../app.ts'
import { Problem, perApp } from '../kit/index.ts'
import { type Question, question } from '../signals/index.ts'
import { networkSecret } from '../storage/index.ts'
import { languageOf, type PageLanguage, themeOf } from './language.ts'
import { en } from './messages/en.ts'
import type { PageFrame, PageViewer } from './page.ts'

/**
 * What the server's own forms need: cookies, and a token against forged requests. The token is the HMAC of a random
 * cookie (a signed double submit, OWASP): another site can make a browser send the cookie, but neither read it nor
 * compute what belongs to it. Under https the cookie's name begins with `__Host-`, so that no sibling domain plants one.
 */

/** Put it into the body of each form: `csrf: CsrfField`. */
export const CsrfField = Type.Optional(Type.String())

interface FormCall {
  readonly app: App
  readonly request: FastifyRequest
}

const FORM_COOKIE = 'form'

/** What this request was given, so that all forms of a page agree. */
const given = new WeakMap<FastifyRequest, string>()

/** The token to send with a form; sets the cookie that belongs to it, unless the browser has one. */
export async function csrfToken(call: FormCall & { readonly reply: FastifyReply }): Promise<string> {
  const { app, request, reply } = call
  let nonce = given.get(request) ?? readCookie(app, request, FORM_COOKIE)
  if (nonce === null || !/^[\w-]{43}$/.test(nonce)) {
    nonce = randomBytes(32).toString('base64url')
    given.set(request, nonce)
    setCookie(app, reply, FORM_COOKIE, nonce)
  }
  return await signatureOf(app, 'form', nonce)
}

/** The code of a Problem, by which its page knows the text. */
export const formOld = 'form_old'

/** @throws Problem 403 unless the form was shown by this server to this browser. */
export async function requireCsrf(call: FormCall & { readonly body: { readonly csrf?: string } }): Promise<void> {
  const nonce = readCookie(call.app, call.request, FORM_COOKIE)
  if (nonce !== null && (await isSigned(call.app, 'form', nonce, call.body.csrf ?? ''))) return
  throw new Problem(403, en.error.formOld, { code: formOld })
}

/** The value of one of our cookies, or null. */
export function readCookie(app: App, request: FastifyRequest, name: string): string | null {
  const wanted = `${cookieName(app, name)}=`
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(wanted))?.slice(wanted.length) ?? null
}

/**
 * Sets a cookie that scripts cannot read and other sites cannot post with; `value` must need no escaping (base64url).
 *
 * @param maxAgeSeconds how long the browser keeps it: until it is closed when not given; 0 removes it.
 */
export function setCookie(app: App, reply: FastifyReply, name: string, value: string, maxAgeSeconds?: number): void {
  const parts = [`${cookieName(app, name)}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax']
  if (isSecure(app)) parts.push('Secure')
  if (maxAgeSeconds !== undefined) parts.push(`Max-Age=${maxAgeSeconds}`)
  reply.header('set-cookie', parts.join('; '))
}

type PageCall = FormCall & { readonly reply: FastifyReply }

/** Sessions of browsers are kept above; null for strangers. */
export const whoLooks: Question<PageCall, PageViewer> = question(
  'http.who-looks',
  'A page is shown: who is signed in with this browser, for its header?',
)

/**
 * What surrounds a page: the network, the language, and who looks at it.
 *
 * @param asked the language that an app or a link wishes for.
 */
export const frameWithViewer = async (call: PageCall, asked?: string): Promise<SpokenFrame> => ({
  ...frameOf(call, asked),
  viewer: await call.app.bus.ask(whoLooks, call),
})

type SpokenFrame = PageFrame & { readonly language: PageLanguage }

/** The same without a look at who it is. */
export function frameOf({ app, request }: FormCall, asked?: string): SpokenFrame {
  const { name, url, description, registration } = app.config
  const language = languageOf(request, asked)
  const here = hereOf(request)
  return {
    network: { name, url, description, registration },
    language,
    locale: language.locale,
    theme: themeOf(request),
    ...(here !== null && { here }),
  }
}

/** Where this page can be opened again: one that answers a form is left for the form, if that has an address. */
function hereOf(request: FastifyRequest): string | null {
  if (request.method === 'GET') return request.url
  const url = request.routeOptions.url
  return url && request.server.hasRoute({ method: 'GET', url }) ? request.url : null
}

/** Where a form may lead afterwards: a path of this site as it was asked for, or the front page. */
export function ownPath(app: App, next: string | undefined): string {
  // Browsers drop control characters and read a backslash as a slash, so `/\evil.example` would leave this site.
  if (!next || !/^\/(?![/\\])[^\u0000-\u001f\\]*$/.test(next)) return '/'
  const url = URL.parse(next, app.config.url)
  if (url?.origin !== app.config.url) return '/'
  const path = `${url.pathname}${url.search}${url.hash}`
  // `/.//evil.example` becomes one as well.
  return path.startsWith('//') ? '/' : path
}

const isSecure = (app: App): boolean => app.config.url.startsWith('https:')
const cookieName = (app: App, name: string): string => `${isSecure(app) ? '__Host-' : ''}tweeter_${name}`

const secrets = perApp((): { text: string | null } => ({ text: null }))

/** HMAC-SHA-256 of a text under this network's secret, for one purpose; base64url, 43 characters. */
export async function signatureOf(app: App, purpose: string, text: string): Promise<string> {
  const held = secrets(app)
  held.text ??= await networkSecret(app.db)
  return createHmac('sha256', held.text).update(`${purpose}\0${text}`).digest('base64url')
}

/** Whether `signatureOf` gave this signature; takes the same time whatever is wrong. */
export async function isSigned(app: App, purpose: string, text: string, signature: string): Promise<boolean> {
  const wanted = Buffer.from(await signatureOf(app, purpose, text))
  const given = Buffer.from(signature)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
