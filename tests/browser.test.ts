/** The server's own pages in a real browser: from signing up to an app that is signed in, and nothing that axe finds. */
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import test, { after } from 'node:test'
import { complaintsOf } from '../testing/axe.ts'
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
test('sign up, sign in from an app, and post with its token', async () => {
  const page = await opened.browser.newPage()
  await page.goto(`${url}/auth/sign_up`)
  await page.getByLabel('Username').fill('ada')
  await page.getByLabel('E-mail address').fill('ada@people.example')
  await page.getByLabel('Password').fill('a good long password')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForLoadState()

  const app = await world.call('POST', '/api/v1/apps', {
    body: { client_name: 'An app', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'read write' },
  })
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.json.client_id,
    redirect_uri: 'urn:ietf:wg:oauth:2.0:oob',
    scope: 'read write',
  })
  await page.goto(`${url}/oauth/authorize?${query}`)
  if (await page.getByLabel('Password').isVisible()) {
    await page.locator('input[name=login]').fill('ada')
    await page.getByLabel('Password').fill('a good long password')
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  }
  await page.getByRole('button', { name: 'Authorize' }).click()
  const code = await page.locator('output#code').innerText()
  const token = await world.call('POST', '/oauth/token', {
    body: {
      grant_type: 'authorization_code',
      code,
      client_id: app.json.client_id,
      client_secret: app.json.client_secret,
      redirect_uri: 'urn:ietf:wg:oauth:2.0:oob',
    },
  })
  const made = await world.call('POST', '/api/v1/statuses', {
    token: token.json.access_token,
    body: { status: 'Hello from a real browser' },
  })
  assert.equal(made.status, 200, made.text)
  const blocked: string[] = []
  const stranger = await opened.browser.newPage()
  stranger.on('console', (message) => {
    if (/content security policy/i.test(message.text())) blocked.push(message.text())
  })
  await stranger.goto(made.json.url)
  assert.match(await stranger.getByRole('main').innerText(), /Hello from a real browser/)
  // The data for search engines is no script; the policy has nothing to say about it.
  assert.equal(await stranger.locator('script').getAttribute('type'), 'application/ld+json')
  assert.deepEqual(blocked, [])
  await stranger.context().close()
  await page.context().close()
})

test('axe finds nothing on any page, light and dark, wide and narrow', async () => {
  const bob = await world.account('bob')
  const post = await world.call('POST', '/api/v1/statuses', {
    token: bob.token,
    body: { status: 'A post with a #tag, and https://example.com/a/long/address', spoiler_text: 'careful' },
  })
  const paths = [
    '/',
    '/@bob',
    '/@bob/with_replies',
    '/@bob/media',
    `/@bob/${post.json.id}`,
    '/tags/tag',
    '/auth/sign_up',
    '/auth/sign_in',
    '/auth/password/new',
    '/nothing',
  ]
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await opened.browser.newContext({
      colorScheme,
      viewport: { width: 320, height: 700 },
      bypassCSP: true,
    })
    const page = await context.newPage()
    for (const path of paths) {
      await page.goto(`${url}${path}`)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
      assert.equal(wide, false, `${path} is wider than a small screen`)
      assert.deepEqual(await complaintsOf(page), [], `${path} ${colorScheme}`)
    }
    await context.close()
  }
})
