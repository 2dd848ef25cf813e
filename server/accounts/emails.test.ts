import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseEmail } from './emails.ts'

test('addresses that are taken', () => {
  const cases: [string, string, string][] = [
    ['alice@example.com', 'alice@example.com', 'alice@example.com'],
    ['  Alice.B@Example.COM \n', 'Alice.B@example.com', 'alice.b@example.com'],
    ['alice+news@example.com', 'alice+news@example.com', 'alice@example.com'],
    ['a+b+c@example.com', 'a+b+c@example.com', 'a@example.com'],
    ['+a@example.com', '+a@example.com', '+a@example.com'],
    ['J.o.h.n+x@gmail.com', 'J.o.h.n+x@gmail.com', 'john@gmail.com'],
    ['john@googlemail.com', 'john@googlemail.com', 'john@gmail.com'],
    ['j.o@example.gmail.com', 'j.o@example.gmail.com', 'j.o@example.gmail.com'],
    ['a@bücher.de', 'a@xn--bcher-kva.de', 'a@xn--bcher-kva.de'],
    ['a@BÜCHER。de', 'a@xn--bcher-kva.de', 'a@xn--bcher-kva.de'],
    ["o'neil!#$%&*/=?^_`{|}~-@x.io", "o'neil!#$%&*/=?^_`{|}~-@x.io", "o'neil!#$%&*/=?^_`{|}~-@x.io"],
    [
      `${'a'.repeat(64)}@${'b'.repeat(63)}.com`,
      `${'a'.repeat(64)}@${'b'.repeat(63)}.com`,
      `${'a'.repeat(64)}@${'b'.repeat(63)}.com`,
    ],
    ['a@1.xn--p1ai', 'a@1.xn--p1ai', 'a@1.xn--p1ai'],
  ]
  for (const [input, address, key] of cases) assert.deepEqual(parseEmail(input), { address, key }, input)
})

test('what is refused', () => {
  const inputs = [
    '',
    '@',
    'a',
    'a@',
    '@b.c',
    'a@b',
    'a@localhost',
    'a b@example.com',
    'a@exam ple.com',
    'a@b@example.com',
  ]
  inputs.push(
    'Alice <a@example.com>',
    '<a@example.com>',
    '"a b"@example.com',
    'a(c)@example.com',
    'a@example.com,b@x.com',
  )
  inputs.push(
    '.a@example.com',
    'a.@example.com',
    'a..b@example.com',
    'ä@example.com',
    'a@-b.com',
    'a@b-.com',
    'a@b..com',
  )
  inputs.push('a@example.com.', 'a@.com', 'a@[127.0.0.1]', 'a@127.0.0.1', 'a@0x7f.1', 'a@ex%61mple.com', 'a@b_c.com')
  inputs.push(
    'a@example.com\r\nBcc: x@y.z',
    'a\r\n@example.com',
    'a@example.com\0',
    'a@％41.com',

    'a@b.c/d',
  )
  inputs.push(
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(64)}.com`,
    `a@${'b.'.repeat(126)}com`,
    'a@'.repeat(100_000),
  )
  for (const input of inputs) assert.equal(parseEmail(input), null, JSON.stringify(input.slice(0, 40)))
})
