import assert from 'node:assert/strict'
import test from 'node:test'
import { openWorld } from '../../testing/world.ts'
import { addPerson, Browser, PASSWORD } from '../oauth/testing.ts'
import { transact } from '../storage/index.ts'
import { createAccount } from './create.ts'
import { deleteAccount } from './delete.ts'
import { verifyPassword } from './sign-in.ts'
import { accountDeleted } from './signals.ts'
import { everything, mailsTo } from './testing.ts'

test('by the page, with the password: hidden at once, signed out everywhere, and nothing comes free', async (t) => {
  const world = await openWorld()
  t.after(world.close)
  const { app } = world
  const id = await addPerson(world, 'ada')
  const token = await world.token(String(id), ['read', 'write'])
  await world.call('PATCH', '/api/v1/accounts/update_credentials', {
    token,
    body: { note: 'Secret', display_name: 'A' },
  })
  assert.equal((await world.call('GET', `/api/v1/accounts/${id}`)).status, 200)
  const heard: number[] = []
  app.bus.after(accountDeleted, 'test.heard', ({ accountId }) => heard.push(accountId))

  const browser = new Browser(world)
  const signedOut = await browser.get('/auth/delete')
  assert.equal(signedOut.status, 303)
  assert.match(String(signedOut.headers.location), /^\/auth\/sign_in\?next=%2Fauth%2Fdelete$/)
  await browser.signIn('ada')
  const form = await browser.get('/auth/delete')
  const before = await everything(world)
  const wrong = await browser.submit(form, '/auth/delete', { password: 'not this one' })
  assert.equal(wrong.status, 422)
  assert.equal((await browser.post('/auth/delete', { password: PASSWORD })).status, 403, 'a forged form')
  assert.deepEqual(await everything(world), before)

  assert.match((await browser.submit(form, '/auth/delete', { password: PASSWORD })).text, /Your account is deleted/)
  assert.deepEqual(heard, [id])
  for (const url of [`/api/v1/accounts/${id}`, '/api/v1/accounts/lookup?acct=ada']) {
    assert.equal((await world.call('GET', url)).status, 404, url)
  }
  assert.equal((await world.call('GET', '/api/v1/accounts/verify_credentials', { token })).status, 401)
  assert.equal((await browser.get('/auth/delete')).status, 303)
  assert.equal(await verifyPassword(app, 'ada', PASSWORD), null)
  const viewer = await world.account('eve')
  assert.deepEqual((await world.call('GET', '/api/v1/accounts/search?q=ada', { token: viewer.token })).json, [])
  const [row] = await app.db.read`select note, display_name, deleted_at from accounts where id = ${id}`
  assert.deepEqual([row!.note, row!.display_name], ['', ''])
  assert.match((await mailsTo(world, 'ada@people.example'))[0]!.subject, /is deleted/)

  const again = { username: 'Ada', now: app.now() }
  await assert.rejects(
    transact(app.db, (tx) => createAccount(tx, again)),
    /already been taken/,
  )
  const address = { username: 'other', email: 'ada@people.example', now: app.now() }
  await assert.rejects(
    transact(app.db, (tx) => createAccount(tx, address)),
    /already been taken/,
  )
  await assert.rejects(deleteAccount(app, id), /no such account/)
})
