import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkUsername, isUsername, looksAlike, skeletonOf } from './names.ts'

test('names keep their case and are claimed without it', () => {
  assert.deepEqual(checkUsername('Alice_99'), { ok: true, key: 'alice_99', skeleton: 'allce99' })
  for (const name of [
    'a',
    '_',
    '___',
    'A'.repeat(30),
    'Maria',
    'ali',
    'Ali',
    'Mailer',
    'rooter',
    'modern',
    'mall',
    'heir',
  ]) {
    assert.ok(checkUsername(name).ok, name)
  }
})

test('what is no name', () => {
  for (const name of ['', 'a'.repeat(31), 'a-b', 'a.b', 'a b', 'é', 'аdmin', '\u212Aevin', 'a\n', '\n', '@a', '١']) {
    const check = checkUsername(name)
    assert.ok(!check.ok && check.reason.length > 10, JSON.stringify(name))
    assert.equal(isUsername(name), false)
  }
})

test('reserved names and what looks like them', () => {
  for (const name of ['admin', 'ROOT', 'Mastodon', 'tweeter', 'postmaster', 'null', 'everyone']) {
    assert.match(JSON.stringify(checkUsername(name)), /is reserved/, name)
  }
  const alike = ['adm1n', 'a_d_m_i_n', 'aDM1N', 'adrnin', '_root_', 'r00t', 'he1p', 'off1cIal', 'm0d', 'al1']
  for (const name of [...alike, 'tvveeter', 'vvebrnaster', 'AbOut_', 'n_u_1_I']) {
    assert.match(JSON.stringify(checkUsername(name)), /looks too much like/, name)
  }
})

test('look-alikes', () => {
  const alike = [
    'bill bi11',
    'alice al1ce',
    'leo le0',
    'Marla MarIa',
    'Ian lan',
    'barney bamey',
    'vvill will',
    'john_smith JohnSmith',
  ]
  for (const pair of alike) {
    const [a, b] = pair.split(' ') as [string, string]
    assert.ok(looksAlike(a, b) && looksAlike(b, a), pair)
    assert.equal(skeletonOf(a), skeletonOf(b), pair)
  }
  const apart = [
    'maria marla',
    'Neil Nell',
    'ali all',
    'user5 users',
    'clark dark',
    'anna ama',
    'bob bobo',
    'a b',
    '_ __',
    'lan ian',
  ]
  for (const pair of apart) {
    const [a, b] = pair.split(' ') as [string, string]
    assert.ok(!looksAlike(a, b) && !looksAlike(b, a), pair)
  }
})

test('numbers are names, and no number looks like another', () => {
  const skeletons = new Set<string>()
  for (let n = 0; n < 100_000; n++) {
    const check = checkUsername(String(n))
    assert.ok(check.ok && check.key === String(n))
    skeletons.add(check.skeleton)
  }
  assert.equal(skeletons.size, 100_000)
})
