import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { openOutside } from '../outgoing/testing.ts'
import { linksBack } from './rel-me.ts'

const world = await openWorld({ TWEETER_OUTGOING_ALLOW: '127.0.0.1' })
const pages = new Map<string, string>()
const outside = await openOutside((request, reply) => {
  const html = pages.get(request.url!)
  reply.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(html)
})
after(outside.close)
after(world.close)

const page = (path: string, html: string) => {
  pages.set(path, html)
  return outside.url + path
}
const save = async (who: Person, values: readonly string[], more: object = {}) => {
  const fields_attributes = values.map((value, place) => ({ name: `Link ${place}`, value }))
  const body = { fields_attributes, ...more }
  const reply = await world.call('PATCH', '/api/v1/accounts/update_credentials', { token: who.token, body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const proofs = async (who: Person) =>
  (await world.call('GET', `/api/v1/accounts/${who.id}`)).json.fields.map(
    (field: { verified_at: string | null }) => field.verified_at,
  )

test('a link of a profile is proven when its page links back with rel="me", and stays so while it is the same', async () => {
  const ada = await world.account('ada')
  const mine = page('/mine', '<p><a rel="nofollow ME" href="http://tweeter.test/@Ada/">Me</a></p>')
  const head = page('/head', '<html><head><link rel=me href="http://tweeter.test/users/ada"></head></html>')
  const other = page(
    '/other',
    '<a rel="me" href="http://tweeter.test/@adam">Me</a><a href="http://tweeter.test/@ada">Ada</a>',
  )
  assert.deepEqual((await save(ada, [mine, head, other, `see ${mine}`])).fields[0].verified_at, null)
  await world.jobs()
  const [seen, ...rest] = await proofs(ada)
  assert.match(seen, /^2\d{3}-.*Z$/)
  assert.deepEqual(rest, [seen, null, null])
  world.pass(5000)
  const again = await save(ada, [other, mine])
  assert.deepEqual([again.fields[1].verified_at, again.source.fields[1].verified_at], [seen, seen])
  await save(ada, [other, `${mine}?x`])
  assert.deepEqual(await proofs(ada), [null, null])
  const shown = await world.call('GET', '/@ada')
  assert.equal(shown.status, 200)
})

test('a page that is not there, or does not answer, proves nothing, and what was changed meanwhile is not proven', async () => {
  const bob = await world.account('bob')
  await save(bob, [`${outside.url}/nowhere`, 'https://user:pw@example.com/', 'ftp://example.com/', 'http://10.0.0.1/'])
  await world.jobs()
  assert.deepEqual(await proofs(bob), [null, null, null, null])
  const late = page('/late', '<a rel="me" href="http://tweeter.test/@bob">Me</a>')
  await save(bob, [late])
  await save(bob, ['Words'])
  await world.jobs()
  assert.deepEqual(await proofs(bob), [null])
  assert.ok(!outside.asked.includes('GET /late'))
  await save(bob, [late], { display_name: 'Bob' })
  await world.jobs()
  assert.equal((await proofs(bob)).length, 1)
  assert.ok((await proofs(bob))[0])
})

test('many at once wait for each other and are all looked at', async () => {
  const people = await Promise.all([1, 2, 3].map((number) => world.account(`many${number}`)))
  for (const who of people) {
    await save(who, [page(`/${who.username}`, `<a rel="me" href="http://tweeter.test/@${who.username}">Me</a>`)])
  }
  for (let turn = 0; turn < 5; turn++) {
    await world.jobs()
    world.pass(20_000)
  }
  for (const who of people) assert.ok((await proofs(who))[0], who.username)
})

test('a page is read quickly, whatever it is', async () => {
  const own = ['http://tweeter.test/@ada']
  const back = '<a rel="me" href="http://tweeter.test/@ada">'
  assert.equal(await linksBack(`${'<p>'.repeat(300)}${back}`, own[0]!, own), true)
  assert.equal(await linksBack('<a rel="me" href="/@ada">', 'http://tweeter.test/x', own), true)
  assert.equal(await linksBack('<a rel="me" href="/@ada">', 'http://elsewhere.example/', own), false)
  assert.equal(await linksBack(`<!-- ${back} --><script>'${back}'</script>`, own[0]!, own), false)
  const start = performance.now()
  for (const bad of [
    '<a '.repeat(300_000),
    '<b>'.repeat(300_000),
    `<${'a'.repeat(1_000_000)}`,
    '<a rel="me"'.repeat(90_000),
  ]) {
    assert.equal(await linksBack(bad, own[0]!, own), false)
  }
  assert.ok(performance.now() - start < 5000)
})
