/** From signing up to the first post, which a follower sees live in another browser; and what they then do with it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { linkIn, mailsTo } from '../../server/accounts/testing.ts'
import { openClientWorld } from '../../testing/client.ts'

const { world, url, opened, signedIn } = await openClientWorld()
await world.account('owner', { role: 'owner' })
const bob = await signedIn(await world.account('bob'))
const PASSWORD = 'a good long password'

const text = (on: Page) => on.getByRole('textbox', { name: /^Text of (the )?post/ })
const send = (on: Page, name: 'Post' | 'Reply' | 'Save' = 'Post') =>
  on.getByRole('form').getByRole('button', { name, exact: true }).click()
const card = (on: Page, words: string) => on.getByRole('article').filter({ hasText: words }).first()

async function signUp(): Promise<Page> {
  const page = await (await opened.browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  page.on('pageerror', (error) => console.error(`Error in the page of ada: ${error.message}`))
  await page.goto(url)
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByLabel('Username').fill('ada')
  await page.getByLabel('E-mail address').fill('ada@people.example')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await world.jobs()
  const [mail] = await mailsTo(world, 'ada@people.example')
  await page.goto(url + linkIn(mail!.text))
  await page.goto(`${url}/auth/sign_in`)
  await page.locator('input[name=login]').fill('ada@people.example')
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  return page
}

let ada: Page

test('sign up, confirm, sign in, and be welcomed', async () => {
  ada = await signUp()
  await ada.waitForURL(`${url}/welcome`)
  await ada.goto(url)
  await ada.getByRole('heading', { name: 'Home', exact: true }).waitFor()
})

test('the first post is seen live by a follower in another browser', async () => {
  await bob.goto(`${url}/@ada`)
  await bob
    .getByRole('main')
    .getByRole('button', { name: /^Follow/ })
    .first()
    .click()
  await bob
    .getByRole('main')
    .getByRole('button', { name: /Following|Unfollow/ })
    .first()
    .waitFor()
  await bob.goto(url)
  await bob.getByRole('heading', { name: 'Home', exact: true }).waitFor()
  await ada.keyboard.press('n')
  await text(ada).fill('My first post, hello!')
  await send(ada)
  await card(ada, 'My first post').waitFor()
  await card(bob, 'My first post').waitFor()
})

test('reply, boost and favourite by keyboard; the author hears of them', async () => {
  await bob.keyboard.press('j')
  await bob.keyboard.press('f')
  await card(bob, 'My first post')
    .getByRole('button', { name: /^Favourite/, pressed: true })
    .waitFor()
  await bob.keyboard.press('r')
  await text(bob).fill('@ada Welcome!')
  await send(bob, 'Reply')
  await bob.getByRole('dialog').waitFor({ state: 'detached' })
  await ada
    .getByRole('link', { name: /Notifications/ })
    .first()
    .click()
  await card(ada, 'Welcome!').waitFor()
  await ada
    .getByText(/bob.*favourited/)
    .first()
    .waitFor()
})

test('an edit reaches who has the post before them', async () => {
  await ada.goto(`${url}/@ada`)
  await card(ada, 'My first post').getByRole('button', { name: 'More about this post' }).click()
  await ada.getByRole('menuitem', { name: 'Edit' }).click()
  await text(ada).fill('My first post, edited.')
  await send(ada, 'Save')
  await card(bob, 'My first post, edited.').waitFor()
  assert.equal(await card(bob, 'My first post').getByText('edited', { exact: true }).count(), 1)
  assert.deepEqual(world.complaints, [])
})
