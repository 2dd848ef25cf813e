import assert from 'node:assert/strict'
import { argon2Sync } from 'node:crypto'
import { test } from 'node:test'
import { hashPassword, isPassword, isWeak } from './passwords.ts'
import { passwordProblem } from './refusals.ts'

const phc = (message: string, memory: number, passes: number, parallelism: number) => {
  const nonce = Buffer.from('0123456789abcdef')
  const tag = argon2Sync('argon2id', { message, nonce, parallelism, tagLength: 32, memory, passes })
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(nonce)}$${text(tag)}`
}

test('a password is known again, and no other is', async () => {
  const stored = await hashPassword('correct horse')
  assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.notEqual(stored, await hashPassword('correct horse'))
  assert.equal(await isPassword('correct horse', stored), true)
  for (const other of ['', 'correct horsf', 'Correct horse', 'correct horse ']) {
    assert.equal(await isPassword(other, stored), false)
  }
})

test('nothing of a long password is cut off, and other code points for the same letters are the same', async () => {
  const long = 'x'.repeat(128)
  const stored = await hashPassword(long)
  assert.equal(await isPassword(`${'x'.repeat(127)}y`, stored), false)
  assert.equal(await isPassword(long, stored), true)
  assert.equal(await isPassword('cafe\u0301 paris', await hashPassword('caf\u00e9 paris')), true)
})

test('the parameters are those of the hash; one made more cheaply is weak', async () => {
  const cheap = phc('hello hello', 1024, 1, 2)
  assert.equal(await isPassword('hello hello', cheap), true)
  assert.equal(await isPassword('hello hallo', cheap), false)
  assert.ok(isWeak(cheap))
  assert.ok(!isWeak(await hashPassword('hello hello')))
})

test('nobody has a password, nor has a hash that is none or asks for too much', async () => {
  const broken = [
    '',
    'plain',
    '$2b$10$abcdefghijklmnopqrstuv',
    '$argon2id$v=19$m=999999999,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg',
  ]
  for (const stored of [null, ...broken]) assert.equal(await isPassword('hello hello', stored), false)
})

test('so many at once are served in turn, and more than that are told to come back', async () => {
  const cheap = phc('hello hello', 64, 1, 1)
  const all = await Promise.allSettled(Array.from({ length: 250 }, () => isPassword('hello hello', cheap)))
  const refused = all.filter((one) => one.status === 'rejected')
  assert.equal(refused.length, 48)
  assert.equal(refused[0]?.reason.status, 503)
  assert.ok(all.every((one) => one.status === 'rejected' || one.value))
})

test('8 to 128 characters, as people count them', () => {
  assert.equal(passwordProblem('')?.[0]?.error, 'ERR_BLANK')
  assert.equal(passwordProblem('1234567')?.[0]?.error, 'ERR_TOO_SHORT')
  assert.equal(passwordProblem('😀'.repeat(7))?.[0]?.error, 'ERR_TOO_SHORT')
  assert.equal(passwordProblem('😀'.repeat(8)), null)
  assert.equal(passwordProblem('x'.repeat(128)), null)
  assert.equal(passwordProblem('x'.repeat(129))?.[0]?.error, 'ERR_TOO_LONG')
})
