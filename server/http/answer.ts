import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { badRequest, forbidden, notFound, tooMany, unauthorized, unprocessable } from '../kit/index.ts'
import { pulse } from '../signals/index.ts'
import { readBody } from './body.ts'
import { type Shaper, shaper } from './coerce.ts'
import { credentialOf, holderOf } from './credentials.ts'
import { parseForm, refuseBadText } from './form.ts'
import { networkOf, type Restraint, rateLimits, restraintOf } from './limits.ts'
import type { Bearer, Route, Viewer } from './route.ts'
import { allows } from './scopes.ts'
import { personActed } from './signals.ts'
import { openSpool } from './spool.ts'
import { subjectFinder } from './subject.ts'

const anything: Shaper = () => ({ ok: true, value: {} })

/** Makes the function that answers a route's requests: who is it, how often, what do they want, then one call. */
export function answerer(app: App, route: Route): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
  const shapeParams = route.params ? shaper(route.params) : anything
  const shapeQuery = route.query ? shaper(route.query) : anything
  const shapeBody = route.body ? shaper(route.body) : anything
  const subjectOf = subjectFinder(route)
  const checkReply = app.config.log.level === 'debug' && route.reply ? shaper(route.reply) : null
  return async (request, reply) => {
    const bearer = await bearerOf(app, route, request, reply)
    // Before anything is refused: who asks too much is told by these, too.
    request.appName = bearer?.appName ?? null
    request.accountId = bearer?.viewer?.accountId ?? null
    limit(app, route, request, reply, bearer)
    const viewer = admit(route, bearer)
    request.accountId = viewer?.accountId ?? null
    if (viewer) pulse(app.bus, personActed, viewer)
    const params = shapeParams(request.params)
    if (!params.ok) throw notFound()
    refuseBadText(request.params)
    const query = shapeQuery(readQuery(request))
    if (!query.ok) throw badRequest(`The parameter "${query.path}" ${query.message}.`)
    const call = { app, viewer, bearer, params: params.value, query: query.value, request, reply }
    // Only for people: what has no account shares one budget.
    const spool = route.spool ? await openSpool(app, viewer?.accountId ?? 0) : null
    let answer: unknown
    try {
      const body = route.body ? shapeBody(await readBody(request, route.files, spool)) : anything({})
      if (!body.ok) throw invalid(body.path, body.message)
      answer = await route.handle({ ...call, body: body.value })
    } finally {
      await spool?.clear()
    }
    if (subjectOf) request.subject = subjectOf(params.value, answer)
    if (!route.reply || reply.sent) return answer ?? reply
    reply.type('application/json; charset=utf-8')
    if (Buffer.isBuffer(answer)) return answer
    if (checkReply) refuseMismatch(route, checkReply, answer)
    return JSON.stringify(answer)
  }
}

const invalid = (path: string, message: string) =>
  unprocessable(`Validation failed: ${path || 'the body'} ${message}`, {
    [path || 'base']: [{ error: 'ERR_INVALID', description: message }],
  })

function readQuery(request: FastifyRequest): unknown {
  const question = request.url.indexOf('?')
  if (question < 0) return {}
  const query = parseForm(request.url.slice(question + 1))
  refuseBadText(query)
  return query
}

async function bearerOf(app: App, route: Route, request: FastifyRequest, reply: FastifyReply): Promise<Bearer | null> {
  const credential = credentialOf(app, request)
  if (credential === null) return null
  // A socket's answer can set no cookie, so it keeps nobody signed in for longer.
  const visit = request.headers.upgrade === undefined ? { request, reply } : null
  const bearer = await holderOf(app, credential, visit)
  // Where no right hangs on it, a stale token is no error: signing in anew sends the old one along. Nor is a stale
  // cookie anywhere, which the browser sends by itself.
  if (bearer === null && 'token' in credential && route.scope !== 'public') {
    // Guessing is counted by address, as everything is that comes without a good token.
    limit(app, route, request, reply, null)
    throw unauthorized()
  }
  return bearer
}

/** @throws Problem 401 or 403 when this bearer may not use this route. */
function admit(route: Route, bearer: Bearer | null): Viewer | null {
  if (route.scope === 'public') return bearer?.refused ? null : (bearer?.viewer ?? null)
  if (bearer === null) {
    if (route.who === 'anyone') return null
    throw unauthorized('The access token is invalid')
  }
  if (!allows(bearer.scopes, route.scope)) throw forbidden('This action is outside the authorized scopes')
  if (bearer.refused !== null && route.who === 'user') throw forbidden(bearer.refused)
  if (bearer.viewer === null && route.who === 'user') {
    throw unprocessable('This method requires an authenticated user')
  }
  return bearer.refused === null ? bearer.viewer : null
}

function limit(app: App, route: Route, request: FastifyRequest, reply: FastifyReply, bearer: Bearer | null): void {
  const accountId = bearer?.viewer?.accountId ?? null
  const restraint = restraintOf(app, accountId, request.ip)
  const { rateLimitPercent } = app.config
  if (rateLimitPercent === 0 && restraint === null) return
  const who = accountId === null ? networkOf(request.ip) : `@${accountId}${apart(restraint, bearer)}`
  // Where nobody else is limited, those who are restrained still are.
  const percent = (rateLimitPercent || 100) * (restraint?.share ?? 1)
  const taken = rateLimits(app).take(route.limit, who, app.now().getTime(), percent)
  reply.header('x-ratelimit-limit', taken.limit)
  reply.header('x-ratelimit-remaining', taken.remaining)
  reply.header('x-ratelimit-reset', new Date(taken.resetAtMs).toISOString())
  if (!taken.allowed) {
    throw tooMany(
      restraint === null ? 'Too many requests' : `Too many requests. ${restraint.why}`,
      Math.ceil((taken.resetAtMs - app.now().getTime()) / 1000),
    )
  }
}

/** A program that goes on asking must not use up what its owner needs to find out why: browsers have a share of their own. */
const apart = (restraint: Restraint | null, bearer: Bearer | null): string =>
  restraint !== null && (bearer?.sessionId ?? null) !== null ? ' in a browser' : ''

/** While debugging and in tests: an answer that is not what the schema promises is a fault of ours. */
function refuseMismatch(route: Route, check: Shaper, answer: unknown): void {
  const checked = check(JSON.parse(JSON.stringify(answer)))
  if (!checked.ok) {
    throw new Error(
      `${route.method.join()} ${route.url} (${route.at}) answered ${checked.path} that ${checked.message}`,
    )
  }
}
