import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'
import { Browser } from '../oauth/testing.ts'
import { isSigned, signatureOf } from './forms.ts'

const world = await openWorld()
after(world.close)
const secure = await openWorld({ TWEETER_URL: 'https://tweeter.test' })
after(secure.close)
const csrfIn = (text: string) => /name="csrf" value="([^"]+)"/.exec(text)![1]!
const ask = (browser: Browser, csrf: string) => browser.post('/auth/password/new', { csrf, email: 'a@people.example' })

test('a form is taken from the browser that it was shown to, and from no other', async () => {
  const [mine, other] = [new Browser(world), new Browser(world)]
  const csrf = csrfIn((await mine.get('/auth/password/new')).text)
  assert.equal(csrfIn((await mine.get('/auth/password/new')).text), csrf, 'several tabs work')
  assert.notEqual(csrfIn((await other.get('/auth/password/new')).text), csrf)
  assert.equal((await ask(mine, csrf)).status, 200)
  assert.equal((await ask(other, csrf)).status, 403)
  assert.equal((await ask(new Browser(world), csrf)).status, 403)
  for (const made of ['', 'x', [...mine.cookies.values()][0]!]) assert.equal((await ask(mine, made)).status, 403)
})

test('the cookie is out of reach of scripts and other sites, and of sibling domains under https', async () => {
  const plain = String((await world.call('GET', '/auth/password/new')).headers['set-cookie'])
  assert.match(plain, /^tweeter_form=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
  const strict = String((await secure.call('GET', '/auth/password/new')).headers['set-cookie'])
  assert.match(strict, /^__Host-tweeter_form=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
})

test('a signature is for one text and one purpose', async () => {
  const signature = await signatureOf(world.app, 'device', 'a')
  assert.ok(await isSigned(world.app, 'device', 'a', signature))
  assert.ok(!(await isSigned(world.app, 'device', 'b', signature)))
  assert.ok(!(await isSigned(world.app, 'form', 'a', signature)))
  assert.ok(!(await isSigned(world.app, 'device', 'a', '')))
})
