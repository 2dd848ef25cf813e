/** A mail server for the tests, a certificate for it, and a second opinion on signatures. */
import assert from 'node:assert/strict'
import { createHash, createVerify, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface Received {
  raw: string
  mail: ParsedMail
  from: string
  to: string[]
  /** The TLS version, or null when the mail came in the clear. */
  tls: string | null
  user: string | null
}

/** A real SMTP server on the loopback address that keeps what it takes, until the test ends or `close` is called. */
export async function startMailServer(t: TestContext, options: SMTPServerOptions = {}, port = 0) {
  const received: Received[] = []
  // hangUp: takes a message, and hangs up instead of saying so. refuse: what each recipient is refused with.
  const control: { hangUp: boolean; refuse: string | null } = { hangUp: false, refuse: null }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.cert ? [] : ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 50,
    onRcptTo: (_address, _session, done) => done(control.refuse === null ? null : answer(550, control.refuse)),
    onData(stream, session, done) {
      stream.setEncoding('utf8')
      stream.toArray().then(async (pieces) => {
        const raw = pieces.join('')
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          raw,
          mail: await simpleParser(raw),
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          tls: session.secure ? String(Object(session.tlsOptions).version ?? 'TLS') : null,
          user: session.user ? String(session.user) : null,
        })
        if (control.hangUp) for (const connection of server.connections) Object(connection)._socket?.destroy()
        else done()
      }, done)
    },
    ...options,
  })
  // A client that hangs up in the middle is part of these tests.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const { port: bound } = server.server.address() as AddressInfo
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= new Promise<void>((resolve) => server.close(() => resolve()))
    return closing
  }
  t.after(close)
  return Object.assign(control, { received, port: bound, close })
}

/** An SMTP error answer: `throw`n into the callbacks of smtp-server. */
export const answer = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body])
  return Buffer.concat([Buffer.from([tag, 0x82, body.length >> 8, body.length & 255]), body])
}
const sequence = (...parts: Buffer[]) => der(0x30, ...parts)
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))

/** A certificate for localhost and 127.0.0.1 that signs itself (X.509, RFC 5280), and its key; both PEM. */
export function selfSignedCertificate(): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ecdsaSha256 = sequence(oid('2a8648ce3d040302'))
  const name = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from('localhost')))))
  const time = (shiftMs: number) => {
    const digits = new Date(Date.now() + shiftMs).toISOString().replaceAll(/\D/g, '')
    return der(0x18, Buffer.from(`${digits.slice(0, 14)}Z`))
  }
  const dayMs = 86_400_000
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaSha256,
    name,
    sequence(time(-dayMs), time(dayMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(oid('551d11'), der(0x04, names)))),
  )
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]))
  const lines = sequence(body, ecdsaSha256, signature).toString('base64').replaceAll(/.{64}/g, '$&\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/**
 * Checks a DKIM signature as a receiver does (RFC 6376, relaxed/relaxed, rsa-sha256), and returns its tags.
 * @throws AssertionError when the body's hash or the signature is wrong.
 */
export function verifyDkim(raw: string, key: KeyObject): Map<string, string> {
  const split = raw.indexOf('\r\n\r\n')
  const headers = raw.slice(0, split).split(/\r\n(?![ \t])/)
  const find = (name: string) => headers.findLast((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  const relaxed = (line: string) => {
    const colon = line.indexOf(':')
    const value = line
      .slice(colon + 1)
      .replaceAll(/\r\n/g, '')
      .replaceAll(/[ \t]+/g, ' ')
      .trim()
    return `${line.slice(0, colon).trim().toLowerCase()}:${value}`
  }
  const own = find('DKIM-Signature')
  assert.ok(own, 'the mail carries no DKIM-Signature')
  const tags = new Map(
    relaxed(own)
      .slice('dkim-signature:'.length)
      .split(';')
      .map(
        (part) =>
          part
            .trim()
            .match(/^(\w+)=(.*)$/s)
            ?.slice(1) as [string, string],
      ),
  )
  assert.equal(tags.get('a'), 'rsa-sha256')
  assert.equal(tags.get('c'), 'relaxed/relaxed')
  const lines = raw
    .slice(split + 4)
    .split('\r\n')
    .map((line) => line.replaceAll(/[ \t]+/g, ' ').trimEnd())
  const body = `${lines.join('\r\n').replace(/(\r\n)*$/, '')}\r\n`
  assert.equal(createHash('sha256').update(body).digest('base64'), tags.get('bh'), 'the body is not what was signed')
  const signed = tags
    .get('h')!
    .split(':')
    .map((name) => find(name.trim()))
    .filter((line) => line !== undefined)
  const unsigned = relaxed(own).replace(/([;:\s]b=)[^;]*/, '$1')
  const text = `${signed.map(relaxed).join('\r\n')}\r\n${unsigned}`
  const right = createVerify('rsa-sha256').update(text).verify(key, tags.get('b')!.replaceAll(' ', ''), 'base64')
  assert.ok(right, 'the signature does not verify')
  return tags
}
