/** The server's own pages in a real browser, in the languages that read the other way or take more room. */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import test, { after } from 'node:test'
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
const app = await world.call('POST', '/api/v1/apps', {
  body: { client_name: 'Elk', redirect_uris: 'https://elk.example/back', scopes: 'read write:media follow push' },
})
const consent = new URLSearchParams({
  response_type: 'code',
  client_id: app.json.client_id,
  redirect_uri: 'https://elk.example/back',
  scope: 'read write:media follow push',
})
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
      if (process.env.SHOTS) {
        mkdirSync(process.env.SHOTS, { recursive: true })
        await page.screenshot({ path: `${process.env.SHOTS}/${name}-${colorScheme}-${width}.png`, fullPage: true })
      }
      assert.deepEqual(await complaintsOf(page), [], `${name}, ${colorScheme}, ${width}`)
    }
  }
}

for (const [code, direction, tag] of [
  ['fa', 'rtl', 'fa-IR'],
  ['de', 'ltr', 'de-AT'],
] as const) {
  test(`pages in ${code}: nothing overflows, nothing that axe finds`, async () => {
    const context = await opened.browser.newContext({ locale: tag, extraHTTPHeaders: { 'accept-language': tag } })
    const page = await context.newPage()
    const open = async (path: string, name: string) => {
      await page.goto(url + path)
      assert.equal(await page.locator('html').getAttribute('dir'), direction)
      assert.equal(await page.locator('html').getAttribute('lang'), tag)
      await look(page, `${code}-${name}`)
    }
    await open('/auth/sign_up', 'sign-up')
    await page.locator('input[name=username]').fill('a.b')
    await page.locator('input[name=email]').fill('a@b')
    await page.locator('main form').evaluate((form: HTMLFormElement) => {
      form.noValidate = true
    })
    await page.locator('main form button').click()
    await look(page, `${code}-sign-up-wrong`)
    await open('/nothing/here', 'error')
    await open(`/auth/sign_in?next=${encodeURIComponent(`/oauth/authorize?${consent}`)}`, 'sign-in')
    await page.locator('input[name=login]').fill('ada')
    await page.locator('input[name=password]').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/oauth/authorize?*')
    await look(page, `${code}-consent`)
    for (const place of ['/account', '/second_factor', '/sessions', '/apps', '/password', '/mail'])
      await open(`/settings${place}`, `settings${place.replace('/', '-')}`)
    await open('/auth/delete', 'delete')
    await context.close()
  })
}

test('without script, the language is chosen at the foot of a page, and stays', async () => {
  const context = await opened.browser.newContext({ locale: 'en-GB', javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${url}/auth/sign_in?next=%2Fsettings`)
  await page.getByRole('button', { name: 'فارسی' }).click()
  await page.waitForURL(`${url}/auth/sign_in?next=%2Fsettings`)
  assert.equal(await page.locator('html').getAttribute('lang'), 'fa')
  await page.goto(`${url}/auth/password/new`)
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
  await page.getByRole('button', { name: 'English' }).click()
  assert.equal(await page.locator('html').getAttribute('lang'), 'en-GB')
  await context.close()
})
