import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import test, { type TestContext } from 'node:test'
import nodemailer from 'nodemailer'
import { openWorld } from '../../../testing/world.ts'
import { html } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import { inboundPort, liftSuppression, mail, mailBounced, sendMail, suppressionOf, template } from '../index.ts'
import { startMailServer } from '../testing.ts'
import { readReport } from './report.ts'

const hello = template<object>(
  'tests.hello',
  () => 'Hello',
  () => 'Hello.',
  () => html`<p>Hello.</p>`,
)

/** A network with a mail server before it and the door for bounces open. */
async function network(t: TestContext) {
  const server = await startMailServer(t)
  const world = await openWorld({
    SMTP_URL: `smtp://127.0.0.1:${server.port}`,
    TWEETER_INBOUND_SMTP: 'smtp://127.0.0.1:0',
    TWEETER_BOUNCE_DOMAIN: 'Bounces.Example',
  })
  t.after(world.close)
  await mail.start!(world.app)
  const port = inboundPort(world.app)!
  const bounces: object[] = []
  world.app.bus.after(mailBounced, 'tests.bounces', (fact) => bounces.push(fact))
  return {
    world,
    server,
    port,
    bounces,
    /** Sends a mail; @returns its id and the address that it would bounce to. */
    async send(to = 'ann@example.org', optional = false) {
      const before = server.received.length
      const id = await transact(world.app.db, (tx) => sendMail(tx, { to, template: hello, data: {}, optional }))
      await world.jobs()
      return { id, sent: server.received.length - before, bounceTo: server.received.at(-1)?.from ?? '' }
    },
    async report(to: string, raw: string) {
      const client = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
      await client.sendMail({ envelope: { from: '', to: [to] }, raw }).finally(() => client.close())
    },
    state: async (id: number) =>
      (await world.app.db.read<{ state: string }>`select state from tweeter.mails where id = ${id}`)[0]!.state,
  }
}

/** As Postfix writes them. */
const dsn = (status: string, action = 'failed', diagnostic = 'smtp; 550 5.1.1 <ann@example.org>: no such user') =>
  [
    'From: MAILER-DAEMON@mx.example.org (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="B4F2/mx.example.org"',
    '',
    'This is a MIME-encapsulated message.',
    '',
    '--B4F2/mx.example.org',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I am sorry. Action: failed, Status: 5.1.1 is not to be read here.',
    '',
    '--B4F2/mx.example.org',
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.org',
    'Arrival-Date: Mon, 23 Nov 2026 10:00:00 +0000 (UTC)',
    '',
    'Final-Recipient: rfc822; ann@example.org',
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: ${diagnostic.replace(': ', ':\r\n    ')}`,
    '',
    '--B4F2/mx.example.org',
    'Content-Type: text/rfc822-headers',
    '',
    'Subject: Hello',
    '',
    '--B4F2/mx.example.org--',
    '',
  ].join('\r\n')

const arf = (kind: string) =>
  [
    'From: <abuse@mailbox.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary=part',
    '',
    '--part',
    'Content-Type: text/plain',
    '',
    'This is an email abuse report.',
    '--part',
    'Content-Type: message/feedback-report',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(`Feedback-Type: ${kind}\r\nUser-Agent: SomeGenerator/1.0\r\nVersion: 1\r\n`).toString('base64'),
    '--part--',
    '',
  ].join('\r\n')

test('a hard bounce: the mail is marked, the fact announced, the address gets nothing until it is lifted', async (t) => {
  const { world, send, report, state, bounces } = await network(t)
  const { id, bounceTo } = await send()
  assert.match(bounceTo, new RegExp(`^bounces\\+${id}\\.[0-9a-f]{20}@bounces\\.example$`))
  await report(bounceTo.toUpperCase(), dsn('5.1.1'))
  await report(bounceTo, dsn('5.1.1'))
  assert.equal(await state(id), 'bounced')
  assert.deepEqual(bounces, [{ mailId: id, to: 'ann@example.org', kind: 'hard', status: '5.1.1' }])
  const found = await suppressionOf(world.app, 'Ann@Example.org')
  assert.equal(found?.reason, 'bounced')
  assert.match(found.detail, /^5\.1\.1 550 5\.1\.1 <ann@example\.org>: no such user$/)

  const kept = await send('ANN@example.org')
  assert.deepEqual([kept.sent, await state(kept.id)], [0, 'failed'])
  assert.equal(await transact(world.app.db, (tx) => liftSuppression(tx, 'ann@EXAMPLE.org', 'unsubscribed')), false)
  assert.equal(await transact(world.app.db, (tx) => liftSuppression(tx, 'ann@EXAMPLE.org')), true)
  assert.equal((await send()).sent, 1)
})

test('soft bounces count, and five of different mails within a month are enough', async (t) => {
  const { world, send, report, bounces } = await network(t)
  for (let n = 1; n <= 5; n++) {
    const { bounceTo, sent } = await send()
    assert.equal(sent, 1, `mail ${n}`)
    await report(bounceTo, dsn(n % 2 ? '4.2.2' : '5.7.1'))
    await report(bounceTo, dsn('4.2.2'))
    if (n < 5) assert.equal(await suppressionOf(world.app, 'ann@example.org'), null)
  }
  assert.equal(bounces.length, 5)
  assert.equal((await suppressionOf(world.app, 'ann@example.org'))?.reason, 'bounced')
})

test('who complains gets only what they ask for themselves', async (t) => {
  const { world, send, report, bounces, state } = await network(t)
  const { id, bounceTo } = await send('ann@example.org', true)
  await report(bounceTo, arf('not-spam'))
  assert.deepEqual(bounces, [])
  await report(bounceTo, arf('abuse'))
  assert.deepEqual(bounces, [{ mailId: id, to: 'ann@example.org', kind: 'complaint', status: null }])
  assert.equal((await suppressionOf(world.app, 'ann@example.org'))?.reason, 'complained')
  assert.equal(await state(id), 'sent')
  assert.equal((await send('ann@example.org', true)).sent, 0)
  assert.equal((await send('ann@example.org', false)).sent, 1)
})

test('a recipient who is refused to our face for good (5.1) is suppressed, too', async (t) => {
  const { world, server, send, bounces } = await network(t)
  server.refuse = '5.1.1 No such person'
  await send('gone@example.org')
  assert.equal((await suppressionOf(world.app, 'gone@example.org'))?.reason, 'bounced')
  server.refuse = '5.7.1 We do not like you'
  await send('picky@example.org')
  assert.equal(await suppressionOf(world.app, 'picky@example.org'), null)
  // These blame our own address, and everybody whom we write to would be cut off.
  for (const [n, code] of ['5.1.7', '5.1.8'].entries()) {
    server.refuse = `${code} Sender address rejected`
    await send(`innocent${n}@example.org`)
    assert.equal(await suppressionOf(world.app, `innocent${n}@example.org`), null, code)
  }
  assert.equal(bounces.length, 1)
})

test('nothing but our own addresses is taken, and what is no report changes nothing', async (t) => {
  const { world, send, report, bounces, state } = await network(t)
  const { id, bounceTo } = await send()
  const forged = bounceTo.replace(/\.[0-9a-f]/, (found) => (found === '.0' ? '.1' : '.0'))
  const other = bounceTo.replace(String(id), String(id + 1))
  for (const address of [
    forged,
    other,
    'notifications@tweeter.test',
    'ann@example.org',
    `x${bounceTo}`,
    `${bounceTo}.x`,
  ]) {
    await assert.rejects(report(address, dsn('5.1.1')), /550/, address)
  }
  const away =
    'From: ann@example.org\r\nSubject: I am away\r\nAuto-Submitted: auto-replied\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n'
  for (const raw of [away, dsn('4.4.1', 'delayed'), dsn('2.0.0', 'delivered'), 'x', ''])
    await report(bounceTo, raw || ' ')
  await assert.rejects(report(bounceTo, `Subject: big\r\n\r\n${'x'.repeat(70)}\r\n`.padEnd(1_100_000, 'y\r\n')), /552/)
  assert.deepEqual(
    [await state(id), bounces.length, await suppressionOf(world.app, 'ann@example.org')],
    ['sent', 0, null],
  )
})

/** Says lines to the door, each after the answer to the one before; @returns the answers until it hangs up. */
async function converse(port: number, lines: string[]): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1')
  socket.setEncoding('utf8')
  let heard = ''
  for await (const piece of socket as AsyncIterable<string>) {
    heard += piece
    if (!/^\d{3} .*\r\n$/m.test(piece)) continue
    const line = lines.shift()
    if (line === undefined && !socket.writableEnded) socket.end('QUIT\r\n')
    else if (line !== undefined) socket.write(`${line}\r\n`)
  }
  return heard
}

test('guessing addresses, relaying, signing in and coming too often end the conversation', async (t) => {
  const { world, port, send } = await network(t)
  const { bounceTo } = await send()
  const guesses = Array.from({ length: 9 }, (_, n) => `RCPT TO:<bounces+${n}.00000000000000000000@bounces.example>`)
  const guessed = await converse(port, ['EHLO x', 'MAIL FROM:<>', ...guesses])
  assert.equal(guessed.match(/^550/gm)?.length, 4)
  assert.match(guessed, /^421 .*Too many/m)
  const two = await converse(port, ['EHLO x', 'MAIL FROM:<>', `RCPT TO:<${bounceTo}>`, `RCPT TO:<${bounceTo}>`])
  assert.match(two, /^452/m)
  const commands = await converse(port, ['EHLO x', 'AUTH PLAIN AGEAYg==', 'STARTTLS', 'VRFY ann'])
  assert.doesNotMatch(commands, /^235|^220 .*(?:TLS|Ready)|^250 ann/im)
  // Twice what a minute allows, in case that the minute ends meanwhile.
  let visits = 0
  while (visits < 130 && !/^421/m.test(await converse(port, []))) visits++
  assert.ok(visits < 130, 'refused at last')
  world.pass(61_000)
  assert.match(await converse(port, []), /^220/m)
})

test('reports in other shapes, and what only looks like one', () => {
  const hard = { kind: 'hard', status: '5.1.1', diagnostic: '550 5.1.1 <ann@example.org>: no such user' }
  assert.deepEqual(readReport(dsn('5.1.1')), hard)
  assert.deepEqual(readReport(dsn('5.1.1').replaceAll('\r\n', '\n')), hard)
  const nested = `Content-Type: multipart/mixed; boundary=out\r\n\r\n--out\r\n${dsn('5.1.1')}\r\n--out--\r\n`
  assert.deepEqual(readReport(nested), hard)
  assert.equal(readReport(dsn('5.2.2'))?.kind, 'soft')
  assert.equal(readReport(dsn('5.7.26'))?.kind, 'soft')
  assert.equal(readReport(dsn('5.4.4'))?.kind, 'hard')
  assert.equal(readReport(dsn('5.1.10'))?.kind, 'hard')
  for (const notTheirs of ['5.1.7', '5.1.8', '5.5.4', '5.6.1']) assert.equal(readReport(dsn(notTheirs))?.kind, 'soft')
  assert.equal(readReport(dsn('nonsense'))?.kind, 'soft')
  assert.equal(readReport(dsn('5.1.1', 'expanded')), null)
  assert.equal(readReport(''), null)
  assert.equal(readReport('Content-Type: multipart/report; boundary=x\r\n\r\n--x--\r\n'), null)
  const began = performance.now()
  readReport(
    `Content-Type: multipart/report; boundary=b\r\n\r\n${'--b\r\nContent-Type: multipart/x; boundary=b\r\n\r\n'.repeat(20_000)}`,
  )
  readReport(`Content-Type: ${';boundary='.repeat(100_000)}\r\n\r\nx`)
  readReport(`${' '.repeat(500_000)}\n${'=\t'.repeat(250_000)}`)
  assert.ok(performance.now() - began < 2_000)
})
