import assert from 'node:assert/strict'
import test from 'node:test'
import { hourly } from './hourly.ts'

test('does its work again and again, bears failures, and ends when what is under way has ended', async () => {
  const failures: unknown[] = []
  const second = Promise.withResolvers<void>()
  const last = Promise.withResolvers<void>()
  let begun = 0
  const sweeper = hourly(
    async () => {
      begun++
      if (begun === 1) throw new Error('once')
      second.resolve()
      await last.promise
    },
    (error) => void failures.push(error),
    5,
  )
  const alive = setInterval(() => {}, 1000)
  sweeper.start()
  await second.promise
  let stopped = false
  const stopping = sweeper.stop().then(() => {
    stopped = true
  })
  await new Promise((done) => setTimeout(done, 20))
  assert.equal(stopped, false)
  last.resolve()
  await stopping
  const before = begun
  await new Promise((done) => setTimeout(done, 20))
  assert.equal(begun, before)
  assert.deepEqual(failures.map(String), ['Error: once'])
  clearInterval(alive)
})
