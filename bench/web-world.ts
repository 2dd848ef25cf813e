/** What bench/web.ts looks at: a server in a process of its own with a reader whose home is long, and a browser. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { createAccount, setPassword } from '../server/accounts/index.ts'
import type { App } from '../server/app.ts'
import { readConfig } from '../server/config/index.ts'
import { createApp, issueToken } from '../server/oauth/index.ts'
import { createPost } from '../server/posts/index.ts'
import { follow } from '../server/relations/index.ts'
import { openApp } from '../server/server.ts'
import { transact } from '../server/storage/index.ts'
import { openBrowser } from '../testing/browser.ts'

const AUTHORS = 25
const AT_ONCE = 16
const PASSWORD = 'a good long password'
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

export interface BenchWorld {
  readonly url: string
  readonly browser: Browser
  /** A browser with empty caches in which the reader is signed in. */
  reader(): Promise<BrowserContext>
  /** Posts so many a second by those whom the reader follows. @returns ends it, and says how many were posted. */
  stream(perSecond: number): () => Promise<number>
  close(): Promise<void>
}

export async function openBenchWorld(posts: number): Promise<BenchWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tweeter-bench-web-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    TWEETER_DATA: dataDir,
    TWEETER_URL: url,
    TWEETER_PORT: String(port),
    TWEETER_HOST: '127.0.0.1',
    TWEETER_RATE_LIMIT_PERCENT: '0',
  }
  const tokens = await fill(env, posts)
  const server = await start(env)
  const opened = await openBrowser()
  const cookies = await signIn(opened.browser, url)
  return {
    url,
    browser: opened.browser,
    reader: async () => {
      const context = await opened.browser.newContext({ viewport: { width: 1280, height: 900 } })
      await context.addCookies(cookies)
      return context
    },
    stream: (perSecond) => stream(url, tokens, perSecond),
    close: async () => {
      await opened.close()
      server.kill('SIGTERM')
      await new Promise((resolve) => server.once('exit', resolve))
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** One reader who follows some people, who wrote so many posts of different length. @returns the authors' tokens. */
async function fill(env: Record<string, string>, posts: number): Promise<string[]> {
  const opened = await openApp(readConfig(env), { log: quiet })
  const { app } = opened
  const reader = await person(app, 'reader')
  await setPassword(app, reader, PASSWORD)
  const authors = await Promise.all(Array.from({ length: AUTHORS }, (_, at) => person(app, `author${at}`)))
  const viewer = { accountId: reader, role: 'user' as const }
  for (const author of authors) await follow(app, viewer, String(author), {})
  let next = 0
  const write = async () => {
    while (next < posts) {
      const at = next++
      const by = { accountId: authors[at % AUTHORS]!, role: 'user' as const }
      await createPost(app, by, { status: text(at), language: 'en' })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, write))
  const tokens = await Promise.all(authors.map((author) => tokenOf(app, author)))
  await opened.close()
  return tokens
}

const text = (at: number) =>
  `Post ${at}: a walk along the river #morning with @author${at % AUTHORS}. ${'The light was low and the water still. '.repeat(at % 7)}`

const person = (app: App, username: string) =>
  transact(app.db, async (tx) => {
    const made = { username, email: `${username}@people.example`, displayName: `Person ${username}` }
    return (await createAccount(tx, { ...made, confirmed: true, approved: true, now: new Date() })).id
  })

const tokenOf = (app: App, accountId: number) =>
  transact(app.db, async (tx) => {
    const scopes = ['read', 'write']
    const registered = { name: 'Bench', website: null, redirectUris: ['urn:ietf:wg:oauth:2.0:oob'], scopes }
    return (await issueToken(tx, { appId: (await createApp(tx, registered)).id, accountId, scopes })).token
  })

function start(env: Record<string, string>): Promise<ChildProcess> {
  const main = fileURLToPath(new URL('../server/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  process.once('exit', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    let output = ''
    child.once('exit', () => reject(new Error(output)))
    child.stdout.on('data', (data) => {
      output += data
      if (output.includes('Open http')) resolve(child)
    })
  })
}

async function signIn(browser: Browser, url: string) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${url}/auth/sign_in`)
  await page.locator('input[name=login]').fill('reader')
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.getByRole('main').getByRole('button').first().click()
  await firstPost(page)
  const cookies = await context.cookies()
  await context.close()
  return cookies
}

export const firstPost = (page: Page) => page.locator('[role=feed] article').first().waitFor({ timeout: 60_000 })

function stream(url: string, tokens: readonly string[], perSecond: number): () => Promise<number> {
  let count = 0
  const underWay = new Set<Promise<unknown>>()
  const timer = setInterval(() => {
    const sent = fetch(`${url}/api/v1/statuses`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens[count % tokens.length]}`, 'content-type': 'application/json' },
      body: JSON.stringify({ status: `Streamed ${count}: ${text(count)}` }),
    }).finally(() => underWay.delete(sent))
    underWay.add(sent)
    count++
  }, 1000 / perSecond)
  return async () => {
    clearInterval(timer)
    await Promise.allSettled(underWay)
    return count
  }
}
