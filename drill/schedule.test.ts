import assert from 'node:assert/strict'
import test from 'node:test'
import { random } from './random.ts'
import { scheduleOf } from './schedule.ts'

const of = (seed: number, witness = true) => scheduleOf(random(seed), { faults: 200, witness })

test('a seed gives one schedule, another seed another', () => {
  assert.deepEqual(of(7), of(7))
  assert.notDeepEqual(of(7), of(8))
})

test('as many faults as asked for, of every kind, and none that cannot be', () => {
  const faults = of(7).flatMap((step) => step.faults)
  assert.equal(faults.length, 200)
  assert.equal(new Set(faults.map((fault) => fault.kind)).size, 11)
  assert.ok(!of(7, false).some((step) => step.faults.some((fault) => fault.kind === 'witness-away')))
  const fewer = scheduleOf(random(7), { faults: 200, witness: true, without: ['slow', 'lossy'] })
  assert.ok(!fewer.some((step) => step.faults.some((fault) => fault.kind === 'slow' || fault.kind === 'lossy')))
  // The cable cannot be cut and slow at once, and somebody is there to serve.
  const down = ['postgres-stops', 'postgres-killed', 'server-killed', 'site-dead']
  for (const { faults } of of(9)) assert.ok(faults.filter(({ kind }) => down.includes(kind)).length <= 1)
})
