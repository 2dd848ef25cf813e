/** What is done by links in mails that a real SMTP server received. */
import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { openWorld, type World } from '../../testing/world.ts'
import { startMailServer } from '../mail/testing.ts'
import { Browser } from '../oauth/testing.ts'
import { transact } from '../storage/index.ts'
import { setPassword } from './reset-password.ts'
import { verifyPassword } from './sign-in.ts'
import { everything, linkIn } from './testing.ts'

const HOUR_MS = 3600_000

async function open(t: TestContext) {
  const server = await startMailServer(t)
  const world = await openWorld({ SMTP_URL: `smtp://127.0.0.1:${server.port}` })
  t.after(world.close)
  await world.account('founder', { role: 'owner' })
  /** The mails that came since the last call, as `to: subject`. */
  let seen = 0
  const arrived = async () => {
    await world.jobs()
    const fresh = server.received.slice(seen)
    seen = server.received.length
    return fresh.map(({ to, mail }) => ({ to: to[0], subject: mail.subject, text: mail.text ?? '', html: mail.html }))
  }
  return { world, arrived, browser: new Browser(world) }
}

async function addAda(world: World): Promise<{ id: number; token: string }> {
  const { id, token } = await world.account('ada')
  await setPassword(world.app, Number(id), 'first password')
  return { id: Number(id), token }
}

test('sign up, confirm by the mail, sign in', async (t) => {
  const { world, arrived, browser } = await open(t)
  const form = await browser.get('/auth/sign_up')
  const typed = { username: 'ada', email: 'Ada@People.example', password: 'correct horse', agreement: 'true' }
  assert.match((await browser.submit(form, '/auth/sign_up', typed)).text, /Check your mail/)
  const mails = await arrived()
  assert.deepEqual(
    mails.map((mail) => [mail.to, mail.subject]),
    [['Ada@people.example', 'Confirm your address for Tweeter']],
  )
  assert.ok(String(mails[0]!.html).includes(linkIn(mails[0]!.text)), 'both parts have the link')
  assert.match((await browser.signIn('ada', '/', 'correct horse')).text, /confirm|mail/i)
  assert.match((await browser.get(linkIn(mails[0]!.text))).text, /Welcome aboard/)
  assert.equal((await browser.signIn('ada', '/', 'correct horse')).status, 302)
  assert.deepEqual(world.complaints, [])
})

test('a forgotten password: the same answer for everybody, one link, one hour, and everybody else is signed out', async (t) => {
  const { world, arrived, browser } = await open(t)
  const ada = await addAda(world)
  assert.equal((await browser.signIn('ada', '/', 'first password')).status, 302)
  const token = await world.token(String(ada.id), ['read'])
  await arrived()

  const stranger = new Browser(world)
  const ask = async (email: string) =>
    stranger.submit(await stranger.get('/auth/password/new'), '/auth/password/new', { email })
  const [known, unknown] = [await ask('ada@people.example'), await ask('eve@people.example')]
  assert.equal(known.status, 200)
  assert.equal(known.text.replaceAll('ada@', 'eve@'), unknown.text)
  const mails = await arrived()
  assert.deepEqual(
    mails.map((mail) => mail.to),
    ['ada@people.example'],
  )

  const link = linkIn(mails[0]!.text)
  const form = await stranger.get(link)
  const short = await stranger.submit(form, '/auth/password/edit', { password: 'short' })
  assert.equal(short.status, 422)
  assert.match(short.text, /too short/)
  const done = await stranger.submit(form, '/auth/password/edit', { password: 'second password' })
  assert.match(done.text, /Your password is changed/)
  assert.equal(await verifyPassword(world.app, 'ada', 'first password'), null)
  assert.equal((await verifyPassword(world.app, 'ADA@people.example', 'second password'))?.accountId, ada.id)
  assert.equal((await world.call('GET', '/api/v1/accounts/verify_credentials', { token })).status, 401)
  assert.equal((await browser.get('/auth/delete')).status, 303, 'the other browser is signed out')
  assert.deepEqual(
    (await arrived()).map((mail) => mail.subject),
    ['Your password on Tweeter was changed'],
  )

  const before = await everything(world)
  assert.equal((await stranger.get(link)).status, 404)
  assert.equal((await stranger.submit(form, '/auth/password/edit', { password: 'third password' })).status, 404)
  assert.deepEqual(await everything(world), before)
  assert.ok(
    [...stranger.cookies.keys()].some((name) => name.startsWith('tweeter_device_')),
    'this device is known now',
  )
})

test('a link for a new password dies of age, of a newer password, and five are enough', async (t) => {
  const { world, arrived, browser } = await open(t)
  const ada = await addAda(world)
  await arrived()
  const ask = async () =>
    browser.submit(await browser.get('/auth/password/new'), '/auth/password/new', { email: 'ada@people.example' })
  await ask()
  const old = linkIn((await arrived())[0]!.text)
  world.pass(HOUR_MS + 1)
  assert.equal((await browser.get(old)).status, 404)
  await ask()
  const other = linkIn((await arrived())[0]!.text)
  await setPassword(world.app, ada.id, 'set by the operator')
  assert.equal((await browser.get(other)).status, 404)
  await arrived()
  for (let n = 0; n < 8; n++) await ask()
  assert.equal((await arrived()).length, 4)
})

test('a new address: confirmed at the new one, told to the old one', async (t) => {
  const { world, arrived, browser } = await open(t)
  await addAda(world)
  assert.match(String((await browser.get('/auth/email')).headers.location), /sign_in\?next=%2Fauth%2Femail/)
  await browser.signIn('ada', '/', 'first password')
  await arrived()
  const form = await browser.get('/auth/email')
  const change = (email: string, password = 'first password') =>
    browser.submit(form, '/auth/email', { email, password })
  const before = await everything(world)
  assert.match((await change('new@people.example', 'wrong password')).text, /not the right one/)
  assert.equal((await change('nonsense')).status, 422)
  assert.deepEqual(await everything(world), before)

  assert.match((await change('new@people.example')).text, /Check your mail/)
  const mails = await arrived()
  assert.deepEqual(mails.map((mail) => mail.to).sort(), ['ada@people.example', 'new@people.example'])
  assert.ok(await verifyPassword(world.app, 'ada@people.example', 'first password'), 'not before the link is opened')
  const link = linkIn(mails.find((mail) => mail.to === 'new@people.example')!.text)
  assert.match((await browser.get(link)).text, /Your address is changed/)
  assert.match((await browser.get(link)).text, /Your address is changed/, 'opened twice')
  assert.equal(await verifyPassword(world.app, 'ada@people.example', 'first password'), null)
  assert.ok(await verifyPassword(world.app, 'new@people.example', 'first password'))
  assert.deepEqual(
    (await arrived()).map((mail) => mail.to),
    ['ada@people.example'],
  )
})

test('somebody else’s address: the asker learns nothing, its owner is told, and a race for one has one winner', async (t) => {
  const { world, arrived, browser } = await open(t)
  await addAda(world)
  await browser.signIn('ada', '/', 'first password')
  await arrived()
  const form = await browser.get('/auth/email')
  const change = (email: string) => browser.submit(form, '/auth/email', { email, password: 'first password' })
  const [taken, free] = [await change('founder@people.example'), await change('free@people.example')]
  assert.equal(taken.text.replaceAll('founder@', 'free@'), free.text)
  const mails = await arrived()
  const told = mails.find((mail) => mail.to === 'founder@people.example')!
  assert.match(told.subject!, /You have an account/)
  assert.doesNotMatch(told.text, /ada/)
  await world.account('free')
  const before = await everything(world)
  assert.equal((await browser.get(linkIn(mails.find((mail) => mail.to === 'free@people.example')!.text))).status, 422)
  assert.deepEqual(await everything(world), before)
  assert.ok(await verifyPassword(world.app, 'ada@people.example', 'first password'))
})

test('a new password undoes what somebody else began with the old one', async (t) => {
  const { world, arrived, browser } = await open(t)
  const ada = await addAda(world)
  await browser.signIn('ada', '/', 'first password')
  await arrived()
  const form = await browser.get('/auth/email')
  await browser.submit(form, '/auth/email', { email: 'thief@people.example', password: 'first password' })
  const link = linkIn((await arrived()).find((mail) => mail.to === 'thief@people.example')!.text)
  await setPassword(world.app, ada.id, 'second password')
  assert.equal((await browser.get(link)).status, 404)
})

test('an account without an address or a password is nobody who can sign in', async (t) => {
  const { world } = await open(t)
  const { id } = await world.account('bot')
  await transact(world.app.db, (tx) => tx`update users set email = null where account_id = ${Number(id)}`)
  for (const password of ['', 'null', 'x'.repeat(100_000)]) {
    assert.equal(await verifyPassword(world.app, 'bot', password), null)
  }
  await setPassword(world.app, Number(id), 'from the operator')
  assert.ok(await verifyPassword(world.app, '@Bot', 'from the operator'))
})
