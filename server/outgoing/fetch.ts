import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import type { App } from '../app.ts'
import { tweeterVersion } from '../http/index.ts'
import { messageOf, perApp, turns } from '../kit/index.ts'
import { ENCODINGS, readBody } from './body.ts'
import { type Resolved, readAddress, resolveHost } from './guard.ts'
import { countVisit } from './pace.ts'
import { OutsideError, refused, unreachable } from './problem.ts'

const MOST_HEADER_BYTES = 16 * 1024
const inTurn = perApp((_app: App) => turns(32, 2000, 'Too many requests to other servers are waiting.'))

export interface OutsideRequest {
  /** GET by default. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  /** Go to the first server only: a redirect to another origin leaves them behind. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** The most that is kept of the body, after decompression. */
  readonly maxBytes: number
  /** For everything together: looking up, redirects, the last byte. Waiting for a turn is not counted. */
  readonly timeoutMs: number
  /** How many GET and HEAD follow, 3 by default; where none is followed, as by other methods, it is the answer. */
  readonly redirects?: number
  /** Types such as `text/html` or `image/*`. They are asked for, and the body of any other type is not read. */
  readonly accept?: readonly string[]
  /** How often one server may be asked within a minute by whoever sets this; no bound by default. */
  readonly mostPerMinute?: number
}

export interface OutsideAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Where the answer came from, after redirects. */
  readonly url: string
  readonly bytes: Buffer
  /** The body had more than `maxBytes`, or was not read because of its type. */
  readonly cut: boolean
}

/**
 * Asks an address that a stranger gave. Only http and https, only addresses of the public Internet (and those of
 * TWEETER_OUTGOING_ALLOW) on the usual ports; the connection is made to the very addresses that were judged, and every
 * redirect is judged anew. No cookies, no proxy of the environment; TLS is verified.
 * @throws OutsideError for everything but an answer; an answer of any status is no error.
 */
export function fetchOutside(app: App, address: string, request: OutsideRequest): Promise<OutsideAnswer> {
  return inTurn(app)(async () => {
    const signal = AbortSignal.timeout(request.timeoutMs)
    try {
      return await follow(app, readAddress(address), request, signal)
    } catch (error) {
      if (error instanceof OutsideError) throw error
      throw unreachable(signal.aborted ? 'There was no whole answer in time.' : `No answer: ${messageOf(error)}`)
    }
  })
}

async function follow(app: App, first: URL, request: OutsideRequest, signal: AbortSignal): Promise<OutsideAnswer> {
  const isReading = (request.method ?? 'GET') === 'GET' || request.method === 'HEAD'
  const most = isReading ? (request.redirects ?? 3) : 0
  let url = first
  for (let count = 0; ; count++) {
    signal.throwIfAborted()
    const addresses = await resolveHost(app, url, signal)
    if (request.mostPerMinute !== undefined) {
      countVisit(app, `${addresses[0]!.address} ${url.port || url.protocol}`, request.mostPerMinute)
    }
    const message = await send(app, url, addresses, url.origin === first.origin, request, signal)
    try {
      const next = nextAddress(message, url)
      if (next === null || most === 0) return await answerOf(message, url, request)
      if (count === most) throw refused('The address leads on to others too many times.')
      url = next
    } finally {
      message.destroy()
    }
  }
}

function nextAddress(message: IncomingMessage, url: URL): URL | null {
  const { location } = message.headers
  const isRedirect = [301, 302, 303, 307, 308].includes(message.statusCode ?? 0) && location !== undefined
  return isRedirect ? readAddress(location, url) : null
}

async function answerOf(message: IncomingMessage, url: URL, request: OutsideRequest): Promise<OutsideAnswer> {
  const { headers, statusCode } = message
  const isWanted = request.accept === undefined || accepts(request.accept, headers['content-type'])
  const body = isWanted ? await readBody(message, request.maxBytes) : { bytes: Buffer.alloc(0), cut: true }
  return { status: statusCode ?? 0, headers, url: url.href, ...body }
}

function accepts(wanted: readonly string[], type = ''): boolean {
  const name = type.split(';')[0]!.trim().toLowerCase()
  return wanted.some((one) => (one.endsWith('/*') ? name.startsWith(one.slice(0, -1)) : name === one))
}

/** One request, without following. The message that comes back is not read yet. */
function send(
  app: App,
  url: URL,
  addresses: Resolved[],
  isFirstOrigin: boolean,
  request: OutsideRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { request: open, Agent } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const sent = open(url, {
      method: request.method ?? 'GET',
      headers: {
        'user-agent': `Tweeter/${tweeterVersion} (+${app.config.url})`,
        'accept-encoding': ENCODINGS,
        accept: request.accept?.join(', ') ?? '*/*',
        ...(isFirstOrigin ? request.headers : {}),
        ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }),
      },
      // An agent of its own: no connection is shared, none is kept, and no proxy of the environment is used.
      agent: new Agent({ keepAlive: false }),
      lookup: onlyThese(addresses),
      maxHeaderSize: MOST_HEADER_BYTES,
      rejectUnauthorized: true,
      signal,
    })
    sent.on('error', reject)
    // What comes after the answer (an error of the socket while nobody reads) is nobody's concern any more.
    sent.on('response', (message) => resolve(message.on('error', () => {})))
    sent.on('upgrade', (_message, socket) => {
      socket.destroy()
      reject(unreachable('The answer is no HTTP.'))
    })
    sent.end(request.body)
  })
}

/** Gives the connection the addresses that were judged, whatever the name means by now. */
const onlyThese =
  (addresses: Resolved[]): LookupFunction =>
  (_host, options, done) => {
    if (options.all) done(null, addresses)
    else done(null, addresses[0]!.address, addresses[0]!.family)
  }
