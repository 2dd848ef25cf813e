import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { parseForm } from './form.ts'
import { readCookie } from './forms.ts'
import { type Bearer, whoHolds, whoseSession } from './route.ts'

/** The cookie of a browser that is signed in; other modules say what is in it. */
export const SESSION_COOKIE = 'session'

/** Sent by the web client with every request. Never to be named in Access-Control-Allow-Headers. */
const CLIENT_HEADER = 'x-tweeter-client'

/** What a request proves itself by: a bearer token, or the session of the browser that it comes from. */
export type Credential = { readonly token: string } | { readonly session: string }

/**
 * What a request of the API proves itself by, or null. A token that is sent wins. The cookie counts only for requests
 * that our own pages make, so that no other site can act with it (CSRF), nor read what it says.
 */
export function credentialOf(app: App, request: FastifyRequest): Credential | null {
  const header = request.headers.authorization
  // A header that is no bearer token is a wrong one.
  const token = header === undefined ? queryToken(request.url) : (/^bearer +(\S+)$/i.exec(header)?.[1] ?? '')
  if (token !== undefined) return { token }
  if (!request.url.startsWith('/api/')) return null
  const session = readCookie(app, request, SESSION_COOKIE)
  return session !== null && isSameOrigin(app, request) ? { session } : null
}

/** For those who cannot set a header (EventSource, WebSocket). */
function queryToken(url: string): string | undefined {
  if (!url.includes('access_token=')) return undefined
  const value = parseForm(url.slice(url.indexOf('?') + 1)).access_token
  return typeof value === 'string' ? value : undefined
}

/**
 * Whether a page of ours provably made this request. No script can set `Sec-Fetch-Site` or `Origin` (Fetch, "forbidden
 * request-header"). `none` is an address that somebody typed, or was sent: nothing that acts for them. Browsers send
 * `Origin` with every WebSocket and every write, but no `Sec-Fetch-Site` over plain http in a local network; there a
 * reading page proves itself by a header of ours, which CORS lets no other origin send (headers.ts).
 */
function isSameOrigin(app: App, { headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && headers.upgrade === undefined) return site === 'same-origin'
  if (headers.origin !== undefined) return headers.origin === new URL(app.config.url).origin
  return headers[CLIENT_HEADER] !== undefined && headers.upgrade === undefined
}

/**
 * Whose a credential is, now; null when it is unknown, expired or revoked.
 *
 * @param visit the request that came with it, whose browser stays signed in for longer; without it nothing changes.
 */
export const holderOf = (
  app: App,
  credential: Credential,
  visit: { readonly request: FastifyRequest; readonly reply: FastifyReply } | null = null,
): Promise<Bearer | null> =>
  'token' in credential
    ? app.bus.ask(whoHolds, credential.token)
    : app.bus.ask(whoseSession, { secret: credential.session, visit })
