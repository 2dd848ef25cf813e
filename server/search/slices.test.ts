import assert from 'node:assert/strict'
import test from 'node:test'
import { sliceWords, steps } from './slices.ts'

test('each slice is read exactly once, newest first, in steps that grow', () => {
  for (const [from, to] of [
    [0, 0],
    [5, 0],
    [255, 0],
    [1000, 0],
    [1000, 997],
    [4095, 130],
    [70_000, 3],
  ] as const) {
    const place = new Map<string, number>()
    let count = 0
    for (const words of steps(from, to)) {
      for (const word of words) place.set(word, count)
      count++
    }
    assert.ok(count <= 5 + (from - to) / 1024 + 3, `${from} to ${to}: ${count} steps`)
    let last = 0
    for (let slice = from; slice >= to; slice--) {
      const steps = sliceWords(slice).flatMap((word) => place.get(word) ?? [])
      assert.equal(steps.length, 1, `slice ${slice} of ${from} to ${to}`)
      assert.ok(steps[0]! >= last)
      last = steps[0]!
    }
    for (const slice of [from + 1, to - 1]) {
      if (slice >= 0)
        assert.deepEqual(
          sliceWords(slice).flatMap((word) => place.get(word) ?? []),
          [],
        )
    }
  }
})
