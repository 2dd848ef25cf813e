import { accountIdsByUsername } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { unavailable } from '../kit/index.ts'
import { renderPosts, type Status } from '../posts/index.ts'
import { hiddenFor } from '../relations/index.ts'
import { marks, quoted } from './document.ts'
import { indexer } from './indexer.ts'
import { type Asked, type Named, parseQuery, type Span } from './parse.ts'
import { newestKept, newestMatches, slicesOf, type Wanted } from './queries.ts'
import { isWhole, steps } from './slices.ts'

export interface PostSearch {
  readonly q: string
  /** Only posts of this account. */
  readonly authorId: number | null
  /** Ids, exclusive. */
  readonly below: number
  readonly above: number
  readonly limit: number
  readonly offset: number
}

/** Longer than any search takes that finds its words; whoever asks for what takes longer is told so. */
const LONGEST_MS = 2000

/**
 * The newest posts that match: public ones of people who let theirs be found, and the viewer's library (what they wrote,
 * favourited, bookmarked, boosted or voted in, and what is to them).
 *
 * @throws Problem 503 when it takes more than two seconds.
 */
export async function findPosts(app: App, viewer: Viewer, search: PostSearch): Promise<Status[]> {
  await indexer(app).before()
  const ids = await findIds(app, viewer, search)
  const { offset, limit } = search
  return await renderPosts(app, viewer, ids.slice(offset, offset + limit))
}

/** The same, only which. */
export async function findIds(app: App, viewer: Viewer, search: PostSearch): Promise<number[]> {
  const asked = parseQuery(search.q)
  const words = await resolve(app, viewer, asked, search.authorId)
  if (words === null) return []
  const [from, to] = asked.within.map(idAt) as [number, number]
  const hidden = await hiddenFor(app, viewer.accountId)
  const wanted: Wanted = {
    viewerId: viewer.accountId,
    words,
    below: Math.min(search.below, to),
    above: Math.max(search.above, from - 1),
    except: asked.except.map((span) => span.map(idAt) as unknown as Span),
    without: [...hidden.blocking, ...hidden.blockedBy, ...hidden.muting.keys()],
    limit: search.offset + search.limit,
  }
  const deadline = performance.now() + LONGEST_MS
  if (asked.among !== 'library') return await walk(app, wanted, asked.among === 'public', deadline)
  const own = { ...wanted, words: both(words, ownWords(wanted.viewerId)) }
  const [mine, kept] = await Promise.all([
    walk(app, own, false, deadline),
    within(deadline, newestKept(app.db.read, wanted)).then((rows) => rows.map((row) => row.post_id)),
  ])
  return [...new Set([...mine, ...kept])].sort((a, b) => b - a).slice(0, wanted.limit)
}

/** @returns a tsquery; null when somebody is asked for who is not there, or nothing is. */
async function resolve(app: App, viewer: Viewer, asked: Asked, authorId: number | null): Promise<string | null> {
  const names = new Set(asked.people.flatMap((person) => localName(app, person) ?? []))
  const ids = await accountIdsByUsername(app.db.read, [...names])
  const parts = asked.words === '' ? [] : [asked.words]
  for (const person of asked.people) {
    const name = localName(app, person)
    const id = name === 'me' ? viewer.accountId : name === null ? undefined : ids.get(name)
    if (id === undefined && !person.negated) return null
    if (id !== undefined) parts.push(`${person.negated ? '!' : ''}${quoted(marks[person.role](id))}`)
  }
  if (authorId !== null) parts.push(quoted(marks.author(authorId)))
  const isBound = asked.among !== 'all' || asked.except.length > 0 || asked.within.some(Number.isFinite)
  return parts.length === 0 && !isBound ? null : parts.join(' & ')
}

function localName(app: App, { name }: Named): string | null {
  const [user = '', host] = name.toLowerCase().split('@')
  return host === undefined || host === app.config.domain ? user : null
}

const ownWords = (viewerId: number) => `${quoted(marks.author(viewerId))} | ${quoted(marks.to(viewerId))}`
const both = (words: string, more: string) => (words === '' ? `(${more})` : `(${more}) & ${words}`)

/** From the newest slice to the oldest, until there are enough. */
async function walk(app: App, wanted: Wanted, onlyOpen: boolean, deadline: number): Promise<number[]> {
  const { read } = app.db
  const { newest, oldest } = await slicesOf(read, wanted.above, wanted.below)
  const found = new Set<number>()
  const own = ownWords(wanted.viewerId)
  for (const words of steps(newest, oldest)) {
    const queries = words.map((word) =>
      wanted.words !== '' && isWhole(word, newest) ? wanted.words : both(wanted.words, quoted(word)),
    )
    for (const row of await within(deadline, newestMatches(read, wanted, queries, onlyOpen, own)))
      found.add(row.post_id)
    if (found.size >= wanted.limit) break
  }
  return [...found].slice(0, wanted.limit)
}

/** The first id of a moment: see tweeter.id_at. Infinities stay bounds. */
const idAt = (ms: number): number => Math.min(Math.max(0, ms - Date.UTC(2006, 0, 1)) * 4096, Number.MAX_SAFE_INTEGER)

interface Cancellable<T> extends PromiseLike<T> {
  cancel(): void
}

/** Waits for a statement, and has Postgres give it up at the deadline. @throws Problem 503. */
export async function within<T>(deadline: number, statement: Cancellable<T>): Promise<T> {
  let late = false
  const timer = setTimeout(
    () => {
      late = true
      statement.cancel()
    },
    Math.max(1, deadline - performance.now()),
  )
  try {
    return await statement
  } catch (error) {
    if (!late) throw error
    throw unavailable(
      'This search takes too long. Ask for a rarer word, or for less of the time (after:2026-01-01).',
      5,
    )
  } finally {
    clearTimeout(timer)
  }
}
