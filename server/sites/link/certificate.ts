/**
 * A self-signed certificate (RFC 5280) around an ECDSA key. Nobody checks a chain: a site trusts the one certificate
 * that it was told of, so this is a key in the form that TLS wants, and Node has everything but the making of it.
 */
import { createHash, createPublicKey, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto'

/** One value in DER (X.690): its tag, its length, its content. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts)
const text = (tag: number, value: string) => der(tag, Buffer.from(value))

const ecdsaWithSha256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')))
const commonName = der(0x06, Buffer.from('550403', 'hex'))

/**
 * @param key an EC private key.
 * @returns PEM. It has no end (RFC 5280, 4.1.2.5): `site join` replaces it, not a calendar.
 */
export function selfSigned(key: KeyObject, name: string): string {
  const who = sequence(der(0x31, sequence(commonName, text(0x0c, name))))
  // A first bit of 0: a number is signed, and this one is not negative.
  const serial = randomBytes(16)
  serial[0] = (serial[0]! & 0x3f) | 0x40
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    who,
    sequence(text(0x17, '200101000000Z'), text(0x18, '99991231235959Z')),
    who,
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', signed, key))
  return new X509Certificate(sequence(signed, ecdsaWithSha256, signature)).toString()
}

/** SHA-256 of the certificate, in base64url. */
export const fingerprintOf = (certificate: string | X509Certificate): string =>
  createHash('sha256')
    .update(typeof certificate === 'string' ? new X509Certificate(certificate).raw : certificate.raw)
    .digest('base64url')
