import assert from 'node:assert/strict'
import test from 'node:test'
import type { Notification, NotificationGroup } from '../../server/notifications/schema.ts'
import { eachOnce, merged, tellsOf } from './groups.ts'

const one = (id: number, group_key: string, who: string) =>
  ({
    id: String(id),
    type: 'favourite',
    created_at: new Date(id).toISOString(),
    group_key,
    account: { id: who },
    status: { id: '7' },
  }) as Notification

test('what comes makes a group, grows one, and puts it at the top, each once', () => {
  const first = merged([], [one(1, 'favourite-7-1', 'ada'), one(2, 'favourite-8-1', 'bob')])
  assert.deepEqual(
    first.map((group) => [group.group_key, group.notifications_count]),
    [
      ['favourite-8-1', 1],
      ['favourite-7-1', 1],
    ],
  )
  const grown = merged(first, [one(3, 'favourite-7-1', 'cem')])
  const [top] = grown
  assert.deepEqual(
    [top!.group_key, top!.notifications_count, top!.sample_account_ids, top!.most_recent_notification_id],
    ['favourite-7-1', 2, ['cem', 'ada'], 3],
  )
  assert.equal(top!.status_id, '7')
  assert.equal(grown.length, 2)
  assert.deepEqual(merged(grown, [one(3, 'favourite-7-1', 'cem')]), grown, 'told twice, counted once')
  assert.equal(tellsOf(grown, one(3, 'favourite-7-1', 'cem')), true)
  assert.equal(tellsOf(grown, one(4, 'favourite-7-1', 'dan')), false)
})

test('at most eight faces, the newest first', () => {
  const [group] = merged(
    [],
    Array.from({ length: 12 }, (_, at) => one(at + 1, 'favourite-7-1', `p${at}`)),
  )
  assert.equal(group!.notifications_count, 12)
  assert.deepEqual(group!.sample_account_ids, ['p11', 'p10', 'p9', 'p8', 'p7', 'p6', 'p5', 'p4'])
})

test('a group that goes on upon the next page is there once', () => {
  const group = (key: string) => ({ group_key: key }) as NotificationGroup
  assert.deepEqual(
    eachOnce([group('a'), group('b'), group('a')]).map((each) => each.group_key),
    ['a', 'b'],
  )
})
