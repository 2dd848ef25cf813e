import assert from 'node:assert/strict'
import test from 'node:test'
import { destinationOf } from './destination.ts'

test('a notification leads to what it is about', () => {
  const account = { acct: 'bob' }
  const status = { id: '7', account: { acct: 'ada' } }
  assert.equal(destinationOf({ type: 'mention', account, status }), '/@ada/7')
  assert.equal(destinationOf({ type: 'follow', account }), '/@bob')
  assert.equal(destinationOf({ type: 'follow_request', account }), '/follow_requests')
  assert.equal(destinationOf({ type: 'admin.report', account, report: { id: '3' } }), '/admin/reports/3')
  assert.equal(destinationOf({ type: 'moderation_warning', account, status: null }), '/notifications')
})
