/** Posts in a real browser: what one can do with them, threads, polls, warnings, edits, keys, and nothing that axe finds. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import test from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { openClientWorld } from '../../testing/client.ts'
import type { Person } from '../../testing/world.ts'

const { world, url, signedIn } = await openClientWorld()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const ada = await world.account('ada')
const account = await world.account('ben')
const page = await signedIn(account, { serviceWorkers: 'block' })
page.setDefaultTimeout(10_000)
/** Signing in by a new password has ended the token that he had. */
const ben = { ...account, token: await world.token(account.id, ['read', 'write', 'follow']) }

async function call(who: Person, method: string, path: string, body?: object) {
  const reply = await world.call(method, path, { token: who.token, ...(body && { body }) })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const post = (who: Person, status: string, more: object = {}) =>
  call(who, 'POST', '/api/v1/statuses', { status, ...more })

/** What axe has to say about the page's own part as it is: rule and element. */
async function complaints(): Promise<string[]> {
  await page.evaluate(axe)
  return await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(part: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run('main')
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  })
}

const open = async (who: Person, { id }: { id: string }, where: Page = page): Promise<void> => {
  await where.goto(`${url}/@${who.username}/${id}`)
  await main(where).waitFor()
}
const main = (where: Page = page): Locator => where.locator('[data-main] article').first()
const card = (text: string): Locator => page.locator('article[tabindex]').filter({ hasText: text }).first()
const button = (where: Locator, name: RegExp) => where.getByRole('button', { name })
const pressed = (where: Locator, name: RegExp) => button(where, name).and(page.locator('[aria-pressed=true]')).waitFor()
const released = (where: Locator, name: RegExp) =>
  button(where, name).and(page.locator('[aria-pressed=false]')).waitFor()

test('favourite, bookmark and boost, and all is as before when the server refuses', async () => {
  const one = await post(ada, 'A post to react to')
  await open(ada, one)
  await button(main(), /^Favourite/).click()
  await pressed(main(), /^Favourite, 1 favourite/)
  await button(main(), /^Bookmark/).click()
  await pressed(main(), /^Bookmark/)
  await button(main(), /^Boost/).click()
  await page.getByRole('menuitem', { name: 'Boost' }).click()
  await pressed(main(), /^Boost, 1 boost/)
  await page.waitForLoadState('networkidle')
  const now = await call(ben, 'GET', `/api/v1/statuses/${one.id}`)
  assert.deepEqual([now.favourited, now.bookmarked, now.reblogged], [true, true, true])
  assert.deepEqual(await complaints(), [])

  await page.route('**/unfavourite', (route) => route.abort())
  await button(main(), /^Favourite/).click()
  await page.getByText('The server could not be reached').waitFor()
  await pressed(main(), /^Favourite, 1 favourite/)
  await page.unroute('**/unfavourite')
  await button(main(), /^Favourite/).click()
  await released(main(), /^Favourite, 0 favourites/)

  await main()
    .getByRole('link', { name: /1 boost/ })
    .click()
  await page.getByRole('heading', { name: 'Reactions' }).waitFor()
  await page.getByRole('feed').getByText('@ben').first().waitFor()
})

test('a vote in a poll is seen at once, and cannot be given twice', async () => {
  const asked = await post(ada, 'Tea or coffee?', {
    poll: { options: ['Tea', 'Coffee'], expires_in: 3600, multiple: false },
  })
  await open(ada, asked)
  await main().getByRole('radio', { name: 'Tea' }).focus()
  await page.keyboard.press('ArrowDown')
  assert.deepEqual(await complaints(), [])
  await button(main(), /^Vote$/).click()
  await main().getByRole('listitem').filter({ hasText: 'Coffee' }).getByText('100%').waitFor()
  await main().getByText('1 person voted').waitFor()
  assert.equal(await main().getByRole('radio').count(), 0)
  await page.waitForLoadState('networkidle')
  const { poll } = await call(ben, 'GET', `/api/v1/statuses/${asked.id}`)
  assert.deepEqual(poll.own_votes, [1])
})

test('a thread: what it answers stands above without a jump, answers below, and new ones come by themselves', async () => {
  const first = await post(ada, 'How it began')
  const second = await post(ben, 'And how it went on', { in_reply_to_id: first.id })
  const third = await post(ada, 'An answer', { in_reply_to_id: second.id })
  await post(ben, 'An answer to the answer', { in_reply_to_id: third.id })
  await call(ben, 'POST', `/api/v1/accounts/${ada.id}/follow`)
  await open(ben, second)
  await card('An answer to the answer').waitFor()
  await page.waitForFunction(() => scrollY > 0)
  const box = await main().boundingBox()
  assert.ok(box && box.y >= 0 && box.y < 80, `the post stands at ${box?.y}`)
  assert.equal(await page.getByRole('article').count(), 4)

  const live = page.waitForResponse((response) => response.url().endsWith('/context'))
  await post(ada, 'One more, later', { in_reply_to_id: second.id })
  await live
  await card('One more, later').waitFor()

  await card('An answer to the answer').getByText('An answer to the answer').click()
  await page.waitForURL(/\/@ben\/\d+$/)
  await main().getByText('An answer to the answer').waitFor()
  await page.goBack()
  await main().getByText('And how it went on').waitFor()
})

test('warnings, filters and long texts are covers that open', async () => {
  const warned = await post(ada, 'The murderer was the gardener', { spoiler_text: 'The end of a film' })
  await post(ada, `The beginning.\n${'a line\n'.repeat(25)}The end.`, { in_reply_to_id: warned.id })
  await post(ada, 'All about football', { in_reply_to_id: warned.id })
  await call(ben, 'POST', '/api/v2/filters', {
    title: 'Sports',
    context: ['thread'],
    filter_action: 'warn',
    keywords_attributes: [{ keyword: 'football', whole_word: true }],
  })
  await open(ada, warned)
  await main().getByText('The end of a film').waitFor()
  assert.equal(await page.getByText('The murderer').count(), 0)
  await button(main(), /^Show post$/).click()
  await main().getByText('The murderer').waitFor()
  await page.getByText('Hidden by your filter “Sports”').waitFor()
  assert.equal(await page.getByText('All about football').count(), 0)
  assert.deepEqual(await complaints(), [])
  await page.getByRole('button', { name: 'Show anyway' }).click()
  await page.getByText('All about football').waitFor()
  await button(card('The beginning'), /^Show more$/).click()
  await button(card('The beginning'), /^Show less$/).waitFor()
})

test('what an edited post said before', async () => {
  const one = await post(ada, 'The cat is red')
  await call(ada, 'PUT', `/api/v1/statuses/${one.id}`, { status: 'The cat is blue' })
  await open(ada, one)
  await button(main(), /^More about this post$/).click()
  await page.getByRole('menuitem', { name: 'Edit history' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('ins', { hasText: 'blue' }).waitFor()
  await dialog.locator('del', { hasText: 'red' }).waitFor()
  await dialog.getByText('First version').waitFor()
  assert.deepEqual(await complaints(), [])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
})

test('a post of one’s own is deleted, and the focus goes on', async () => {
  const one = await post(ada, 'Below this one')
  await post(ben, 'To be deleted', { in_reply_to_id: one.id })
  await post(ben, 'To stay', { in_reply_to_id: one.id })
  await open(ada, one)
  await button(card('To be deleted'), /^More about this post$/).click()
  await page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await card('To be deleted').waitFor({ state: 'detached' })
  await page.waitForFunction(() => document.activeElement?.textContent?.includes('To stay'))
})

test('keys: from post to post, and what one does with them', async () => {
  const one = await post(ada, 'The keys are under the mat')
  const reply = await post(ada, 'With a secret', { in_reply_to_id: one.id, spoiler_text: 'Careful' })
  await open(ada, one)
  await card('Careful').waitFor()
  await page.keyboard.press('f')
  await pressed(main(), /^Favourite/)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.waitForFunction(() => document.activeElement?.textContent?.includes('Careful'))
  await page.keyboard.press('x')
  await page.getByText('With a secret').waitFor()
  await page.keyboard.press('d')
  await pressed(card('Careful'), /^Bookmark/)
  await page.keyboard.press('b')
  await pressed(card('Careful'), /^Boost/)
  await page.keyboard.press('o')
  await page.waitForURL(`${url}/@ada/${reply.id}`)
  // The second of two keys is not about the post.
  await main().getByText('Careful').waitFor()
  await page.keyboard.press('j')
  await page.waitForFunction(() => document.activeElement?.localName === 'article')
  await page.keyboard.press('g')
  await page.keyboard.press('f')
  await page.waitForURL(`${url}/favourites`)
  const { json } = await world.call('GET', `/api/v1/statuses/${reply.id}`, { token: ada.token })
  assert.equal(json.favourited, false)
})

test('texts of posts are words and links, whatever is written in them', async () => {
  const one = await post(ada, '<img src=x onerror=alert(1)> @ben see https://example.com/a?b=1 and #Trains')
  await open(ada, one)
  await main().getByText('<img src=x onerror=alert(1)>').waitFor()
  const link = main().getByRole('link', { name: /example\.com/ })
  assert.deepEqual(await Promise.all(['href', 'target', 'rel'].map((name) => link.getAttribute(name))), [
    'https://example.com/a?b=1',
    '_blank',
    'nofollow noopener noreferrer',
  ])
  assert.equal(await main().getByRole('link', { name: '#Trains' }).getAttribute('href'), '/tags/Trains')
  assert.equal(await main().getByRole('link', { name: '@ben', exact: true }).getAttribute('href'), '/@ben')
})
