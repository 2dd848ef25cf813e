/** A drill of a minute, as any user can run it; `npm run proof:partition` is the long one. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { drill } from './drill.ts'
import { oneMachine } from './ground.ts'
import { random } from './random.ts'
import { table } from './report.ts'

const SEED = 20261123

test('two sites go through a minute of faults, and nothing is lost', { timeout: 300_000 }, async (t) => {
  const ground = await oneMachine(random(SEED))
  t.after(() => ground.close())
  const wish = { seed: SEED, faults: 8, minutes: 1, witnessNodes: 0, folder: null, say: (_line: string) => {} } as const
  const { report, folder } = await drill(wish, ground)
  t.diagnostic(`\n${table(report)}`)
  assert.equal(report.stopped, null)
  assert.deepEqual(report.found, {}, `data and logs are in ${folder}`)
  assert.ok(report.figures.acts.acknowledged > 100, 'clients were served')
  assert.ok(report.figures.acknowledged.home > 10, 'money moved')
})
