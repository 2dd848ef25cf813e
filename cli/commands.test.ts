import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { openTerminal } from './testing.ts'

const terminal = openTerminal()
after(() => terminal.close())
const { run } = terminal
let address: string
const file = join(terminal.folder, 'follows.txt')

test('the first command makes the database, and later ones find it up to date', async () => {
  const first = await run(['migrate', '--json'])
  assert.equal(first.code, 0, first.err)
  assert.ok((JSON.parse(first.out) as { applied: string[] }).applied.length > 5)
  assert.equal((await run(['migrate'])).out, 'The database is up to date.\n')
  assert.equal((await run(['jobs'])).out, 'Nothing waits.\n')
})

test('an import makes what is missing, names the lines that it skips, and changes nothing the second time', async () => {
  const bad = Array.from({ length: 25 }, (_, i) => `bad-${i} x`).join('\n')
  writeFileSync(file, `# who follows whom\nann ben\nben cleo\nANN cleo\none\na b c\nben ben\n\nann ben\n${bad}\n`)
  const first = await run(['import', 'follows', file])
  assert.equal(first.code, 0, first.err)
  assert.equal(first.out, '3 accounts made, 3 follows made, 28 lines skipped\n')
  assert.match(first.err, /Line 5 has one word, not two names: "one"\n/)
  assert.match(first.err, /Line 6 has 3 words, not two names: "a b c"\n/)
  assert.match(first.err, /Line 7 says that an account follows itself: "ben ben"\n/)
  assert.equal(first.err.match(/^Line /gm)!.length, 20)
  assert.match(first.err, /and 8 more lines like these\./)
  assert.equal((await run(['import', 'follows', file])).out, '0 accounts made, 0 follows made, 28 lines skipped\n')
  const piped = await run(['import', 'follows', '-', '--json'], { input: 'cleo ann\nben Cleo' })
  assert.deepEqual(JSON.parse(piped.out), { accounts_made: 0, follows_made: 1, lines_skipped: 0 })
  const ann = JSON.parse((await run(['account', 'show', 'ann', '--json'])).out)
  assert.deepEqual([ann.followers, ann.following, ann.state], [1, 2, 'imported'])
})

test('what fails says why in one line and ends with 1', async () => {
  address = await terminal.start()
  const failing: [string[], RegExp][] = [
    [['import', 'follows', join(terminal.folder, 'none.txt')], /There is no file .*none\.txt\./],
    [['import', 'follows', terminal.folder], /is a folder/],
    [['account', 'show', 'nobody'], /There is no account named "nobody"\./],
    [['account', 'password', 'ann'], /@ann was imported/],
    [['account', 'create', 'a-b'], /Username/],
    [['account', 'create', 'short', '--password', 'abc'], /Password is too short/],
    [['jobs', 'retry', '12'], /have not failed/],
  ]
  for (const [line, expected] of failing) {
    const { code, err } = await run(line)
    assert.equal(code, 1, line.join(' '))
    assert.match(err, expected)
    assert.equal(err.trim().split('\n').length, 1, err)
  }
})

test('accounts are made beside a running server, with a token that works at once', async () => {
  const made = await run(['account', 'create', 'Alice', '--email', 'alice@people.example', '--token', '--json'])
  assert.equal(made.code, 0, made.err)
  const { id, token } = JSON.parse(made.out) as { id: string; token: string }
  const headers = { authorization: `Bearer ${token}` }
  const me = await fetch(`${address}/api/v1/accounts/verify_credentials`, { headers })
  assert.equal(me.status, 200)
  assert.equal(((await me.json()) as { id: string }).id, id)
  const body = new URLSearchParams({ status: 'From the command line' })
  assert.equal((await fetch(`${address}/api/v1/statuses`, { method: 'POST', headers, body })).status, 200)

  const lines = (await run(['account', 'create', 'bob', '--token', '--password', '-'], { input: 'correct horse\n' }))
    .out
  assert.match(lines, /^\d+\n[\w-]{43}\n$/)
  const bobs = { authorization: `Bearer ${lines.split('\n')[1]}` }
  assert.equal((await run(['account', 'password', 'bob'])).code, 0)
  assert.equal((await fetch(`${address}/api/v1/accounts/verify_credentials`, { headers: bobs })).status, 401)

  assert.match((await run(['invite', 'create', '--uses', '2', '--days', '1'])).out, /^[a-z0-9]{16}\n$/)
  assert.equal((await run(['account', 'delete', 'alice'])).code, 2)
  assert.equal((await run(['account', 'delete', 'alice', '--yes'])).code, 0)
  assert.equal((await fetch(`${address}/api/v1/accounts/verify_credentials`, { headers })).status, 401)
  const names = JSON.parse((await run(['account', 'list', '--json'])).out) as { username: string }[]
  assert.deepEqual(
    names.map((one) => one.username),
    ['bob', 'cleo', 'ben', 'ann'],
  )

  const second = await run(['start'])
  assert.equal(second.code, 1)
  assert.match(second.err + second.out, /is in use by process \d+ \(tweeter start/)
  assert.equal(await terminal.stop(), 0)
})
