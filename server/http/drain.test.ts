import assert from 'node:assert/strict'
import { connect } from 'node:net'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openWorld } from '../../testing/world.ts'
import { drain } from './serve.ts'

test('who never ends a request does not hold up the end', async () => {
  const world = await openWorld()
  const { hostname, port } = new URL(await world.listen())
  const head = 'POST /api/v1/statuses HTTP/1.1\r\nhost: x\r\n'
  const beginnings = ['', head, `${head}content-type: application/json\r\ncontent-length: 100\r\n\r\n{"status":"`]
  const gone = beginnings.map((text) => {
    const socket = connect(Number(port), hostname, () => socket.write(text))
    socket.on('error', () => {})
    return new Promise((closed) => socket.resume().on('close', closed))
  })
  await sleep(100)
  const began = performance.now()
  await drain(world.tweeter.http, world.app.log, 300)
  await Promise.all(gone)
  assert.ok(performance.now() - began < 2_000)
  await world.close()
})
