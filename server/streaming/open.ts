import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import {
  type Bearer,
  type Call,
  credentialOf,
  networkOf,
  requestServed,
  servedFact,
  type Viewer,
} from '../http/index.ts'
import { badRequest, forbidden, unauthorized } from '../kit/index.ts'
import { pulse } from '../signals/index.ts'
import { homesOf } from '../timelines/index.ts'
import { EventsPeer } from './events.ts'
import { publisherOf } from './publish.ts'
import { SocketPeer } from './socket.ts'
import type { StreamName } from './streams.ts'
import { isUpgrade, upgrade } from './upgrade.ts'

interface Asked {
  readonly access_token?: string
  readonly stream?: string
  readonly tag?: string
  readonly list?: string
}
type Opening = Call<Viewer | null, unknown, Asked, unknown>

/**
 * Makes a WebSocket of the request; what is wrong with the stream that its address names comes as a frame.
 *
 * @throws Problem 400 (not a WebSocket), 401 (no token), 403 (its person may not), 429 or 503 (no room).
 */
export async function openSocket({ app, bearer, query, request, reply }: Opening): Promise<unknown> {
  if (!isUpgrade(request.raw))
    throw badRequest('This address is for WebSockets; over plain HTTP each stream has its own')
  const who = whoOpens(app, request, bearer)
  if (query.stream === 'user') await warmHome(app, who.bearer)
  const { hub } = publisherOf(app)
  // Looked up before the socket opens, so that nothing is missed from then on.
  const admitted = query.stream === undefined ? null : await settled(hub.admit(who.bearer, query.stream, query))
  hub.refuseTooMany(who.bearer, who.network)
  reply.hijack()
  const opened = servedFact(request, reply)
  upgrade(request.raw, (socket) => {
    const peer = new SocketPeer(hub, socket, who)
    const { bytesWritten } = request.raw.socket
    // As of server-sent events, it is told at its end.
    socket.on('close', () => {
      const bytes = request.raw.socket.bytesWritten - bytesWritten
      pulse(app.bus, requestServed, { ...opened, status: 101, stream: true, durationMs: reply.elapsedTime, bytes })
    })
    if (admitted?.status === 'fulfilled') hub.subscribe(peer, admitted.value)
    else if (admitted) peer.tell(admitted.reason)
  })
  return reply
}

const settled = async <T>(work: Promise<T>) => (await Promise.allSettled([work]))[0]

/** Answers one stream as server-sent events. @throws Problem as above, and those of Hub.admit. */
export async function openEvents(call: Opening, name: StreamName): Promise<FastifyReply> {
  const { app, bearer, query, request, reply } = call
  reply.type('text/event-stream').header('cache-control', 'no-store').header('x-accel-buffering', 'no')
  const who = whoOpens(app, request, bearer)
  const { hub } = publisherOf(app)
  const channel = await hub.admit(who.bearer, name, query)
  // Nobody would ever end it.
  if (request.method === 'HEAD') return reply.send('')
  if (name === 'user') await warmHome(app, who.bearer)
  hub.refuseTooMany(who.bearer, who.network)
  const peer = new EventsPeer(hub, who, request)
  hub.subscribe(peer, channel)
  return reply.send(peer.body)
}

function whoOpens(app: App, request: FastifyRequest, bearer: Bearer | null) {
  const credential = credentialOf(app, request)
  if (!bearer || !credential) throw unauthorized('Missing access token')
  if (bearer.refused !== null) throw forbidden(bearer.refused)
  return { bearer, credential, network: networkOf(request.ip) }
}

/** A home that is in memory misses nothing from the moment that the stream is open. */
async function warmHome(app: App, { viewer }: Bearer): Promise<void> {
  if (!viewer) return
  await homesOf(app).read(viewer.accountId, { above: -1, below: Number.MAX_SAFE_INTEGER, upwards: false, limit: 1 })
}
