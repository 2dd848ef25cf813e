import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'

/** Apps in browsers live on other origins and call these; everything they may do, they do by a bearer token. */
const open =
  /^\/(?:api\/|oauth\/(?:token|revoke|userinfo)\/?(?:\?|$)|\.well-known\/|nodeinfo\/|media\/|docs\/json|health\/)/

const corsMethods = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'
const corsHeaders = 'Authorization, Content-Type, Idempotency-Key'
const exposed =
  'Link, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id, Mastodon-Async-Refresh'

/** Nothing that an API answers is ever a document; pages set a policy of their own over this one. */
const apiPolicy = "default-src 'none'; frame-ancestors 'none'"

/** What a page may do: show our style and pictures, and post forms anywhere (the OAuth redirect is such a place). */
export const pagePolicy =
  "default-src 'none'; style-src 'self'; img-src 'self' data: https:; media-src 'self' https:; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'"

/** What the web client's page may do: its own scripts, its own server, and pictures from anywhere that is safe. */
export const clientPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob: https:; media-src 'self' blob: https:; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/**
 * Headers of every answer. CORS is written here and not by @fastify/cors because it is these few lines, on some paths
 * only; helmet's defaults break app sign-in (COOP and form-action), so its few useful headers stand here too.
 *
 * @returns true when the request was a preflight and is answered.
 */
export function setHeaders(app: App, request: FastifyRequest, reply: FastifyReply): boolean {
  reply.header('x-request-id', request.id)
  reply.header('x-content-type-options', 'nosniff')
  reply.header('x-frame-options', 'DENY')
  reply.header('referrer-policy', 'same-origin')
  reply.header('content-security-policy', apiPolicy)
  if (app.config.url.startsWith('https:')) reply.header('strict-transport-security', 'max-age=63072000')
  // What an API answers is for whoever asked; media and pages say otherwise themselves.
  if (/^\/(?:api|oauth)\//.test(request.url)) reply.header('cache-control', 'private, no-store')
  if (!open.test(request.url)) return false
  reply.header('access-control-allow-origin', '*')
  reply.header('access-control-expose-headers', exposed)
  if (request.method !== 'OPTIONS') return false
  reply.header('access-control-allow-methods', corsMethods)
  reply.header('access-control-allow-headers', corsHeaders)
  reply.header('access-control-max-age', '86400')
  reply.code(204).send()
  return true
}
