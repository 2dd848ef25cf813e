/** Two people at one browser: nothing of the first is left when they have signed out, and no page goes on as them. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { openClientWorld } from '../../testing/client.ts'

const { world, url, signedIn } = await openClientWorld()
const ada = await world.account('ada')
const bob = await world.account('bob')

test('what was written and searched goes with its person, and every open page becomes the next one’s', async () => {
  const other = await signedIn(bob)
  await other.context().close()
  const page = await signedIn(ada)
  const kept = () => page.evaluate(() => Object.keys(localStorage))
  await page.goto(`${url}/search`)
  await page.getByRole('combobox', { name: 'Search' }).first().fill('a secret wish')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=a/)
  await page.goto(`${url}/compose`)
  await page.getByRole('textbox', { name: 'Text of the post' }).fill('A letter that nobody may read')
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('compose:')))
  assert.ok((await kept()).includes('searches'))
  // It is still open, with unsent words, when its person signs out in another tab.
  const second = await page.context().newPage()
  await second.goto(`${url}/settings`)
  await second
    .getByRole('button', { name: /Sign out/ })
    .last()
    .click()
  await second.waitForURL(`${url}/`)
  await page.waitForURL(/sign_in/)

  await second.goto(`${url}/auth/sign_in`)
  await second.locator('input[name=login]').fill('bob')
  await second.locator('input[name=password]').fill('correct horse battery staple')
  await second.getByRole('main').getByRole('button').first().click()
  await second.waitForURL(`${url}/`)
  await second.getByRole('link', { name: 'Profile' }).first().waitFor()
  const left = await second.evaluate(() => Object.entries(localStorage).map(([key, value]) => `${key}=${value}`))
  assert.deepEqual(left.sort(), [`person=${bob.id}`, 'welcomed=1'])

  // Ada signs in without Bob having signed out: the page that shows Bob does not go on as if.
  await page.goto(`${url}/auth/sign_in`)
  await page.locator('input[name=login]').fill('ada')
  await page.locator('input[name=password]').fill('correct horse battery staple')
  await page.getByRole('main').getByRole('button').first().click()
  await page.waitForURL(`${url}/`)
  await second.locator(`a[href="/@ada"]`).first().waitFor()
})
