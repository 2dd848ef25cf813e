import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { addPerson, Browser } from '../../oauth/testing.ts'
import { sweep } from '../sweep.ts'
import { canonicalEmailHash } from './emails.ts'

const HOUR_MS = 3600 * 1000
const world = await openWorld({ TWEETER_TRUST_PROXY: 'loopback' })
after(world.close)
const owner = await world.account('olga', { role: 'owner' })
const appToken = await world.token(null, ['read', 'write'])

const V1 = '/api/v1/admin'
const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } })
const call = (method: string, path: string, body: object = {}, ip?: string) =>
  world.call(method, `${V1}${path}`, {
    token: owner.token,
    ...(method === 'GET' ? {} : { body }),
    ...(ip ? from(ip) : {}),
  })
const done = async (method: string, path: string, body: object = {}) => {
  const reply = await call(method, path, body)
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
let people = 0
const signUp = (more: object = {}, ip = '203.0.113.7') => {
  const username = `new${++people}`
  const form = { username, email: `${username}@mail.example`, password: 'correct horse', agreement: true }
  return world.call('POST', '/api/v1/accounts', { token: appToken, body: { ...form, ...more }, ...from(ip) })
}

test('a mail domain and its subdomains sign nobody up, and refusals are counted', async () => {
  const block = await done('POST', '/email_domain_blocks', { domain: '@Bad.Example' })
  assert.equal(block.domain, 'bad.example')
  for (const [email, ip] of [
    ['a@bad.example', '203.0.113.1'],
    ['a@BAD.example', '203.0.113.1'],
    ['a@deep.bad.example', '203.0.113.2'],
  ]) {
    const reply = await signUp({ email }, ip)
    assert.equal(reply.status, 422, email)
    assert.equal(reply.json.details.email[0].error, 'ERR_BLOCKED')
  }
  assert.equal((await signUp({ email: 'a@notbad.example' })).status, 200)
  const { history } = await done('GET', `/email_domain_blocks/${block.id}`)
  assert.equal(history.length, 7)
  assert.deepEqual([history[0].accounts, history[0].uses, history[1].uses], ['3', '2', '0'])
  assert.equal(Number(history[0].day) % 86_400, 0)
  for (const domain of ['bad.example', 'no domain', '', 'a/b.example']) {
    assert.equal((await call('POST', '/email_domain_blocks', { domain })).status, 422, domain)
  }
  assert.deepEqual(await done('DELETE', `/email_domain_blocks/${block.id}`), {})
  assert.equal((await call('GET', `/email_domain_blocks/${block.id}`)).status, 404)
  assert.equal((await signUp({ email: 'a@bad.example' })).status, 200)
})

test('nor may an address be changed to a blocked one', async () => {
  const { id } = await done('POST', '/email_domain_blocks', { domain: 'later.example' })
  const { access_token: token } = (await signUp()).json
  const body = { email: 'me@later.example' }
  assert.equal((await world.call('POST', '/api/v1/emails/confirmations', { token, body })).status, 422)
  await addPerson(world, 'eve')
  const browser = new Browser(world)
  await browser.signIn('eve')
  const page = await browser.get('/auth/email')
  const typed = { email: 'me@later.example', password: 'correct horse battery' }
  assert.equal((await browser.submit(page, '/auth/email', typed)).status, 422)
  await done('DELETE', `/email_domain_blocks/${id}`)
})

test('a mailbox is blocked however it is spelled, by address or by Mastodon’s hash', async () => {
  const hash = createHash('sha256').update('johndoe@gmail.com').digest('hex')
  assert.equal(canonicalEmailHash(' John.Doe+news@Gmail.com'), hash)
  const block = await done('POST', '/canonical_email_blocks', { email: 'john.doe@gmail.com' })
  assert.equal(block.canonical_email_hash, hash)
  assert.equal((await call('POST', '/canonical_email_blocks', { canonical_email_hash: hash })).status, 422)
  assert.equal((await call('POST', '/canonical_email_blocks', { canonical_email_hash: 'abc' })).status, 422)
  assert.deepEqual(await done('POST', '/canonical_email_blocks/test', { email: 'j.ohndoe+x@gmail.com' }), [block])
  assert.deepEqual(await done('POST', '/canonical_email_blocks/test', { email: 'jane@gmail.com' }), [])
  assert.equal((await signUp({ email: 'jo.hn.doe@gmail.com' })).status, 422)
  assert.deepEqual((await done('GET', '/canonical_email_blocks'))[0], block)
  assert.deepEqual(await done('GET', `/canonical_email_blocks/${block.id}`), block)
  await done('DELETE', `/canonical_email_blocks/${block.id}`)
  assert.equal((await signUp({ email: 'jo.hn.doe@gmail.com' })).status, 200)
})

test('who is suspended does not come back under the same address, until it is undone', async () => {
  const tom = await world.account('tom')
  await done('POST', `/accounts/${tom.id}/action`, { type: 'suspend' })
  const tested = () => done('POST', '/canonical_email_blocks/test', { email: 'tom+2@people.example' })
  assert.equal((await tested()).length, 1)
  await done('POST', `/accounts/${tom.id}/unsuspend`)
  assert.equal((await tested()).length, 0)
})

test('addresses of the network: approval, no sign-up, no access; ended, they hold no more', async () => {
  const approval = await done('POST', '/ip_blocks', {
    ip: '198.51.100.9/24',
    severity: 'sign_up_requires_approval',
    comment: 'Many from there',
    expires_in: 3600,
  })
  assert.deepEqual([approval.ip, approval.comment], ['198.51.100.0/24', 'Many from there'])
  const { access_token: token } = (await signUp({}, '198.51.100.77')).json
  const waits = await done('GET', '/accounts?pending=true')
  assert.equal(waits.length, 1)
  assert.deepEqual([waits[0].ip, waits[0].approved], ['198.51.100.77', false])
  assert.equal(typeof waits[0].created_by_application_id, 'string')
  assert.equal((await world.call('GET', '/api/v1/accounts/verify_credentials', { token })).status, 403)
  assert.equal((await done('GET', '/accounts?pending=true&ip=198.51.100.0/25')).length, 1)
  assert.equal((await done('GET', '/accounts?pending=true&ip=198.51.100.128/25')).length, 0)

  const noSignUp = await done('POST', '/ip_blocks', { ip: '2001:db8::/32', severity: 'sign_up_block' })
  assert.equal((await signUp({}, '2001:db8::5')).status, 403)
  assert.equal((await world.call('GET', '/api/v2/instance', from('2001:db8::5'))).status, 200)
  const noAccess = await done('PUT', `/ip_blocks/${noSignUp.id}`, { severity: 'no_access' })
  assert.equal(noAccess.severity, 'no_access')
  for (const url of ['/api/v2/instance', '/', '/health/live', '/api/v1/timelines/public', '/nowhere']) {
    assert.equal((await world.call('GET', url, from('2001:db8::5'))).status, 403, url)
    assert.notEqual((await world.call('GET', url, from('2001:db9::5'))).status, 403, url)
    assert.notEqual((await world.call('GET', url)).status, 403, url)
  }
  await done('PUT', `/ip_blocks/${noSignUp.id}`, { expires_in: 60 })
  world.pass(61_000)
  assert.equal((await world.call('GET', '/api/v2/instance', from('2001:db8::5'))).status, 200)
  await sweep(world.app)
  assert.equal((await call('GET', `/ip_blocks/${noSignUp.id}`)).status, 404, 'ended blocks are swept')
  world.pass(HOUR_MS)
  assert.equal((await signUp({}, '198.51.100.77')).status, 200)
  assert.equal((await done('GET', '/accounts?pending=true')).length, 1)
})

test('no block locks out this machine, whoever makes it, or an owner', async () => {
  await addPerson(world, 'otto')
  const browser = new Browser(world)
  const page = await browser.get('/auth/sign_in')
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)![1]!
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  await world.call('POST', '/auth/sign_in', {
    body: new URLSearchParams({ csrf, login: 'otto', password: 'correct horse battery' }).toString(),
    headers: { cookie, 'x-forwarded-for': '203.0.113.200' },
  })
  await world.app.db.pool`update users set role = 'owner' where email = 'otto@people.example'`
  const refused = ['127.0.0.1', '127.9.0.0/16', '::1', '0.0.0.0/0', '::/0', '203.0.113.0/24', '203.0.113.200']
  for (const ip of refused) {
    assert.equal((await call('POST', '/ip_blocks', { ip, severity: 'no_access' })).status, 422, ip)
  }
  const own = { ip: '192.0.2.0/24', severity: 'no_access' }
  assert.equal((await call('POST', '/ip_blocks', own, '192.0.2.44')).status, 422)
  const milder = await done('POST', '/ip_blocks', { ip: '203.0.113.0/24', severity: 'sign_up_block' })
  assert.equal((await call('PUT', `/ip_blocks/${milder.id}`, { severity: 'no_access' })).status, 422)
  for (const ip of ['x', '1.2.3', '1.2.3.4/33', '1.2.3.4/8/9', '2001:db8::/129', '']) {
    assert.equal((await call('POST', '/ip_blocks', { ip, severity: 'sign_up_block' })).status, 422, ip)
  }
  assert.equal((await call('POST', '/ip_blocks', { ip: '203.0.113.9/24', severity: 'sign_up_block' })).status, 422)
})

test('networks that are kept out are kept, and shown as the operator wishes', async () => {
  const made = await done('POST', '/domain_blocks', {
    domain: 'Evil.Example',
    public_comment: 'Spam',
    reject_media: true,
  })
  assert.deepEqual(
    [made.domain, made.severity, made.reject_media, made.reject_reports, made.private_comment, made.public_comment],
    ['evil.example', 'silence', true, false, null, 'Spam'],
  )
  assert.equal(made.digest, createHash('sha256').update('evil.example').digest('hex'))
  assert.equal((await call('POST', '/domain_blocks', { domain: 'evil.example' })).status, 422)
  const changed = await done('PUT', `/domain_blocks/${made.id}`, { severity: 'suspend', obfuscate: true })
  assert.deepEqual([changed.severity, changed.obfuscate, changed.reject_media], ['suspend', true, true])
  await done('POST', '/domain_blocks', { domain: 'quiet.example', severity: 'noop' })
  const shown = (await world.call('GET', '/api/v1/instance/domain_blocks')).json
  assert.deepEqual(shown, [{ domain: 'evi*.****ple', digest: made.digest, severity: 'suspend', comment: 'Spam' }])
  assert.equal((await done('GET', '/domain_blocks')).length, 2)
  const paged = await call('GET', '/domain_blocks?limit=1')
  assert.match(String(paged.headers.link), /rel="next"/)
  await done('DELETE', `/domain_blocks/${made.id}`)
  const allowed = await done('POST', '/domain_allows', { domain: 'good.example' })
  assert.deepEqual(await done('GET', `/domain_allows/${allowed.id}`), allowed)
  assert.deepEqual(await done('GET', '/domain_allows'), [allowed])
  assert.deepEqual(await done('DELETE', `/domain_allows/${allowed.id}`), allowed)
  assert.equal((await call('DELETE', `/domain_allows/${allowed.id}`)).status, 404)
})

test('two who block the same at once: one does', async () => {
  const replies = await Promise.all([1, 2, 3].map(() => call('POST', '/domain_blocks', { domain: 'once.example' })))
  assert.deepEqual(replies.map((one) => one.status).sort(), [200, 422, 422])
})

test('nothing of all this was a fault of ours', () => assert.deepEqual(world.complaints, []))
