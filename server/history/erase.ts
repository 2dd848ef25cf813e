import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { badRequest, notFound, unprocessable } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { dayOf } from './keep.ts'
import { hasEntry, insertErasure } from './queries.ts'
import type { EraseQuery } from './schema.ts'
import { entryOf } from './show.ts'

/**
 * Erases a stretch of one's own history, or all of it; what request files still have of that time is not taken from them
 * any more. @throws Problem 400, 422.
 */
export async function erase(app: App, viewer: Viewer, query: EraseQuery): Promise<object> {
  const now = app.now()
  const [begin, until] = [momentOf('from', query.from, new Date(0)), momentOf('until', query.until, now)]
  const from = new Date(Math.max(0, begin.getTime()))
  if (from > until) throw unprocessable('The stretch ends before it begins: "until" must not be before "from".')
  // What is yet to be seen is not erased in advance.
  const end = until < now ? until : now
  if (from <= end) {
    await transact(app.db, (tx) => insertErasure(tx, viewer.accountId, { kind: null, key: null, from, until: end }))
  }
  return {}
}

/** Erases one entry of one's own: this post, profile or tag on that day. @throws Problem 404. */
export async function eraseEntry(app: App, viewer: Viewer, id: string): Promise<object> {
  const { kind, key, at_ms: atMs } = entryOf(id)
  const day = dayOf(atMs)
  await transact(app.db, async (tx) => {
    if ((await hasEntry(tx, viewer.accountId, day, kind, key)).length === 0) {
      throw notFound('There is no such entry in your history.')
    }
    const [from, until] = [new Date(`${day}T00:00:00.000Z`), new Date(`${day}T23:59:59.999Z`)]
    const now = app.now()
    await insertErasure(tx, viewer.accountId, { kind, key, from, until: until < now ? until : now })
  })
  return {}
}

function momentOf(name: string, text: string | undefined, fallback: Date): Date {
  if (text === undefined) return fallback
  const moment = new Date(text)
  if (Number.isNaN(moment.getTime())) throw badRequest(`The parameter "${name}" is no moment that there is.`)
  return moment
}
