import { createHash } from 'node:crypto'
import type { App } from '../app.ts'
import { vapidKeys } from './keys.ts'
import type { SubscriptionRow } from './queries.ts'

export interface Encoded {
  readonly headers: Record<string, string>
  readonly body: Buffer
}

export interface Envelope {
  /** How long the push service keeps it for a device that is away. */
  readonly ttlSeconds: number
  readonly urgency: 'normal' | 'high'
  /** What is the same replaces what waits (RFC 8030, section 5.4); any text. */
  readonly topic: string
}

/**
 * A message as the subscriber alone can read it, signed by this network: `aes128gcm` (RFC 8291) with RFC 8292 for a
 * standard subscription, else `aesgcm` (draft-ietf-webpush-encryption-04) with draft-ietf-webpush-vapid-01.
 */
export async function encode(
  app: App,
  to: Pick<SubscriptionRow, 'endpoint' | 'p256dh' | 'auth' | 'standard'>,
  text: string,
  envelope: Envelope,
): Promise<Encoded> {
  // Loaded when the first is sent: most of the time of its loading goes into an ASN.1 parser.
  const { encrypt, getVapidHeaders } = (await import('web-push')).default
  const { publicKey, privateKey } = await vapidKeys(app)
  const encoding = to.standard ? 'aes128gcm' : 'aesgcm'
  const { cipherText, localPublicKey, salt } = encrypt(to.p256dh, to.auth, text, encoding)
  const signed = getVapidHeaders(new URL(to.endpoint).origin, contact(app), publicKey, privateKey, encoding)
  const keys = `dh=${Buffer.from(localPublicKey).toString('base64url')};${signed['Crypto-Key']}`
  return {
    headers: {
      'content-type': 'application/octet-stream',
      'content-encoding': encoding,
      authorization: signed.Authorization,
      ...(to.standard ? {} : { encryption: `salt=${salt}`, 'crypto-key': keys }),
      ttl: String(envelope.ttlSeconds),
      urgency: envelope.urgency,
      // 32 characters of base64url at most.
      topic: createHash('sha256').update(envelope.topic).digest('base64url').slice(0, 32),
    },
    body: cipherText,
  }
}

/** Whom a push service may write to (RFC 8292, section 2.1). */
function contact({ config }: App): string {
  if (config.contactEmail) return `mailto:${config.contactEmail}`
  return config.url.startsWith('https:')
    ? config.url
    : `mailto:${/<(.+)>/.exec(config.mail.from)?.[1] ?? config.mail.from}`
}
