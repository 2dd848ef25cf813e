import { createHash } from 'node:crypto'
import type { RequestRecord } from '../record.ts'
import { Chance } from './chance.ts'
import { type Browser, bots, browsers, type Habit, ofBots, ofPeople, tags } from './habits.ts'

/** A record whose time is set anew each time it is written. */
export type MadeRecord = Omit<RequestRecord, 'at'> & { at: number }

/** What a log of another server tells of the same request. */
export interface Made {
  readonly record: MadeRecord
  readonly agent: string
  /** The nth visitor, from 1. */
  readonly visitor: number
}

export interface Population {
  readonly accounts: number
  readonly posts: number
}

const BOT_SHARE = 0.08
/** One id for each millisecond since 2006, as the database makes them; posts are ten seconds apart. */
const FIRST_ID = (Date.UTC(2026, 0, 1) - Date.UTC(2006, 0, 1)) * 4096
const idOf = (rank: number, apartMs: number): number => FIRST_ID + rank * apartMs * 4096

/** As many records as asked for, always the same for the same seed; `at` is 0. */
export function prepare(seed: number, count: number, population: Population): Made[] {
  const chance = new Chance(seed)
  return Array.from({ length: count }, () => make(chance, population))
}

function make(chance: Chance, { accounts, posts }: Population): Made {
  const isBot = chance.of(BOT_SHARE)
  const habit = chance.weighted<Habit>(isBot ? ofBots : ofPeople)
  const browser = chance.weighted<Browser>(isBot ? bots : browsers)
  // Two visitors of three have an account; bots share few addresses.
  const visitor = isBot ? accounts * 2 + chance.zipf(40) : chance.zipf(Math.ceil(accounts * 1.5))
  const isSignedIn = !isBot && visitor <= accounts && (habit.signedIn === true || chance.of(0.6))
  const status = statusOf(chance, habit, isSignedIn)
  const isEmpty = status === 304 || status === 204
  const isError = status >= 400
  const about = isError ? undefined : habit.about
  const shows = habit.posts !== undefined && status === 200
  const record: MadeRecord = {
    at: 0,
    kind: isBot ? 'bot' : 'person',
    method: habit.method,
    route: status === 404 && habit.about === undefined && chance.of(0.5) ? '' : habit.route,
    status,
    us: Math.max(
      30,
      chance.around(isError ? 400 : isEmpty ? habit.medianUs / 3 : habit.medianUs, 0.7) * (status >= 503 ? 40 : 1),
    ),
    bytes: isEmpty ? 0 : isError ? 60 : chance.around(habit.medianBytes, 0.4),
    visitor: hashed(visitor),
    agent: browser.family,
    // All there, as the server's are: objects with the same fields are read several times as fast.
    account: isSignedIn ? idOf(visitor, 60_000) : undefined,
    post: about === 'post' ? idOf(chance.zipf(posts), 10_000) : undefined,
    profile: about === 'profile' ? idOf(chance.zipf(accounts), 60_000) : undefined,
    tag: about === 'tag' ? tags[chance.zipf(tags.length) - 1]! : undefined,
    posts: shows ? some(chance, habit.posts!, posts) : undefined,
  }
  return { record, agent: browser.agent, visitor }
}

/** Some 96 of 100 are answered; who is not signed in and should be is told so. */
function statusOf(chance: Chance, { method, about, signedIn, route }: Habit, isSignedIn: boolean): number {
  if (signedIn && !isSignedIn && chance.of(0.9)) return 401
  const luck = chance.next()
  if (luck < 0.0008) return 500
  if (luck < 0.0013) return 503
  if (luck < 0.004) return 429
  if (luck < (about === undefined ? 0.008 : 0.025)) return 404
  if (method === 'POST') return luck < 0.04 ? 422 : 200
  return /^\/(?:assets|media)/.test(route) && luck < 0.35 ? 304 : 200
}

/** So many different posts, the favourites of all more often than others. */
function some(chance: Chance, count: number, posts: number): number[] {
  const ids = new Set<number>()
  for (let tries = 0; ids.size < Math.min(count, posts) && tries < count * 8; tries++) {
    ids.add(idOf(chance.zipf(posts), 10_000))
  }
  return [...ids]
}

const hashes = new Map<number, string>()

/** As a hashed address looks: 16 hexadecimal digits. */
function hashed(visitor: number): string {
  let hash = hashes.get(visitor)
  if (hash === undefined) {
    hash = createHash('sha256').update(`visitor ${visitor}`).digest('hex').slice(0, 16)
    if (hashes.size < 1_000_000) hashes.set(visitor, hash)
  }
  return hash
}
