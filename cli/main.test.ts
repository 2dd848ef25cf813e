import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { commands } from './commands.ts'
import { documentation, openTerminal } from './testing.ts'

const terminal = openTerminal()
after(() => terminal.close())
const run = terminal.run

test('help names every command, and each explains itself with an example', async () => {
  const all = await run(['--help'])
  assert.equal(all.code, 0)
  for (const name of Object.keys(commands)) assert.ok(all.out.includes(`  ${name}`), name)
  for (const [name, command] of Object.entries(commands)) {
    const { code, out, err } = await run([...name.split(' '), '--help'])
    assert.deepEqual([code, err], [0, ''], name)
    assert.ok(out.startsWith(`Usage: tweeter ${name}`) && out.includes(`Example: ${command.example}`), name)
  }
  assert.match((await run(['help', 'jobs', 'retry'])).out, /^Usage: tweeter jobs retry \[ID…\]/)
  assert.match((await run(['account', '--help'])).out, /account create NAME/)
})

test('the version is the package’s', async () => {
  assert.match((await run(['--version'])).out, /^\d+\.\d+\.\d+\n$/)
})

test('wrong use ends with 2, one clear line, and nothing on the standard output', async () => {
  const wrong: [string[], RegExp][] = [
    [['setings'], /There is no command "setings"\. Did you mean "settings"\?/],
    [['acount', 'create'], /Did you mean "account create"\?/],
    [['account', 'creat', 'x'], /Did you mean "account create"\?/],
    [['xyzzy'], /There is no command "xyzzy"\.\n/],
    [['--bogus'], /There is no option --bogus\./],
    [['routes', '--bogus'], /Unknown option '--bogus'\./],
    [['routes', 'more'], /"more" is one word too many\./],
    [['import', 'follows'], /FILE is missing/],
    [['jobs', 'retry'], /Name the jobs by their ids, or say --all\./],
    [['jobs', '--limit', 'many'], /--limit must be a whole number from 1 to 100000, not "many"\./],
    [['account', 'create', 'x', '--role', 'king'], /--role must be one of owner, admin, moderator, user/],
    [[], /^Usage: tweeter COMMAND/],
    [['account'], /^Usage: tweeter account COMMAND/],
  ]
  for (const [line, expected] of wrong) {
    const { code, out, err } = await run(line)
    assert.deepEqual([code, out], [2, ''], line.join(' '))
    assert.match(err, expected)
    assert.doesNotMatch(err, /\n\s+at /)
  }
})

test('a wrong setting is named in one line, and nothing starts', async () => {
  for (const line of [['start'], ['account', 'list'], ['routes']]) {
    const { code, err } = await run(line, { env: { TWEETER_PORT: 'eighty' } })
    assert.equal(code, 2)
    assert.equal(err.trim().split('\n').length, 1)
    assert.match(err, /TWEETER_PORT must be a whole number from 0 to 65535, not "eighty"\./)
  }
})

test('routes say who may call them and where they are written, without a database', async () => {
  const { code, out } = await run(['routes', '--json'])
  assert.equal(code, 0)
  const routes = JSON.parse(out) as { method: string; url: string; scope: string; limit: string; at: string }[]
  const live = routes.find((route) => route.url === '/health/live')!
  assert.equal(live.method, 'GET')
  assert.equal(live.scope, 'public')
  assert.match(live.at, /^server\/http\/routes\.ts:\d+$/)
  for (const route of routes) assert.ok(route.at && route.limit && route.scope, route.url)
  assert.match((await run(['routes'])).out, /^METHOD +URL +SCOPE +LIMIT +WRITTEN IN\nGET +\/health\/live/)
})

test('signals say who hears them, without a database', async () => {
  const all = JSON.parse((await run(['signals', '--json'])).out) as {
    name: string
    doc: string
    heard_by: { listener: string; guarantee: string }[]
  }[]
  const served = all.find((signal) => signal.name === 'http.request-served')!
  assert.deepEqual(served.heard_by, [
    { listener: 'http.metrics', guarantee: 'after' },
    { listener: 'http.traffic', guarantee: 'after' },
    { listener: 'requests.write', guarantee: 'after' },
  ])
  for (const { name, doc } of all) assert.ok(doc.endsWith('.') || doc.endsWith('?'), `${name}: ${doc}`)
})

test('the settings of the documentation are the ones that there are', async () => {
  const { out } = await run(['settings'])
  assert.ok(documentation('operating.md').includes(`\n${out}\n`))
})
