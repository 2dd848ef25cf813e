import { accountEntries, isVisible } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { renderPosts } from '../posts/index.ts'
import { type NotificationRow, notificationsById } from './queries.ts'
import type { Notification } from './schema.ts'

/** Rows -> API JSON in the same order; one whose post its owner may no longer see is left out. */
export async function present(app: App, viewer: Viewer, rows: readonly NotificationRow[]): Promise<Notification[]> {
  const postIds = [...new Set(rows.flatMap((row) => (row.post_id === null ? [] : [row.post_id])))]
  const [accounts, posts] = await Promise.all([
    accountEntries(app, new Set(rows.map((row) => row.from_account_id))),
    postIds.length > 0 ? renderPosts(app, viewer, postIds, 'direct') : [],
  ])
  const postById = new Map(posts.map((post) => [Number(post.id), post]))
  return rows.flatMap((row) => {
    const account = accounts.get(row.from_account_id)
    const status = row.post_id === null ? undefined : postById.get(row.post_id)
    if (!account || !isVisible(account.row) || (row.post_id !== null && !status)) return []
    return {
      id: String(row.id),
      type: row.type,
      created_at: row.created_at.toISOString(),
      group_key: groupKey(row),
      account: account.json,
      ...(status ? { status } : {}),
    }
  })
}

const GROUPED = new Set(['favourite', 'reblog', 'follow'])
const GROUP_MS = 12 * 3600 * 1000

/** Favourites and boosts of one post, and follows, of the same half day belong together. */
function groupKey(row: NotificationRow): string {
  if (!GROUPED.has(row.type)) return `ungrouped-${row.id}`
  const period = Math.floor(row.created_at.getTime() / GROUP_MS)
  return row.post_id === null ? `${row.type}-${period}` : `${row.type}-${row.post_id}-${period}`
}

/** Some notifications of a person, oldest first; those that are not theirs or not shown any more are left out. */
export async function renderNotifications(app: App, viewer: Viewer, ids: number[]): Promise<Notification[]> {
  const everything = { types: null, excludedTypes: [], fromAccountId: null }
  const wanted = { ...everything, accountId: viewer.accountId, now: app.now() }
  return await present(app, viewer, await notificationsById(app.db.read, wanted, ids))
}
