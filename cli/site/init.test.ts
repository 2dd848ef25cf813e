import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { connect } from 'node:tls'
import { openTerminal } from '../testing.ts'

const terminal = openTerminal()
after(() => terminal.close())

test('site init beside a running server lets it listen at once, and prints a code on a line of its own', async () => {
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as AddressInfo
  free.close()
  const listen = `127.0.0.1:${port}`

  await terminal.start()
  assert.equal((await terminal.run(['site', 'init'])).code, 2)
  const wrong = await terminal.run(['site', 'init', '--name', 'Big City', '--listen', listen])
  assert.match(wrong.err, /small letters/)

  const { code, out, err } = await terminal.run(['site', 'init', '--name', 'berlin', '--listen', listen])
  assert.equal(code, 0, err)
  assert.match(err, /site join/)
  const invitation = JSON.parse(Buffer.from(out.trim(), 'base64url').toString())
  assert.equal(invitation.address, listen)

  const socket = await listening(port)
  assert.equal(socket.getPeerX509Certificate()?.subject, 'CN=tweeter site')
  socket.destroy()
  const folder = join(terminal.folder, 'data/site')
  assert.equal(statSync(join(folder, 'key.pem')).mode & 0o777, 0o600)
  assert.match(readFileSync(join(folder, 'certificate.pem'), 'utf8'), /BEGIN CERTIFICATE/)
  assert.equal(await terminal.stop(), 0)
})

/** The server hears of it by the database, a moment later. */
async function listening(port: number) {
  for (let tries = 0; ; tries++) {
    const options = { host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['tweeter-rpc'] }
    const socket = connect(options)
    try {
      await once(socket, 'secureConnect')
      return socket
    } catch (error) {
      if (tries === 50) throw error
      await new Promise((done) => setTimeout(done, 100))
    }
  }
}
