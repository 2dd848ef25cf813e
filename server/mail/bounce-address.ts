/**
 * The envelope sender of each mail is an address of its own (VERP): what comes back names its mail without anybody
 * reading it, and a signature keeps strangers from bouncing what they did not get.
 */
import { timingSafeEqual } from 'node:crypto'
import type { App } from '../app.ts'
import { signatureOf } from '../http/index.ts'
import { senderOf } from './transport.ts'

/** 80 bits in hexadecimal: whole it would be too long for a local part, and some servers change upper and lower case. */
const SIGNATURE_CHARACTERS = 20
const LOCAL = /^bounces\+(\d{1,16})\.([0-9a-f]{20})$/i

/** `bounces+<mail id>.<signature>@domain`, or null while the door for bounces is closed. */
export async function bounceAddress(app: App, mailId: number): Promise<string | null> {
  const domain = bounceDomain(app)
  return domain === null ? null : `bounces+${mailId}.${await signature(app, mailId)}@${domain}`
}

/** The mail that an address of ours stands for; null for any other address, and for one that is forged. */
export async function mailOfBounceAddress(app: App, address: string): Promise<number | null> {
  const at = address.lastIndexOf('@')
  const found = LOCAL.exec(address.slice(0, Math.max(at, 0)))
  if (!found || address.slice(at + 1).toLowerCase() !== bounceDomain(app)) return null
  const mailId = Number(found[1])
  const wanted = Buffer.from(await signature(app, mailId))
  return timingSafeEqual(wanted, Buffer.from(found[2]!.toLowerCase())) ? mailId : null
}

async function signature(app: App, mailId: number): Promise<string> {
  const whole = Buffer.from(await signatureOf(app, 'bounce', String(mailId)), 'base64url')
  return whole.toString('hex').slice(0, SIGNATURE_CHARACTERS)
}

function bounceDomain({ config }: App): string | null {
  const { inbound } = config.mail
  if (inbound === null) return null
  const from = senderOf(config).address
  return (inbound.domain ?? from.slice(from.lastIndexOf('@') + 1)).toLowerCase()
}
