import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { openTerminal } from '../testing.ts'

const terminal = openTerminal()
const tokens: (string | undefined)[] = []
const server = createServer((request, response) => {
  tokens.push(request.headers.authorization)
  response.end('ok')
})
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
after(() => {
  server.close()
  terminal.close()
})
const { run } = terminal
const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const log = join(terminal.folder, 'access.log')
writeFileSync(log, '192.0.2.1 - - [22/Nov/2026:12:00:00 +0000] "GET /a HTTP/1.1" 200 5\n'.repeat(3))

test('a log is sent again, with a token that stands on no command line', async () => {
  const { code, out, err } = await run(['requests', 'replay', log, '--to', to, '--token', '-'], {
    input: 'secret-token\n',
  })
  assert.equal(code, 0, err)
  assert.match(out, /^3 requests sent in [\d.]+ s \(\d[\d,]*\/s\), 3 answered\n/)
  assert.match(out, /\nrecorded +– +– +–\n/)
  assert.match(out, /\n200 +3 +3\n/)
  assert.deepEqual(tokens, Array(3).fill('Bearer secret-token'))
})

test('another machine is refused, and nothing is sent', async () => {
  const { code, out, err } = await run(['requests', 'replay', log, '--to', 'http://192.0.2.1'])
  assert.deepEqual([code, out], [1, ''])
  assert.match(err, /"192\.0\.2\.1" is 192\.0\.2\.1, which is not this machine\./)
})

test('wrong use is told, and never what may be a token', async () => {
  const wrong: [string[], RegExp][] = [
    [[], /Say which server: --to/],
    [['--to', to, '--speed', '0'], /--speed must be a number from 0\.001/],
    [['--to', to, '--token', 'a-real-token'], /--token takes the name of a file/],
  ]
  for (const [more, message] of wrong) {
    const { code, err } = await run(['requests', 'replay', log, ...more])
    assert.equal(code, 2)
    assert.match(err, message)
    assert.doesNotMatch(err, /a-real-token/)
  }
})
