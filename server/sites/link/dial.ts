/** The calling end of the link. */
import { connect, type TLSSocket } from 'node:tls'
import { addressOf } from './address.ts'
import { fingerprintOf } from './certificate.ts'
import type { Identity } from './identity.ts'

/** What is spoken on a connection is chosen when it is made (ALPN, RFC 7301). */
export type Protocol = 'tweeter-rpc' | 'tweeter-postgres'
export const PROTOCOLS: readonly Protocol[] = ['tweeter-rpc', 'tweeter-postgres']

export interface Target {
  /** host:port */
  readonly address: string
  /** Of the certificate that must be shown there. */
  readonly fingerprint: string
}

const DIAL_WITHIN_MS = 2000

/**
 * A connection on which the other end has proved to be the one meant, and knows us.
 *
 * @throws the network's error, or one for people when another certificate is shown.
 */
export function dial(target: Target, identity: Identity, protocol: Protocol): Promise<TLSSocket> {
  const { host, port } = addressOf(target.address, 'The address of the other site')
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      key: identity.key,
      cert: identity.certificate,
      // Trust is in one certificate, which is looked at below, and in no authority.
      rejectUnauthorized: false,
      ALPNProtocols: [protocol],
      minVersion: 'TLSv1.3',
    })
    socket.setNoDelay(true).setKeepAlive(true, 5000)
    const fail = (error: Error) => {
      clearTimeout(timer)
      socket.destroy()
      reject(error)
    }
    const timer = setTimeout(() => fail(timedOut()), DIAL_WITHIN_MS)
    const ended = () => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }))
    socket.once('error', fail).once('close', ended)
    socket.once('secureConnect', () => {
      const shown = socket.getPeerX509Certificate()
      if (!shown || fingerprintOf(shown) !== target.fingerprint) {
        return fail(new Error('another certificate is shown there than the one this site knows.'))
      }
      if (socket.alpnProtocol !== protocol) return fail(new Error('what answers there is not the link of a site.'))
      clearTimeout(timer)
      socket.off('error', fail).off('close', ended)
      // Whoever uses the socket hears of errors by its end; one more must not end the process.
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

const timedOut = () => Object.assign(new Error('no answer came in time.'), { code: 'ETIMEDOUT' })
