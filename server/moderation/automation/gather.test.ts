import assert from 'node:assert/strict'
import test from 'node:test'
import { hoursOf } from './gather.ts'
import { actor } from './testing.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

test('a reader that stood still: hours are told apart, and nobody looks busier than they were', () => {
  const start = Date.parse('2026-11-23T10:30:00Z')
  const rows = hoursOf(
    [actor({ accountId: 1, requests: 10, writes: 3, firstMs: start, lastMs: start + 2 * HOUR })],
    start - DAY,
  )
  assert.deepEqual(
    rows.map((row) => [row.hour.slice(11, 13), row.requests, row.writes]),
    [
      ['10', 3, 0],
      ['11', 3, 0],
      ['12', 4, 3],
    ],
  )
  assert.equal(hoursOf([actor({ accountId: 1, firstMs: 0, lastMs: start })], start - DAY).length, 25)
  assert.deepEqual(hoursOf([actor({ accountId: 1, firstMs: 0, lastMs: 1 })], start), [])
})

test('one account with two agents is one, and has declared itself only if all of it has', () => {
  const lastMs = Date.parse('2026-11-23T10:30:00Z')
  const times = { firstMs: lastMs - 1000, lastMs }
  const [row, ...more] = hoursOf(
    [
      actor({ accountId: 1, requests: 11, gapMeanMs: 100, gapDeviationMs: 0, kind: 'bot', agent: 'curl', ...times }),
      actor({ accountId: 1, requests: 21, gapMeanMs: 400, gapDeviationMs: 300, agent: 'Firefox', ...times }),
    ],
    lastMs - DAY,
  )
  assert.deepEqual(more, [])
  assert.deepEqual([row!.requests, row!.agent, row!.declared], [32, 'Firefox', false])
  assert.deepEqual([row!.gaps, row!.gap_sum, row!.gap_squares], [30, 9_000, 10 * 10_000 + 20 * (160_000 + 90_000)])
})
