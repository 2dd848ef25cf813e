/** The composer in a real browser: what is written there is what others see. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { complaintsOf } from '../../testing/axe.ts'
import { openClientWorld } from '../../testing/client.ts'

const { world, url, signedIn } = await openClientWorld()
const ada = await world.account('ada')
const bob = await world.account('bob')
await world.call('POST', `/api/v1/accounts/${ada.id}/follow`, { token: bob.token })
/** The frame around has its own tests. */
const PARTS = ['main', 'dialog']
const page = await signedIn(ada)
page.setDefaultTimeout(8000)

const picture = async (color: string) => ({
  name: `${color}.png`,
  mimeType: 'image/png',
  buffer: await sharp({ create: { width: 320, height: 200, channels: 3, background: color } })
    .png()
    .toBuffer(),
})
const text = (on: Page) => on.getByRole('textbox', { name: /^Text of (the )?post/ })
const postButton = (on: Page) => on.getByRole('form').getByRole('button', { name: 'Post', exact: true })

async function newest(n = 1) {
  const { json } = await world.call('GET', `/api/v1/accounts/${ada.id}/statuses?limit=${n}`, { token: bob.token })
  return json
}
async function compose(): Promise<void> {
  await page.goto(`${url}/compose`)
  await text(page).first().waitFor()
}
const sent = () => page.getByText('Your post is out').waitFor()

test('a post with a picture and its description is seen by others', async () => {
  await compose()
  await text(page).fill('Look at this')
  await page.locator('input[type=file]').setInputFiles([await picture('red'), await picture('blue')])
  await page.getByRole('button', { name: 'ALT: describe file 1' }).click()
  const dialog = page.getByRole('dialog', { name: 'Describe it' })
  await dialog.getByLabel('Description').fill('All red')
  await dialog.getByRole('button', { name: 'Focal point' }).focus()
  await page.keyboard.press('ArrowUp')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Move file 1 back' }).click()
  await postButton(page).click()
  await page
    .getByRole('dialog', { name: 'Post without a description?' })
    .getByRole('button', { name: 'Cancel' })
    .click()
  await page.getByRole('button', { name: 'ALT: describe file 1' }).click()
  await dialog.getByLabel('Description').fill('All blue')
  await page.keyboard.press('Control+Enter')
  await postButton(page).click()
  await sent()
  const [post] = await newest()
  assert.equal(post.content, '<p>Look at this</p>')
  assert.deepEqual(
    post.media_attachments.map((one: { description: string }) => one.description),
    ['All blue', 'All red'],
  )
  assert.deepEqual(post.media_attachments[1].meta.focus, { x: 0, y: 0.1 })
})

test('people, tags and emojis are completed by the keyboard', async () => {
  await compose()
  await text(page).pressSequentially('Hi @bo')
  await page.getByRole('option', { name: /bob/ }).waitFor()
  await page.keyboard.press('Enter')
  await text(page).pressSequentially(':party_pop')
  await page.getByRole('option', { name: 'party popper' }).waitFor()
  assert.deepEqual(await complaintsOf(page, PARTS), [])
  await page.keyboard.press('Tab')
  assert.equal(await text(page).inputValue(), 'Hi @bob 🎉 ')
  await text(page).pressSequentially('@bo')
  await page.getByRole('option', { name: /bob/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('listbox').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+Enter')
  await sent()
  assert.equal((await newest())[0].mentions[0].acct, 'bob')
})

test('a poll, with a warning, for followers', async () => {
  await compose()
  await text(page).fill('Tea or coffee?')
  await page.getByRole('button', { name: 'Content warning' }).click()
  await page.getByRole('textbox', { name: 'Content warning' }).fill('Drinks')
  await page.getByRole('button', { name: 'Add a poll' }).click()
  await page.getByLabel('Choice 1').fill('Tea')
  await page.getByLabel('Choice 2', { exact: true }).fill('Coffee')
  await page.keyboard.press('Enter')
  await page.getByLabel('Choice 3', { exact: true }).fill('Water')
  await page.getByLabel('Open for').selectOption('3 days')
  await page.getByLabel('Several choices allowed').check()
  await page.getByRole('button', { name: /Who can see it/ }).click()
  await page.getByRole('menuitemradio', { name: /Followers/ }).click()
  await page.getByRole('button', { name: /Who may reply/ }).click()
  await page.getByRole('menuitemradio', { name: /People you follow/ }).click()
  assert.deepEqual(await complaintsOf(page, PARTS), [])
  await postButton(page).click()
  await sent()
  const [post] = await newest()
  assert.equal(post.visibility, 'private')
  assert.equal(post.spoiler_text, 'Drinks')
  assert.equal(post.reply_approval.policy, 'following')
  assert.equal(post.poll.multiple, true)
  assert.deepEqual(
    post.poll.options.map((one: { title: string }) => one.title),
    ['Tea', 'Coffee', 'Water'],
  )
})

test('a thread of three; a server that fails in the middle keeps the rest', async () => {
  await compose()
  await text(page).fill('One')
  for (const [at, words] of [
    [1, 'Two'],
    [2, 'Three'],
  ] as const) {
    await page.getByRole('button', { name: 'Add another post' }).click()
    await text(page).nth(at).fill(words)
  }
  let count = 0
  await page.route('**/api/v1/statuses', (route) =>
    ++count === 2 ? route.fulfill({ status: 503, json: { error: 'Out for lunch' } }) : route.continue(),
  )
  await page.getByRole('button', { name: 'Post all' }).click()
  await page.getByRole('alert').getByText('Out for lunch').waitFor()
  assert.equal(await text(page).count(), 2)
  assert.equal(await text(page).first().inputValue(), 'Two')
  await page.unroute('**/api/v1/statuses')
  await page.getByRole('button', { name: 'Post all' }).click()
  await sent()
  const [three, two, one] = await newest(3)
  assert.deepEqual(
    [one, two, three].map((post) => post.content),
    ['<p>One</p>', '<p>Two</p>', '<p>Three</p>'],
  )
  assert.equal(two.in_reply_to_id, one.id)
  assert.equal(three.in_reply_to_id, two.id)
})

test('what is too long is not sent, and nothing is lost by a reload', async () => {
  await compose()
  await text(page).fill(`${'x'.repeat(470)} https://example.com/${'long/'.repeat(30)}`)
  await page.getByText('6 characters left').first().waitFor({ state: 'attached' })
  await text(page).pressSequentially(' too long')
  await page.getByText('3 characters too many').first().waitFor({ state: 'attached' })
  await postButton(page).click()
  await page.getByRole('alert').getByText('This is 3 characters too long.').waitFor()
  const written = await text(page).inputValue()
  await page.reload()
  await page.getByText('We kept what you were writing.').waitFor()
  assert.equal(await text(page).inputValue(), written)
  await page.getByRole('button', { name: 'Start over' }).click()
  await page.waitForFunction(() => document.querySelector('textarea')?.value === '')
})

test('a draft is saved on closing, found again, and published', async () => {
  await page.goto(`${url}/drafts`)
  await page.getByText('No drafts').waitFor()
  assert.deepEqual(await complaintsOf(page, PARTS), [])
  await page.keyboard.press('n')
  await text(page).fill('Half a thought')
  await page.keyboard.press('Escape')
  const question = page.getByRole('dialog', { name: 'Save as a draft?' })
  await question.waitFor()
  assert.deepEqual(await complaintsOf(page, PARTS), [])
  await question.getByRole('button', { name: 'Save draft' }).click()
  await page.getByRole('article').getByText('Half a thought').waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  await text(page).fill('Half a thought, finished')
  await page.keyboard.press('Control+Enter')
  await sent()
  await page.getByText('No drafts').waitFor()
  assert.equal((await newest())[0].content, '<p>Half a thought, finished</p>')
})

test('a post is scheduled, moved, and published after all', async () => {
  await compose()
  await text(page).fill('Good morning')
  await page.getByRole('button', { name: 'Publish later' }).click()
  const dialog = page.getByRole('dialog', { name: 'Publish later' })
  await dialog.getByLabel('Date and time').fill('2020-01-01T10:00')
  await dialog.getByRole('button', { name: 'Set time' }).click()
  await dialog.getByText('at least five minutes').waitFor()
  await dialog.getByLabel('Date and time').fill(`${new Date().getFullYear() + 1}-05-01T10:00`)
  await dialog.getByRole('button', { name: 'Set time' }).click()
  await page.getByRole('button', { name: 'Schedule', exact: true }).click()
  await page.getByRole('button', { name: 'View' }).click()
  const row = page.getByRole('article').filter({ hasText: 'Good morning' })
  await row.getByRole('button', { name: 'Change time' }).click()
  await dialog.getByLabel('Date and time').fill(`${new Date().getFullYear() + 1}-06-02T10:00`)
  await dialog.getByRole('button', { name: 'Set time' }).click()
  await row.getByText(/2 June|June 2/).waitFor()
  assert.deepEqual(await complaintsOf(page, PARTS), [])
  await row.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Publish now' }).click()
  await sent()
  await page.getByText('Nothing is scheduled').waitFor()
  assert.equal((await newest())[0].content, '<p>Good morning</p>')
})

test('a pasted picture is uploaded', async () => {
  await compose()
  const { buffer } = await picture('green')
  await text(page).evaluate(
    (area, bytes) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(bytes)], 'pasted.png', { type: 'image/png' }))
      area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    },
    [...buffer],
  )
  await page.getByRole('button', { name: 'ALT: describe file 1' }).waitFor()
  assert.deepEqual(await complaintsOf(page, PARTS), [])
  await page.getByRole('button', { name: 'Remove file 1' }).click()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('x') })
  await page.getByRole('alert').getByText('“a.txt” is of a kind').waitFor()
})

test('a reply names everybody and is seen by no more people than what it answers; then it is edited', async () => {
  await world.call('POST', `/api/v1/accounts/${bob.id}/follow`, { token: ada.token })
  await world.account('cleo')
  const { json: parent } = await world.call('POST', '/api/v1/statuses', {
    token: bob.token,
    body: { status: 'Hi @ada and @cleo', spoiler_text: 'gossip', visibility: 'unlisted', language: 'nl' },
  })
  await page.goto(`${url}/@bob/${parent.id}`)
  await page
    .getByRole('article')
    .getByRole('button', { name: /^Reply/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog', { name: 'Reply' })
  await text(page).waitFor()
  assert.equal(await text(page).inputValue(), '@bob @cleo ')
  assert.equal(await dialog.getByRole('textbox', { name: 'Content warning' }).inputValue(), 'gossip')
  assert.deepEqual(await complaintsOf(page, ['dialog']), [])
  await text(page).pressSequentially('really?')
  await dialog.getByRole('button', { name: 'Reply', exact: true }).click()
  await sent()
  const [reply] = await newest()
  assert.equal(reply.in_reply_to_id, parent.id)
  assert.equal(reply.visibility, 'unlisted')
  assert.equal(reply.language, 'nl')
  assert.equal(reply.mentions.length, 2)

  await page.goto(`${url}/@ada/${reply.id}`)
  await page.getByRole('article').last().getByRole('button', { name: /^More/ }).first().click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await text(page).waitFor()
  await text(page).fill('@bob @cleo really!')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Your changes are saved').waitFor()
  const [edited] = await newest()
  assert.match(edited.content, /really!/)
  assert.equal(edited.spoiler_text, 'gossip')
  assert.notEqual(edited.edited_at, null)
})
