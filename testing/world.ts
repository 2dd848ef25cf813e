/** A whole server in the test's own process: a fresh database, a clock turned by hand, everything else real. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccount } from '../server/accounts/index.ts'
import type { App, Logger } from '../server/app.ts'
import { readConfig } from '../server/config/index.ts'
import type { Role } from '../server/http/index.ts'
import { createApp, issueToken } from '../server/oauth/index.ts'
import { readyToRecord } from '../server/requests/index.ts'
import { createServer, type Tweeter } from '../server/server.ts'
import { drainJobs } from '../server/signals/index.ts'
import { transactHome } from '../server/sites/index.ts'
import { type Storage, transact } from '../server/storage/index.ts'
import { freshDatabase } from './cluster.ts'

export interface Person {
  readonly id: string
  readonly username: string
  readonly token: string
}

export interface Reply {
  readonly status: number
  readonly headers: Record<string, string | string[] | number | undefined>
  readonly text: string
  /** The body read as JSON; a test says what it expects of it. */
  // biome-ignore lint/suspicious/noExplicitAny: the marked seam of tests: answers are checked by what is asserted of them
  readonly json: any
}

export interface Ask {
  readonly token?: string
  /** An object goes as JSON, a string as a form, a FormData as multipart. */
  readonly body?: object | string | FormData
  readonly headers?: Record<string, string>
}

export interface World {
  readonly app: App
  readonly tweeter: Tweeter
  /** Everything that was logged at warning or above. */
  readonly complaints: string[]
  call(method: string, url: string, ask?: Ask): Promise<Reply>
  /** A confirmed person with a token of every scope (or the given ones). */
  account(username: string, options?: { role?: Role; scopes?: string[] }): Promise<Person>
  token(personId: string | null, scopes: string[]): Promise<string>
  /** Turns the clock forward. */
  pass(ms: number): void
  /** Runs every due job to the end; @returns how many. */
  jobs(): Promise<number>
  /** Listens on a free port of loopback (for WebSocket, real clients); @returns its address. */
  listen(): Promise<string>
  /** Statements sent while `work` ran. */
  statements<T>(work: () => Promise<T>): Promise<{ result: T; count: number }>
  close(): Promise<void>
}

/** @param env settings over the defaults of tests: no rate limits, the password grant on, replies checked. */
export async function openWorld(env: Record<string, string> = {}): Promise<World> {
  const { db, drop } = await freshDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'tweeter-world-'))
  const storage = { db, died: new Promise<string>(() => {}), close: drop }
  const world = await openWorldOn({ storage, dataDir }, env)
  return {
    ...world,
    close: async () => {
      await world.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The same on a database and in a folder of the caller's; the database is closed with it. */
export async function openWorldOn(
  { storage, dataDir }: { storage: Storage; dataDir: string },
  env: Record<string, string>,
): Promise<World> {
  const config = readConfig({
    TWEETER_URL: 'http://tweeter.test',
    TWEETER_DATA: dataDir,
    TWEETER_PASSWORD_GRANT: 'on',
    TWEETER_RATE_LIMIT_PERCENT: '0',
    TWEETER_LOG_LEVEL: 'debug',
    TWEETER_PORT: '0',
    TWEETER_HOST: '127.0.0.1',
    ...env,
  })
  const complaints: string[] = []
  const clock = { aheadMs: 0 }
  const now = () => new Date(Date.now() + clock.aheadMs)
  const tweeter = await createServer(config, { log: listening(complaints), now, storage })
  const { app } = tweeter
  const world = { app, tweeter, complaints }
  return {
    ...world,
    call: (method, url, ask) => call(tweeter, method, url, ask),
    account: (username, options) => addPerson(app, username, options),
    token: (id, scopes) => makeToken(app, id, scopes),
    pass: (ms) => {
      clock.aheadMs += ms
    },
    jobs: () => drainJobs(app),
    listen: async () => {
      await tweeter.http.listen({ host: '127.0.0.1', port: 0 })
      const address = tweeter.http.server.address()
      return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    },
    statements: async (work) => {
      await readyToRecord(app)
      const before = app.db.statements()
      const result = await work()
      return { result, count: app.db.statements() - before }
    },
    close: () => tweeter.stop(),
  }
}

function listening(complaints: string[]): Logger {
  const quiet = () => {}
  const complain = (_fields: object, message: string) => void complaints.push(message)
  return { debug: quiet, info: quiet, warn: complain, error: complain }
}

export async function call(tweeter: Tweeter, method: string, url: string, ask: Ask = {}): Promise<Reply> {
  const headers: Record<string, string> = { ...ask.headers }
  if (ask.token) headers.authorization = `Bearer ${ask.token}`
  let payload: Buffer | string | undefined
  if (ask.body instanceof FormData) {
    const encoded = new Response(ask.body)
    headers['content-type'] = encoded.headers.get('content-type') ?? ''
    payload = Buffer.from(await encoded.arrayBuffer())
  } else if (ask.body !== undefined) {
    const type = typeof ask.body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json'
    headers['content-type'] ??= type
    payload = typeof ask.body === 'string' ? ask.body : JSON.stringify(ask.body)
  }
  const options = { method: method as 'GET', url, headers, ...(payload === undefined ? {} : { payload }) }
  const reply = await tweeter.http.inject(options)
  const isJson = String(reply.headers['content-type']).includes('json')
  return {
    status: reply.statusCode,
    headers: reply.headers,
    text: reply.payload,
    json: isJson ? JSON.parse(reply.payload) : null,
  }
}

export async function addPerson(
  app: App,
  username: string,
  options: { role?: Role; scopes?: string[] } = {},
): Promise<Person> {
  const id = await transactHome(app, async (tx) => {
    const made = await createAccount(tx, {
      username,
      email: `${username}@people.example`,
      role: options.role ?? 'user',
      confirmed: true,
      approved: true,
      now: app.now(),
    })
    return String(made.id)
  })
  const everything = ['read', 'write', 'follow', 'push', 'admin:read', 'admin:write']
  return { id, username, token: await makeToken(app, id, options.scopes ?? everything) }
}

/** Each token through an app of its own. */
async function makeToken(app: App, personId: string | null, scopes: string[]): Promise<string> {
  return await transact(app.db, async (tx) => {
    const registered = await createApp(tx, {
      name: 'Test app',
      website: null,
      redirectUris: ['urn:ietf:wg:oauth:2.0:oob'],
      scopes,
    })
    const grant = { appId: registered.id, accountId: personId === null ? null : Number(personId), scopes }
    return (await issueToken(tx, grant)).token
  })
}
