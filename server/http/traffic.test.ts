import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openWorld } from '../../testing/world.ts'
import { pulse } from '../signals/index.ts'
import { loopDelayMs, requestServed, trafficByMinute, trafficOf } from './index.ts'
import { someRequest } from './testing.ts'

const world = await openWorld()
after(world.close)
const { app } = world
/** To the beginning of a minute, so that no minute ends while it is looked at. */
const toNextMinute = () => world.pass(60_000 - (app.now().getTime() % 60_000) + 100)
const served = (status: number, durationMs: number, stream = false) =>
  pulse(app.bus, requestServed, { ...someRequest, status, durationMs, stream })
const near = (value: number | null, wanted: number) =>
  assert.ok(value !== null && Math.abs(value / wanted - 1) < 0.1, `${value} is not near ${wanted}`)

test('requests are counted by minute, with the quantiles of their durations', () => {
  toNextMinute()
  assert.deepEqual(trafficOf(app, 5), { requests: 0, errors: 0, p50Ms: null, p99Ms: null })
  for (let n = 1; n <= 100; n++) served(n === 100 ? 503 : n === 99 ? 404 : 200, n)
  served(200, 3_600_000, true)
  const { requests, errors, p50Ms, p99Ms } = trafficOf(app, 1)
  assert.deepEqual([requests, errors], [100, 1], 'a stream that ended is no quick or slow answer')
  near(p50Ms, 50)
  near(p99Ms, 99)

  toNextMinute()
  for (const ms of [0, 0.01, 900_000]) served(200, ms)
  const minutes = trafficByMinute(app)
  assert.deepEqual(
    minutes.slice(-3).map((minute) => minute.requests),
    [0, 100, 3],
  )
  assert.equal(minutes.length, 15)
  assert.equal(minutes[14]!.at.getTime(), Math.floor(app.now().getTime() / 60_000) * 60_000)
  assert.deepEqual([trafficOf(app, 1).requests, trafficOf(app, 5).requests], [3, 103])
  assert.ok(trafficOf(app, 1).p99Ms! > 100_000, 'what is beyond the scale is not lost')
})

test('what is older is forgotten, and its place is taken', () => {
  world.pass(15 * 60_000)
  toNextMinute()
  assert.equal(trafficOf(app, 15).requests, 0)
  served(500, 1)
  assert.deepEqual([trafficOf(app, 15).requests, trafficOf(app, 15).errors], [1, 1])
})

test('real requests are in it, whatever their answer', async () => {
  toNextMinute()
  await world.call('GET', '/health')
  await world.call('GET', '/api/v1/nothing')
  // The count follows the answer.
  for (let tries = 0; tries < 100 && trafficOf(app, 1).requests < 2; tries++) await sleep(5)
  const { requests, errors, p50Ms } = trafficOf(app, 1)
  assert.deepEqual([requests, errors], [2, 0])
  assert.ok(p50Ms! > 0)
})

test('the delay of the event loop is seen while the server runs', async () => {
  const own = await openWorld()
  try {
    assert.equal(loopDelayMs(own.app), null)
    await own.tweeter.start()
    await sleep(100)
    for (let stall = 0; stall < 5; stall++) {
      const end = performance.now() + 300
      while (performance.now() < end);
      await sleep(20)
    }
    const seen = loopDelayMs(own.app)
    assert.ok(seen !== null && seen > 200 && seen < 5000, String(seen))
  } finally {
    await own.close()
  }
  assert.equal(loopDelayMs(own.app), null)
})
