import assert from 'node:assert/strict'
import test from 'node:test'
import { areSame, daysAgo, daysOf, withNewest } from './thread.ts'

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).toISOString()
const one = (id: string, accountId: string, when: string) => ({ id, accountId, at: when })

test('messages stand by day, and by who wrote them one after the other', () => {
  const days = daysOf([
    one('1', 'ada', at(20, 23, 59)),
    one('2', 'ada', at(21, 0, 0)),
    one('3', 'ada', at(21, 0, 4)),
    one('4', 'bob', at(21, 0, 5)),
    one('5', 'bob', at(21, 0, 30)),
  ])
  assert.deepEqual(
    days.map((day) => day.runs.map((run) => [run.accountId, run.ids])),
    [
      [['ada', ['1']]],
      [
        ['ada', ['2', '3']],
        ['bob', ['4']],
        ['bob', ['5']],
      ],
    ],
  )
  assert.equal(days[1]!.runs[0]!.at, at(21, 0, 4))
})

test('days ago are counted by midnights', () => {
  const now = new Date(2026, 10, 22, 0, 5)
  assert.equal(daysAgo(at(22, 0, 1), now), 0)
  assert.equal(daysAgo(at(21, 23, 59), now), 1)
  assert.equal(daysAgo(at(15, 12), now), 7)
})

test('the newest page, read again, brings what came and takes what was deleted', () => {
  const pages = [{ items: ['9', '8', '7'], next: 'a' }, { items: ['6', '5'] }]
  assert.deepEqual(
    withNewest(pages, ['11', '10', '8'], 3).map((page) => page.items),
    [
      ['11', '10', '8', '7'],
      ['6', '5'],
    ],
  )
  assert.deepEqual(
    withNewest(pages, ['9', '7', '6'], 3).map((page) => page.items),
    [['9', '7', '6'], ['5']],
    '8 was deleted',
  )
  assert.deepEqual(
    withNewest(pages, ['9'], 3).map((page) => page.items),
    [['9'], []],
    'there is no more than that',
  )
})

test('sets of people', () => {
  assert.equal(areSame(['1', '2'], ['2', '1']), true)
  assert.equal(areSame(['1'], ['1', '2']), false)
})
