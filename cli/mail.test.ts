import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openTerminal } from './testing.ts'

const terminal = openTerminal()
after(() => terminal.close())
const env = { SMTP_URL: 'smtp://127.0.0.1:9' }
const run = (line: string[]) => terminal.run(['mail', ...line], { env })

test('the outbox on the command line: what waits, trying again, dropping, suppressed addresses', async () => {
  // A new password is told of by mail.
  const made = ['account', 'create', 'alice', '--email', 'alice@example.org', '--password', 'correct horse battery']
  assert.equal((await terminal.run(made, { env })).code, 0)
  assert.equal(
    (await terminal.run(['account', 'password', 'alice', '--password', 'another horse battery'], { env })).code,
    0,
  )

  const { waiting, counts } = JSON.parse((await run(['--json'])).out)
  assert.deepEqual([waiting.length, counts.waiting, waiting[0].to_address], [1, 1, 'alice@example.org'])
  const [{ id }] = waiting
  const { out } = await run([])
  assert.match(
    out,
    new RegExp(`^ID .*\\n${id} +waiting +alice@example\\.org +accounts\\.password-changed +0 .*\\n1 waiting\\n$`),
  )
  assert.equal((await run(['retry', '--all'])).out, '1 mail will be sent at once.\n')
  assert.equal((await run(['drop', id])).out, `Mail ${id} will not be sent.\n`)

  for (const [line, code, said] of [
    [['retry', id], 1, /does not wait/],
    [['retry'], 2, /say --all/],
    [['lift', 'ann@example.org'], 1, /is not suppressed/],
  ] as const) {
    const ended = await run([...line])
    assert.equal(ended.code, code, line.join(' '))
    assert.match(ended.err, said)
  }
})
