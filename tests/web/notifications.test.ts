/** Notifications in a real browser: they come live, in groups, are counted, read and answered. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { complaintsOf } from '../../testing/axe.ts'
import { openClientWorld } from '../../testing/client.ts'
import type { Person } from '../../testing/world.ts'

const { world, url, signedIn } = await openClientWorld()
const ada = await world.account('ada')
const [bob, cem, dan] = [await world.account('bob'), await world.account('cem'), await world.account('dan')]
const page = await signedIn(ada)

const call = async (who: Person, method: string, path: string, body?: object) => {
  const reply = await world.call(method, path, { token: who.token, ...(body && { body }) })
  assert.ok(reply.status < 300, `${method} ${path}: ${reply.text}`)
  return reply.json
}
const bell = page
  .getByRole('navigation', { name: 'Main' })
  .first()
  .getByRole('link', { name: /Notifications/ })
const feed = page.getByRole('feed', { name: 'Notifications' })
const open = async (path = '/notifications') => {
  await page.goto(`${url}${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

test('they are counted while one is elsewhere, come live into groups, and are read by being seen', async () => {
  const post = await call(ada, 'POST', '/api/v1/statuses', { status: 'Good morning from the lighthouse' })
  await page.goto(`${url}/bookmarks`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await call(bob, 'POST', `/api/v1/statuses/${post.id}/favourite`)
  await bell.getByText('1', { exact: true }).waitFor()
  await call(bob, 'POST', '/api/v1/statuses', { status: '@ada have you seen it?' })
  await bell.getByText('2', { exact: true }).waitFor()

  await bell.click()
  await feed.getByText('bob favourited your post').waitFor()
  await feed.getByText('bob mentioned you').waitFor()
  await feed.getByText('have you seen it?').waitFor()
  await bell.getByText('2', { exact: true }).waitFor({ state: 'detached' })

  await call(cem, 'POST', `/api/v1/statuses/${post.id}/favourite`)
  await feed.getByText('cem and bob favourited your post').waitFor()
  await call(dan, 'POST', `/api/v1/statuses/${post.id}/favourite`)
  await feed.getByText('dan and 2 others favourited your post').waitFor()
  assert.equal(await feed.getByText('favourited your post').count(), 1)
  await feed.getByRole('button', { name: '2 others' }).click()
  const people = page.getByRole('dialog', { name: 'People' })
  for (const name of ['@bob', '@cem', '@dan']) await people.getByText(name).first().waitFor()
  await page.keyboard.press('Escape')
  await call(cem, 'POST', `/api/v1/accounts/${ada.id}/follow`)
  await feed.getByText('cem followed you').waitFor()
  await page.getByRole('link', { name: 'Mentions', exact: true }).click()
  await feed.getByText('bob mentioned you').waitFor()
  assert.equal(await feed.getByText('favourited').count(), 0)
})

test('further down nothing jumps: what comes waits in a pill', async () => {
  for (let n = 0; n < 12; n++) await call(bob, 'POST', '/api/v1/statuses', { status: `@ada number ${n}` })
  await open()
  await feed.getByText('number 11').waitFor()
  await page.mouse.move(640, 500)
  await page.mouse.wheel(0, 900)
  await page.waitForFunction(() => scrollY > 600)
  const before = await page.evaluate(() => scrollY)
  await call(cem, 'POST', '/api/v1/statuses', { status: '@ada and one more' })
  const pill = page.getByRole('button', { name: '1 new notification' })
  await pill.waitFor()
  assert.equal(await page.evaluate(() => scrollY), before)
  await pill.click()
  await feed.getByText('and one more').waitFor()
  await pill.waitFor({ state: 'detached' })
})

test('follow requests are answered in place, and single ones dismissed', async () => {
  await call(ada, 'PATCH', '/api/v1/accounts/update_credentials', { locked: true })
  await call(dan, 'POST', `/api/v1/accounts/${ada.id}/follow`)
  await open()
  await feed.getByText('dan asks to follow you').waitFor()
  await feed.getByRole('button', { name: 'Accept' }).click()
  await page.getByText('dan follows you now').waitFor()
  await feed.getByText('dan asks to follow you').waitFor({ state: 'detached' })
  const [relationship] = await call(dan, 'GET', `/api/v1/accounts/relationships?id[]=${ada.id}`)
  assert.equal(relationship.following, true)

  await feed.getByText('and one more').waitFor()
  const row = page.locator('[data-index]').filter({ hasText: 'and one more' })
  await row.hover()
  await row.getByRole('button', { name: 'Dismiss: @cem' }).click()
  await feed.getByText('and one more').waitFor({ state: 'detached' })
  await page.reload()
  await feed.getByText('number 11').waitFor()
  assert.equal(await feed.getByText('and one more').count(), 0)
})

test('what the policy holds back waits, and is let in', async () => {
  await open()
  await page.getByRole('button', { name: 'More', exact: true }).first().click()
  await page.getByRole('menuitem', { name: 'Who may notify you' }).click()
  const dialog = page.getByRole('dialog', { name: 'Who may notify you' })
  const saved = page.waitForResponse((reply) => reply.url().includes('/policy') && reply.request().method() === 'PATCH')
  await dialog.getByLabel('People you do not follow').selectOption('filter')
  await saved
  assert.deepEqual(await complaintsOf(page), [])
  await dialog.getByRole('button', { name: 'Done' }).click()

  const eve = await world.account('eve')
  await call(eve, 'POST', '/api/v1/statuses', { status: '@ada you do not know me' })
  await open()
  await page.getByRole('link', { name: /Filtered notifications/ }).click()
  await page.getByRole('heading', { name: 'Filtered notifications' }).waitFor()
  await page.getByText('1 notification').waitFor()
  assert.deepEqual(await complaintsOf(page), [])
  await page.getByRole('link', { name: /eve/ }).click()
  await page.getByRole('heading', { name: 'From eve' }).waitFor()
  await page.getByText('you do not know me').waitFor()
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  await page.getByText('Nobody is waiting').waitFor()
  await open()
  await feed.getByText('you do not know me').waitFor()
})

test('axe finds nothing, and all can be cleared', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await open()
    await feed.getByText('you do not know me').waitFor()
    assert.deepEqual(await complaintsOf(page), [])
  }
  await page.getByRole('button', { name: 'More', exact: true }).first().click()
  await page.getByRole('menuitem', { name: 'Clear all…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Clear all' }).click()
  await page.getByText('Nothing here yet').waitFor()
  assert.deepEqual(await call(ada, 'GET', '/api/v1/notifications'), [])
})
