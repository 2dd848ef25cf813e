import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openTerminal } from './testing.ts'

const terminal = openTerminal()
after(() => terminal.close())
const { run } = terminal

test('the audit log is verified beside a running server, and a hash that was noted is looked for', async () => {
  const address = await terminal.start()
  assert.equal((await run(['audit', 'verify'])).out, 'The audit log has no entries yet.\n')
  const made = await run(['account', 'create', 'olga', '--role', 'owner', '--token', '--json'])
  const { token } = JSON.parse(made.out) as { token: string }
  const added = await fetch(`${address}/api/tweeter/v1/admin/rules`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'Be kind' }),
  })
  assert.equal(added.status, 200)
  const verified = await run(['audit', 'verify'])
  const head = /all 1 entries are whole; the last has the hash ([0-9a-f]{64})\n$/.exec(verified.out)?.[1]
  assert.ok(head, verified.out)
  assert.equal((await run(['audit', 'verify', '--head', head])).code, 0)
  const missing = await run(['audit', 'verify', '--head', 'ab'.repeat(32)])
  assert.equal(missing.code, 1)
  assert.match(missing.err, /was cut off, or changed/)
  const [chain] = JSON.parse((await run(['audit', 'verify', '--json'])).out) as { entries: number; broken: null }[]
  assert.deepEqual([chain!.entries, chain!.broken], [1, null])
})
