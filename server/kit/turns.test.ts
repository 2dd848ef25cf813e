import assert from 'node:assert/strict'
import test from 'node:test'
import { turns } from './turns.ts'

test('runs so many at once, in order, and refuses when the queue is full', async () => {
  const inTurn = turns(2, 2, 'Too many wait.')
  const begun: number[] = []
  const gates = [0, 1, 2, 3].map(() => Promise.withResolvers<void>())
  const work = gates.map((gate, index) =>
    inTurn(async () => {
      begun.push(index)
      await gate.promise
    }),
  )
  assert.deepEqual(begun, [0, 1])
  await assert.rejects(
    inTurn(async () => {}),
    { status: 503, retryAfterSeconds: 5, message: 'Too many wait.' },
  )
  gates[1]!.reject(new Error('failed'))
  await assert.rejects(work[1]!, /failed/)
  assert.deepEqual(begun, [0, 1, 2])
  for (const gate of gates) gate.resolve()
  await Promise.all([work[0], work[2], work[3]])
  assert.equal(await inTurn(async () => 'free again'), 'free again')
})
