import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openWorld, type World } from '../../../testing/world.ts'
import { readRequests, requestsLag } from '../index.ts'
import { storedTotals } from './writing.testing.ts'

const served = async (world: World, route: string) => (await storedTotals(world.app.db, 'tweeter')).byRoute[route] ?? 0
const route = '/api/v1/instance'
const ask = (world: World) => world.call('GET', route)

test('what is served is in the tables when it is asked for, and once only', async () => {
  const world = await openWorld()
  try {
    for (let n = 0; n < 5; n++) await ask(world)
    await Promise.all([readRequests(world.app), readRequests(world.app)])
    assert.equal(await served(world, route), 5)
    await ask(world)
    await readRequests(world.app)
    assert.equal(await served(world, route), 6)
    assert.equal(requestsLag(world.app), null)
    const rows = await world.app.db.pool`select from request_files where reader = 'views' and finished`
    assert.equal(rows.length, 2)
    assert.deepEqual(world.complaints, [])
  } finally {
    await world.close()
  }
})

test('a server that runs follows its own requests within a second or so, and says how far behind it is', async () => {
  const world = await openWorld()
  try {
    await world.tweeter.start()
    for (let n = 0; n < 3; n++) await ask(world)
    for (let n = 0; n < 200 && (await served(world, route)) < 3; n++) await sleep(50)
    assert.equal(await served(world, route), 3)
    assert.ok(requestsLag(world.app)! < 3)
    const metrics = await world.call('GET', '/metrics')
    assert.match(metrics.text, /^tweeter_request_reader_lag_seconds \d/m)
    assert.match(metrics.text, /^tweeter_request_reader_rejected_total 0$/m)
    await ask(world)
    await readRequests(world.app)
    assert.equal(await served(world, route), 4)
  } finally {
    await world.close()
  }
  assert.deepEqual(world.complaints, [])
})

test('who only writes does not read', async () => {
  const world = await openWorld({ TWEETER_REQUESTS: 'write' })
  try {
    await world.tweeter.start()
    await ask(world)
    await sleep(900)
    assert.equal(await served(world, route), 0)
    assert.equal(requestsLag(world.app), null)
    await readRequests(world.app)
    assert.equal(await served(world, route), 1)
  } finally {
    await world.close()
  }
})
