/**
 * Searches for posts among a million, each for something else: through the whole way of a request, beside what an index
 * alone would do (GIN, sort, limit) and beside reading every post (ILIKE); and what the index costs those who post.
 * `node bench/search.ts [posts] [folder]`: the network is kept in the folder, and found there by the next run.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccount } from '../server/accounts/index.ts'
import type { App } from '../server/app.ts'
import { readConfig } from '../server/config/index.ts'
import { createApp, issueToken } from '../server/oauth/index.ts'
import { createPost } from '../server/posts/index.ts'
import { indexBatch, parseQuery } from '../server/search/index.ts'
import { createServer } from '../server/server.ts'
import { transact } from '../server/storage/index.ts'
import { among, kanji, knownNetwork, type Made, makeNetwork, random, vocabulary, zipf } from './search-data.ts'

const POSTS = Number(process.argv[2] ?? 1_000_000)
const PEOPLE = 5000
const EACH = 60
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const kept = process.argv[3]
const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'tweeter-bench-'))
const env = { TWEETER_DATA: dataDir, TWEETER_PORT: '0', TWEETER_HOST: '127.0.0.1', TWEETER_RATE_LIMIT_PERCENT: '0' }
const tweeter = await createServer(readConfig(env), { log: quiet })
const { app, http } = tweeter
const seconds = (beganMs: number) => `${((performance.now() - beganMs) / 1000).toFixed(0)} s`

interface Times {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly most: number
}

function timesOf(values: readonly number[]): Times {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: sorted.at(-1) ?? 0 }
}

const row = (what: string, cells: readonly (string | number)[]) =>
  console.log(what.padEnd(44), ...cells.map((cell) => String(cell).padStart(9)))
const shown = ({ p50, p95, p99, most }: Times) => [p50, p95, p99, most].map((ms) => ms.toFixed(1))

async function fillIndex(): Promise<void> {
  const { pool } = app.db
  // As after an import: the words first, then the index over all of them.
  await pool`drop index search_posts_words`
  let began = performance.now()
  while ((await transact(app.db, indexBatch)) > 0) {
    // until the queue is empty
  }
  console.log(`words of all posts made in ${seconds(began)}`)
  began = performance.now()
  await pool`create index search_posts_words on search_posts using gin (words) with (fastupdate = off)`
  await pool`vacuum analyze`
  const sizes = await pool<{ words: string; gin: string }[]>`
    select pg_size_pretty(pg_table_size('search_posts')) as words,
           pg_size_pretty(pg_relation_size('search_posts_words')) as gin`
  console.log(`GIN made in ${seconds(began)}; words ${sizes[0]!.words}, GIN ${sizes[0]!.gin}`)
}

/** Somebody who has marked two thousand posts, and a token of theirs. */
async function makeViewer(): Promise<{ id: number; token: string }> {
  return await transact(app.db, async (tx) => {
    const scopes = ['read', 'write']
    const redirectUris = ['urn:ietf:wg:oauth:2.0:oob']
    const client = await createApp(tx, { name: 'Bench', website: null, redirectUris, scopes })
    const about = { username: `viewer${Date.now() % 1e6}`, confirmed: true, approved: true, now: new Date() }
    const { id } = await createAccount(tx, about)
    await tx.unsafe(`insert into favourites (account_id, post_id)
                     select ${id}, id from posts tablesample system (1) limit 2000`)
    await tx.unsafe(`insert into bookmarks (account_id, post_id)
                     select ${id}, id from posts tablesample system (1) limit 300`)
    return { id, token: (await issueToken(tx, { appId: client.id, accountId: id, scopes })).token }
  })
}

function queries({ people, texts }: Made): Record<string, () => string> {
  const common = () => vocabulary[zipf(50)]!
  const middling = () => vocabulary[50 + zipf(2000)]!
  const rare = () => vocabulary[10_000 + Math.floor(random() * 50_000)]!
  const person = () => people[zipf(PEOPLE)]!.username
  const phrase = () => {
    const words = among(texts).split(' ')
    const from = Math.floor(random() * Math.max(1, words.length - 3))
    return `"${words.slice(from, from + 2 + Math.floor(random() * 2)).join(' ')}"`
  }
  let n = 0
  return {
    'the fifteen most common words, in turn': () => vocabulary[n++ % 15]!,
    'common words': common,
    'middling words': middling,
    'rare words': rare,
    'words that nobody wrote': () => `${rare()}x${n++}`,
    'two common words': () => `${common()} ${common()}`,
    'a common and a rare word': () => `${common()} ${rare()}`,
    'phrases that somebody wrote': phrase,
    'any three common words as a phrase': () => `"${common()} ${common()} ${common()}"`,
    'from: and a common word': () => `from:${person()} ${common()}`,
    'from: and a rare word': () => `from:${person()} ${rare()}`,
    'a word, language: and has:link': () => `${middling()} language:de has:link`,
    'a common word without another': () => `${common()} -${common()} -language:en`,
    'before: and after:': () => `${middling()} after:2025-${1 + (n++ % 12)} before:2026-06-${1 + (n % 28)}`,
    'in:library': () => `${common()} in:library`,
    'in:library, rare': () => `${rare()} in:library`,
    hashtags: () => `#${vocabulary[zipf(2000)]!}`,
    'text without spaces': () => `${among(kanji)}${among(kanji)}`,
    'is: alone': () => among(['is:reply', 'has:link', 'language:fr', '-language:en has:link']),
  }
}

async function measure(made: Made, token: string): Promise<Map<string, string>> {
  const kinds = Object.entries(queries(made))
  const headers = { authorization: `Bearer ${token}` }
  const all: number[] = []
  const times = new Map<string, number[]>()
  const asked = new Map<string, string>()
  let failed = 0
  // The kinds take turns, so that none is asked while what it needs is still at hand.
  for (let round = 0; round < EACH; round++) {
    for (const [kind, make] of kinds) {
      const q = make()
      if (round % 10 === 0) asked.set(q, kind)
      const url = `/api/v2/search?type=statuses&q=${encodeURIComponent(q)}`
      const began = performance.now()
      const reply = await http.inject({ method: 'GET', url, headers })
      const ms = performance.now() - began
      if (reply.statusCode !== 200) failed++
      all.push(ms)
      times.set(kind, [...(times.get(kind) ?? []), ms])
    }
  }
  row('ms', ['p50', 'p95', 'p99', 'most'])
  for (const [kind, values] of times) row(kind, shown(timesOf(values)))
  row(`all ${all.length} searches, ${failed} failed`, shown(timesOf(all)))
  ours = timesOf(all)
  return asked
}
let ours: Times = { p50: 0, p95: 0, p99: 0, most: 0 }

/** One statement over the same index, without the rules of who may find what, and without any post being shown. */
async function rivals(asked: Map<string, string>): Promise<void> {
  const gin: number[] = []
  for (const q of asked.keys()) {
    const { words, people } = parseQuery(q)
    if (words === '' || people.length > 0) continue
    const began = performance.now()
    await app.db.read.unsafe(
      'select post_id from search_posts where words @@ $1::tsquery order by post_id desc limit 20',
      [words],
    )
    gin.push(performance.now() - began)
  }
  const theirs = timesOf(gin)
  row(`rival: GIN, sort, limit (${gin.length} of the same)`, [...shown(theirs), ratio(theirs)])
  const scan: number[] = []
  for (const q of [...asked.keys()].filter((one) => /^\w+$/.test(one)).slice(-15)) {
    const began = performance.now()
    await app.db.read.unsafe('select id from posts where text ilike $1 order by id desc limit 20', [`%${q}%`])
    scan.push(performance.now() - began)
  }
  row('rival: ILIKE, newest first', [...shown(timesOf(scan)), ratio(timesOf(scan))])
}

const ratio = (theirs: Times) => `p95 ${(theirs.p95 / ours.p95).toFixed(1)}x`

/** Posts a second by eight at once, with the queue of the index and without it, in turns. */
async function cost(app: App, made: Made): Promise<void> {
  const { pool } = app.db
  const rounds: Record<'with' | 'without', number[]> = { with: [], without: [] }
  for (let round = 0; round < 10; round++) {
    const kind = round % 2 === 0 ? 'with' : 'without'
    await pool.unsafe(`alter table posts ${kind === 'with' ? 'enable always' : 'disable'} trigger queue_search_new`)
    const until = performance.now() + 3000
    let count = 0
    const writer = async (n: number) => {
      while (performance.now() < until) {
        const viewer = { accountId: made.people[(n + 8 * count) % PEOPLE]!.id, role: 'user' as const }
        await createPost(app, viewer, { status: `${count++} ${among(made.texts).slice(0, 400)}` })
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, n) => writer(n)))
    rounds[kind].push(count / 3)
  }
  await pool`alter table posts enable always trigger queue_search_new`
  const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!
  const [withIt, without] = [median(rounds.with), median(rounds.without)]
  console.log(
    `posts/s by eight at once: ${withIt.toFixed(0)} with the queue, ${without.toFixed(0)} without, ratio ${(withIt / without).toFixed(2)}`,
  )
  const began = performance.now()
  let indexed = 0
  for (let more = 1; more > 0; indexed += more) more = await transact(app.db, indexBatch)
  console.log(`indexed into the whole: ${Math.round(indexed / ((performance.now() - began) / 1000))} posts/s`)
}

try {
  const began = performance.now()
  let made = await knownNetwork(app)
  if (!made) {
    made = await makeNetwork(app, PEOPLE, POSTS)
    console.log(`${POSTS.toLocaleString('en')} posts of ${PEOPLE} people made in ${seconds(began)}`)
    await fillIndex()
  }
  const { token } = await makeViewer()
  await rivals(await measure(made, token))
  await cost(app, made)
} finally {
  await tweeter.stop()
  if (!kept) rmSync(dataDir, { recursive: true, force: true })
}
