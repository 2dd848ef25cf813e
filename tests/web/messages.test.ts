/** Direct messages in two real browsers: both ways live, unread until they are seen. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { form, makePicture } from '../../server/media/testing.ts'
import { complaintsOf } from '../../testing/axe.ts'
import { openClientWorld } from '../../testing/client.ts'
import type { Person } from '../../testing/world.ts'

const { world, url, signedIn } = await openClientWorld()
const [ada, bob] = [await world.account('ada'), await world.account('bob')]
for (const [one, other] of [
  [ada, bob],
  [bob, ada],
] as const) {
  await world.call('POST', `/api/v1/accounts/${other.id}/follow`, { token: one.token })
}
const hers = await signedIn(ada)
const his = await signedIn(bob)

const call = async (who: Person, method: string, path: string, body?: object) => {
  const reply = await world.call(method, path, { token: who.token, ...(body && { body }) })
  assert.ok(reply.status < 300, `${method} ${path}: ${reply.text}`)
  return reply.json
}
const mail = (page: Page) =>
  page
    .getByRole('navigation', { name: 'Main' })
    .first()
    .getByRole('link', { name: /Messages/ })
const log = (page: Page) => page.getByRole('log', { name: 'Messages' })
const box = (page: Page) => page.getByRole('textbox', { name: 'Write a message' })
const say = async (page: Page, text: string) => {
  await box(page).fill(text)
  await box(page).press('Enter')
}

test('a new message is chosen for somebody, written, and is a dot at the other until it is opened', async () => {
  await his.goto(`${url}/messages`)
  await his.getByText('No messages yet').waitFor()
  await hers.goto(`${url}/messages/new`)
  await hers.getByRole('combobox', { name: 'To' }).fill('bo')
  await hers.getByRole('option', { name: /@bob/ }).waitFor()
  await hers.keyboard.press('Enter')
  await hers.getByRole('button', { name: 'Remove bob' }).waitFor()
  assert.deepEqual(await complaintsOf(hers), [])
  await say(hers, 'Are you coming on Saturday?')
  await hers.waitForURL(/\/messages\/\d+$/)
  await log(hers).getByText('Are you coming on Saturday?', { exact: true }).waitFor()

  const [conversation] = await call(bob, 'GET', '/api/v1/conversations')
  assert.equal(conversation.last_status.visibility, 'direct')
  await mail(his).getByText('1', { exact: true }).waitFor()
  const row = his.getByRole('article').filter({ hasText: 'Are you coming on Saturday?' })
  await row.getByText('Unread').waitFor()
  assert.deepEqual(await complaintsOf(his), [])
  await row.getByRole('link').click()
  await log(his).getByText('Are you coming on Saturday?', { exact: true }).waitFor()
  await mail(his).getByText('1', { exact: true }).waitFor({ state: 'detached' })
  assert.equal((await call(bob, 'GET', '/api/v1/conversations'))[0].unread, false)
})

test('both write, and both see it live, without the names that the text begins with', async () => {
  await say(his, 'Yes, I am')
  await log(hers).getByText('Yes, I am', { exact: true }).waitFor()
  await say(hers, 'First')
  await say(hers, 'Second')
  await log(his).getByText('Second', { exact: true }).waitFor()
  await log(hers).getByText('Sending…').first().waitFor({ state: 'detached' })
  const list = await call(ada, 'GET', '/api/v1/conversations')
  assert.equal(list.length, 1, 'it is one conversation')
  const said = await call(ada, 'GET', `/api/tweeter/v1/conversations/${list[0].id}/statuses`)
  assert.deepEqual(
    said.map((one: { content: string }) => one.content.replace(/<[^>]+>/g, '')),
    ['@bob Second', '@bob First', '@ada Yes, I am', '@bob Are you coming on Saturday?'],
  )
  assert.equal(said[0].in_reply_to_id, said[1].id)
  assert.equal(await log(his).getByText('@bob').count(), 0)
  for (const colorScheme of ['light', 'dark'] as const) {
    await hers.emulateMedia({ colorScheme })
    assert.deepEqual(await complaintsOf(hers), [])
  }
})

test('a picture goes along, with words for it; a message of one’s own can be deleted for all', async () => {
  const file = form(await makePicture()).get('file') as File
  const buffer = Buffer.from(await file.arrayBuffer())
  await hers.locator('input[type=file]').setInputFiles({ name: 'field.png', mimeType: 'image/png', buffer })
  await hers.getByRole('button', { name: 'ALT: describe file 1' }).click()
  await hers.getByRole('dialog').getByLabel('Description').fill('All blue')
  await hers.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await say(hers, 'Look')
  await log(his).getByAltText('All blue').waitFor()
  const message = log(hers).getByText('Look', { exact: true })
  await log(hers).getByText('Sending…').waitFor({ state: 'detached' })
  await message.hover()
  await log(hers).getByRole('button', { name: 'More about this message' }).last().click()
  await hers.getByRole('menuitem', { name: 'Delete message…' }).click()
  await hers.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await message.waitFor({ state: 'detached' })
  await log(his).getByText('Look', { exact: true }).waitFor({ state: 'detached' })
})

test('older messages come above, and what is seen stays where it is', async () => {
  const [{ id, last_status: newest }] = await call(ada, 'GET', '/api/v1/conversations')
  let last = newest.id
  for (let n = 0; n < 60; n++) {
    const body = { status: `@bob number ${n}`, visibility: 'direct', in_reply_to_id: last }
    last = (await call(ada, 'POST', '/api/v1/statuses', body)).id
  }
  await his.goto(`${url}/messages/${id}`)
  await log(his).getByText('number 59', { exact: true }).waitFor()
  await his.waitForFunction(() => scrollY > 0 && document.documentElement.scrollHeight - innerHeight - scrollY < 3)
  const seen = log(his).getByText('number 30', { exact: true })
  const older = his.waitForResponse((reply) => reply.url().includes('max_id'))
  await seen.scrollIntoViewIfNeeded()
  const place = async () => (await seen.boundingBox())!.y
  await his.mouse.move(640, 400)
  await his.mouse.wheel(0, -300)
  await older
  await log(his).getByText('This is the beginning of your conversation').waitFor()
  const before = await place()
  assert.ok(before > -900 && before < 900, `it is at ${before}`)
})

test('a conversation is deleted from one’s own list', async () => {
  await his.getByRole('button', { name: /More about the conversation with ada/ }).click()
  await his.getByRole('menuitem', { name: 'Delete conversation…' }).click()
  await his.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await his.getByText('No messages yet').waitFor()
  assert.deepEqual(await call(bob, 'GET', '/api/v1/conversations'), [])
  assert.equal((await call(ada, 'GET', '/api/v1/conversations')).length, 1)
})
