import assert from 'node:assert/strict'
import test from 'node:test'
import { rateOf, type Sample, withSample } from './rate.ts'

const minute = (n: number) => new Date(Date.UTC(2026, 10, 23, 12, n)).toISOString()
const sample = (seconds: number, ...counts: [minute: number, count: number][]): Sample => ({
  atMs: Date.UTC(2026, 10, 23, 12, 0, seconds),
  steps: new Map(counts.map(([at, count]) => [minute(at), count])),
})

test('what came between two samples, over the time between them', () => {
  const first = sample(58, [-1, 600], [0, 580])
  assert.equal(rateOf([first, sample(60, [0, 600], [1, 0])], 60), 10)
  assert.equal(rateOf([first, sample(62, [0, 600], [1, 40])], 60), 15, 'the step that began since counts')
  assert.equal(rateOf([first, sample(60, [0, 580], [1, 0])], 60), 0)
})

test('the first answer gives a mean of its last steps', () => {
  assert.equal(rateOf([sample(30, [-1, 600], [0, 300])], 60), 10)
  assert.equal(rateOf([], 60), null)
})

test('samples are kept for some seconds, and never fewer than two', () => {
  let kept: readonly Sample[] = []
  for (let seconds = 0; seconds <= 40; seconds += 2) kept = withSample(kept, sample(seconds, [0, seconds]))
  assert.equal(kept.length, 6)
  assert.equal(rateOf(kept, 60), 1)
  kept = withSample(kept, sample(100, [0, 100]))
  assert.equal(kept.length, 2)
  assert.equal(withSample(kept, kept.at(-1)!), kept, 'the same answer, rendered again')
})
