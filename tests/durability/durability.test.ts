/**
 * Nothing acknowledged is ever lost: real servers on a real, durable Postgres are killed (-9, every process) at random
 * moments under load, fifty times, and what was answered with 200 is compared with what is there afterwards.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createAccount } from '../../server/accounts/index.ts'
import { readConfig } from '../../server/config/index.ts'
import { createApp, issueToken } from '../../server/oauth/index.ts'
import { openApp } from '../../server/server.ts'
import { transact } from '../../server/storage/index.ts'
import { type Answer, type Ask, acts } from './acts.ts'

const KILLS = 50
const WRITERS = 4
const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

interface Person {
  id: string
  token: string
}

/** Writers and one reader who follows them all. */
async function settle(env: Record<string, string>): Promise<Person[]> {
  const opened = await openApp(readConfig(env), { log: quiet })
  const { app } = opened
  const people = await transact(app.db, async (tx) => {
    const client = await createApp(tx, {
      name: 'load',
      website: null,
      redirectUris: ['urn:ietf:wg:oauth:2.0:oob'],
      scopes: ['read', 'write', 'follow'],
    })
    const made: Person[] = []
    for (let i = 0; i <= WRITERS; i++) {
      const { id } = await createAccount(tx, {
        username: `person${i}`,
        confirmed: true,
        approved: true,
        now: new Date(),
      })
      const { token } = await issueToken(tx, { appId: client.id, accountId: id, scopes: ['read', 'write', 'follow'] })
      made.push({ id: String(id), token })
    }
    return made
  })
  await opened.close()
  return people
}

interface Server {
  url: string
  child: ChildProcess
}

async function start(env: Record<string, string>): Promise<Server> {
  const child = spawn(process.execPath, [main], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)))
    child.stderr.on('data', (data) => {
      output += data
    })
    child.stdout.on('data', (data) => {
      output += data
      const found = /Open (http:\S+)/.exec(output)
      if (found) resolve(found[1]!)
    })
  })
  return { url, child }
}

/** The postmaster and its backends, which are in a session of their own. */
function postgresProcesses(dataDir: string): number[] {
  const postmaster = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  const children = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => {
      try {
        return readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ')[1]!.split(' ')[1] === String(postmaster)
      } catch {
        return false
      }
    })
  return [postmaster, ...children.map(Number)]
}

async function killAll(server: Server, dataDir: string, postgresToo: boolean): Promise<void> {
  const victims = postgresToo ? postgresProcesses(dataDir) : []
  for (const pid of [...victims, server.child.pid!]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It was quicker.
    }
  }
  if (server.child.exitCode === null && server.child.signalCode === null) {
    await new Promise((resolve) => server.child.once('exit', resolve))
  }
}

interface Told {
  /** Answered with 200: the post, and whose it is. */
  posted: Map<string, Person>
  deleted: Set<string>
  /** A deletion was sent; without an answer it may have happened or not. */
  deleting: Set<string>
  favourited: Set<string>
  /** Sent, with or without an answer. */
  sent: Set<string>
  /** Acts of the reader, begun and acknowledged. */
  begun: number
  done: { act: (typeof acts)[number]; json: Answer['json']; postId: string }[]
}

const asking =
  (server: Server, person: Person): Ask =>
  async (method, path, body) => {
    const reply = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { ok: reply.status === 200, json: await reply.json() }
  }

async function load(server: Server, people: Person[], told: Told, ended: AbortSignal): Promise<void> {
  const call = (person: Person, ...what: Parameters<Ask>) => asking(server, person)(...what)
  const reader = people[0]!
  const writer = async (person: Person) => {
    while (!ended.aborted) {
      const status = `post ${crypto.randomUUID()}`
      told.sent.add(status)
      const made = await call(person, 'POST', '/api/v1/statuses', { status })
      if (!made.ok) continue
      told.posted.set(made.json.id, person)
      const dice = Math.random()
      if (dice < 0.15) {
        told.deleting.add(made.json.id)
        if ((await call(person, 'DELETE', `/api/v1/statuses/${made.json.id}`)).ok) told.deleted.add(made.json.id)
        else throw new Error('a deletion was refused')
      } else if (dice < 0.4) {
        const liked = await call(reader, 'POST', `/api/v1/statuses/${made.json.id}/favourite`)
        if (liked.ok) told.favourited.add(made.json.id)
      }
      if (dice > 0.9) await call(reader, 'GET', '/api/v1/timelines/home')
      if (told.posted.size % 3 === 0) {
        const act = acts[told.begun++ % acts.length]!
        const { ok, json } = await act.do(asking(server, reader), made.json.id)
        if (ok) told.done.push({ act, json, postId: made.json.id })
      }
    }
  }
  await Promise.allSettled(people.slice(1).map(writer))
}

/** Everything of the reader's home, page by page. */
async function wholeHome(server: Server, reader: Person) {
  const posts: { id: string; content: string; favourited: boolean }[] = []
  for (let below = ''; ; ) {
    const reply = await fetch(`${server.url}/api/v1/timelines/home?limit=40${below}`, {
      headers: { authorization: `Bearer ${reader.token}` },
    })
    const page = (await reply.json()) as typeof posts
    if (page.length === 0) return posts
    posts.push(...page)
    below = `&max_id=${page.at(-1)!.id}`
  }
}

/** One follows everybody; each writer follows the next. */
const follows = (people: Person[]): [follower: Person, followee: Person][] => [
  ...people.slice(1).map((writer): [Person, Person] => [people[0]!, writer]),
  ...people.slice(1, -1).map((writer, index): [Person, Person] => [writer, people[index + 2]!]),
]

/** A home must hold what its authors were told is posted, once, in order, and nothing that was deleted or never sent. */
function compare(home: { id: string; content: string }[], told: Told, authors: Set<Person>): void {
  const ids = home.map((post) => post.id)
  const there = new Set(ids)
  assert.equal(there.size, ids.length, 'a post stands twice in a home timeline')
  const sorted = [...ids].sort((a, b) => Number(b) - Number(a))
  assert.deepEqual(ids, sorted)
  const promised = [...told.posted].filter(([id, author]) => authors.has(author) && !told.deleting.has(id))
  const lost = promised.filter(([id]) => !there.has(id)).map(([id]) => id)
  assert.deepEqual(lost, [], 'acknowledged posts are lost')
  const back = [...told.deleted].filter((id) => there.has(id))
  assert.deepEqual(back, [], 'deleted posts came back')
  const strangers = home.filter((post) => !told.sent.has(post.content.replace(/<\/?p>/g, '')))
  assert.deepEqual(strangers, [], 'posts that nobody sent')
}

test(`what was acknowledged survives kill -9 of every process, ${KILLS} times`, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tweeter-kill-'))
  const env = { TWEETER_DATA: dataDir, TWEETER_PORT: '0', TWEETER_HOST: '127.0.0.1', TWEETER_RATE_LIMIT_PERCENT: '0' }
  const told: Told = {
    posted: new Map(),
    deleted: new Set(),
    deleting: new Set(),
    favourited: new Set(),
    // What the reader's own acts say.
    sent: new Set(['kept?', 'edited']),
    begun: 0,
    done: [],
  }
  const people = await settle(env)
  let server = await start(env)
  try {
    for (const [follower, followee] of follows(people)) {
      const reply = await fetch(`${server.url}/api/v1/accounts/${followee.id}/follow`, {
        method: 'POST',
        headers: { authorization: `Bearer ${follower.token}` },
      })
      assert.equal(reply.status, 200)
    }
    for (let kill = 0; kill < KILLS; kill++) {
      const ended = new AbortController()
      const loading = load(server, people, told, ended.signal)
      // On a busy machine it takes longer until there is something to lose.
      const enough = () => told.posted.size > kill + 1 && told.done.length >= Math.floor(kill / 4)
      for (let waited = 0; !enough() && waited < 10_000; waited += 20) await sleep(20)
      await sleep(20 + Math.random() * 200)
      await killAll(server, dataDir, kill % 3 !== 0)
      ended.abort()
      await loading
      server = await start(env)
    }
    for (const person of people) {
      const followed = follows(people).flatMap(([follower, followee]) => (follower === person ? [followee] : []))
      compare(await wholeHome(server, person), told, new Set([person, ...followed]))
    }
    const liked = new Map((await wholeHome(server, people[0]!)).map((post) => [post.id, post.favourited]))
    assert.deepEqual(
      [...told.favourited].filter((id) => liked.get(id) === false),
      [],
      'favourites are lost',
    )
    const ask = asking(server, people[0]!)
    const lost: string[] = []
    for (const { act, json, postId } of told.done) if (!(await act.isKept(ask, json, postId))) lost.push(act.name)
    assert.deepEqual(lost, [], 'acknowledged acts are lost')
    assert.ok(told.done.length >= acts.length, `only ${told.done.length} acts were done`)
    assert.ok(told.posted.size > KILLS, `only ${told.posted.size} posts were made`)
  } finally {
    server.child.kill('SIGTERM')
    await new Promise((resolve) => server.child.once('exit', resolve))
    rmSync(dataDir, { recursive: true, force: true })
  }
})
