/** People in the web client: following, blocking, lists, requests, and one's own profile, in a real browser. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { openClientWorld } from '../../testing/client.ts'

const { world, url, signedIn } = await openClientWorld()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function complaintsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(where: { include: string[][] }): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run({ include: [['main'], ['dialog']] })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  })
}

const post = async (token: string, status: string) =>
  (await world.call('POST', '/api/v1/statuses', { token, body: { status } })).json

test('following holds at once, and is taken back when the server refuses', async () => {
  const ada = await world.account('ada')
  const bob = await world.account('bob')
  const page = await signedIn(ada)
  await page.goto(`${url}/@bob`)
  await page.getByRole('button', { name: 'Follow: bob' }).click()
  await page.getByRole('button', { name: 'Following: unfollow bob' }).waitFor()
  await page.getByRole('link', { name: '1 follower' }).waitFor()
  await assertRelation(ada, bob.id, { following: true })

  await page.route('**/unfollow', (route) => route.fulfill({ status: 503, json: { error: 'Not now' } }))
  await page.getByRole('button', { name: 'Following: unfollow bob' }).click()
  await page.getByText('Not now').waitFor()
  await page.getByRole('button', { name: 'Following: unfollow bob' }).waitFor()
  await page.unroute('**/unfollow')
  await page.getByRole('button', { name: 'Following: unfollow bob' }).click()
  await page.getByRole('button', { name: 'Follow: bob' }).waitFor()
  await page.getByRole('link', { name: '0 followers' }).waitFor()
  await assertRelation(ada, bob.id, { following: false })
})

/** Signing in with a new password ended the tokens of before. */
const freshToken = (person: { readonly id: string }) => world.token(person.id, ['read', 'write', 'follow'])

async function assertRelation(me: { id: string }, id: string, wanted: Record<string, boolean>): Promise<void> {
  const token = await freshToken(me)
  const { json } = await world.call('GET', `/api/v1/accounts/relationships?id[]=${id}`, { token })
  for (const [name, value] of Object.entries(wanted)) assert.equal(json[0][name], value, name)
}

test('whoever is blocked is gone from the lists at once, and comes back', async () => {
  const cleo = await world.account('cleo')
  const dan = await world.account('dan')
  await post(dan.token, 'A word by Dan')
  await post(cleo.token, 'A word by Cleo')
  const page = await signedIn(cleo)
  await page.goto(`${url}/public/local`)
  await page.getByText('A word by Dan').waitFor()
  await page.getByRole('link', { name: 'dan' }).first().click()
  await page.waitForURL(`${url}/@dan`)
  await page.getByRole('button', { name: 'More about dan' }).click()
  await page.getByRole('menuitem', { name: 'Block @dan' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click()
  await page.getByText('You have blocked dan').waitFor()
  assert.equal(await page.getByText('A word by Dan').count(), 0)
  await page.goBack()
  await page.getByText('You have blocked dan').waitFor({ state: 'detached' })
  await page.waitForURL(`${url}/public/local`)
  await page.getByText('A word by Cleo').waitFor()
  assert.equal(await page.getByText('A word by Dan').count(), 0)
  await assertRelation(cleo, dan.id, { blocking: true })
  await page.goForward()
  await page.getByRole('main').getByRole('button', { name: 'Unblock' }).last().click()
  await page.getByText('A word by Dan').waitFor()
  await assertRelation(cleo, dan.id, { blocking: false })
})

test('tabs change what is below the header, and somebody is put into a list', async () => {
  const eve = await world.account('eve')
  const finn = await world.account('finn')
  const gus = await world.account('gus')
  const about = await post(gus.token, 'Something else')
  await post(finn.token, 'First words')
  await world.call('POST', '/api/v1/statuses', {
    token: finn.token,
    body: { status: 'An answer', in_reply_to_id: about.id },
  })
  await world.call('POST', `/api/v1/accounts/${finn.id}/follow`, { token: eve.token })
  const list = (await world.call('POST', '/api/v1/lists', { token: eve.token, body: { title: 'Friends' } })).json
  const page = await signedIn(eve)
  await page.goto(`${url}/@finn`)
  await page.getByText('First words').waitFor()
  assert.equal(await page.getByText('An answer').count(), 0)
  await page.evaluate(() => document.querySelector('h2')!.setAttribute('data-kept', ''))
  await page.getByRole('link', { name: 'Replies', exact: true }).click()
  await page.getByText('An answer').waitFor()
  assert.equal(await page.locator('h2[data-kept]').count(), 1, 'the header is the same element')
  await page.getByRole('link', { name: 'Media', exact: true }).click()
  await page.getByText('shared no pictures').waitFor()
  await page.getByRole('link', { name: 'Posts', exact: true }).click()
  await page.getByText('First words').waitFor()
  assert.deepEqual(await complaintsOf(page), [])

  await page.getByRole('button', { name: 'More about finn' }).click()
  await page.getByRole('menuitem', { name: 'Lists' }).click()
  await page.getByLabel('Friends').check()
  await page.getByLabel('New list').fill('Birds')
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click()
  await page.getByLabel('Birds').waitFor()
  assert.deepEqual(await complaintsOf(page), [])
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  const within = await world.call('GET', `/api/v1/accounts/${finn.id}/lists`, { token: await freshToken(eve) })
  const titles = within.json.map((one: { title: string }) => one.title)
  assert.deepEqual(titles.sort(), ['Birds', 'Friends'])
  assert.ok(list.id)
})

test('a request to follow is accepted', async () => {
  const hans = await world.account('hans')
  const ida = await world.account('ida')
  await world.call('PATCH', '/api/v1/accounts/update_credentials', { token: hans.token, body: { locked: true } })
  await world.call('POST', `/api/v1/accounts/${hans.id}/follow`, { token: ida.token })
  const page = await signedIn(hans)
  await page.goto(`${url}/@hans`)
  await page.getByRole('link', { name: '1 person would like to follow you' }).click()
  await page.getByRole('button', { name: 'Accept: ida' }).waitFor()
  assert.deepEqual(await complaintsOf(page), [])
  await page.getByRole('button', { name: 'Accept: ida' }).click()
  await page.getByText('ida follows you now').waitFor()
  await page.getByText('Nobody is waiting').waitFor()
  await assertRelation(ida, hans.id, { following: true })
})

test('one changes the own profile: picture, words, fields; what is wrong is said at its field', async () => {
  const jo = await world.account('jo')
  const page = await signedIn(jo)
  await page.goto(`${url}/settings/profile`)
  await page.getByLabel('Display name').fill('Jo March '.repeat(10))
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('That is too long.').waitFor()
  await page.getByLabel('Display name').fill('Jo March')
  await page.getByLabel('About you').fill('Writes.')
  await page
    .locator('input[data-picture=avatar]')
    .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: PIXEL })
  await page.getByRole('button', { name: 'Add a field' }).click()
  await page.getByLabel('Label 1').fill('City')
  await page.getByLabel('Content 1').fill('Concord')
  assert.deepEqual(await complaintsOf(page), [])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').waitFor()
  const { json } = await world.call('GET', '/api/v1/accounts/verify_credentials', { token: await freshToken(jo) })
  assert.equal(json.display_name, 'Jo March')
  assert.equal(json.source.note, 'Writes.')
  assert.ok(!json.avatar.includes('/default/'), json.avatar)
  assert.equal(json.fields[0].value, 'Concord')
  await page.getByRole('link', { name: 'See profile' }).click()
  await page.getByRole('heading', { level: 2, name: 'Jo March' }).waitFor()
  await page.getByText('Concord').waitFor()
})

test('who is new is shown around once', async () => {
  await world.account('kim')
  const lea = await world.account('lea')
  const page = await signedIn(lea)
  // The helper that signs in tells the browser that it is not new; here it is.
  await page.addInitScript(() => {
    if (!sessionStorage.getItem('again')) localStorage.removeItem('welcomed')
    sessionStorage.setItem('again', '1')
  })
  await page.goto(url)
  await page.waitForURL(`${url}/welcome`)
  await page.getByLabel('Display name').fill('Lea')
  assert.deepEqual(await complaintsOf(page), [])
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('heading', { name: 'Whom would you like to read?' }).waitFor()
  assert.deepEqual(await complaintsOf(page), [])
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Go to home' }).click()
  await page.waitForURL(`${url}/`)
  const { json } = await world.call('GET', '/api/v1/accounts/verify_credentials', { token: await freshToken(lea) })
  assert.equal(json.display_name, 'Lea')
})
