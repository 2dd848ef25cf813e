/** The settings of the web client in a real browser: what is chosen there holds everywhere. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { complaintsOf } from '../../testing/axe.ts'
import { eventually, openClientWorld } from '../../testing/client.ts'

const { world, url, opened, signedIn } = await openClientWorld()
const ada = await world.account('ada')
const bob = await world.account('bob')
const cleo = await world.account('cleo')
/** `ada`'s own token ends when her browser gets its password. */
const adas = async () => ({ token: await world.token(ada.id, ['read', 'write']) })
const as = async (person: { token: string }, method: string, path: string, body: object = {}) => {
  const reply = await world.call(method, path, { token: person.token, ...(method !== 'GET' && { body }) })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}

test('theme and language are chosen, and there on the next page', async () => {
  const page = await signedIn(ada, { bypassCSP: true })
  const root = page.locator('html')
  await page.goto(`${url}/settings`)
  await page.getByRole('link', { name: 'Appearance' }).click()
  await page.getByRole('radio', { name: 'Dark' }).check()
  assert.equal(await root.getAttribute('data-theme'), 'dark')
  await page.getByLabel('Language').selectOption('de')
  await page.getByRole('heading', { level: 1, name: 'Darstellung' }).waitFor()
  await page.getByLabel('Sprache').selectOption('fa')
  await page.getByRole('heading', { level: 1, name: 'ظاهر' }).waitFor()
  assert.deepEqual([await root.getAttribute('dir'), await root.getAttribute('data-theme')], ['rtl', 'dark'])
  await page.setViewportSize({ width: 320, height: 800 })
  assert.deepEqual(await complaintsOf(page), [])
  await page.getByLabel('زبان').selectOption('en')
  await page.getByRole('heading', { level: 1, name: 'Appearance' }).waitFor()
  for (const path of ['', '/posting', '/notifications', '/filters/new', '/devices']) {
    await page.goto(`${url}/settings${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByRole('status').filter({ hasText: 'Loading' }).first().waitFor({ state: 'detached' })
    assert.deepEqual(await complaintsOf(page), [], path)
  }
  await page.context().close()
})

test('a filter that is made here keeps a post from home, until it is deleted', async () => {
  await as(await adas(), 'POST', `/api/v1/accounts/${bob.id}/follow`)
  await as(bob, 'POST', '/api/v1/statuses', { status: 'The finale was a surprise' })
  await as(bob, 'POST', '/api/v1/statuses', { status: 'Bread is in the oven' })
  const page = await signedIn(ada)
  await page.getByText('The finale was a surprise').waitFor()
  await page.goto(`${url}/settings/filters`)
  await page.getByRole('link', { name: 'New filter' }).click()
  await page.getByLabel('Word or phrase 1').fill('finale')
  await page.getByRole('radio', { name: 'Hide completely' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('link', { name: /finale/ }).waitFor()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).first().click()
  await page.getByText('Bread is in the oven').waitFor()
  await page.getByText('The finale was a surprise').waitFor({ state: 'detached' })
  await page.goto(`${url}/settings/filters`)
  await page.getByRole('link', { name: /finale/ }).click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('heading', { name: 'No filters yet' }).waitFor()
  await page.goto(url)
  await page.getByText('The finale was a surprise').waitFor()
  await page.context().close()
})

test('somebody muted is heard again, and muted again from the same row', async () => {
  await as(await adas(), 'POST', `/api/v1/accounts/${cleo.id}/mute`)
  const page = await signedIn(ada)
  await page.goto(`${url}/settings/muted`)
  await page.getByRole('button', { name: 'Unmute: cleo' }).click()
  await page.getByRole('button', { name: 'Mute: cleo', exact: true }).waitFor()
  await eventually(async () => assert.deepEqual(await as(await adas(), 'GET', '/api/v1/mutes'), []))
  await page.getByRole('button', { name: 'Mute: cleo', exact: true }).click()
  await page.getByRole('button', { name: 'Unmute: cleo' }).waitFor()
  await page.context().close()
})

/** Ada in another browser. (`signedIn` sets the password anew, which ends what was signed in.) */
async function again(): Promise<Page> {
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const page = await (await opened.browser.newContext({ userAgent })).newPage()
  await page.goto(`${url}/auth/sign_in`)
  await page.locator('input[name=login]').fill('ada')
  await page.locator('input[name=password]').fill('correct horse battery staple')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${url}/`)
  return page
}

test('another browser is signed out from here, and this one stays', async () => {
  const here = await signedIn(ada)
  const away = await again()
  await here.goto(`${url}/settings/devices`)
  await here.getByText('This one').waitFor()
  await here.getByRole('button', { name: 'Sign out: Firefox on Linux' }).click()
  await here.getByText('That browser is signed out').waitFor()
  await away.goto(`${url}/settings`)
  assert.match(away.url(), /\/auth\/sign_in/)
  await here.goto(`${url}/settings`)
  await here.getByRole('link', { name: 'Account and sign-in' }).click()
  await here.waitForURL('**/settings/account')
  await here.getByRole('link', { name: 'Second factor' }).waitFor()
  await here.context().close()
  await away.context().close()
})
