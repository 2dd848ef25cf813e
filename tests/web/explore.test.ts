/** Finding things and people in a real browser, by keyboard too, and as a visitor. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { updateTrends } from '../../server/trends/index.ts'
import { complaintsOf } from '../../testing/axe.ts'
import { eventually, openClientWorld } from '../../testing/client.ts'

const { world, url, opened, signedIn } = await openClientWorld()
const ada = await world.account('ada')
const names = ['bob', 'cleo', 'dora', 'emil', 'fay']
const people = await Promise.all(names.map((name) => world.account(name)))
const [bob, cleo] = people as [(typeof people)[0], (typeof people)[0]]
/** `ada`'s own token ends when her browser gets its password. */
const adas = async () => ({ token: await world.token(ada.id, ['read', 'write']) })
const as = async (person: { token: string }, method: string, path: string, body: object = {}) => {
  const reply = await world.call(method, path, { token: person.token, ...(method !== 'GET' && { body }) })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
for (const person of people) {
  await as(person, 'PATCH', '/api/v1/accounts/update_credentials', { discoverable: true })
  const { id } = await as(person, 'POST', '/api/v1/statuses', {
    status: `Good morning with #tea, says ${person.username}`,
  })
  for (const other of people) if (other !== person) await as(other, 'POST', `/api/v1/statuses/${id}/favourite`)
}
await as(ada, 'POST', `/api/v1/accounts/${bob.id}/follow`)
await as(bob, 'POST', `/api/v1/accounts/${cleo.id}/follow`)
// Trends look away from those who have just come.
await world.app.db.pool`update accounts set created_at = now() - interval '9 days'`
await updateTrends(world.app)

test('the search, by keyboard alone: a person that is offered, words, an operator, and what was searched for', async () => {
  const page = await signedIn(ada, { bypassCSP: true })
  const field = page.getByRole('combobox', { name: 'Search' })
  await field.waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('cle')
  await page.getByRole('option', { name: /@cleo/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  assert.match(await page.getByRole('option', { selected: true }).innerText(), /cleo/)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/@cleo')
  await page.getByRole('heading', { level: 1, name: 'cleo' }).waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('morning')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/search?q=morning')
  await page.getByRole('heading', { level: 2, name: 'Posts' }).waitFor()
  assert.equal(await page.getByRole('main').getByText('says ').count(), names.length)
  assert.deepEqual(await complaintsOf(page), [])
  await field.fill('morning from:bob')
  await page.keyboard.press('Enter')
  await page.getByText('says cleo').waitFor({ state: 'detached' })
  await page.getByText('says bob').waitFor()
  await page.getByRole('link', { name: 'Hashtags' }).click()
  await page.getByRole('heading', { name: /Nothing found/ }).waitFor()
  await page.goto(`${url}/search`)
  await field.press('ArrowDown')
  await page.getByText('Recent searches', { exact: true }).waitFor()
  assert.match(await page.getByRole('option').nth(1).innerText(), /^morning$/)
  assert.deepEqual(await complaintsOf(page), [])
  await page.context().close()
})

test('trends, and somebody to follow', async () => {
  const page = await signedIn(ada, { bypassCSP: true })
  await page.goto(`${url}/explore`)
  await page.getByRole('main').getByText('says fay').waitFor()
  await page.getByRole('main').getByRole('link', { name: 'Hashtags', exact: true }).click()
  const tag = page.getByRole('main').getByRole('link', { name: '#tea' })
  await tag.waitFor()
  assert.equal(await tag.locator('svg').count(), 1)
  assert.deepEqual(await complaintsOf(page), [])
  await page.getByRole('main').getByRole('link', { name: 'People', exact: true }).click()
  await page.getByText('People you follow follow them').waitFor()
  assert.deepEqual(await complaintsOf(page), [])
  await page.getByRole('main').getByRole('button', { name: 'Follow: cleo' }).click()
  await page
    .getByRole('main')
    .getByRole('button', { name: /unfollow cleo/ })
    .waitFor()
  await eventually(async () => {
    const [relationship] = await as(await adas(), 'GET', `/api/v1/accounts/relationships?id[]=${cleo.id}`)
    assert.equal(relationship.following, true)
  })
  await page.context().close()
})

test('a visitor explores, finds people and tags, and reads what the network is', async () => {
  const context = await opened.browser.newContext({ bypassCSP: true, viewport: { width: 320, height: 800 } })
  const page = await context.newPage()
  await page.goto(`${url}/explore/directory`)
  await page.getByRole('main').getByRole('link', { name: 'dora', exact: true }).waitFor()
  assert.deepEqual(await complaintsOf(page), [])
  await page.goto(`${url}/search?q=tea`)
  await page.getByRole('heading', { name: 'Sign in to search posts' }).waitFor()
  await page.getByRole('main').getByRole('link', { name: '#tea' }).waitFor()
  await page.goto(`${url}/about`)
  await page.getByRole('heading', { name: 'Privacy' }).waitFor()
  assert.deepEqual(await complaintsOf(page), [])
  await context.close()
})
