/** What looks automated: proposed, limited, told, and let go again; and the rules of it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { read } from '../../server/moderation/automation/testing.ts'
import { complaintsOf } from '../../testing/axe.ts'
import { openClientWorld } from '../../testing/client.ts'

const { world, url, signedIn } = await openClientWorld()
const olga = await world.account('olga', { role: 'owner' })
const bea = await world.account('bea')

async function assertAccessible(page: Page): Promise<void> {
  const within = (await page.locator('dialog[open]').count()) > 0 ? 'dialog[open]' : '#main'
  assert.deepEqual(await complaintsOf(page, [within]), [], page.url())
}
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('a proposal, a limit that leaves the way to why, and its end', async () => {
  await read(world, { accountId: Number(bea.id), requests: 900, gapMeanMs: 1_000, gapDeviationMs: 12, agent: 'curl' })
  await read(world, { visitor: '0011223344556677', requests: 200, notFound: 180 })
  const page = await signedIn(olga)
  const beas = await signedIn(bea)
  // Signing in with a new password ended the tokens before.
  const token = await world.token(bea.id, ['read'])
  const home = async () => (await world.call('GET', '/api/v1/timelines/home', { token })).status
  await page.goto(`${url}/admin`)
  await page.getByRole('link', { name: /Looks automated\s*2/ }).click()
  const row = page.getByRole('listitem').filter({ hasText: '@bea' })
  await row.getByText('900 requests in an hour, 1 second apart').waitFor()
  await page.getByRole('link', { name: /^Automation\s*2$/ }).waitFor()
  await assertAccessible(page)
  await row.getByRole('button', { name: 'Limit' }).click()
  await page.getByLabel('For how long').selectOption('6')
  await assertAccessible(page)
  await page.locator('dialog[open]').getByRole('button', { name: 'Limit', exact: true }).click()
  await row.waitFor({ state: 'detached' })

  // The program uses up its share; the browser of its owner has one of its own, and says why.
  for (let at = 0; at < 151; at++) await home()
  assert.equal(await home(), 429)
  await beas.goto(`${url}/notifications`)
  await beas.getByText('Your account has made requests the way a program does.').waitFor()

  await button(page, 'Limited').click()
  await row.getByText(/^until /).waitFor()
  await assertAccessible(page)
  await row.getByRole('button', { name: 'Lift limit' }).click()
  await page.getByRole('heading', { name: 'Nobody is limited' }).waitFor()
  assert.equal(await home(), 200)

  await page.goto(`${url}/admin/automation`)
  await page.getByRole('listitem').filter({ hasText: '180 of 200 requests' }).getByText('known as 00112233').waitFor()
  await button(page, 'Dismiss').click()
  await page.getByRole('heading', { name: 'Nothing looks automated' }).waitFor()
  await page.getByRole('link', { name: 'Audit log' }).click()
  await page.getByText('Automation: limited for automation').waitFor()
})

test('a rule', async () => {
  const page = await signedIn(olga)
  await page.goto(`${url}/admin/automation/rules`)
  await button(page, 'Edit: Guesses passwords').click()
  await page.getByLabel('What to do').selectOption('limit')
  await page.getByLabel('For how long').selectOption('6')
  await assertAccessible(page)
  await button(page, 'Save').click()
  await page.getByText('Limit at once, for 6 hours').waitFor()
  await assertAccessible(page)
  const token = await world.token(olga.id, ['admin:read'])
  const { json } = await world.call('GET', '/api/tweeter/v1/admin/automation/rules', { token })
  assert.deepEqual(json.guessing, { mode: 'limit', hours: 6, multiplier: 1 })
  assert.deepEqual(world.complaints, [])
})
