import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import tls from 'node:tls'
import type { SMTPServerOptions } from 'smtp-server'
import { listMailFiles, readMailFile } from './files.ts'
import { answer, selfSignedCertificate, startMailServer, verifyDkim } from './testing.ts'
import { type FinishedMail, openTransport, Refused } from './transport.ts'

const dir = mkdtempSync(join(tmpdir(), 'tweeter-mail-'))
after(() => rmSync(dir, { recursive: true }))

const config = (smtpUrl: string | null, dkim: { domain: string; selector: string; keyFile: string } | null = null) => ({
  name: 'Tweeter',
  dataDir: dir,
  mail: { smtpUrl, from: 'post@tweeter.example', dkim },
})

const mail = (more: Partial<FinishedMail> = {}): FinishedMail => ({
  id: 7,
  to: 'ann@example.org',
  subject: 'Grüße, “Ann”',
  text: 'Bitte bestätige deine Adresse.\n\n-- \nTweeter\n',
  html: '<p>Bitte bestätige deine <b>Adresse</b>.</p>',
  headers: {},
  messageId: 'c0ffee',
  createdAt: new Date('2026-03-04T05:06:07.089Z'),
  ...more,
})

test('a mail arrives with everything in it, and its DKIM signature verifies', async (t) => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keyFile = join(dir, 'dkim.pem')
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const server = await startMailServer(t)
  const dkim = { domain: 'tweeter.example', selector: 'summer', keyFile }
  const transport = openTransport(config(`smtp://127.0.0.1:${server.port}`, dkim))
  await transport.send(mail())
  await transport.send(mail({ id: 8, messageId: 'c0ffef' }))
  transport.close()

  const [first, second] = server.received
  assert.equal(second?.mail.messageId, '<c0ffef@tweeter.example>')
  assert.ok(first)
  assert.deepEqual([first.from, first.to], ['post@tweeter.example', ['ann@example.org']])
  assert.equal(first.mail.from?.text, '"Tweeter" <post@tweeter.example>')
  assert.equal(first.mail.subject, 'Grüße, “Ann”')
  assert.equal(first.mail.text, 'Bitte bestätige deine Adresse.\n\n-- \nTweeter\n')
  assert.match(String(first.mail.html), /<b>Adresse<\/b>/)
  assert.equal(first.mail.messageId, '<c0ffee@tweeter.example>')
  assert.equal(first.mail.date?.toISOString(), '2026-03-04T05:06:07.000Z')
  assert.equal(first.mail.headers.get('auto-submitted'), 'auto-generated')

  const tags = verifyDkim(first.raw, publicKey)
  assert.deepEqual([tags.get('d'), tags.get('s')], ['tweeter.example', 'summer'])
  for (const name of ['from', 'to', 'subject', 'date', 'message-id']) {
    assert.ok(tags.get('h')!.toLowerCase().split(':').includes(name), `${name} is not signed`)
  }
  assert.throws(() => verifyDkim(first.raw.replace('Adresse', 'Andresse'), publicKey), /not what was signed/)
  assert.throws(() => verifyDkim(first.raw.replace('ann@example.org', 'bob@example.org'), publicKey), /not verify/)
})

test('STARTTLS and TLS from the start, with sign-in, against a certificate that is checked', async (t) => {
  const certificate = selfSignedCertificate()
  const known = tls.getCACertificates('default')
  const onAuth: SMTPServerOptions['onAuth'] = (auth, _, done) =>
    auth.username === 'tweeter' && auth.password === 'p@ss' ? done(null, { user: 'tweeter' }) : done(answer(535, 'No'))
  for (const secure of [false, true]) {
    const server = await startMailServer(t, { ...certificate, secure, authOptional: false, onAuth })
    const at = `127.0.0.1:${server.port}`
    const url = (password: string) => `${secure ? 'smtps' : 'smtp'}://tweeter:${password}@${at}`
    const send = async (smtpUrl: string) => {
      const transport = openTransport(config(smtpUrl))
      await transport.send(mail()).finally(() => transport.close())
    }
    await assert.rejects(send(url('p%40ss')), /self-signed certificate/)
    tls.setDefaultCACertificates([...known, certificate.cert])
    await send(url('p%40ss'))
    // A wrong password is the administrator's to put right: the mail waits.
    await assert.rejects(send(url('wrong')), (error) => !(error instanceof Refused) && /535/.test(String(error)))
    tls.setDefaultCACertificates(known)
    assert.equal(server.received.length, 1)
    assert.deepEqual([server.received[0]?.user, server.received[0]?.tls !== null], ['tweeter', true])
  }
})

test('a password is not sent in the clear over a network, unless the address says so', async (t) => {
  const onAuth: SMTPServerOptions['onAuth'] = (_auth, _session, done) => done(null, { user: 'u' })
  const server = await startMailServer(t, { authOptional: false, allowInsecureAuth: true, onAuth })
  // This address reaches the same machine, and is none of the names by which a machine means itself.
  const send = async (query: string) => {
    const transport = openTransport(config(`smtp://u:p@0.0.0.0:${server.port}/${query}`))
    await transport.send(mail()).finally(() => transport.close())
  }
  await assert.rejects(send(''), /STARTTLS/)
  assert.equal(server.received.length, 0)
  await send('?requireTLS=false')
  assert.equal(server.received.length, 1)
})

test('5xx is final, 4xx and everything about the connection is not', async (t) => {
  const outcome = async (options: SMTPServerOptions, query = '') => {
    const server = await startMailServer(t, options)
    const transport = openTransport(config(`smtp://127.0.0.1:${server.port}/${query}`))
    const error = await transport.send(mail()).then(
      () => null,
      (thrown) => thrown,
    )
    transport.close()
    return error === null ? 'sent' : error instanceof Refused ? `refused: ${error.message}` : `later: ${error.message}`
  }
  const rcpt = (code: number) => ({
    onRcptTo: (_: unknown, __: unknown, done: (e?: Error) => void) => done(answer(code, 'not here')),
  })
  assert.equal(await outcome({}), 'sent')
  assert.match(await outcome(rcpt(550)), /^refused: .*550 not here/)
  assert.match(await outcome(rcpt(451)), /^later: .*451 not here/)
  assert.match(await outcome(rcpt(530)), /^later: .*530/)
  assert.match(await outcome({ onConnect: (_, done) => done(answer(554, 'go away')) }), /^later: /)
  assert.match(
    await outcome({ onConnect: (_, done) => setTimeout(done, 400) }, '?greetingTimeout=50'),
    /^later: .*(greeting|timeout)/i,
  )
  assert.match(
    await outcome({ onMailFrom: (_, __, done) => setTimeout(done, 400) }, '?socketTimeout=50'),
    /^later: .*timeout/i,
  )
  const nobody = openTransport(config('smtp://127.0.0.1:9'))
  await assert.rejects(nobody.send(mail()), (error) => !(error instanceof Refused))
  nobody.close()
})

test('without a server each mail is a file, whole and private, and the newest thousand stay', async () => {
  const app = { config: { dataDir: join(dir, 'files') } }
  const transport = openTransport({ ...config(null), dataDir: app.config.dataDir })
  assert.deepEqual(await listMailFiles(app), [])
  await transport.send(mail())
  await transport.send(mail())
  await transport.send(mail({ id: 8, to: 'bob@example.org', createdAt: new Date('2026-03-04T05:06:08Z') }))

  const files = await listMailFiles(app)
  assert.deepEqual(
    files.map(({ name, to }) => [name, to]),
    [
      ['20260304T050608000Z-8.eml', 'bob@example.org'],
      ['20260304T050607089Z-7.eml', 'ann@example.org'],
    ],
  )
  const content = await readMailFile(app, files[1]!.name)
  assert.equal(content.subject, 'Grüße, “Ann”')
  assert.match(content.text, /bestätige/)
  assert.match(content.html, /<b>Adresse<\/b>/)
  assert.match(content.raw, /^From: Tweeter <post@tweeter.example>\r\n/m)
  const folder = join(app.config.dataDir, 'mail')
  assert.equal(statSync(join(folder, files[0]!.name)).mode & 0o777, 0o600)
  assert.equal(statSync(folder).mode & 0o777, 0o700)

  for (const name of ['../dkim.pem', '/etc/passwd', '..%2fdkim.pem', '20260304T050607089Z-9.eml', '']) {
    await assert.rejects(readMailFile(app, name), { status: 404 })
  }
  for (let n = 0; n < 1_005; n++) writeFileSync(join(folder, `20250101T000000000Z-${n}.eml`), '')
  await transport.send(mail({ id: 9 }))
  transport.close()
  assert.equal(readdirSync(folder).length, 1_000)
  assert.equal((await listMailFiles(app, 2))[0]?.name, '20260304T050608000Z-8.eml')
})

test('nothing in a mail can begin a header line of its own', async (t) => {
  const server = await startMailServer(t)
  const transport = openTransport(config(`smtp://127.0.0.1:${server.port}`))
  await transport.send(
    mail({ subject: 'Hi\r\nBcc: eve@example.org\r\n\r\nbody', headers: { 'X-A': 'b\r\nX-Evil: 1' } }),
  )
  transport.close()
  const { mail: got, to } = server.received[0]!
  assert.deepEqual(to, ['ann@example.org'])
  assert.equal(got.headers.has('bcc'), false)
  assert.equal(got.headers.has('x-evil'), false)
})

test('a sender or a key that cannot be used is named at once', () => {
  const wrong = { ...config(null), mail: { smtpUrl: null, from: 'post', dkim: null } }
  assert.throws(() => openTransport(wrong), /^Error: TWEETER_MAIL_FROM is not an e-mail address: "post"/)
  const dkim = { domain: 'tweeter.example', selector: 's', keyFile: join(dir, 'none.pem') }
  assert.throws(() => openTransport(config(null, dkim)), /^Error: TWEETER_DKIM_KEY_FILE must name a file .*ENOENT/)
})
