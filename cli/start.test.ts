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
  for (const host of ['192.0.2.1', 'nobody.invalid']) {
    const { code, out, err } = await terminal.run(['start'], { env: { TWEETER_PORT: '0', TWEETER_HOST: host } })
    assert.deepEqual([code, out, err], [2, '', `TWEETER_HOST is no address of this machine: ${host}.\n`])
    assert.ok(!existsSync(join(terminal.folder, 'data')))
  }
  const { code, out } = await terminal.run(['start'], { env: { TWEETER_PORT: String(port) } })
  assert.equal(code, 1)
  assert.match(out, new RegExp(`error: Tweeter could not start\\. Port ${port} of localhost is in use .* TWEETER_PORT`))
  assert.doesNotMatch(out, /\n\s+at /)
  assert.ok(!existsSync(join(terminal.folder, 'data/tweeter.pid')))
  assert.ok(!existsSync(join(terminal.folder, 'data/postgres/postmaster.pid')))
})

test('a data folder that cannot be made is named at once', async () => {
  for (const folder of ['/proc/x', '/proc/x/y']) {
    const { code, out } = await terminal.run(['start'], { env: { TWEETER_PORT: '0', TWEETER_DATA: folder } })
    assert.equal(code, 1)
    assert.match(out, new RegExp(`Tweeter cannot use ${folder} for its data: no folder can be made there\\.`))
  }
})
