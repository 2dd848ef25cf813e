import assert from 'node:assert/strict'
import test from 'node:test'
import { daysOf } from './history-days.ts'

test('entries stand under the day of the person, which is as long as days are', () => {
  const at = (...parts: [number, number, number, number]) => new Date(...parts).toISOString()
  const days = daysOf([{ at: at(2026, 10, 23, 9) }, { at: at(2026, 10, 23, 0) }, { at: at(2026, 10, 21, 23) }])
  assert.deepEqual(
    days.map(({ from, entries }) => [from.getDate(), from.getHours(), entries.length]),
    [
      [23, 0, 2],
      [21, 0, 1],
    ],
  )
  assert.equal(days[0]!.until.getTime() - days[0]!.from.getTime(), 24 * 3600 * 1000 - 1)
  assert.deepEqual(daysOf([]), [])
})
