/** The settings in a real browser: the second factor by keyboard alone, and nothing that axe finds on any page. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import test, { after } from 'node:test'
import { generateSync } from 'otplib'
import type { Page } from 'playwright-core'
import { addPerson, PASSWORD } from '../server/oauth/testing.ts'
import { openBrowser } from '../testing/browser.ts'
import { openWorld } from '../testing/world.ts'

/** A port that was free a moment ago: the network must know its own address before it listens. */
const port = await new Promise<number>((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const address = probe.address()
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
  })
})
const url = `http://127.0.0.1:${port}`
const world = await openWorld({ TWEETER_URL: url, TWEETER_PORT: String(port) })
const opened = await openBrowser()
after(async () => {
  await opened.close()
  await world.close()
})
await world.tweeter.http.listen({ host: '127.0.0.1', port })
await addPerson(world, 'ada')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function complaintsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run()
    const wide = document.documentElement.scrollWidth > innerWidth ? ['it scrolls sideways'] : []
    return [...wide, ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`))]
  })
}

/** Narrow and wide, light and dark. */
async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [320, 1280]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      assert.deepEqual(await complaintsOf(page), [], `${name}, ${colorScheme}, ${width}`)
    }
  }
}

const signIn = async (page: Page): Promise<void> => {
  await page.goto(`${url}/auth/sign_in?next=/settings/account`)
  await page.locator('input[name=login]').fill('ada')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /Account and sign-in|One more step/ }).waitFor()
}

test('the second factor, set up and used by keyboard, and every page of the settings', async () => {
  const context = await opened.browser.newContext({ javaScriptEnabled: true })
  const page = await context.newPage()
  await signIn(page)
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Account and sign-in')
  await look(page, 'settings')
  await page.getByRole('link', { name: 'Second factor' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/settings/second_factor')
  await look(page, 'factor-off')
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('img', { name: 'QR code' }).waitFor()
  await look(page, 'factor-set-up')
  const secret = (await page.locator('code').innerText()).replaceAll(' ', '')
  const code = () => generateSync({ secret, epoch: Math.floor(world.app.now().getTime() / 1000) })
  await page.getByRole('textbox', { name: 'Code' }).fill(code())
  await page.keyboard.press('Enter')
  await page.getByRole('list', { name: 'Recovery codes' }).waitFor()
  assert.equal(await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').count(), 10)
  await look(page, 'recovery-codes')
  for (const name of ['second_factor', 'sessions', 'apps', 'password']) {
    await page.goto(`${url}/settings/${name}`)
    await look(page, name)
  }
  const other = await opened.browser.newContext()
  const second = await other.newPage()
  world.pass(60_000)
  await signIn(second)
  await look(second, 'sign-in-code')
  await second.getByRole('textbox', { name: 'Code' }).fill(code())
  await second.keyboard.press('Enter')
  await second.waitForURL('**/settings/account')
  await page.goto(`${url}/settings/sessions`)
  await look(page, 'sessions-two')
  await page.getByRole('button', { name: /^Sign out .* on / }).press('Enter')
  await page.waitForURL('**/settings/sessions')
  await second.reload()
  assert.match(second.url(), /sign_in/)
})
