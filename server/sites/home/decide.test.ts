/** Who may be home, tried in every order of events (model.testing.ts). */
import assert from 'node:assert/strict'
import test from 'node:test'
import { faults, type World } from './model.testing.ts'
import { search, settle, unsettled } from './search.testing.ts'

/** Every so many of the states that were found must settle. */
function settleSome(states: readonly World[], every: number): void {
  for (let at = 0; at < states.length; at += every) {
    const end = unsettled(settle(states[at]!))
    assert.equal(end, null, `${JSON.stringify(states[at])} does not settle`)
  }
}

test('without clients: every order of events keeps one home, and settles', () => {
  const { states, wrong } = search(0, 'none', 2)
  assert.deepEqual(wrong, null)
  assert.ok(states.length > 1000, `${states.length} states`)
  settleSome(states, 50)
})

test('with a transaction: nothing that was acknowledged is lost, and it settles', () => {
  const { states, wrong } = search(1, 'none', 2)
  assert.deepEqual(wrong, null)
  assert.ok(states.length > 10_000, `${states.length} states`)
  settleSome(states, 500)
})

for (const fault of faults) {
  test(`the search finds what is wrong when a site ${fault}`, () => {
    assert.notEqual(search(2, fault, 2).wrong, null)
  })
}
