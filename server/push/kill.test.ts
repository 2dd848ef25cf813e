import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import test, { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openWorld } from '../../testing/world.ts'
import { openPushService, subscribeApp } from './testing.ts'

const settings = { TWEETER_URL: 'http://tweeter.test', TWEETER_OUTGOING_ALLOW: '127.0.0.0/8' }
const world = await openWorld(settings)
after(world.close)
const service = await openPushService()
after(service.close)

test('killed between the sending and the note of it, a push is sent twice, and looks the same', async () => {
  const [alice, bob] = [await world.account('alice'), await world.account('bob')]
  const { app, path, arrived } = await subscribeApp(world, service, alice, {})
  await world.call('POST', '/api/v1/statuses', { token: bob.token, body: { status: 'hi @alice' } })
  const { host, database } = world.app.db.pool.options
  const script = fileURLToPath(new URL('./dying.testing.ts', import.meta.url))
  const child = spawn(process.execPath, [script, host[0]!, database, JSON.stringify(settings)], {
    stdio: 'ignore',
    env: {},
  })
  service.answer(path, () => {
    if (arrived().length === 1) child.kill('SIGKILL')
    return { status: 201 }
  })
  const [, signal] = await once(child, 'exit')
  assert.equal(signal, 'SIGKILL')
  assert.equal(arrived().length, 1)
  await world.jobs()
  await world.jobs()
  assert.equal(arrived().length, 2)
  const [first, second] = arrived()
  assert.equal(first!.headers.topic, second!.headers.topic)
  assert.deepEqual(app.read(first!), app.read(second!))
})
