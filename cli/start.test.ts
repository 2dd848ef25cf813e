import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { openTerminal } from './testing.ts'

const terminal = openTerminal()
after(() => terminal.close())

test('a port or a host that cannot be had is named in one line, and nothing is left behind', async (t) => {
  const other = createServer()
  t.after(() => other.close())
  await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready))
  const { port } = other.address() as AddressInfo
  for (const [env, words] of [
    [{ TWEETER_PORT: String(port) }, `Port ${port} of localhost is in use .* TWEETER_PORT`],
    [{ TWEETER_PORT: '0', TWEETER_HOST: '192.0.2.1' }, 'TWEETER_HOST is no address of this machine: 192.0.2.1'],
  ] as const) {
    const { code, out } = await terminal.run(['start'], { env })
    assert.equal(code, 1)
    assert.match(out, new RegExp(`error: Tweeter could not start\\. ${words}`))
    assert.doesNotMatch(out, /\n\s+at /)
    assert.ok(!existsSync(join(terminal.folder, 'data/tweeter.pid')))
    assert.ok(!existsSync(join(terminal.folder, 'data/postgres/postmaster.pid')))
  }
})
