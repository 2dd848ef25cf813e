/** A real push service on loopback, and an app behind it that can read what comes. */
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import http, { type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Person, World } from '../../testing/world.ts'

export interface Arrived {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** What the service answers at a path: a status with headers, or null for nothing at all. */
type Answer = { readonly status: number; readonly headers?: Record<string, string> } | null

export interface PushService {
  readonly url: string
  readonly arrived: Arrived[]
  /** Answers so from now on; 201 where nothing was said. */
  answer(path: string, answer: Answer | ((count: number, arrived: Arrived) => Answer)): void
  close(): Promise<void>
}

export async function openPushService(): Promise<PushService> {
  const arrived: Arrived[] = []
  const answers = new Map<string, (count: number, arrived: Arrived) => Answer>()
  const server = http.createServer((request, reply) => {
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts) }
      arrived.push(one)
      const count = arrived.filter(({ path }) => path === one.path).length
      const answer = answers.get(one.path)?.(count, one)
      if (answer !== null) reply.writeHead(answer?.status ?? 201, answer?.headers).end()
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    answer: (path, answer) => void answers.set(path, typeof answer === 'function' ? answer : () => answer),
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** What an app keeps for itself and what it hands out. */
export class Subscriber {
  readonly #pair = createECDH('prime256v1')
  readonly #publicKey = this.#pair.generateKeys()
  readonly #auth = randomBytes(16)
  readonly keys = { p256dh: this.#publicKey.toString('base64url'), auth: this.#auth.toString('base64url') }

  /** @throws Error when it was not encrypted for this app. */
  read({ headers, body }: Arrived): unknown {
    const text = headers['content-encoding'] === 'aes128gcm' ? this.#standard(body) : this.#legacy(headers, body)
    return JSON.parse(text.toString())
  }

  /** RFC 8188 and RFC 8291. */
  #standard(body: Buffer): Buffer {
    const [salt, recordSize, idLength] = [body.subarray(0, 16), body.readUInt32BE(16), body[20]!]
    const sender = body.subarray(21, 21 + idLength)
    const sealed = body.subarray(21 + idLength)
    if (sealed.length > recordSize || body.length > 4096) throw new Error('More than one record')
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#publicKey, sender])
    const shared = hkdf(this.#pair.computeSecret(sender), this.#auth, info, 32)
    const key = hkdf(shared, salt, 'Content-Encoding: aes128gcm\0', 16)
    const plain = opened(sealed, key, hkdf(shared, salt, 'Content-Encoding: nonce\0', 12))
    const end = plain.lastIndexOf(2)
    if (plain.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('No last record')
    return plain.subarray(0, end)
  }

  /** draft-ietf-webpush-encryption-04. */
  #legacy(headers: IncomingHttpHeaders, body: Buffer): Buffer {
    const field = (header: unknown, name: string) =>
      Buffer.from(new RegExp(`(?:^|[;,])${name}=([\\w-]+)`).exec(String(header))![1]!, 'base64url')
    const [salt, sender] = [field(headers.encryption, 'salt'), field(headers['crypto-key'], 'dh')]
    const length = Buffer.from([0, 65])
    const context = Buffer.concat([Buffer.from('P-256\0'), length, this.#publicKey, length, sender])
    const shared = hkdf(this.#pair.computeSecret(sender), this.#auth, 'Content-Encoding: auth\0', 32)
    const info = (name: string) => Buffer.concat([Buffer.from(`Content-Encoding: ${name}\0`), context])
    const plain = opened(body, hkdf(shared, salt, info('aesgcm'), 16), hkdf(shared, salt, info('nonce'), 12))
    return plain.subarray(2 + plain.readUInt16BE(0))
  }
}

const hkdf = (secret: Buffer, salt: Buffer, info: string | Buffer, bytes: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, bytes))

function opened(sealed: Buffer, key: Buffer, nonce: Buffer): Buffer {
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
}

/** Who signed it and what they claim (RFC 8292, or the draft before it). @throws Error when the signature is not theirs. */
export function readVapid({ headers }: Arrived): { key: string; claims: { aud: string; exp: number; sub: string } } {
  const authorization = headers.authorization ?? ''
  const [token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization)?.slice(1) ?? [
    /^WebPush ([\w.-]+)$/.exec(authorization)?.[1],
    /p256ecdsa=([\w-]+)/.exec(String(headers['crypto-key']))?.[1],
  ]
  const [head, claims, signature] = token!.split('.')
  const point = Buffer.from(key!, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' })
  const signed = Buffer.from(`${head}.${claims}`)
  const isTheirs = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature!, 'base64url'),
  )
  if (!isTheirs || JSON.parse(Buffer.from(head!, 'base64url').toString()).alg !== 'ES256') throw new Error('Forged')
  return { key: key!, claims: JSON.parse(Buffer.from(claims!, 'base64url').toString()) }
}

export interface SubscribeOptions {
  readonly path?: string
  readonly token?: string
  readonly standard?: boolean
  readonly data?: object
  readonly base?: string
}

let paths = 0

/** Subscribes an app of this person, at a path of its own, to mentions, favourites, follows and posts. */
export async function subscribeApp(world: World, service: PushService, who: Person, options: SubscribeOptions) {
  const app = new Subscriber()
  const path = options.path ?? `/app${++paths}`
  const token = options.token ?? who.token
  const subscription = {
    endpoint: `${options.base ?? service.url}${path}`,
    keys: app.keys,
    standard: options.standard ?? true,
  }
  const data = { alerts: { mention: true, favourite: true, follow: true, status: true }, ...options.data }
  const reply = await world.call('POST', '/api/v1/push/subscription', { token, body: { subscription, data } })
  if (reply.status !== 200) throw new Error(reply.text)
  const arrived = () => service.arrived.filter((one) => one.path === path)
  const titles = () => arrived().map((one) => (app.read(one) as { title: string }).title)
  const isThere = async () => (await world.call('GET', '/api/v1/push/subscription', { token })).status === 200
  return { app, path, token, arrived, titles, isThere, key: reply.json.server_key as string }
}
