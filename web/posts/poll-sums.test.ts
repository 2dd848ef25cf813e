import assert from 'node:assert/strict'
import test from 'node:test'
import { percentages, voted } from './poll-sums.ts'

const poll = (votes: (number | null)[], more = {}) => ({
  id: '1',
  expires_at: null,
  expired: false,
  multiple: false,
  votes_count: votes.reduce<number>((sum, one) => sum + (one ?? 0), 0),
  voters_count: null,
  options: votes.map((votes_count, at) => ({ title: String(at), votes_count })),
  emojis: [],
  ...more,
})

test('shares are of the voters, nothing is divided by nobody, and hidden stays hidden', () => {
  assert.deepEqual(percentages(poll([1, 3])), [25, 75])
  assert.deepEqual(percentages(poll([0, 0])), [0, 0])
  assert.deepEqual(percentages(poll([2, 1], { voters_count: 2 })), [100, 50])
  assert.deepEqual(percentages(poll([null, null])), [null, null])
})

test('a vote counts at once', () => {
  const after = voted(poll([1, 3], { voters_count: 4, multiple: true }), [0, 1])
  assert.deepEqual([after.voters_count, after.votes_count, after.options.map((one) => one.votes_count)], [5, 6, [2, 4]])
  assert.deepEqual([after.voted, after.own_votes], [true, [0, 1]])
})
