/** The checker finds what it must find, and nothing where all is well: made-up histories, one fault in each. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Act, Answer, Event, Place } from '../history.ts'
import type { TransferRow } from '../queries.ts'
import type { Ending, Facts } from './facts.ts'
import { check } from './index.ts'

const event = (at: Place, beginMs: number, act: Act, answer: Partial<Answer> = {}): Event => ({
  act,
  at,
  beginMs,
  endMs: beginMs + 10,
  outcome: 'yes',
  status: 200,
  ...answer,
})

const transfer = (key: string): Act => ({ kind: 'transfer', key, from: 0, to: 1, amount: 10 })
const row = (key: string, version: number): TransferRow => ({
  id: version,
  key,
  from: 0,
  to: 1,
  amount: 10,
  fromVersion: version,
  toVersion: version,
  site: 0,
})
const balances = (version: number) => [
  { account: 0, balance: 100 - 10 * version, version },
  { account: 1, balance: 100 + 10 * version, version },
]

const ending: Ending = {
  posts: new Map([['p', 'hello']]),
  registers: new Map<string, string | boolean>([
    ['text p', 'hello'],
    ['like ada p', true],
  ]),
  workingTokens: new Set(),
  names: ['ada', 'ben'],
  balances: balances(1),
  transfers: [row('k', 1)],
  wrongCounters: [],
  shownTwice: [],
}

const events: Event[] = [
  event(0, 0, { kind: 'post', by: 'ada', text: 'hello' }, { id: 'p' }),
  event(0, 100, { kind: 'like', by: 'ada', post: 'p', value: false }),
  event(1, 200, { kind: 'like', by: 'ada', post: 'p', value: true }),
  event(0, 300, transfer('k')),
  event(1, 400, { kind: 'balances' }, { balances: balances(0) }),
  event(1, 500, { kind: 'register', name: 'ben' }),
]

const well: Facts = {
  events,
  spells: [{ fault: { kind: 'cut' }, beginMs: 600, endMs: 900, noticedMs: [null, null] }],
  marks: [],
  endings: [ending, ending],
  differing: [],
  home: 0,
  money: 200,
}

/** Which columns are not zero. */
const found = (facts: Facts) =>
  Object.entries(check(facts)).flatMap(([words, list]) => (list.length > 0 ? [words] : []))
const endingAs = (more: Partial<Ending>): Facts => ({ ...well, endings: [ending, { ...ending, ...more }] })
const after = (...more: Event[]): Facts => ({ ...well, events: [...events, ...more] })

test('where all is well nothing is found', () => assert.deepEqual(found(well), []))

test('what was acknowledged and is gone', () => {
  const lost = ['acknowledged writes lost']
  assert.deepEqual(found(endingAs({ posts: new Map() })), lost)
  assert.deepEqual(found(endingAs({ names: ['ada'] })), lost)
  assert.deepEqual(found(endingAs({ transfers: [], balances: balances(0) })), lost)
  // At the same site, one after the other: the first cannot stand at the end.
  assert.deepEqual(found(after(event(1, 700, { kind: 'like', by: 'ada', post: 'p', value: false }))), lost)
  const later = event(1, 700, { kind: 'edit', by: 'ada', post: 'p', value: 'later' })
  assert.deepEqual(
    found({ ...after(later), marks: [{ from: 0, postedMs: 50, seenMs: 90, tookMs: 40, cableOnly: true }] }),
    lost,
  )
  assert.deepEqual(found(after({ ...later, at: 0 })), lost)
  assert.deepEqual(found(after({ ...later, outcome: 'unknown' })), [])
  assert.deepEqual(found(after({ ...later, outcome: 'no' })), [])
})

test('what was deleted, signed out or named twice', () => {
  assert.deepEqual(found(after(event(1, 700, { kind: 'delete', by: 'ada', post: 'p' }))), [
    'deleted things that came back',
  ])
  const out = after(event(1, 700, { kind: 'sign-out', token: 't' }))
  const endings = [ending, { ...ending, workingTokens: new Set(['t']) }] as const
  assert.deepEqual(found({ ...out, endings }), ['signed out, but still in'])
  assert.deepEqual(found(endingAs({ names: ['ada', 'ben', 'ben'] })), ['duplicate usernames'])
  assert.deepEqual(found(after(event(0, 950, { kind: 'register', name: 'ben' }))), ['duplicate usernames'])
})

test('money that is not what was moved', () => {
  assert.deepEqual(found(endingAs({ balances: [{ account: 0, balance: 95, version: 1 }, balances(1)[1]!] })), [
    'sum of money changed',
    'balances seen that never were',
  ])
  const twice = { ...ending, transfers: [row('k', 1), row('k', 2)], balances: balances(2) }
  assert.deepEqual(found({ ...well, endings: [twice, twice] }), ['transfers applied twice'])
  const done = { ...ending, transfers: [row('k', 1), row('r', 2)], balances: balances(2) }
  const refused = after(event(1, 950, transfer('r'), { outcome: 'no', status: 503 }))
  assert.deepEqual(found({ ...refused, endings: [done, done] }), ['refused, but done'])
  // One side of a transfer, and two transfers that both were the first.
  const half = after(event(1, 950, { kind: 'balances' }, { balances: [balances(1)[0]!, balances(0)[1]!] }))
  assert.deepEqual(found(half), ['balances seen that never were'])
  const fork = { ...ending, transfers: [row('k', 1), row('r', 1)] }
  assert.ok(found({ ...well, endings: [fork, fork] }).includes('balances seen that never were'))
  const back = after(
    event(1, 950, { kind: 'balances' }, { balances: balances(1) }),
    event(1, 970, { kind: 'balances' }, { balances: balances(0) }),
  )
  assert.deepEqual(found(back), ['balances that went back'])
})

test('a home thing that was accepted where home was not', () => {
  const both = { ...ending, names: ['ada', 'ben', 'cyd', 'dan', 'eve'] }
  const given = (at: Place, ms: number, name: string) => event(at, ms, { kind: 'register', name })
  const during = { ...after(given(1, 700, 'cyd')), endings: [both, both] as const }
  assert.deepEqual(found(during), ['accepted on the minority side although home-only'])
  // With a witness home may move to it, once.
  assert.deepEqual(found({ ...during, home: null }), [])
  const moved = { ...after(given(0, 700, 'cyd'), given(1, 750, 'dan')), endings: [both, both] as const, home: null }
  assert.deepEqual(found(moved), [])
  const again = { ...moved, events: [...moved.events, given(0, 800, 'eve')] }
  assert.deepEqual(found(again), ['accepted on the minority side although home-only'])
})

test('rows that differ, or that nobody could compare', () => {
  assert.deepEqual(found({ ...well, differing: ['2 in posts'] }), ['rows that differ between the sites'])
  assert.deepEqual(found({ ...well, differing: null }), ['rows that differ between the sites'])
})
