/**
 * `npm run screenshots`: pictures of the main pages with the people of `tweeter demo`, into docs/screenshots: light, dark,
 * small, and right to left. They are looked at by people: what is wrong in them is mended in the client, not here.
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { castOf, dress, Player, VISITOR } from '../../cli/demo/play.ts'
import { scriptOf } from '../../cli/demo/script.ts'
import { setPassword } from '../../server/accounts/index.ts'
import { updateTrends } from '../../server/trends/index.ts'
import { openBrowser } from '../../testing/browser.ts'
import { openWorld } from '../../testing/world.ts'

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url))
const PASSWORD = 'correct horse battery staple'
const DAY_MS = 24 * 3600 * 1000

const PORT = 3999
const url = `http://127.0.0.1:${PORT}`
const world = await openWorld({ TWEETER_URL: url, TWEETER_PORT: String(PORT), TWEETER_NAME: 'Tweeter' })
const opened = await openBrowser()

/** The looks in which each page is taken. */
const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  small: { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true, isMobile: true },
  rtl: { viewport: { width: 1280, height: 900 }, colorScheme: 'light', locale: 'fa-IR' },
}

/** The demo of `tweeter demo`, and an owner who looks after the network. */
async function fill(): Promise<{ readonly thread: string; readonly profile: string; readonly report: string }> {
  const { app } = world
  const began = new Date(Date.now() - 60_000)
  const cast = await castOf(app, () => new Date(began.getTime() - 30 * DAY_MS))
  await dress(app, cast, () => {})
  const player = new Player(app, cast)
  for (const event of scriptOf('tweeter', began)) {
    world.pass(event.at.getTime() - world.app.now().getTime())
    await player.play(event)
  }
  world.pass(Date.now() - world.app.now().getTime())
  const owner = await world.account('owner', { role: 'owner' })
  await setPassword(app, Number(owner.id), PASSWORD)
  const visitor = (await world.call('GET', `/api/v1/accounts/lookup?acct=${VISITOR}`)).json
  await setPassword(app, Number(visitor.id), PASSWORD)
  const token = await world.token(visitor.id, ['read', 'write'])
  const mine = (path: string, body: object) => world.call('POST', path, { token, body })
  const [latest] = (await world.call('GET', '/api/v1/timelines/public?limit=40')).json.filter(
    (post: { replies_count: number }) => post.replies_count > 1,
  )
  await mine('/api/v1/statuses', {
    status: `@${latest.account.acct} Shall we meet at the library on Friday?`,
    visibility: 'direct',
  })
  const report = await mine('/api/v1/reports', {
    account_id: latest.account.id,
    status_ids: [latest.id],
    category: 'spam',
    comment: 'The same words under every post.',
  })
  await world.jobs()
  await updateTrends(app)
  return { thread: new URL(latest.url).pathname, profile: `/@${latest.account.acct}`, report: report.json.id }
}

async function signedIn(username: string, look: BrowserContextOptions): Promise<Page> {
  const page = await (await opened.browser.newContext(look)).newPage()
  await page.goto(`${url}/auth/sign_in`)
  await page.locator('input[name=login]').fill(username)
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.locator('main form button').first().click()
  await page.waitForURL(`${url}/`)
  return page
}

async function shoot(page: Page, name: string, look: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  // Lazy pictures further down are never asked for.
  await page.waitForFunction(() =>
    [...document.images].every(
      (image) => image.complete || !image.checkVisibility() || image.getBoundingClientRect().top > innerHeight,
    ),
  )
  const file = `${FOLDER}${name}-${look}.webp`
  await sharp(await page.screenshot())
    .webp({ quality: 82 })
    .toFile(file)
  console.log(file)
}

const places = await fill()
mkdirSync(FOLDER, { recursive: true })
await world.tweeter.http.listen({ host: '127.0.0.1', port: PORT })

const asVisitor: Readonly<Record<string, string>> = {
  home: '/',
  thread: places.thread,
  profile: places.profile,
  explore: '/explore',
  search: '/search?q=bread',
  notifications: '/notifications',
  messages: '/messages',
  compose: '/compose',
  settings: '/settings',
  appearance: '/settings/appearance',
}
const asOwner: Readonly<Record<string, string>> = {
  moderation: '/admin',
  report: `/admin/reports/${places.report}`,
  health: '/admin/health',
}
const wanted = process.argv.slice(2)
for (const [look, options] of Object.entries(looks)) {
  for (const [username, pages] of [
    [VISITOR, asVisitor],
    ['owner', asOwner],
  ] as const) {
    const page = await signedIn(username, options)
    for (const [name, path] of Object.entries(pages)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue
      await page.goto(url + path)
      await shoot(page, name, look)
    }
    await page.context().close()
  }
  const stranger = await (await opened.browser.newContext(options)).newPage()
  for (const [name, path] of Object.entries({ front: '/', public: places.thread, join: '/auth/sign_up' })) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    await stranger.goto(url + path)
    await shoot(stranger, name, look)
  }
  await stranger.context().close()
}
await opened.close()
await world.close()
