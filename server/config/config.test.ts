import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { ConfigError, readConfig, settingsTable } from './index.ts'

test('the defaults need no environment', () => {
  const config = readConfig({})
  assert.equal(config.url, 'http://localhost:3000')
  assert.equal(config.domain, 'localhost:3000')
  assert.equal(config.mail.from, 'notifications@localhost')
  assert.equal(config.s3, null)
})

test('every wrong setting is named, and unknown ones too', () => {
  assert.throws(
    () => readConfig({ TWEETER_PORT: '70000', TWEETER_REGISTRATION: 'maybe', TWEETER_PROT: '1', S3_BUCKET: 'b' }),
    (error: Error) => {
      assert.ok(error instanceof ConfigError)
      const lines = error.message.split('\n')
      assert.equal(lines.length, 3)
      assert.match(lines[0]!, /^TWEETER_PORT must be a whole number from 0 to 65535, not "70000"/)
      assert.match(lines[1]!, /^TWEETER_REGISTRATION must be one of: open, approval, invite, closed/)
      assert.match(lines[2]!, /^TWEETER_PROT is not a setting/)
      return true
    },
  )
})

test('a proxy, a folder, a file or a sender that cannot be is named before anything starts', () => {
  const folder = import.meta.dirname
  for (const [name, wrong, right] of [
    ['TWEETER_TRUST_PROXY', 'zzz', 'loopback, 10.0.0.0/8,::1, fd00::/8,172.16.0.0/255.240.0.0'],
    ['TWEETER_TRUST_PROXY', '10.0.0.0/33', '10.0.0.1'],
    ['TWEETER_PLUGINS', `${folder}/nothing`, folder],
    ['TWEETER_MAIL_FROM', 'somebody', 'Our network <somebody@example.org>'],
    ['TWEETER_CONTACT_EMAIL', 'somebody', 'somebody@example.org'],
  ] as const) {
    assert.throws(() => readConfig({ [name]: wrong }), new RegExp(`^ConfigError: ${name} must be `), wrong)
    readConfig({ [name]: right })
  }
  const dkim = { TWEETER_DKIM_DOMAIN: 'example.org', TWEETER_DKIM_SELECTOR: 's' }
  assert.throws(() => readConfig({ ...dkim, TWEETER_DKIM_KEY_FILE: folder }), /TWEETER_DKIM_KEY_FILE must be a file/)
  const noKey = { ...dkim, TWEETER_DKIM_KEY_FILE: import.meta.filename }
  assert.throws(() => readConfig(noKey), /TWEETER_DKIM_KEY_FILE must be a file with a private key \(PEM\)/)
})

test('what may be chosen is in the table', () => {
  assert.match(settingsTable(), /TWEETER_REGISTRATION.* `open`, `approval`, `invite` or `closed`\. \|/)
})

test('a wrong address is shown without its password', () => {
  for (const [name, text] of [
    ['DATABASE_URL', 'mysql://tweeter:hush@db.example/tweeter'],
    ['SMTP_URL', 'tweeter:hu/sh@mail.example'],
  ] as const) {
    assert.throws(
      () => readConfig({ [name]: text }),
      (error: Error) =>
        error.message.startsWith(name) && error.message.includes('…@') && !error.message.includes('sh@'),
    )
  }
})

test('settings that belong together must come together', () => {
  assert.throws(() => readConfig({ S3_BUCKET: 'b' }), /S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set too/)
  const config = readConfig({ S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'k', S3_SECRET_ACCESS_KEY: 's' })
  assert.equal(config.s3?.bucket, 'b')
})

test('docs/operating.md holds the table that the code gives', () => {
  const doc = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8')
  assert.ok(doc.includes(settingsTable()), 'run `npx tweeter settings` and put its table into docs/operating.md')
})
