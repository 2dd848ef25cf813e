import assert from 'node:assert/strict'
import test from 'node:test'
import { rowsOf } from './thread.ts'

const reply = (id: string, to: string) => ({ id, in_reply_to_id: to })
const shape = (rows: ReturnType<typeof rowsOf>) =>
  rows.map(({ id, level, above, below }) => `${id}${level}${above ? '^' : ''}${below ? 'v' : ''}`).join(' ')

test('an only answer goes on in its line, several are moved in', () => {
  assert.equal(shape(rowsOf('m', [reply('a', 'm'), reply('b', 'a'), reply('c', 'b')])), 'a0v b0^v c0^')
  assert.equal(shape(rowsOf('m', [reply('a', 'm'), reply('b', 'a'), reply('c', 'a')])), 'a0 b1 c1')
  assert.equal(shape(rowsOf('m', [reply('a', 'm'), reply('b', 'm')])), 'a0 b0')
})

test('what is moved in has a bound, and an answer to somebody who is not shown starts anew', () => {
  const deep = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((id, at, all) => {
    const to = all[at - 1] ?? 'm'
    return [reply(id, to), reply(`${id}-`, to)]
  })
  assert.equal(Math.max(...rowsOf('m', deep).map((row) => row.level)), 3)
  assert.equal(shape(rowsOf('m', [reply('a', 'gone')])), 'a0')
})
