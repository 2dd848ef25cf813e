import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type GuessAt, Throttle } from './throttle.ts'

const start = Date.UTC(2026, 10, 22)
const at = (more: Partial<GuessAt> = {}): GuessAt => ({ account: '@1', address: '192.0.2.1', device: null, ...more })
const passes = (throttle: Throttle, guess: GuessAt, nowMs = start): boolean => {
  try {
    throttle.count(guess, nowMs)
    return true
  } catch (error) {
    assert.equal((error as { status: number }).status, 429)
    return false
  }
}

test('ten wrong guesses from one network for one account, then a pause for that pair alone', () => {
  const throttle = new Throttle()
  for (let n = 0; n < 10; n++) assert.ok(passes(throttle, at()))
  assert.ok(!passes(throttle, at()))
  assert.ok(passes(throttle, at({ account: '@2' })))
  assert.ok(passes(throttle, at({ address: '198.51.100.1' })))
  assert.ok(passes(throttle, at(), start + 15 * 60_000))
})

test('a right guess costs nothing', () => {
  const throttle = new Throttle()
  for (let n = 0; n < 50; n++) throttle.count(at(), start)()
  assert.ok(passes(throttle, at()))
})

test('an IPv6 customer is one network', () => {
  const throttle = new Throttle()
  for (let n = 0; n < 10; n++) assert.ok(passes(throttle, at({ address: `2001:db8:1:2::${n}` })))
  assert.ok(!passes(throttle, at({ address: '2001:db8:1:2:ffff::1' })))
  assert.ok(passes(throttle, at({ address: '2001:db8:1:3::1' })))
})

test('one network may not try a hundred names', () => {
  const throttle = new Throttle()
  for (let n = 0; n < 100; n++) assert.ok(passes(throttle, at({ account: `@${n}` })))
  assert.ok(!passes(throttle, at({ account: '@100' })))
  assert.ok(passes(throttle, at({ account: '@100', address: '198.51.100.1' })))
})

test('guessing from many networks slows unknown devices to one try in ten seconds, and a known one not at all', () => {
  const throttle = new Throttle()
  const from = (n: number) => at({ address: `10.0.${n >> 8}.${n & 255}` })
  for (let n = 0; n < 100; n++) assert.ok(passes(throttle, from(n)))
  assert.ok(passes(throttle, from(100)))
  assert.ok(!passes(throttle, from(101)))
  assert.ok(passes(throttle, from(101), start + 10_000), 'nobody is locked out')
  assert.ok(!passes(throttle, from(102), start + 10_000))
  for (let n = 0; n < 20; n++) assert.ok(passes(throttle, at({ device: 'phone', address: '10.0.0.1' })))
  assert.ok(passes(throttle, at({ account: '@2', address: '203.0.113.1' })), 'other accounts are not slowed')
})

test('a known device that guesses becomes an unknown one', () => {
  const throttle = new Throttle()
  for (let n = 0; n < 30; n++) assert.ok(passes(throttle, at({ device: 'stolen' })))
  assert.ok(!passes(throttle, at({ device: 'stolen' })))
  assert.ok(passes(throttle, at({ device: 'other' })))
})

test('what is remembered is bounded, whatever is sent', () => {
  const throttle = new Throttle()
  for (let n = 0; n < 120_000; n++) {
    passes(throttle, at({ account: 'x'.repeat(50) + n, address: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}` }))
  }
  assert.ok(passes(throttle, at()))
})

test('zero per cent turns it off', () => {
  const throttle = new Throttle()
  for (let n = 0; n < 1000; n++) throttle.count(at(), start, 0)
})
