/** Who saw what: counts under posts, analytics for their author, and the history that everybody has of their own. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { read } from '../../server/analytics/testing.ts'
import { complaintsOf } from '../../testing/axe.ts'
import { eventually, openClientWorld } from '../../testing/client.ts'

const { world, url, signedIn } = await openClientWorld()

const ada = await world.account('ada')
const bob = await world.account('bob')
const write = async (status: string) =>
  (await world.call('POST', '/api/v1/statuses', { token: ada.token, body: { status } })).json.id as string
const tea = await write('Tea is ready')
const cake = await write('Cake is not')
await world.call('POST', `/api/v1/accounts/${ada.id}/follow`, { token: bob.token, body: {} })
await world.call('POST', `/api/v1/statuses/${tea}/favourite`, { token: bob.token, body: {} })
await world.jobs()
const at = world.app.now()
await read(world, [
  { by: bob.id, at, posts: [tea, cake] },
  { by: bob.id, at, opens: tea },
  { by: bob.id, at, profile: ada.id },
  { by: bob.id, at, tag: 'tea' },
  { by: 'a stranger', at, posts: [tea] },
])

const card = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words })
const figure = (page: Page, name: string) => page.getByRole('main').locator('dl > div').filter({ hasText: name })
const assertAccessible = async (page: Page) =>
  assert.deepEqual(await complaintsOf(page, ['#main']), [], `${page.url()} is accessible`)

test('counts under posts come in one question, and stay when one scrolls', async () => {
  const page = await signedIn(bob)
  const asked: string[] = []
  page.on('request', (request) => request.url().includes('/v1/views') && asked.push(request.url()))
  await page.goto(url)
  await card(page, 'Tea is ready').getByText('3 views').waitFor({ state: 'attached' })
  await card(page, 'Cake is not').getByText('1 view', { exact: true }).waitFor({ state: 'attached' })
  assert.equal(asked.length, 1)
  await page.getByRole('link', { name: 'Explore' }).first().click()
  await page.getByRole('link', { name: 'Home' }).first().click()
  await card(page, 'Tea is ready').getByText('3 views').waitFor({ state: 'attached' })
  assert.equal(asked.length, 1)
  // Those of others are numbers, and lead nowhere.
  assert.equal(
    await card(page, 'Tea is ready')
      .getByRole('link', { name: /analytics/ })
      .count(),
    0,
  )
  await page.goto(`${url}/@ada/${tea}/analytics`)
  await page.getByRole('heading', { name: 'Only its author sees this' }).waitFor()
})

test('the author goes from a post to its figures, and to those of the account', async () => {
  const page = await signedIn(ada)
  await page.goto(`${url}/@ada/${tea}`)
  await page.getByRole('main').getByRole('link', { name: '3 views' }).click()
  await page.getByRole('heading', { level: 1, name: 'Post analytics' }).waitFor()
  await figure(page, 'in lists, threads').getByText('3', { exact: true }).waitFor()
  await figure(page, 'each counted once').getByText('2', { exact: true }).waitFor()
  await figure(page, 'Engagement rate').getByText('33%').waitFor()
  await assertAccessible(page)
  await page.getByRole('button', { name: '24 h' }).click()
  const plot = page.getByRole('slider', { name: 'Views over time' })
  await plot.focus()
  await page.keyboard.press('End')
  await eventually(async () => assert.match((await plot.getAttribute('aria-valuetext')) ?? '', /Opened 1, In lists 2$/))
  await page.reload()
  assert.equal(await page.getByRole('button', { name: '24 h' }).getAttribute('aria-pressed'), 'true')

  await page.goto(`${url}/analytics`)
  await figure(page, 'in lists, threads').getByText('4', { exact: true }).waitFor()
  await page.getByText('3 views · 1 opened · 1 engagement', { exact: true }).waitFor()
  await assertAccessible(page)
})

test('what one saw is there by day, is paused, and is erased by entry, by day and as a whole', async () => {
  const page = await signedIn(bob)
  await page.goto(`${url}/settings/history`)
  const today = page.getByRole('region', { name: 'Today' })
  await today.getByRole('link', { name: '#tea' }).waitFor()
  assert.equal(await today.getByRole('listitem').count(), 5)
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Opened', exact: true }).click()
  await eventually(async () => assert.equal(await today.getByRole('listitem').count(), 1))
  await page.getByRole('button', { name: 'Everything', exact: true }).click()

  const tag = today.getByRole('listitem').filter({ hasText: '#tea' })
  await tag.getByRole('button', { name: /Erase this entry/ }).click()
  await tag.waitFor({ state: 'detached' })
  const left = async () => {
    const token = await world.token(bob.id, ['read'])
    return (await world.call('GET', '/api/tweeter/v1/history', { token })).json.length
  }
  await eventually(async () => assert.equal(await left(), 4))

  await page.getByRole('switch', { name: 'Pause history' }).click()
  await page.getByText('Your history is paused', { exact: true }).waitFor()
  await read(world, [{ by: bob.id, at: world.app.now(), opens: cake }])
  assert.equal(await left(), 4)

  await page.getByRole('button', { name: 'Erase this day: Today' }).click()
  await page.locator('dialog[open]').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Erase everything' }).click()
  await page.locator('dialog[open]').getByRole('button', { name: 'Erase everything' }).click()
  await page.getByRole('heading', { name: 'Nothing here' }).waitFor()
  assert.equal(await left(), 0)
  await page.getByText('so nothing is recorded').waitFor()
})
