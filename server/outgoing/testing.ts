/** Real servers to be asked by tests: plain ones, and one with a certificate that nobody trusts. */
import { generateKeyPairSync, sign } from 'node:crypto'
import http, { type RequestListener } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'

export interface Outside {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly port: number
  /** What was asked so far, as `GET /path`. */
  readonly asked: string[]
  close(): Promise<void>
}

/** @param host where it listens, 127.0.0.1 by default. */
export const openOutside = (answer: RequestListener, host = '127.0.0.1'): Promise<Outside> =>
  opened('http', host, (count) => http.createServer(count), answer)

/** Speaks TLS with a certificate that it signed itself: `cert`, good for `localhost`, and for who trusts it. */
export async function openUntrusted(answer: RequestListener): Promise<Outside & { cert: string }> {
  const identity = selfSigned()
  const server = await opened('https', '127.0.0.1', (count) => https.createServer(identity, count), answer)
  return { ...server, cert: identity.cert }
}

async function opened(
  scheme: string,
  host: string,
  create: (count: RequestListener) => http.Server | https.Server,
  answer: RequestListener,
): Promise<Outside> {
  const asked: string[] = []
  const server = create((request, reply) => {
    asked.push(`${request.method} ${request.url}`)
    answer(request, reply)
  })
  await new Promise<void>((ready) => server.listen(0, host, ready))
  const { port } = server.address() as AddressInfo
  return {
    url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    asked,
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** The smallest X.509 certificate (RFC 5280) that a TLS server can show, good for `localhost` by its name only. */
function selfSigned(): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
    const content = Buffer.concat(parts)
    const { length } = content
    return Buffer.concat([Buffer.from(length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 255]), content])
  }
  const text = (tag: number, value: string) => der(tag, Buffer.from(value))
  const ecdsaWithSha256 = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'))
  const name = der(0x30, der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), text(0x0c, 'localhost'))))
  const content = der(
    0x30,
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    der(0x30, text(0x17, '200101000000Z'), text(0x17, '491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('sha256', content, privateKey)
  const cert = der(0x30, content, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature))
  const pem = `-----BEGIN CERTIFICATE-----\n${cert.toString('base64')}\n-----END CERTIFICATE-----\n`
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, cert: pem }
}
