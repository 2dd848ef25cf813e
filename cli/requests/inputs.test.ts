import assert from 'node:assert/strict'
import test from 'node:test'
import { Call, WrongUse } from '../command.ts'
import { momentOf } from './inputs.ts'

const now = new Date('2026-11-22T12:00:00Z')
const read = (text: string) => momentOf(new Call([], { from: text }), 'from', now)?.toISOString()

test('moments may be a day, a time, or so long ago', () => {
  assert.equal(read('2026-11-20'), '2026-11-20T00:00:00.000Z')
  assert.equal(read('2026-11-20T10:00'), '2026-11-20T10:00:00.000Z')
  assert.equal(read('2026-11-20 10:00:30'), '2026-11-20T10:00:30.000Z')
  assert.equal(read('2026-11-20T10:00+02:00'), '2026-11-20T08:00:00.000Z')
  assert.deepEqual(['30m', '24h', '7d'].map(read), [
    '2026-11-22T11:30:00.000Z',
    '2026-11-21T12:00:00.000Z',
    '2026-11-15T12:00:00.000Z',
  ])
  assert.equal(momentOf(new Call([], {}), 'from', now), undefined)
})

test('what is none is wrong use', () => {
  for (const text of [
    'yesterday',
    '2026-02-30',
    '2026-02-30T10:00',
    '2026-13-01',
    '2026-11-20T25:00',
    '12',
    '-1d',
    '',
  ]) {
    assert.throws(() => read(text), WrongUse, text)
  }
})
