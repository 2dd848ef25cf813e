import assert from 'node:assert/strict'
import test from 'node:test'
import { sliceWords, steps } from './slices.ts'

test('no slice is left out, the newest are read first and by themselves, the others in few steps', () => {
  for (const [from, to] of [
    [0, 0],
    [4, 0],
    [5, 0],
    [255, 0],
    [1000, 997],
    [4096, 0],
    [17, 0],
    [256, 0],
    [511, 250],
    [70_000, 3],
    [70_000, 69_000],
  ] as const) {
    const all = [...steps(from, to)]
    assert.deepEqual(all[0], sliceWords(from).slice(0, 1))
    assert.ok(all.length <= 5 + Math.ceil((from - to) / 4096) + 1, `${from} to ${to}: ${all.length} steps`)
    const asked = new Map(all.flatMap((words, step) => words.map((word) => [word, step] as const)))
    for (let slice = from, last = 0; slice >= to; slice--) {
      const [first] = sliceWords(slice).flatMap((word) => asked.get(word) ?? [])
      assert.ok(first !== undefined && first >= last, `slice ${slice} of ${from} to ${to}`)
      last = first
    }
  }
})
