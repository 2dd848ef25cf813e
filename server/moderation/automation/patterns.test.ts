import assert from 'node:assert/strict'
import test from 'node:test'
import { type Hour, signsOf, sleeplessness } from './patterns.ts'

/** Gaps of this mean and deviation. */
const paced = (requests: number, meanMs: number, deviationMs: number) => ({
  requests,
  gaps: requests - 1,
  gapSum: (requests - 1) * meanMs,
  gapSquares: (requests - 1) * (meanMs ** 2 + deviationMs ** 2),
})

const calm: Hour = {
  ...{ accountId: 1, declared: false, refused: 0, notFound: 0, unauthorized: 0, limited: 0, writes: 0, routes: 5 },
  ...paced(100, 30_000, 60_000),
}
const signed = (hour: Partial<Hour>) => signsOf({ ...calm, ...hour }).filter(({ score }) => score >= 1)
const patterns = (hour: Partial<Hour>) => signed(hour).map(({ pattern }) => pattern)
const visitor = { accountId: null }

test('a lively person shows none of it', () => {
  // An evening of scrolling, favouriting and quarrelling, some links that lead nowhere.
  assert.deepEqual(patterns({ ...paced(2_000, 1_700, 4_000), writes: 200, notFound: 20, refused: 10, routes: 40 }), [])
  assert.deepEqual(patterns({ ...paced(2_000, 1_700, 4_000), ...visitor, notFound: 60, routes: 20 }), [])
  // Forgot the password: twelve tries and the way to a new one.
  assert.deepEqual(patterns({ ...visitor, ...paced(40, 20_000, 30_000), writes: 15, refused: 12, unauthorized: 1 }), [])
  assert.ok(sleeplessness(16, 300).score < 1)
})

test('an app that polls, with streaming away, or with a token that has expired', () => {
  assert.deepEqual(patterns({ ...paced(240, 15_000, 40), routes: 1 }), [])
  // Three questions at once, twice a minute.
  assert.deepEqual(patterns(paced(360, 10_000, 14_000)), [])
  assert.deepEqual(patterns({ ...visitor, ...paced(360, 10_000, 14_000), unauthorized: 360 }), [])
})

test('a reader of feeds that says what it is, however evenly it asks', () => {
  const reader = { ...visitor, declared: true, ...paced(5_000, 720, 30) }
  assert.deepEqual(patterns(reader), [])
  assert.deepEqual(patterns({ ...reader, declared: false }), ['clockwork'])
  // It is no licence to look for doors.
  assert.deepEqual(patterns({ ...reader, notFound: 4_000 }), ['scanning'])
})

test('a school behind one address', () => {
  const school = { ...visitor, ...paced(15_000, 240, 260), writes: 90, refused: 30, notFound: 300, routes: 40 }
  assert.deepEqual(patterns(school), [])
})

test('clockwork: many requests, evenly', () => {
  assert.deepEqual(patterns(paced(600, 6_000, 300)), ['clockwork'])
  assert.deepEqual(patterns(paced(400, 9_000, 300)), [])
  assert.deepEqual(patterns(paced(600, 6_000, 2_500)), [])
  assert.deepEqual(signed(paced(600, 6_000, 300))[0]?.evidence, {
    requests: 600,
    gap_mean_ms: 6_000,
    gap_deviation_ms: 300,
  })
  assert.deepEqual(patterns(paced(1, 0, 0)), [])
})

test('writing faster than fingers', () => {
  assert.deepEqual(patterns({ requests: 900, writes: 450 }), ['writing'])
  assert.deepEqual(patterns({ requests: 900, writes: 390 }), [])
})

test('sleepless: writing at all hours', () => {
  assert.ok(sleeplessness(22, 22).score >= 1)
  assert.ok(sleeplessness(21, 500).score < 1)
})

test('flooding: by sheer number, or by asking on when told to stop', () => {
  assert.deepEqual(patterns(paced(7_000, 500, 900)), ['flooding'])
  assert.deepEqual(patterns({ ...visitor, ...paced(7_000, 500, 900) }), [])
  assert.deepEqual(patterns({ ...visitor, ...paced(21_000, 170, 300) }), ['flooding'])
  assert.deepEqual(patterns({ ...paced(3_000, 1_200, 2_000), limited: 600 }), ['flooding'])
  assert.deepEqual(patterns({ ...paced(3_000, 1_200, 2_000), limited: 60 }), [])
})

test('scanning: mostly for what is not there, by nobody', () => {
  assert.deepEqual(patterns({ ...visitor, requests: 150, notFound: 120, routes: 3 }), ['scanning'])
  assert.deepEqual(patterns({ ...visitor, requests: 1_000, notFound: 120 }), [])
  assert.deepEqual(patterns({ requests: 150, notFound: 120 }), [])
})

test('guessing: forms that are refused, one after the other', () => {
  assert.deepEqual(patterns({ ...visitor, requests: 90, writes: 80, refused: 60, limited: 20 }), ['guessing'])
  assert.deepEqual(patterns({ ...visitor, requests: 90, writes: 80, unauthorized: 70 }), ['guessing'])
  assert.deepEqual(patterns({ ...visitor, requests: 500, writes: 80, refused: 70 }), [])
  assert.deepEqual(patterns({ requests: 90, writes: 80, refused: 70 }), [])
})

test('a program may show several patterns, and each has numbers', () => {
  const found = signed({ ...paced(9_000, 400, 20), writes: 9_000 })
  assert.deepEqual(
    found.map(({ pattern }) => pattern),
    ['clockwork', 'writing', 'flooding'],
  )
  for (const { evidence } of found) assert.ok(Object.values(evidence).every(Number.isInteger))
})
