import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { calm, openCable } from './cable.ts'
import { random } from './random.ts'

test('over a cut cable nothing comes, nobody is told, and what waited goes on when it is mended', async () => {
  // Says back what it hears.
  const echo = createServer((socket) => void socket.on('error', () => {}).pipe(socket)).listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const target = `127.0.0.1:${(echo.address() as AddressInfo).port}`
  const cable = await openCable([target, target], random(1))
  const [host, port] = cable.addresses[0].split(':')
  const socket = connect(Number(port), host)
  after(async () => {
    socket.destroy()
    await cable.close()
    echo.close()
  })
  let heard = ''
  let ended = false
  socket.setEncoding('utf8').on('data', (text) => (heard += text))
  socket.on('error', () => {}).on('close', () => (ended = true))
  const hears = async (wanted: string) => {
    for (let tries = 0; tries < 100 && heard !== wanted; tries++) await sleep(10)
    assert.equal(heard, wanted)
  }
  socket.write('a')
  await hears('a')
  // The first site is dialed by the second: what the first sends are the answers.
  for (const cutFrom of [[0], [1], [0, 1]] as const) {
    await cable.set({ ...calm, cutFrom })
    socket.write('b')
    await sleep(60)
    assert.deepEqual([heard, ended], ['a', false])
    await cable.set(calm)
    await hears('ab')
    heard = 'a'
  }
  await cable.drop()
  for (let tries = 0; tries < 100 && !ended; tries++) await sleep(10)
  assert.ok(ended)
})
