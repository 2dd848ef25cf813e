import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { openWorld, type World } from '../../testing/world.ts'
import { Browser } from '../oauth/testing.ts'
import { transact } from '../storage/index.ts'
import { approveAccount } from './confirm.ts'
import { createAccount } from './create.ts'
import { createInvite } from './invite.ts'
import { everything, linkIn, mailsTo } from './testing.ts'

const ada = {
  username: 'Ada',
  email: 'ada@people.example',
  password: 'correct horse',
  agreement: true,
  locale: 'en',
}

async function open(t: TestContext, env: Record<string, string> = {}): Promise<World & { app_token: string }> {
  const world = await openWorld(env)
  t.after(world.close)
  return { ...world, app_token: await world.token(null, ['read', 'write']) }
}

/** So that who signs up next is nobody special. */
const addOwner = (world: World) => world.account('founder', { role: 'owner' })
const signUp = (world: World & { app_token: string }, more: object = {}) =>
  world.call('POST', '/api/v1/accounts', { token: world.app_token, body: { ...ada, ...more } })

test('an app signs a person up: the token works once the address is confirmed', async (t) => {
  const world = await open(t)
  await addOwner(world)
  const reply = await signUp(world)
  assert.equal(reply.status, 200, reply.text)
  assert.equal(reply.json.token_type, 'Bearer')
  assert.equal(reply.json.scope, 'read write')
  const token = reply.json.access_token
  const before = await world.call('GET', '/api/v1/accounts/verify_credentials', { token })
  assert.equal(before.status, 403)
  assert.match(before.json.error, /confirmed e-mail/)
  assert.equal((await world.call('GET', '/api/v1/emails/check_confirmation', { token })).json, false)
  assert.equal((await world.call('GET', '/api/v1/accounts/lookup?acct=ada')).status, 404, 'nobody sees it yet')

  const [mail] = await mailsTo(world, ada.email)
  const link = linkIn(mail!.text)
  const page = await world.call('GET', link)
  assert.equal(page.status, 200)
  assert.match(page.text, /Welcome aboard/)
  assert.match((await world.call('GET', link)).text, /Welcome aboard/, 'scanners open links before people do')
  assert.equal((await world.call('GET', '/api/v1/emails/check_confirmation', { token })).json, true)
  const after = await world.call('GET', '/api/v1/accounts/verify_credentials', { token })
  assert.equal(after.json.acct, 'Ada')
  assert.equal((await world.call('GET', '/api/v1/accounts/lookup?acct=ADA')).json.username, 'Ada')
  assert.deepEqual(world.complaints, [])
})

test('the first person owns the network, and need not confirm what only they could read', async (t) => {
  const world = await open(t, { TWEETER_REGISTRATION: 'approval' })
  const { access_token: token } = (await signUp(world, { reason: 'It is mine.' })).json
  const me = await world.call('GET', '/api/v1/accounts/verify_credentials', { token })
  assert.equal(me.status, 200)
  assert.equal(me.json.role.name, 'Owner')
  const second = await signUp(world, { username: 'eve', email: 'eve@people.example', reason: 'Me too.' })
  const eve = await world.call('GET', '/api/v1/accounts/verify_credentials', { token: second.json.access_token })
  assert.equal(eve.status, 403)
})

test('where mail is really sent, the first person confirms like everybody', async (t) => {
  const world = await open(t, { SMTP_URL: 'smtp://127.0.0.1:1', TWEETER_REGISTRATION: 'approval' })
  const { access_token: token } = (await signUp(world, { reason: 'It is mine.' })).json
  const me = await world.call('GET', '/api/v1/accounts/verify_credentials', { token })
  assert.match(me.json.error, /confirmed e-mail/)
})

test('each thing that is wrong is named in Mastodon’s codes, and nothing changes', async (t) => {
  const world = await open(t)
  await addOwner(world)
  await world.account('alice')
  const cases: [object, string, string][] = [
    [{ username: '' }, 'username', 'ERR_BLANK'],
    [{ username: 'a b' }, 'username', 'ERR_INVALID'],
    [{ username: 'a'.repeat(31) }, 'username', 'ERR_TOO_LONG'],
    [{ username: 'admin' }, 'username', 'ERR_RESERVED'],
    [{ username: 'adm1n' }, 'username', 'ERR_RESERVED'],
    [{ username: 'ALICE' }, 'username', 'ERR_TAKEN'],
    [{ username: 'al1ce' }, 'username', 'ERR_TAKEN'],
    [{ username: 'a_l_i_c_e' }, 'username', 'ERR_TAKEN'],
    [{ email: '' }, 'email', 'ERR_BLANK'],
    [{ email: 'Ada <ada@people.example>' }, 'email', 'ERR_INVALID'],
    [{ email: 'ALICE+more@People.example' }, 'email', 'ERR_TAKEN'],
    [{ password: '' }, 'password', 'ERR_BLANK'],
    [{ password: '1234567' }, 'password', 'ERR_TOO_SHORT'],
    [{ password: 'x'.repeat(129) }, 'password', 'ERR_TOO_LONG'],
    [{ agreement: false }, 'agreement', 'ERR_ACCEPTED'],
    [{ agreement: undefined }, 'agreement', 'ERR_ACCEPTED'],
    [{ reason: 'x'.repeat(2001) }, 'reason', 'ERR_TOO_LONG'],
  ]
  const reader = await world.token(null, ['read'])
  const before = await everything(world)
  for (const [more, field, code] of cases) {
    const reply = await signUp(world, more)
    assert.equal(reply.status, 422, JSON.stringify(more))
    assert.match(reply.json.error, /^Validation failed: /)
    assert.deepEqual(Object.keys(reply.json.details), [field], JSON.stringify(more))
    assert.equal(reply.json.details[field][0].error, code)
    // It follows the name of the field, and pages put the full stop.
    assert.match(reply.json.details[field][0].description, /^[^A-Z].*[^.]$/)
  }
  const all = await signUp(world, { username: 'alice', email: 'alice@people.example' })
  assert.deepEqual(Object.keys(all.json.details), ['username', 'email'])
  assert.equal((await world.call('POST', '/api/v1/accounts', { body: ada })).status, 401)
  assert.equal((await world.call('POST', '/api/v1/accounts', { token: reader, body: ada })).status, 403)
  assert.equal((await signUp(world, { username: { a: 1 } })).status, 422)
  assert.deepEqual(await everything(world), before)
})

test('two who ask for the same name at once: one gets it', async (t) => {
  const world = await open(t)
  await addOwner(world)
  const asks = Array.from({ length: 8 }, (_, n) => signUp(world, { email: `ada${n}@people.example` }))
  const statuses = (await Promise.all(asks)).map((reply) => reply.status).sort()
  assert.deepEqual(statuses, [200, 422, 422, 422, 422, 422, 422, 422])
})

test('approval: a reason is needed, and a moderator’s word; an invite stands for both', async (t) => {
  const world = await open(t, { TWEETER_REGISTRATION: 'approval' })
  await addOwner(world)
  const before = await everything(world)
  assert.equal((await signUp(world)).json.details.reason[0].error, 'ERR_BLANK')
  assert.equal((await signUp(world, { invite_code: 'nonsense' })).json.details.invite_code[0].error, 'ERR_INVALID')
  assert.deepEqual(await everything(world), before)

  const { access_token: token } = (await signUp(world, { reason: 'I paint birds.' })).json
  const page = await world.call('GET', linkIn((await mailsTo(world, ada.email))[0]!.text))
  assert.match(page.text, /A person is looking at it/)
  const waiting = await world.call('GET', '/api/v1/accounts/verify_credentials', { token })
  assert.match(waiting.json.error, /pending approval/)
  const [row] = await world.app.db.read<{ id: number }>`select id from accounts where username = 'Ada'`
  await transact(world.app.db, (tx) => approveAccount(world.app, tx, row!.id))
  assert.equal((await world.call('GET', '/api/v1/accounts/verify_credentials', { token })).status, 200)
  assert.match((await mailsTo(world, ada.email))[0]!.subject, /is open/)

  const code = await invite(world, 1)
  const invited = await signUp(world, { username: 'bea', email: 'bea@people.example', invite_code: code })
  assert.equal(invited.status, 200)
  await world.call('GET', linkIn((await mailsTo(world, 'bea@people.example'))[0]!.text))
  const bea = await world.call('GET', '/api/v1/accounts/verify_credentials', { token: invited.json.access_token })
  assert.equal(bea.status, 200)
})

const invite = (world: World, mostUses: number, expiresAt: Date | null = null) =>
  transact(world.app.db, (tx) => createInvite(tx, { createdBy: null, mostUses, expiresAt, now: world.app.now() }))

test('invite: nobody without a code, and no code more often than it says', async (t) => {
  const world = await open(t, { TWEETER_REGISTRATION: 'invite' })
  await addOwner(world)
  const [code, old] = [await invite(world, 1), await invite(world, 5, new Date(world.app.now().getTime() + 1000))]
  world.pass(2000)
  const before = await everything(world)
  assert.equal((await signUp(world)).json.details.invite_code[0].error, 'ERR_BLANK')
  assert.equal((await signUp(world, { invite_code: 'x' })).json.details.invite_code[0].error, 'ERR_INVALID')
  assert.equal((await signUp(world, { invite_code: old })).json.details.invite_code[0].error, 'ERR_INVALID')
  assert.equal((await signUp(world, { invite_code: code, username: 'founder' })).status, 422)
  assert.deepEqual(await everything(world), before, 'a refused sign-up does not use the code up')
  assert.equal((await signUp(world, { invite_code: code })).status, 200)
  const again = await signUp(world, { invite_code: code, username: 'bea', email: 'bea@people.example' })
  assert.equal(again.json.details.invite_code[0].error, 'ERR_INVALID')
})

test('closed: nobody, by app or by page', async (t) => {
  const world = await open(t, { TWEETER_REGISTRATION: 'closed' })
  const reply = await signUp(world, { invite_code: await invite(world, 1) })
  assert.equal(reply.status, 403)
  const browser = new Browser(world)
  assert.match((await browser.get('/auth/sign_up')).text, /Not open to new people/)
  assert.equal((await world.app.db.read`select 1 from accounts`).length, 0)
})

test('a name and an address that nobody confirmed in a week come free, and the old link is dead', async (t) => {
  const world = await open(t)
  await addOwner(world)
  await signUp(world)
  const [first] = await mailsTo(world, ada.email)
  world.pass(6 * 24 * 3600_000)
  assert.equal((await signUp(world)).status, 422)
  world.pass(2 * 24 * 3600_000)
  assert.equal((await signUp(world, { username: 'ada' })).status, 200)
  assert.equal((await world.call('GET', linkIn(first!.text))).status, 404)
  const [second] = await mailsTo(world, ada.email)
  assert.equal((await world.call('GET', linkIn(second!.text))).status, 200)
  world.pass(30 * 24 * 3600_000)
  assert.equal((await signUp(world)).status, 422, 'a confirmed one stays')
})

test('the page: what was typed stays, what is wrong is said at its field, and a forged form is refused', async (t) => {
  const world = await open(t)
  await addOwner(world)
  const browser = new Browser(world)
  const form = await browser.get('/auth/sign_up')
  const typed = { username: 'founder', email: 'f@people.example', password: 'correct horse', agreement: 'true' }
  const again = await browser.submit(form, '/auth/sign_up', typed)
  assert.equal(again.status, 422)
  assert.match(again.text, /Username has already been taken\./)
  assert.match(again.text, /value="f@people\.example"/)
  assert.doesNotMatch(again.text, /correct horse/)
  const before = await everything(world)
  const forged = await new Browser(world).post('/auth/sign_up', { ...typed, username: 'ada' })
  assert.equal(forged.status, 403)
  assert.deepEqual(await everything(world), before)
  const done = await browser.submit(again, '/auth/sign_up', { ...typed, username: 'ada' })
  assert.match(done.text, /Check your mail/)
  const resent = await browser.submit(done, '/auth/confirmation', {})
  assert.match(resent.text, /Check your mail/)
  assert.equal((await mailsTo(world, 'f@people.example')).length, 2)
})

test('a mistyped address is put right in the app, and the confirmation comes again, but not for ever', async (t) => {
  const world = await open(t)
  await addOwner(world)
  const { access_token: token } = (await signUp(world, { email: 'adda@people.example' })).json
  const again = (body: object) => world.call('POST', '/api/v1/emails/confirmations', { token, body })
  assert.equal((await again({ email: 'founder@people.example' })).status, 422)
  assert.equal((await again({ email: 'nonsense' })).status, 422)
  assert.deepEqual((await again({ email: ada.email })).json, {})
  const [wrong] = await mailsTo(world, 'adda@people.example')
  assert.equal((await world.call('GET', linkIn(wrong!.text))).status, 404, 'the first link went to somebody else')
  for (let n = 0; n < 3; n++) assert.equal((await again({})).status, 200)
  assert.equal((await again({})).status, 429)
  const [right] = await mailsTo(world, ada.email)
  assert.equal((await world.call('GET', linkIn(right!.text))).status, 200)
  assert.equal((await again({})).status, 403)
  assert.equal(
    (await world.call('POST', '/api/v1/emails/confirmations', { token: world.app_token, body: {} })).status,
    422,
  )
})

test('an operator’s account claims no look-alikes', async (t) => {
  const world = await open(t)
  await transact(world.app.db, (tx) => createAccount(tx, { username: 'admin', role: 'admin', now: world.app.now() }))
  assert.equal((await signUp(world)).status, 200)
})
