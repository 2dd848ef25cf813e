import { hashNumber } from '../sketches/hash.ts'
import { Uniques } from '../sketches/uniques.ts'
import { ActorCollector } from './collect-actors.ts'
import type { Format, Row } from './row.ts'
import type { Seen, Views } from './views.ts'

const HOUR_MS = 3_600_000
/** Of one account in one batch: who sees more is no reader. */
const MOST_SEEN = 2000

const hash = { high: 0, low: 0 }

interface Counted {
  views: number
  opens: number
  readonly viewers: Uniques
}

/** What one account saw, in the order of the log: ids and times in turn. */
interface SeenSoFar {
  readonly posts: number[]
  readonly opened: number[]
  readonly profiles: number[]
  readonly tags: (string | number)[]
}

/** By the beginning of the hour. */
type Hours<K> = Map<number, Map<K, Counted>>

/** Counts what people saw in records of ours, and who asked for much. */
export class ViewsCollector {
  readonly #format: Format
  readonly #actors: ActorCollector
  #posts: Hours<number> = new Map()
  #profiles: Hours<number> = new Map()
  #tags: Hours<string> = new Map()
  #seen = new Map<number, SeenSoFar>()
  #fromMs = Number.POSITIVE_INFINITY
  #untilMs = 0
  #viewerHigh = 0
  #viewerLow = 0

  constructor(format: Format) {
    this.#format = format
    this.#actors = new ActorCollector(format)
  }

  add(buffer: Buffer, _view: DataView, row: Row): void {
    if (row.at < this.#fromMs) this.#fromMs = row.at
    if (row.at > this.#untilMs) this.#untilMs = row.at
    this.#actors.add(buffer, row)
    const answered = (row.status >= 200 && row.status < 300) || row.status === 304
    if (!answered || this.#format.series[row.series]!.kind === 'bot') return
    const about = row.postCount > 0 || row.post >= 0 || row.profile >= 0 || row.tagEnd > row.tagStart
    if (about) this.#look(buffer, row)
  }

  #look(buffer: Buffer, row: Row): void {
    this.#who(row)
    const hour = Math.floor(row.at / HOUR_MS) * HOUR_MS
    const seen = row.account >= 0 ? this.#seenBy(row.account) : null
    const posts = keysOf(this.#posts, hour)
    for (let index = 0; index < row.postCount; index++) {
      const id = row.posts[index]!
      this.#count(posts, id, 0)
      note(seen?.posts, id, row.at)
    }
    if (row.post >= 0) {
      this.#count(posts, row.post, 1)
      note(seen?.opened, row.post, row.at)
    }
    if (row.profile >= 0) {
      this.#count(keysOf(this.#profiles, hour), row.profile, 0)
      note(seen?.profiles, row.profile, row.at)
    }
    if (row.tagEnd > row.tagStart) {
      const tag = textOf(buffer, row.tagStart, row.tagEnd)
      this.#count(keysOf(this.#tags, hour), tag, 0)
      note(seen?.tags, tag, row.at)
    }
  }

  /** An account is one viewer wherever it comes from. */
  #who(row: Row): void {
    if (row.account >= 0) {
      hashNumber(row.account, hash)
      this.#viewerHigh = hash.high
      this.#viewerLow = hash.low
    } else {
      this.#viewerHigh = row.visitorHigh
      this.#viewerLow = row.visitorLow
    }
  }

  #count<K>(counts: Map<K, Counted>, key: K, opens: number): void {
    let counted = counts.get(key)
    if (counted === undefined) {
      counted = { views: 0, opens: 0, viewers: new Uniques() }
      counts.set(key, counted)
    }
    counted.views++
    counted.opens += opens
    counted.viewers.add(this.#viewerHigh, this.#viewerLow)
  }

  #seenBy(accountId: number): SeenSoFar {
    let seen = this.#seen.get(accountId)
    if (seen === undefined) {
      seen = { posts: [], opened: [], profiles: [], tags: [] }
      this.#seen.set(accountId, seen)
    }
    return seen
  }

  /** Hands out what was counted, and begins anew. */
  take(): Views {
    const taken: Views = {
      fromMs: this.#fromMs,
      untilMs: this.#untilMs,
      posts: rowsOf(this.#posts, (postId, hourMs, { views, opens, viewers }) => {
        return { postId, hourMs, views, opens, viewers: viewers.encode() }
      }),
      profiles: rowsOf(this.#profiles, (accountId, hourMs, { views, viewers }) => {
        return { accountId, hourMs, visits: views, visitors: viewers.encode() }
      }),
      tags: rowsOf(this.#tags, (tag, hourMs, { views, viewers }) => {
        return { tag, hourMs, views, viewers: viewers.encode() }
      }),
      seen: [...this.#seen].map(([accountId, seen]) => seenOf(accountId, seen)),
      actors: this.#actors.take(),
    }
    this.#posts = new Map()
    this.#profiles = new Map()
    this.#tags = new Map()
    this.#seen = new Map()
    this.#fromMs = Number.POSITIVE_INFINITY
    this.#untilMs = 0
    return taken
  }
}

function keysOf<K>(hours: Hours<K>, hour: number): Map<K, Counted> {
  let keys = hours.get(hour)
  if (keys === undefined) {
    keys = new Map()
    hours.set(hour, keys)
  }
  return keys
}

function note<K>(list: (K | number)[] | undefined, key: K, at: number): void {
  if (list !== undefined && list.length < MOST_SEEN * 2) list.push(key, at)
}

/** A tag is written as JSON writes it. */
function textOf(buffer: Buffer, start: number, end: number): string {
  return buffer.toString('utf8', start, end)
}

const rowsOf = <K, R>(hours: Hours<K>, row: (key: K, hourMs: number, counted: Counted) => R): R[] =>
  [...hours].flatMap(([hourMs, keys]) => [...keys].map(([key, counted]) => row(key, hourMs, counted)))

const seenOf = (accountId: number, { posts, opened, profiles, tags }: SeenSoFar): Seen => ({
  accountId,
  posts: latest(posts),
  opened: latest(opened),
  profiles: latest(profiles),
  tags: latest(tags as string[]),
})

/** Each key once for an hour, with its last time and how often it was, in the order of these. */
function latest<K extends string | number>(list: readonly (K | number)[]): [K, number, number][] {
  const all: [K, number, number][] = []
  let keys = new Map<K, [K, number, number]>()
  let hour = 0
  for (let index = 0; index < list.length; index += 2) {
    const key = list[index] as K
    const at = list[index + 1] as number
    if (Math.floor(at / HOUR_MS) !== hour) {
      for (const one of keys.values()) all.push(one)
      keys = new Map()
      hour = Math.floor(at / HOUR_MS)
    }
    const times = (keys.get(key)?.[2] ?? 0) + 1
    keys.delete(key)
    keys.set(key, [key, at, times])
  }
  for (const one of keys.values()) all.push(one)
  return all
}
