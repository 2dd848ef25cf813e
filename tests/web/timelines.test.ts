/** Live lists in a real browser: what waits, what stays where it is, what a break leaves behind, and lists of one's own. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { complaintsOf } from '../../testing/axe.ts'
import { openClientWorld } from '../../testing/client.ts'
import type { Person } from '../../testing/world.ts'

const { world, url, signedIn } = await openClientWorld()

const bob = await world.account('bob')

async function post(count: number, word: string, by: Person = bob): Promise<void> {
  for (let at = 1; at <= count; at++) {
    const status = `${word} ${at} ${'Some more words of it. '.repeat(at % 6)}`
    const made = await world.call('POST', '/api/v1/statuses', { token: by.token, body: { status } })
    assert.equal(made.status, 200, made.text)
  }
}

async function reader(name: string): Promise<Person> {
  const person = await world.account(name)
  await world.call('POST', `/api/v1/accounts/${bob.id}/follow`, { token: person.token })
  return person
}

const pill = (page: Page, words: string | RegExp) => page.getByRole('button', { name: words })
const article = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words }).first()

/** The post in the middle of the window, and where it is. */
const middle = (page: Page) =>
  page.evaluate(() => {
    const found = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('[data-index]')
    return { text: found?.textContent?.slice(0, 60), top: Math.round(found?.getBoundingClientRect().top ?? -1) }
  })

await post(60, 'Early')

test('new posts wait in a pill, nothing jumps, and sixty at once are counted', async () => {
  const page = await signedIn(await reader('alice'))
  await article(page, 'Early 60').waitFor()
  await page.mouse.move(500, 500)
  await page.mouse.wheel(0, 1200)
  await page.waitForFunction(() => scrollY > 1000)
  await post(1, 'Heard')
  await pill(page, '1 new post').waitFor()
  const before = await middle(page)
  await post(59, 'Late')
  await pill(page, '60 new posts').waitFor()
  assert.deepEqual(await middle(page), before)
  await page.keyboard.press('.')
  await article(page, 'Late 59').waitFor()
  assert.equal(await page.evaluate(() => scrollY), 0)
  assert.equal(await pill(page, /new posts?$/).count(), 0)
  assert.deepEqual(await complaintsOf(page), [])
  await page.context().close()
})

test('back from a thread the list is where it was, and forward and back again', async () => {
  const page = await signedIn(await reader('carol'))
  await article(page, 'Late 59').waitFor()
  await page.mouse.move(500, 500)
  for (let at = 0; at < 8; at++) {
    await page.mouse.wheel(0, 900)
    await page.waitForTimeout(80)
  }
  await page.waitForFunction(() => scrollY > 4000)
  const before = await middle(page)
  await page.mouse.click(700, 450)
  await page.waitForURL(/@bob\//)
  await page.goBack()
  await page.waitForFunction(() => scrollY > 1000)
  assert.deepEqual(await middle(page), before)
  await page.goForward()
  await page.waitForURL(/@bob\//)
  await page.goBack()
  await page.waitForFunction(() => scrollY > 1000)
  assert.deepEqual(await middle(page), before)
  await page.context().close()
})

test('after a break what is missing is read, and a gap says where more is', async () => {
  const page = await signedIn(await reader('dave'))
  await article(page, 'Late 59').waitFor()
  await post(1, 'Heard')
  await pill(page, '1 new post').waitFor()
  await page.context().setOffline(true)
  await post(50, 'Missed')
  await page.context().setOffline(false)
  const shown = pill(page, 'More than 41 new posts')
  await shown.click()
  await article(page, 'Missed 50').waitFor()
  const gap = page.getByRole('button', { name: 'Load missing posts' })
  await page.mouse.move(500, 500)
  while ((await gap.count()) === 0) {
    await page.mouse.wheel(0, 700)
    await page.waitForTimeout(60)
  }
  await gap.click()
  await article(page, 'Missed 7 ').waitFor()
  await page.waitForFunction(() => !document.body.innerText.includes('Load missing posts'))
  await page.context().close()
})

test('a list is made, filled, changed and deleted', async () => {
  const page = await signedIn(await reader('erin'))
  await page.goto(`${url}/lists`)
  await page.getByRole('button', { name: 'New list' }).click()
  await page.getByLabel('Name').fill('Friends')
  await page.getByRole('button', { name: 'Create list' }).click()
  await page.getByLabel('Search people you follow').fill('bob')
  await page.getByRole('button', { name: 'Add: @bob' }).click()
  await page.getByRole('button', { name: 'Remove: @bob' }).waitFor()
  assert.deepEqual(await complaintsOf(page), [])
  await page.getByRole('button', { name: 'Done' }).click()
  await article(page, 'Missed 50').waitFor()
  assert.deepEqual(await complaintsOf(page), [])
  await page.getByRole('button', { name: 'Edit list' }).click()
  await page.getByRole('button', { name: 'Delete list' }).click()
  await page.getByRole('dialog').last().getByRole('button', { name: 'Delete list' }).click()
  await page.getByText('No lists yet').waitFor()
  await page.context().close()
})

test('axe finds nothing on the other lists', async () => {
  const page = await signedIn(await reader('frank'))
  for (const path of ['/public', '/public/local', '/tags', '/tags/cats', '/lists', '/bookmarks', '/favourites']) {
    await page.goto(url + path)
    await page.locator('main').locator('article, h2').first().waitFor()
    assert.deepEqual(await complaintsOf(page), [], path)
  }
  await page.context().close()
})
