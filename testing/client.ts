/** A network that listens, with the built web client, for tests in a real browser. */
import { createServer } from 'node:net'
import { after } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { setPassword } from '../server/accounts/index.ts'
import { type OpenedBrowser, openBrowser } from './browser.ts'
import { openWorld } from './world.ts'

const PASSWORD = 'correct horse battery staple'

export type World = Awaited<ReturnType<typeof openWorld>>

export interface ClientWorld {
  readonly world: World
  readonly url: string
  readonly opened: OpenedBrowser
  /** A browser of its own in which this account (made by `world.account`) is signed in. */
  signedIn(account: { readonly id: string; readonly username: string }, options?: BrowserContextOptions): Promise<Page>
}

/** A port that was free a moment ago: the network must know its own address before it listens. */
const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Opens it, and closes it after the tests of the file. */
export async function openClientWorld(environment: Record<string, string> = {}): Promise<ClientWorld> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const world = await openWorld({ TWEETER_URL: url, TWEETER_PORT: String(port), ...environment })
  const opened = await openBrowser()
  after(async () => {
    await opened.close()
    await world.close()
  })
  await world.tweeter.http.listen({ host: '127.0.0.1', port })
  return {
    world,
    url,
    opened,
    signedIn: async (account, options) => {
      await setPassword(world.app, Number(account.id), PASSWORD)
      return await signIn(opened, url, account.username, options)
    },
  }
}

async function signIn(
  opened: OpenedBrowser,
  url: string,
  username: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await opened.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  // Who is new would be led to the welcome first (web/profile/first-visit.ts).
  await context.addInitScript(() => localStorage.setItem('welcomed', '1'))
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  page.on('pageerror', (error) => console.error(`Error in the page of ${username}: ${error.message}`))
  await page.goto(`${url}/auth/sign_in`)
  await page.locator('input[name=login]').fill(username)
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.getByRole('main').getByRole('button').first().click()
  await page.waitForURL(`${url}/`)
  return page
}

const PATIENCE_MS = 10_000

/** Waits until this holds: what the client shows at once may still be on its way to the server. */
export async function eventually(holds: () => Promise<void>): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; ; ) {
    try {
      return await holds()
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((done) => setTimeout(done, 100))
    }
  }
}
