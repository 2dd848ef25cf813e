import type { App } from '../app.ts'
import { messageOf, perApp } from '../kit/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { documentOf } from './document.ts'
import {
  countTags,
  countWaiting,
  type DocumentRow,
  documentRows,
  dropDocuments,
  growSlice,
  indexedTags,
  lockIndex,
  queueEverything,
  takeQueue,
  writeDocuments,
} from './queries.ts'
import { SLICE_POSTS } from './slices.ts'

const BATCH = 500
/** A burst of posts is indexed together. */
const SOON_MS = 500
/** For what comes without being told of: rows that replication brought, and what another process wrote. */
const LOOK_AGAIN_MS = 30_000

/**
 * Keeps the index at what the posts are. Posting only leaves a row in a queue, in its own transaction, so a crash loses
 * nothing; the work is done in batches soon after, or by the first search, whichever comes first.
 */
class Indexer {
  readonly #app: App
  #timer: NodeJS.Timeout | undefined
  /** When the timer goes off; Infinity while none is set. */
  #dueMs = Number.POSITIVE_INFINITY
  #running: Promise<number> = Promise.resolve(0)
  #stopped = true

  constructor(app: App) {
    this.#app = app
  }

  start(): void {
    this.#stopped = false
    this.soon(0)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running.catch(() => 0)
  }

  /** There is something to do. A later call does not put it off. */
  soon(ms = SOON_MS): void {
    const dueMs = performance.now() + ms
    if (this.#stopped || this.#dueMs <= dueMs) return
    clearTimeout(this.#timer)
    this.#dueMs = dueMs
    this.#timer = setTimeout(() => {
      this.#dueMs = Number.POSITIVE_INFINITY
      const batch = this.#batch()
      batch.then(
        (count) => this.soon(count === 0 ? LOOK_AGAIN_MS : 0),
        (error) => {
          this.#app.log.warn({ error }, `Posts could not be indexed for the search: ${messageOf(error)}; tried again`)
          this.soon(LOOK_AGAIN_MS)
        },
      )
    }, ms).unref()
  }

  /** So that a search finds what was posted a moment ago. After an import it does not wait for all that came. */
  async before(): Promise<void> {
    const waiting = await countWaiting(this.#app.db.read, BATCH + 1)
    if (waiting > BATCH) this.soon(0)
    else if (waiting > 0) await this.#batch()
  }

  /** One after the other: a second would wait for the first one's lock, and hold a connection for it. */
  #batch(): Promise<number> {
    const next = this.#running.catch(() => 0).then(() => transact(this.#app.db, indexBatch))
    this.#running = next
    return next
  }
}

export const indexer = perApp((app: App) => new Indexer(app))

/** Brings some of the posts that wait into the index as they are now. @returns how many rows of the queue it took. */
export async function indexBatch(tx: Tx): Promise<number> {
  await lockIndex(tx)
  const ids = await takeQueue(tx, BATCH)
  if (ids.length === 0) return 0
  const rows = await documentRows(tx, ids)
  const there = new Set(rows.map((row) => row.id))
  const before = new Map((await indexedTags(tx, ids)).map((row) => [row.post_id, row.tags]))
  if (rows.length > 0) {
    await writeDocuments(
      tx,
      rows.map((row) => ({
        id: row.id,
        author_id: row.author_id,
        open: row.open,
        tags: countedTags(row),
        words: documentOf(row),
      })),
    )
  }
  const gone = ids.filter((id) => !there.has(id) && before.has(id))
  if (gone.length > 0) await dropDocuments(tx, gone)
  const changes = changesOf(rows, before)
  if (changes.size > 0) await countTags(tx, changes)
  const slice = Math.max(...rows.map((row) => row.slice))
  const more = rows.filter((row) => row.slice === slice && !before.has(row.id)).length
  if (more > 0) await growSlice(tx, slice, more, SLICE_POSTS)
  return ids.length
}

const countedTags = (row: DocumentRow) => (row.open ? row.tags : [])

function changesOf(rows: readonly DocumentRow[], before: ReadonlyMap<number, string[]>): Map<string, number> {
  const changes = new Map<string, number>()
  const count = (tags: readonly string[], change: number) => {
    for (const tag of tags) changes.set(tag, (changes.get(tag) ?? 0) + change)
  }
  for (const row of rows) count(countedTags(row), 1)
  for (const tags of before.values()) count(tags, -1)
  for (const [tag, change] of changes) if (change === 0) changes.delete(tag)
  return changes
}

/** Makes the whole index anew, in the background. */
export async function rebuildSearch(app: App): Promise<void> {
  await transact(app.db, queueEverything)
  indexer(app).soon(0)
}
