import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openTerminal } from '../testing.ts'

const [east, west] = [openTerminal(), openTerminal()]
after(() => Promise.all([east.close(), west.close()]))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  const { port } = server.address() as { port: number }
  await new Promise((closed) => server.close(closed))
  return port
}
const at = { east: `127.0.0.1:${await freePort()}`, west: `127.0.0.1:${await freePort()}` }

const launcher = fileURLToPath(new URL('../../bin/tweeter.js', import.meta.url))
/** Joins, and is killed when it has said something; @returns all that it said. */
const killedWhen = (said: RegExp, line: readonly string[]) =>
  new Promise<string>((done) => {
    const env = { PATH: '/usr/bin:/bin', HOME: west.folder, TWEETER_DATA: join(west.folder, 'data') }
    const child = spawn(process.execPath, [launcher, ...line], { env })
    let text = ''
    child.stderr.setEncoding('utf8').on('data', (more) => {
      text += more
      if (said.test(text)) child.kill('SIGKILL')
    })
    child.on('close', () => done(text))
  })

test('a second site joins, however often that is killed, is verified, and leaves', async () => {
  const file = join(east.folder, 'follows.txt')
  const line = (_: unknown, n: number) => `p${n % 700} p${(n * 31 + 1) % 701}`
  writeFileSync(file, Array.from({ length: 15_000 }, line).join('\n'))
  assert.equal((await east.run(['import', 'follows', file])).code, 0)
  const lone = await west.run(['site', 'verify'])
  assert.deepEqual([lone.code, /one site only/.test(lone.err)], [1, true])
  await east.start()
  const invited = await east.run([
    'site',
    'init',
    '--name',
    'east',
    '--listen',
    at.east,
    '--address',
    at.east,
    '--json',
  ])
  const { code } = JSON.parse(invited.out) as { code: string }

  const joining = ['site', 'join', '--name', 'west', '--listen', at.west, '--address', at.west, code]
  assert.match(await killedWhen(/Beginning to follow/, joining), /Asking the other site/)
  await killedWhen(/Comparing/, ['site', 'join'])
  assert.match(await killedWhen(/^follows/m, ['site', 'join']), /accounts/)
  const joined = await west.run(['site', 'join', '--json'])
  assert.equal(joined.code, 0, joined.err)
  assert.ok(JSON.parse(joined.out).rows > 15_000)
  const again = await west.run(['site', 'join'])
  assert.deepEqual([again.code, /is joined with east/.test(again.err)], [1, true])

  await west.start()
  for (const site of [east, west]) {
    const verified = await site.run(['site', 'verify', '--json'])
    assert.equal(verified.code, 0, verified.err)
    const { equal, tables } = JSON.parse(verified.out)
    assert.equal(equal, true)
    assert.deepEqual(tables.find((one: { table: string }) => one.table === 'follows').differing, 0)
  }
  const people = await west.run(['site', 'verify'])
  assert.match(people.out, /^follows +shared/m)
  assert.match(people.out, /^Equal: [\d,]+ rows in \d+ tables\.$/m)

  assert.equal((await west.run(['site', 'leave'])).code, 2)
  assert.equal((await west.run(['site', 'leave', '--yes', '--json'])).code, 0)
  for (const site of [east, west]) {
    const left = await site.run(['site', 'verify'])
    assert.match(left.err, /one site only/)
  }
  const served = await west.run(joining)
  assert.deepEqual([served.code, /Stop the server/.test(served.err)], [1, true])
  await west.stop()
  const full = await west.run(joining)
  assert.deepEqual([full.code, /accounts here already/.test(full.err)], [1, true])
})
