import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SMTPServerOptions } from 'smtp-server'
import { freshDatabase } from '../../testing/cluster.ts'
import type { App } from '../app.ts'
import { readConfig } from '../config/index.ts'
import { html } from '../kit/index.ts'
import { Bus, drainJobs, signals } from '../signals/index.ts'
import { groundMigrations, migrate, openBlobs, transact } from '../storage/index.ts'
import { MOST_ATTEMPTS } from './deliver.ts'
import { button, listMailFiles, type Mail, mail, mailFailed, readMailFile, sendMail, template } from './index.ts'
import type { MailRow } from './queries.ts'
import { answer, startMailServer } from './testing.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'tweeter-mail-'))
after(() => rmSync(dataDir, { recursive: true }))

interface Confirm {
  name: string
  link: string
}

const confirm = template<Confirm>(
  'tests.confirm',
  ({ name }) => `Welcome, ${name}`,
  ({ name, link }) => `Hello ${name},\n\nconfirm your address: ${link}\n`,
  ({ name, link }) => html`<p>Hello ${name},</p>${button('Confirm', link)}`,
)
const ann = { to: 'ann@example.org', template: confirm, data: { name: '<Ann>', link: 'https://t.example/c?a=1&b=2' } }

/** The module on a database of its own, with a clock that is turned by hand. */
async function house(t: TestContext, smtpUrl?: string) {
  const fresh = await freshDatabase({ empty: true })
  const own = [signals, mail].map(({ name, migrations }) => ({ module: name, folder: migrations! }))
  await migrate(fresh.db, [groundMigrations, ...own])
  const config = readConfig({ TWEETER_DATA: dataDir, TWEETER_URL: 'https://t.example', SMTP_URL: smtpUrl })
  const log = { debug() {}, info() {}, warn() {}, error: (_: object, message: string) => assert.fail(message) }
  const clock = { aheadMs: 0 }
  const now = () => new Date(Date.now() + clock.aheadMs)
  const bus = new Bus(fresh.db, log, now)
  const app: App = { config, db: fresh.db, bus, blobs: await openBlobs(config), log, now }
  mail.listen!(bus, app)
  await mail.start!(app)
  t.after(async () => {
    await mail.stop!(app)
    await fresh.drop()
  })
  const row = async (id: number) => (await fresh.db.read<MailRow>`select * from tweeter.mails where id = ${id}`)[0]!
  return {
    app,
    send: (what: Mail<Confirm> = ann) => transact(app.db, (tx) => sendMail(tx, what)),
    row,
    /** The row once the note about this attempt is in it: it is written beside the job, not within. */
    async noted(id: number, attempts: number) {
      for (let tries = 0; tries < 100 && (await row(id)).attempts < attempts; tries++) await sleep(20)
      return row(id)
    },
    /** Runs what is due this many seconds from now. */
    async later(seconds: number) {
      clock.aheadMs += seconds * 1000
      return drainJobs(app)
    },
  }
}

test('a mail goes out once its transaction has committed, in its layout, and its words are forgotten', async (t) => {
  const server = await startMailServer(t)
  const home = await house(t, `smtp://127.0.0.1:${server.port}`)
  const undone = transact(home.app.db, async (tx) => {
    await sendMail(tx, ann)
    throw new Error('undone')
  })
  await assert.rejects(undone, /undone/)
  const id = await home.send({ ...ann, headers: { 'X-Reason': 'sign-up' } })
  await home.later(1)

  assert.equal(server.received.length, 1)
  const { mail: got, from, to } = server.received[0]!
  assert.deepEqual([from, to], ['notifications@t.example', ['ann@example.org']])
  assert.equal(got.subject, 'Welcome, <Ann>')
  assert.equal(got.headers.get('x-reason'), 'sign-up')
  assert.equal(
    got.text,
    'Hello <Ann>,\n\nconfirm your address: https://t.example/c?a=1&b=2\n\n-- \nTweeter\nhttps://t.example\n',
  )
  assert.match(String(got.html), /<p>Hello &lt;Ann&gt;,<\/p>/)
  assert.match(String(got.html), /href="https:\/\/t\.example\/c\?a=1&amp;b=2"/)
  const row = await home.row(id)
  assert.equal(got.messageId, `<${row.message_id}@t.example>`)
  assert.deepEqual([row.state, row.attempts, row.text, row.html], ['sent', 1, '', ''])
  assert.ok(row.sent_at)
})

test('a server that is down, then up: delivered once, and the row says what had gone wrong', async (t) => {
  const first = await startMailServer(t)
  const home = await house(t, `smtp://127.0.0.1:${first.port}`)
  await first.close()
  const id = await home.send()
  await home.later(1)
  const waiting = await home.noted(id, 1)
  assert.deepEqual([waiting.state, waiting.attempts], ['waiting', 1])
  assert.match(waiting.last_error!, /ECONNREFUSED/)
  const second = await startMailServer(t, {}, first.port)
  await home.later(5)
  await home.later(10_000)
  assert.equal(second.received.length, 1)
  assert.equal((await home.row(id)).state, 'sent')
})

/** Sends one mail to a server that misbehaves as long as `rude` is set; @returns what the row says after each try. */
async function twoTries(t: TestContext, options: (rude: () => boolean) => SMTPServerOptions, query = '') {
  let rude = true
  const server = await startMailServer(
    t,
    options(() => rude),
  )
  const home = await house(t, `smtp://127.0.0.1:${server.port}/${query}`)
  const id = await home.send()
  await home.later(1)
  const before = await home.noted(id, 1)
  rude = false
  await home.later(5)
  const afterwards = await home.row(id)
  return { before, afterwards, received: server.received.length }
}

test('a server that is slow is hung up on and tried again', async (t) => {
  const { before, afterwards, received } = await twoTries(
    t,
    (rude) => ({ onMailFrom: (_address, _session, done) => setTimeout(done, rude() ? 2_500 : 0) }),
    '?socketTimeout=1000',
  )
  assert.equal(before.state, 'waiting')
  assert.match(before.last_error!, /timeout/i)
  assert.deepEqual([afterwards.state, afterwards.attempts, received], ['sent', 2, 1])
})

test('a server that greylists gets the mail again', async (t) => {
  const { before, afterwards, received } = await twoTries(t, (rude) => ({
    onRcptTo: (_address, _session, done) => done(rude() ? answer(451, 'Greylisted, come back') : null),
  }))
  assert.equal(before.state, 'waiting')
  assert.match(before.last_error!, /451 Greylisted/)
  assert.deepEqual([afterwards.state, afterwards.attempts, received], ['sent', 2, 1])
})

test('a recipient who is refused is not asked for again, and the fact is announced', async (t) => {
  let asked = 0
  const server = await startMailServer(t, {
    onRcptTo: (_address, _session, done) => done(answer(550, `No such person (${++asked})`)),
  })
  const home = await house(t, `smtp://127.0.0.1:${server.port}`)
  const failures: object[] = []
  home.app.bus.after(mailFailed, 'tests.failures', (fact) => failures.push(fact))
  const id = await home.send()
  await home.later(1)
  await home.later(10_000)
  const row = await home.row(id)
  assert.deepEqual([row.state, row.attempts, row.sent_at, row.text, asked], ['failed', 1, null, '', 1])
  assert.match(row.last_error!, /550 No such person/)
  assert.deepEqual(failures, [{ mailId: id, template: 'tests.confirm', to: ann.to, reason: row.last_error }])
})

test('a mail that nobody takes for three days is given up', async (t) => {
  const home = await house(t, 'smtp://127.0.0.1:9')
  const id = await home.send()
  let tries = 0
  let elapsed = 0
  while ((await home.row(id)).state === 'waiting' && tries < 2 * MOST_ATTEMPTS) {
    const ran = await home.later(600)
    elapsed += 600
    if (ran > 0) await home.noted(id, ++tries)
  }
  const row = await home.row(id)
  assert.deepEqual([row.state, row.attempts], ['failed', MOST_ATTEMPTS])
  assert.match(row.last_error!, /^Given up after 40 attempts: .*ECONNREFUSED/)
  assert.ok(elapsed > 2.5 * 86_400 && elapsed < 4 * 86_400, `given up after ${elapsed / 86_400} days`)
})

test('without a server the mail is a file', async (t) => {
  const home = await house(t)
  await home.send()
  await home.later(1)
  const [file] = await listMailFiles(home.app)
  assert.equal(file?.subject, 'Welcome, <Ann>')
  assert.match((await readMailFile(home.app, file!.name)).text, /confirm your address: https:/)
})

test('what is no address and what is no header is refused, and a subject stays on its line', async (t) => {
  const home = await house(t)
  for (const to of [
    '',
    'ann',
    'a@b@c',
    'Ann <ann@example.org>',
    'a@x.org, b@x.org',
    'a@x.org\r\nBcc: b@x.org',
    `${'a'.repeat(65)}@x.org`,
  ]) {
    await assert.rejects(home.send({ ...ann, to }), { status: 422 }, to)
  }
  const withHeader = (name: string, value: string) =>
    transact(home.app.db, (tx) => sendMail(tx, { ...ann, headers: { [name]: value } }))
  await assert.rejects(withHeader('X-A', 'b\r\nBcc: eve@example.org'), TypeError)
  await assert.rejects(withHeader('X-A: b\r\nBcc', 'eve@example.org'), TypeError)
  const id = await home.send({ ...ann, data: { ...ann.data, name: 'Ann\r\nBcc: eve@example.org\u2028' } })
  assert.equal((await home.row(id)).subject, 'Welcome, Ann Bcc: eve@example.org')
})

test('done mails are purged after a month', async (t) => {
  const home = await house(t)
  const [old, fresh] = [await home.send(), await home.send()]
  await home.later(1)
  await transact(home.app.db, async (tx) => {
    await tx`update tweeter.mails set created_at = now() - interval '31 days' where id = ${old}`
  })
  await home.send()
  await home.later(1)
  assert.equal(await home.row(old), undefined)
  assert.equal((await home.row(fresh)).state, 'sent')
})
