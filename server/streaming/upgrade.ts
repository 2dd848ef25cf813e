import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { WebSocketServer } from 'ws'

/** Subscriptions are small. */
const MOST_FRAME_BYTES = 4096

const PATH = /^\/api\/v1\/streaming\/?(?:\?|$)/

interface Upgrade {
  readonly socket: Duplex
  readonly head: Buffer
  readonly response: ServerResponse
}

/** Requests that ask to become a WebSocket, on their way through the routes. */
const upgrades = new WeakMap<IncomingMessage, Upgrade>()

const server = new WebSocketServer({
  noServer: true,
  maxPayload: MOST_FRAME_BYTES,
  clientTracking: false,
  perMessageDeflate: false,
  // A browser gives its token as the protocol, and gives up when it is not named in the answer.
  handleProtocols: (protocols) => [...protocols][0] ?? false,
})

/**
 * Sends requests to become a WebSocket through the same routes as all others, so that who it is, from where, how often
 * and what is answered otherwise (errors as JSON) is decided in one place.
 */
export function attach(http: FastifyInstance): void {
  // All others (HTTP clients that offer h2c among them) stay plain requests. The property is the option of
  // createServer that has its name; Fastify makes the server and passes no such option on.
  Object.assign(http.server, { shouldUpgradeCallback: asksForSocket })
  http.server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const protocol = request.headers['sec-websocket-protocol']?.split(',')[0]?.trim()
    if (protocol && request.headers.authorization === undefined && !request.url?.includes('access_token=')) {
      request.headers.authorization = `Bearer ${protocol}`
    }
    const response = new ServerResponse(request)
    response.shouldKeepAlive = false
    response.assignSocket(socket as never)
    response.on('finish', () => socket.end())
    upgrades.set(request, { socket, head, response })
    http.routing(request, response)
  })
}

const asksForSocket = (request: IncomingMessage): boolean =>
  request.headers.upgrade?.toLowerCase() === 'websocket' && PATH.test(request.url ?? '')

/** Whether this request asks to become a WebSocket and may still. */
export const isUpgrade = (request: IncomingMessage): boolean => upgrades.has(request)

/** Answers the handshake (RFC 6455, section 4.2); a broken one is answered by ws, with 400. */
export function upgrade(request: IncomingMessage, opened: (socket: import('ws').WebSocket) => void): void {
  const { socket, head, response } = upgrades.get(request)!
  upgrades.delete(request)
  response.detachSocket(socket as never)
  server.handleUpgrade(request, socket, head, opened)
}
