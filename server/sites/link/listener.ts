/** The called end of the link: one port, two ways of speaking, and nothing for strangers but the handshake of joining. */
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { Socket } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import type { App } from '../../app.ts'
import { messageOf } from '../../kit/index.ts'
import { addressOf } from './address.ts'
import { answerRequest, callerOf } from './answers.ts'
import { bridgeToOwnPostgres } from './bridge.ts'
import { hangUp } from './call.ts'
import { PROTOCOLS } from './dial.ts'
import { identityOf } from './identity.ts'
import { type Listening, linkOf } from './link.ts'

/** A stranger has this long, from its first byte to its last. */
const STRANGER_MS = 5000
const STRANGERS_AT_ONCE = 32
const MOST_CONNECTIONS = 512
const MOST_FROM_ONE = 256

/** Who was known and is not any more, and what this site itself had open. */
export function dropStrangers(app: App): void {
  hangUp(app, (socket) => callerOf(app, socket).isOther)
}

/**
 * @param listen host:port.
 * @throws an Error for people when that cannot be listened on.
 */
export async function openListener(app: App, listen: string): Promise<Listening> {
  const { host, port } = addressOf(listen, 'What the link listens on')
  const { key, certificate, fingerprint } = identityOf(app)
  const http = createHttpServer({ maxHeaderSize: 8192, keepAliveTimeout: 60_000 }, (request, response) => {
    void answerRequest(app, request, response)
  })
  const server = createServer({
    key,
    cert: certificate,
    requestCert: true,
    rejectUnauthorized: false,
    ALPNProtocols: [...PROTOCOLS],
    minVersion: 'TLSv1.3',
    handshakeTimeout: STRANGER_MS,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 5000,
  })
  server.maxConnections = MOST_CONNECTIONS
  const { incoming } = linkOf(app)
  // Also those that have not shaken hands yet.
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    const { remoteAddress } = socket
    // One machine cannot take all the room by saying nothing.
    if ([...open].filter((one) => one.remoteAddress === remoteAddress).length >= MOST_FROM_ONE) return socket.destroy()
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  let strangers = 0
  server.on('secureConnection', (socket: TLSSocket) => {
    socket.on('error', () => {})
    incoming.add(socket)
    socket.once('close', () => incoming.delete(socket))
    const isKnown = callerOf(app, socket).isOther
    if (!isKnown) {
      if (strangers >= STRANGERS_AT_ONCE) return void socket.destroy()
      strangers++
      const timer = setTimeout(() => socket.destroy(), STRANGER_MS)
      socket.once('close', () => {
        strangers--
        clearTimeout(timer)
      })
    }
    if (socket.alpnProtocol === 'tweeter-rpc') http.emit('connection', socket)
    else if (isKnown && socket.alpnProtocol === 'tweeter-postgres') bridgeToOwnPostgres(app, socket)
    else socket.destroy()
  })
  // Half a handshake, or something that is no TLS: nobody's fault here.
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  try {
    server.listen({ host, port })
    await once(server, 'listening')
  } catch (error) {
    throw new Error(`The link of this site cannot listen on ${listen}: ${messageOf(error)}`)
  }
  server.on('error', (error) => app.log.error({ error }, `The link of this site: ${messageOf(error)}`))
  const close = async () => {
    http.close()
    const closed = once(server, 'close')
    server.close()
    for (const socket of [...incoming, ...open]) socket.destroy()
    await closed
  }
  return { listen, fingerprint, server, http, close }
}
