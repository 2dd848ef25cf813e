import assert from 'node:assert/strict'
import test from 'node:test'
import { ordered, steady } from './route-order.ts'

const row = (route: string, requests: number, p95_ms: number | null = null, errors = 0) => ({
  ...{ method: 'GET', route, requests, errors },
  ...{ p50_ms: null, p95_ms, p99_ms: null },
})
const names = (rows: readonly { route: string }[]) => rows.map(({ route }) => route).join('')

test('routes by what is asked for, without those that have none of it', () => {
  const rows = [row('a', 5, 10, 0), row('b', 9, null, 2), row('c', 7, 30, 1)]
  assert.equal(names(ordered(rows, 'busiest')), 'bca')
  assert.equal(names(ordered(rows, 'slowest')), 'ca')
  assert.equal(names(ordered(rows, 'failing')), 'bc')
})

test('newer figures stand where the older stood', () => {
  const now = steady([row('a', 3), row('b', 2), row('c', 1)], [row('d', 9), row('c', 8), row('a', 7)])
  assert.equal(names(now), 'acd')
  assert.deepEqual(
    now.map(({ requests }) => requests),
    [7, 8, 9],
  )
})
