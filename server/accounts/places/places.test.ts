import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { addPerson, Browser, PASSWORD, query, registered } from '../../oauth/testing.ts'
import { deleteAccount } from '../delete.ts'
import { sweepAccounts } from '../sweep.ts'
import { mailsTo } from '../testing.ts'
import { agentOf } from './agent.ts'
import { widerNetworkOf } from './note.ts'

const world = await openWorld({ TWEETER_TRUST_PROXY: 'loopback' })
after(world.close)
const DAY_MS = 24 * 60 * 60 * 1000
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0'
const told = async (name: string) =>
  (await mailsTo(world, `${name}@people.example`)).filter(({ subject }) => subject === 'A new sign-in to Tweeter')

test('the first sign-in is no news; another network or another browser is', async () => {
  await addPerson(world, 'ada')
  const headers = { 'x-forwarded-for': '198.51.100.7', 'user-agent': FIREFOX }
  const browser = new Browser(world, headers)
  await browser.signIn('ada')
  await browser.signIn('ada')
  headers['x-forwarded-for'] = '198.51.100.99'
  await browser.signIn('ada')
  assert.equal((await told('ada')).length, 0)
  headers['x-forwarded-for'] = '203.0.113.7'
  await browser.signIn('ada')
  await browser.signIn('ada')
  const [mail, ...more] = await told('ada')
  assert.equal(more.length, 0)
  assert.match(mail!.text, /Firefox on Linux\nFrom: 203\.0\.113\.7\n/)
  assert.match(mail!.text, /When: \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
  assert.match(mail!.text, /\/settings\/sessions/)
  await new Browser(world, { 'x-forwarded-for': '203.0.113.8' }).signIn('ada')
  assert.equal((await told('ada')).length, 2)
  await new Browser(world, { 'x-forwarded-for': '192.0.2.1' }).signIn('ada', '/', 'wrong')
  assert.equal((await told('ada')).length, 2)
})

test('the password grant tells of a new network, and not of a wrong scope', async () => {
  await addPerson(world, 'bob')
  const client = await registered(world)
  const grant = (from: string, scope = 'read') =>
    world.call('POST', '/oauth/token', {
      body: query({ grant_type: 'password', ...client, username: 'bob', password: PASSWORD, scope }),
      headers: { 'x-forwarded-for': from, 'user-agent': 'toot/0.49.0' },
    })
  for (const from of ['2001:db8:5::1', '2001:db8:5:6::2']) assert.equal((await grant(from)).status, 200)
  assert.equal((await grant('2001:db8:7::1', 'admin:read')).status, 400)
  assert.equal((await told('bob')).length, 0)
  assert.equal((await grant('2001:db8:7::1')).status, 200)
  const [mail] = await told('bob')
  assert.match(mail!.text, /With: toot\nFrom: 2001:db8:7::1\n/)
})

test('places of long ago go, but for the last', async () => {
  const id = await addPerson(world, 'cleo')
  const headers = { 'x-forwarded-for': '198.51.100.7' }
  const browser = new Browser(world, headers)
  await browser.signIn('cleo')
  headers['x-forwarded-for'] = '203.0.113.7'
  await browser.signIn('cleo')
  world.pass(91 * DAY_MS)
  await sweepAccounts(world.app, 1)
  const places = await world.app.db.read<{ network: string }>`
    select network from sign_in_places where account_id = ${id}`
  assert.deepEqual([...places], [{ network: '203.0.113.0/24' }])
  await deleteAccount(world.app, id)
  await sweepAccounts(world.app, 1)
  assert.deepEqual([...(await world.app.db.read`select from sign_in_places where account_id = ${id}`)], [])
})

test('mailed links are purged 30 days after they expired, used recovery codes 30 days after their use', async () => {
  const before = async () =>
    (await world.app.db.read<{ count: number }>`select count(*)::int as count from mail_tokens`)[0]!.count
  await addPerson(world, 'dora')
  const browser = new Browser(world)
  for (let one = 0; one < 3; one++) {
    await browser.submit(await browser.get('/auth/password/new'), '/auth/password/new', {
      email: 'dora@people.example',
    })
  }
  await world.jobs()
  assert.equal(await before(), 3)
  world.pass(29 * DAY_MS)
  await sweepAccounts(world.app, 2)
  assert.equal(await before(), 3)
  world.pass(2 * DAY_MS)
  await sweepAccounts(world.app, 2)
  assert.equal(await before(), 0)
})

test('networks and browsers, as people would name them', () => {
  for (const [address, network] of [
    ['198.51.100.7', '198.51.100.0/24'],
    ['::ffff:198.51.100.7', '198.51.100.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
  ] as const) {
    assert.equal(widerNetworkOf(address), network)
  }
  const chrome =
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36'
  for (const [header, name] of [
    [FIREFOX, 'Firefox on Linux'],
    [chrome, 'Chrome on Android'],
    [`${chrome} EdgA/140.0`, 'Edge on Android'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1', 'Safari on iPhone'],
    ['toot/0.49.0', 'toot'],
    ['<script>alert(1)</script>', 'An unknown browser'],
    ['Mozilla/5.0 (Windows NT 10.0)', 'A browser on Windows'],
    [undefined, 'An unknown browser'],
  ] as const) {
    assert.equal(agentOf(header), name)
  }
})
