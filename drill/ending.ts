/** The final reads of both sites: what people see over HTTP, and of money and names what the database says. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ending } from './check/index.ts'
import type { TweeterDoor } from './door.ts'
import type { Balance, Event, Place } from './history.ts'
import { actors, blocked, followed, reader } from './people.ts'
import { readNames, readTransfers, readWrongCounters } from './queries.ts'
import type { Site } from './site.ts'

interface Post {
  readonly id: string
  readonly content: string
  readonly favourited: boolean
  readonly reblogged: boolean
  readonly reblog: { readonly id: string } | null
}
interface Relationship {
  readonly id: string
  readonly following: boolean
  readonly blocking: boolean
}

const AT_ONCE = 40
const ANSWERED_WITHIN_MS = 30_000

const textOf = (post: Post) => post.content.replace(/<[^>]*>/g, '')

/** @throws an Error when it is not answered within some time: without the final reads nothing is known. */
async function must<T>(door: TweeterDoor, at: Place, by: string, path: string): Promise<T> {
  for (const until = performance.now() + ANSWERED_WITHIN_MS; ; await sleep(500)) {
    const { status, json } = await door.as(at, by, 'GET', path)
    if (status === 200) return json as T
    if (performance.now() < until) continue
    throw new Error(`GET ${path} was answered ${status} at the end, at site ${at}.`)
  }
}

async function posts(door: TweeterDoor, at: Place, by: string, ids: readonly string[]): Promise<Post[]> {
  const all: Post[] = []
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const query = ids
      .slice(from, from + AT_ONCE)
      .map((id) => `id[]=${id}`)
      .join('&')
    all.push(...(await must<Post[]>(door, at, by, `/api/v1/statuses?${query}`)))
  }
  return all
}

/** Posts that people reacted on, and what each says. */
function idsOf(events: readonly Event[]) {
  const made = events.flatMap(({ act, outcome, id }) => (act.kind === 'post' && outcome === 'yes' && id ? [id] : []))
  const reacted = (name: string) => [
    ...new Set(
      events.flatMap(({ act }) => ((act.kind === 'like' || act.kind === 'boost') && act.by === name ? [act.post] : [])),
    ),
  ]
  return { made, reacted }
}

async function registersOf(door: TweeterDoor, at: Place, name: string, reacted: readonly string[]) {
  const registers = new Map<string, string | boolean>()
  for (const post of await posts(door, at, name, reacted)) {
    registers.set(`like ${name} ${post.id}`, post.favourited)
    registers.set(`boost ${name} ${post.id}`, post.reblogged)
  }
  const others = [...followed, ...blocked].map((other) => ({ other, id: door.people.by.get(other)!.id }))
  const query = others.map(({ id }) => `id[]=${id}`).join('&')
  for (const one of await must<Relationship[]>(door, at, name, `/api/v1/accounts/relationships?${query}`)) {
    const { other } = others.find(({ id }) => id === one.id)!
    registers.set(`follow ${name} ${other}`, one.following)
    registers.set(`block ${name} ${other}`, one.blocking)
  }
  const me = await must<{ source: { note: string; language: string | null } }>(
    door,
    at,
    name,
    '/api/v1/accounts/verify_credentials',
  )
  registers.set(`note ${name}`, me.source.note)
  registers.set(`language ${name}`, me.source.language ?? '')
  return registers
}

const PAGES = 8

/** What stands twice in the newest pages of the reader's home: a post, or a boost of it by the same person. */
async function shownTwice(door: TweeterDoor, at: Place): Promise<string[]> {
  const seen = new Set<string>()
  const twice: string[] = []
  for (let page = 0, below = ''; page < PAGES; page++) {
    const shown = await must<(Post & { account: { acct: string } })[]>(
      door,
      at,
      reader,
      `/api/v1/timelines/home?limit=40${below}`,
    )
    for (const post of shown) {
      const what = post.reblog ? `the boost of ${post.reblog.id} by ${post.account.acct}` : `the post ${post.id}`
      if (seen.has(what)) twice.push(what)
      seen.add(what)
    }
    if (shown.length === 0) break
    below = `&max_id=${shown.at(-1)!.id}`
  }
  return twice
}

async function workingTokens(door: TweeterDoor, at: Place, events: readonly Event[]): Promise<Set<string>> {
  const working = new Set<string>()
  for (const { act, outcome } of events) {
    if (act.kind !== 'sign-out' || outcome !== 'yes') continue
    const path = '/api/v1/accounts/verify_credentials'
    const { status } = await door.ask(at, { method: 'GET', path, token: act.token })
    if (status !== 401) working.add(act.token)
  }
  return working
}

/** @throws an Error when the site does not answer. */
export async function readEnding(door: TweeterDoor, site: Site, events: readonly Event[]): Promise<Ending> {
  const at = site.place
  const { made, reacted } = idsOf(events)
  const there = new Map((await posts(door, at, reader, made)).map((post) => [post.id, textOf(post)]))
  const registers = new Map<string, string | boolean>([...there].map(([id, text]) => [`text ${id}`, text]))
  for (const name of actors) {
    for (const [object, value] of await registersOf(door, at, name, reacted(name))) registers.set(object, value)
  }
  const { names, transfers, wrongCounters } = await site.withDatabase(async (db) => ({
    names: (await readNames(db)).map((row) => row.name),
    transfers: await readTransfers(db),
    wrongCounters: (await readWrongCounters(db)).map((row) => row.what),
  }))
  return {
    posts: there,
    registers,
    workingTokens: await workingTokens(door, at, events),
    names,
    balances: await must<Balance[]>(door, at, reader, '/api/drill/balances'),
    transfers,
    wrongCounters,
    shownTwice: await shownTwice(door, at),
  }
}
