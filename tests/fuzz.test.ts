/** A thousand requests out of the routes' own schemas; a hundred thousand are `npm run proof:fuzz`. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { fuzz } from './fuzz/run.ts'

const REQUESTS = 1000

test('whatever is sent: no fault, an answer as promised, and nothing for strangers', async (t) => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  t.diagnostic(`seed ${seed}`)
  const { findings, requests, statuses } = await fuzz(seed, REQUESTS)
  const again = `Again: npm run proof:fuzz -- ${REQUESTS} ${seed}`
  assert.deepEqual(findings, [], again)
  assert.equal(requests, REQUESTS)
  assert.ok((statuses[200] ?? 0) > REQUESTS / 10, `hardly anything succeeded: ${JSON.stringify(statuses)}. ${again}`)
})
