/** From a report to a decision and back, in three browsers; and the pages on which the operators look after things. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { emit, signal } from '../../server/signals/index.ts'
import { transact } from '../../server/storage/index.ts'
import { complaintsOf } from '../../testing/axe.ts'
import { openClientWorld } from '../../testing/client.ts'

const { world, url, signedIn } = await openClientWorld()
const { app } = world

/** Of the dialog that is open, else of the page's own part of the document. */
async function assertAccessible(page: Page): Promise<void> {
  const within = (await page.locator('dialog[open]').count()) > 0 ? 'dialog[open]' : '#main'
  assert.deepEqual(await complaintsOf(page, [within]), [], page.url())
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

const mona = await world.account('mona', { role: 'moderator' })
const bob = await world.account('bob')
const eve = await world.account('eve')
const said = await world.call('POST', '/api/v1/statuses', { token: eve.token, body: { status: 'Buy cheap watches' } })

test('a report, its decision, and the way back', async () => {
  const evesPage = await signedIn(eve)
  const bobsPage = await signedIn(bob)
  await bobsPage.goto(`${url}/admin/reports`)
  await heading(bobsPage, 'This page is for moderators').waitFor()
  await assertAccessible(bobsPage)
  await report(bobsPage)

  const page = await signedIn(mona)
  await page.goto(`${url}/admin`)
  await page.getByRole('link', { name: /Open reports\s*1/ }).click()
  await page
    .getByRole('list', { name: 'Reports' })
    .getByRole('link', { name: /Look at this/ })
    .click()
  await page.getByText('Buy cheap watches').waitFor()
  await assertAccessible(page)
  await button(page, 'Assign to me').click()
  await button(page, 'Unassign').waitFor()
  await page.getByRole('button', { name: 'Delete 1 post' }).click()
  await page.getByLabel('Words to @eve').fill('No advertising, please.')
  await assertAccessible(page)
  await page.locator('dialog[open]').getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByText('1 post deleted').waitFor()
  assert.equal((await world.call('GET', `/api/v1/statuses/${said.json.id}`)).status, 404)
  // The decision about the post answered the report that it named.
  await button(page, 'Reopen').click()
  await button(page, 'Take action').click()
  await page.getByRole('radio', { name: 'Suspend' }).check()
  await page.getByRole('button', { name: 'Suspend', exact: true }).click()
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
  await page.getByText('Suspended', { exact: true }).waitFor()
  assert.equal((await world.call('GET', '/api/v1/accounts/verify_credentials', { token: eve.token })).status, 401)
  await evesPage.reload()
  await evesPage.goto(`${url}/notifications`)
  await evesPage.waitForURL(/sign_in/)

  await page.getByRole('main').getByRole('link', { name: /eve/ }).first().click()
  await button(page, 'Lift suspension').click()
  await page.getByText('Active', { exact: true }).waitFor()
  assert.equal((await world.call('GET', `/api/v1/accounts/${eve.id}`)).json.suspended, undefined)
  await assertAccessible(page)
  // What a moderator's role does not include is not offered, and not shown.
  assert.equal(await page.getByRole('link', { name: 'Jobs' }).count(), 0)
  await page.goto(`${url}/admin/jobs`)
  await heading(page, 'This page is for moderators').waitFor()
})

/** Bob reports the post from its own menu. */
async function report(page: Page): Promise<void> {
  await page.goto(`${url}/@eve/${said.json.id}`)
  await page.getByRole('article').getByRole('button', { name: 'More' }).first().click()
  await page.getByRole('menuitem', { name: /Report/ }).click()
  await page.getByRole('radio', { name: 'It is spam' }).check()
  await assertAccessible(page)
  await button(page, 'Next').click()
  assert.ok(await page.getByRole('checkbox', { name: /Buy cheap watches/ }).isChecked())
  await button(page, 'Next').click()
  await page.getByLabel('Your comment').fill('Look at this')
  await button(page, 'Send report').click()
  await page.getByRole('heading', { name: /Thank you/ }).waitFor()
  await button(page, 'Mute').click()
  await page.getByRole('button', { name: 'Muted' }).waitFor()
  await assertAccessible(page)
  await button(page, 'Done').click()
}

test('rules, and the server: its health, a job that was given up, and a mail that waits', async () => {
  const happened = signal<{ n: number }>('test.happened', 'Something happened.')
  let isMended = false
  const work = () => (isMended ? Promise.resolve() : Promise.reject(new Error('The other side is away')))
  app.bus.later(happened, 'test.never-works', work, { attempts: 1 })
  await transact(app.db, (tx) => emit(tx, happened, { n: 1 }))
  await world.jobs()
  const olga = await world.account('olga', { role: 'owner' })
  const page = await signedIn(olga)

  await page.goto(`${url}/admin/rules`)
  await button(page, 'Add a rule').click()
  await page.getByLabel('Rule', { exact: true }).fill('Be kind')
  await page.getByLabel('Rule in Deutsch').fill('Sei nett')
  await button(page, 'Add').click()
  await page.getByRole('listitem').filter({ hasText: 'Be kind' }).waitFor()
  await assertAccessible(page)
  const [rule] = (await world.call('GET', '/api/v1/instance/rules')).json
  assert.deepEqual([rule.text, rule.translations.de.text], ['Be kind', 'Sei nett'])

  await page.getByRole('link', { name: 'Health' }).click()
  await page.getByText('1 job was given up. Look under Jobs.').waitFor()
  await page.getByText('Show as a table').click()
  await page.getByRole('columnheader', { name: 'Requests' }).waitFor()
  await assertAccessible(page)

  await page.getByRole('link', { name: 'Jobs' }).click()
  await page.getByText('The other side is away').waitFor()
  await assertAccessible(page)
  isMended = true
  const row = page.getByRole('listitem').filter({ hasText: 'test.never-works' })
  await row.getByRole('button', { name: 'Retry' }).click()
  await page.getByText('It is tried again').waitFor()
  await world.jobs()
  await button(page, 'Given up').click()
  await page.getByRole('heading', { name: 'No work is waiting' }).waitFor()

  await app.db.pool`update tweeter.mails set state = 'unknown' where state = 'sent'`
  await page.getByRole('link', { name: 'E-mail', exact: true }).click()
  await page.getByRole('listitem').filter({ hasText: 'eve@people.example' }).first().waitFor()
  await page.getByRole('link', { name: 'Read the mails on file' }).waitFor()
  await assertAccessible(page)
})
