import { accountEntries, isVisible } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Page, Viewer } from '../../http/index.ts'
import { notFound } from '../../kit/index.ts'
import { renderPosts } from '../../posts/index.ts'
import { emit } from '../../signals/index.ts'
import { transact } from '../../storage/index.ts'
import { sendersAccepted } from '../signals.ts'
import {
  dismissHeldBack,
  endRequests,
  letThrough,
  listRequests,
  permit,
  type RequestRow,
  requestById,
} from './queries.ts'
import type { NotificationRequest } from './schema.ts'

/** A page, newest first. `ids` are the paging keys: of all rows of the page, also of one that is not shown. */
export async function readRequests(
  app: App,
  viewer: Viewer,
  page: Page,
): Promise<{ shown: NotificationRequest[]; ids: number[] }> {
  const rows = await listRequests(app.db.read, viewer.accountId, page, app.now())
  const ordered = page.upwards ? rows.toReversed() : rows
  return { shown: await present(app, viewer, ordered), ids: ordered.map((row) => row.id) }
}

/** @throws Problem 404 when it is not the viewer's, or was answered, or nothing of it is left. */
export async function readRequest(app: App, viewer: Viewer, id: string): Promise<NotificationRequest> {
  const rows = await requestById(app.db.read, viewer.accountId, Number(id), app.now())
  const [shown] = await present(app, viewer, rows)
  if (!shown) throw notFound()
  return shown
}

async function present(app: App, viewer: Viewer, rows: readonly RequestRow[]): Promise<NotificationRequest[]> {
  const postIds = rows.flatMap((row) => (row.last_post_id === null ? [] : [row.last_post_id]))
  const [senders, posts] = await Promise.all([
    accountEntries(app, new Set(rows.map((row) => row.from_account_id))),
    renderPosts(app, viewer, postIds, 'direct'),
  ])
  const postById = new Map(posts.map((post) => [Number(post.id), post]))
  return rows.flatMap((row) => {
    const sender = senders.get(row.from_account_id)
    if (!sender || !isVisible(sender.row)) return []
    return {
      id: String(row.id),
      created_at: row.since.toISOString(),
      updated_at: row.newest_at.toISOString(),
      notifications_count: String(row.notifications),
      account: sender.json,
      last_status: (row.last_post_id !== null && postById.get(row.last_post_id)) || null,
    }
  })
}

/** How a request is answered: both end it; accepting also lets its sender pass from now on. */
export type Answer = 'accept' | 'dismiss'

/** Answers those that are the viewer's and wait; the others are no error, as in Mastodon. @returns how many there were. */
async function answerRequests(app: App, viewer: Viewer, ids: readonly string[], answer: Answer): Promise<number> {
  if (ids.length === 0) return 0
  const { accountId } = viewer
  return await transact(app.db, async (tx) => {
    const ended = await endRequests(tx, accountId, ids.map(Number))
    const fromAccountIds = ended.map((row) => row.from_account_id)
    if (fromAccountIds.length === 0) return 0
    if (answer === 'dismiss') await dismissHeldBack(tx, accountId, fromAccountIds)
    else {
      await permit(tx, accountId, fromAccountIds)
      await letThrough(tx, accountId, fromAccountIds)
      await emit(tx, sendersAccepted, { accountId, fromAccountIds })
    }
    return fromAccountIds.length
  })
}

/** @throws Problem 404 when it is not the viewer's, or was answered before. */
export async function answerRequest(
  app: App,
  viewer: Viewer,
  id: string,
  answer: Answer,
): Promise<Record<string, never>> {
  if ((await answerRequests(app, viewer, [id], answer)) === 0) throw notFound()
  return {}
}

export async function answerMany(
  app: App,
  viewer: Viewer,
  ids: readonly string[],
  answer: Answer,
): Promise<Record<string, never>> {
  await answerRequests(app, viewer, ids, answer)
  return {}
}
