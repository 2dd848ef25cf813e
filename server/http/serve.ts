import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import multipart from '@fastify/multipart'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { ConfigError } from '../config/index.ts'
import { badRequest, notFound } from '../kit/index.ts'
import { pulse } from '../signals/index.ts'
import { answerer } from './answer.ts'
import { describe, serveDocs } from './docs.ts'
import { sendError } from './errors.ts'
import { pagePolicy, setHeaders } from './headers.ts'
import type { Route } from './route.ts'
import { requestServed, type Served } from './signals.ts'
import { abortedFact, servedFact } from './subject.ts'

/** JSON and forms; files have limits of their own, per route. */
const BODY_BYTES = 1_000_000

/** Makes the HTTP server of these routes. It does not listen yet. */
export async function serve(app: App, routes: readonly Route[]): Promise<FastifyInstance> {
  const http = fastify({
    bodyLimit: BODY_BYTES,
    trustProxy: app.config.trustProxy.length > 0 ? app.config.trustProxy : false,
    genReqId: requestIds(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    // A video of 99 MB from a phone takes minutes; headers have a minute.
    requestTimeout: 300_000,
    http: { headersTimeout: 60_000 },
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => unreadable(app, error.statusCode, request, reply),
    exposeHeadRoutes: true,
    logger: false,
  })
  http.removeAllContentTypeParsers()
  // The body is read by the route (body.ts), after it is known who asks.
  http.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  await http.register(multipart)
  http.setValidatorCompiler(() => () => true)
  http.setSerializerCompiler(() => (data) => JSON.stringify(data))
  hooks(app, http)
  await serveDocs(app, http)
  for (const route of routes) register(app, http, route)
  return http
}

/** No route is looked for, and no hook runs, where an address is not UTF-8 or names something longer than any name. */
function unreadable(app: App, status: number | undefined, request: FastifyRequest, reply: FastifyReply): void {
  setHeaders(app, request, reply)
  const problem = status === 400 ? badRequest('This address cannot be read: it is not valid UTF-8.') : notFound()
  void sendError(app, problem, request, reply, wantsPage(request))
}

/** Unique without asking for randomness each time: the process's own beginning, and a count. */
function requestIds(): () => string {
  const beginning = randomBytes(6).toString('base64url')
  let count = 0
  return () => `${beginning}-${(++count).toString(36)}`
}

function hooks(app: App, http: FastifyInstance): void {
  // Here once, so that all requests have one shape.
  http.decorateRequest('subject', null)
  http.decorateRequest('accountId', null)
  http.decorateRequest('appName', null)
  http.decorateRequest('sentBytes', 0)
  http.decorateRequest('reply', null)
  http.decorateRequest('isTold', false)
  http.addHook('onRequest', (request, reply, done) => {
    request.reply = reply
    if (!setHeaders(app, request, reply)) done()
  })
  http.addHook('onResponse', (request, reply, done) => {
    tell(app, request, servedFact(request, reply))
    done()
  })
  // Whoever listens to a stream leaves like this, and who plays a video: there is no end of the answer then.
  http.addHook('onRequestAbort', (request, done) => {
    if (request.reply) tell(app, request, abortedFact(request, request.reply))
    done()
  })
  http.setErrorHandler((error, request, reply) => sendError(app, error, request, reply, isPage(request)))
  http.setNotFoundHandler((request, reply) => sendError(app, notFound(), request, reply, wantsPage(request)))
}

function tell(app: App, request: FastifyRequest, served: Served): void {
  if (request.isTold) return
  request.isTold = true
  pulse(app.bus, requestServed, served)
}

type Asking = { headers: { accept?: string | undefined }; url: string; routeOptions: { config: { page?: boolean } } }
const wantsPage = (request: Pick<Asking, 'headers' | 'url'>) =>
  !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html')
const isPage = (request: Asking) => request.routeOptions.config.page ?? wantsPage(request)

declare module 'fastify' {
  interface FastifyContextConfig {
    page?: boolean
  }
}

function register(app: App, http: FastifyInstance, route: Route): void {
  const answer = answerer(app, route)
  http.route({
    method: [...route.method],
    url: route.url,
    config: { page: route.page },
    schema: describe(route),
    handler: route.page
      ? async (request, reply) => {
          reply.header('content-security-policy', pagePolicy)
          reply.header('cache-control', 'no-store')
          return await answer(request, reply)
        }
      : answer,
  })
}

/**
 * Whether the host is this machine's, asked before anything is started, by listening there for a moment.
 *
 * @throws ConfigError when it is not.
 */
export async function requireHost(host: string): Promise<void> {
  const probe = createServer()
  try {
    await new Promise<void>((ready, failed) => probe.once('error', failed).listen(0, host, ready))
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(code)) throw error
    throw new ConfigError([`TWEETER_HOST is no address of this machine: ${host}.`])
  } finally {
    probe.close()
  }
}

/** Begins to take requests. @throws an Error for people when the port cannot be had. */
export async function listen(http: FastifyInstance, { host, port }: App['config']): Promise<void> {
  try {
    await http.listen({ host, port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new Error(
        `Port ${port} of ${host} is in use by another program: stop that, or set TWEETER_PORT to another port.`,
      )
    }
    if (code === 'EACCES')
      throw new Error(`This user may not listen on port ${port}: set TWEETER_PORT to another port.`)
    throw error
  }
}

/** For requests under way; what takes longer is mostly a client that never sends the rest. */
const DRAIN_MS = 5_000

/** Drains: no new connections, the requests under way to their end; after `patienceMs` they are cut off. */
export async function drain(http: FastifyInstance, log: App['log'], patienceMs = DRAIN_MS): Promise<void> {
  log.info({}, 'No new requests; finishing those under way')
  const end = setTimeout(() => http.server.closeAllConnections(), patienceMs)
  await http.close()
  clearTimeout(end)
}
