import { type Account, accountEntries, isVisible } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { renderPosts } from '../posts/index.ts'
import { fallbackOf } from './fallback.ts'
import { type GroupRow, type NotificationRow, notificationsById } from './queries.ts'
import type { GroupedNotifications, Notification, NotificationGroup, PartialAccount, SupportedQuery } from './schema.ts'
import { subjectsOf } from './subjects.ts'

/** Rows -> API JSON in the same order; one whose post its owner may no longer see is left out. */
export async function present(
  app: App,
  viewer: Viewer,
  rows: readonly NotificationRow[],
  supported: SupportedQuery,
): Promise<Notification[]> {
  const postIds = [...new Set(rows.flatMap((row) => (row.post_id === null ? [] : [row.post_id])))]
  const [accounts, posts, subjectOf] = await Promise.all([
    accountEntries(app, new Set(rows.map((row) => row.from_account_id))),
    postIds.length > 0 ? renderPosts(app, viewer, postIds, 'direct') : [],
    subjectsOf(app, viewer, rows),
  ])
  const postById = new Map(posts.map((post) => [Number(post.id), post]))
  return rows.flatMap((row) => {
    const account = accounts.get(row.from_account_id)
    const status = row.post_id === null ? undefined : postById.get(row.post_id)
    const subject = subjectOf(row)
    if (!account || !isVisible(account.row) || (row.post_id !== null && !status) || !subject) return []
    return {
      id: String(row.id),
      type: row.type,
      created_at: row.created_at.toISOString(),
      group_key: row.group_key,
      account: account.json,
      ...(status ? { status } : {}),
      ...subject,
      ...fallbackOf(supported, { type: row.type, account: account.json, subject }),
    }
  })
}

/** Some notifications of a person, oldest first; those that are not theirs or not shown any more are left out. */
export async function renderNotifications(
  app: App,
  viewer: Viewer,
  ids: number[],
  supported: SupportedQuery = {},
): Promise<Notification[]> {
  const everything = { types: null, excludedTypes: [], fromAccountId: null, group: null, filtered: 'too' as const }
  const wanted = { ...everything, accountId: viewer.accountId, now: app.now() }
  return await present(app, viewer, await notificationsById(app.db.read, wanted, ids), supported)
}

interface GroupsShown {
  /** Whether the groups are a page of a list, and say which part of them is within it. */
  readonly paged: boolean
  /** Only the newest account of each group in full; of the others what an avatar needs. */
  readonly partial: boolean
  readonly supported: SupportedQuery
}

/** Rows -> API JSON in the same order, by the rules of `present`. */
export async function presentGroups(
  app: App,
  viewer: Viewer,
  rows: readonly GroupRow[],
  { paged, partial, supported }: GroupsShown,
): Promise<GroupedNotifications> {
  const postIds = [...new Set(rows.flatMap((row) => (row.post_id === null ? [] : [row.post_id])))]
  const [entries, statuses, subjectOf] = await Promise.all([
    accountEntries(app, new Set(rows.flatMap((row) => row.account_ids))),
    renderPosts(app, viewer, postIds, 'direct'),
    subjectsOf(app, viewer, rows),
  ])
  const seen = new Set(statuses.map((status) => Number(status.id)))
  const full = new Map<string, Account>()
  const others = new Map<string, Account>()
  const groups = rows.flatMap((row) => {
    const accounts = [...new Set(row.account_ids)].flatMap((id) => {
      const entry = entries.get(id)
      return entry && isVisible(entry.row) ? [entry.json] : []
    })
    const subject = subjectOf(row)
    if (accounts.length === 0 || (row.post_id !== null && !seen.has(row.post_id)) || !subject) return []
    for (const [place, json] of accounts.entries()) (partial && place > 0 ? others : full).set(json.id, json)
    const fallback = fallbackOf(supported, { type: row.type, account: accounts[0]!, subject })
    return [{ ...presentGroup(row, accounts, paged), ...subject, ...fallback }]
  })
  const rest = [...others.values()].filter(({ id }) => !full.has(id))
  return {
    accounts: [...full.values()],
    ...(partial ? { partial_accounts: rest.map(withAvatarOnly) } : {}),
    statuses,
    notification_groups: groups,
  }
}

const presentGroup = (row: GroupRow, accounts: readonly Account[], paged: boolean): NotificationGroup => ({
  group_key: row.group_key,
  notifications_count: row.notifications,
  type: row.type,
  most_recent_notification_id: row.newest_id,
  ...(paged
    ? {
        page_min_id: String(row.page_min_id),
        page_max_id: String(row.page_max_id),
        latest_page_notification_at: row.page_newest_at.toISOString(),
      }
    : {}),
  sample_account_ids: accounts.map(({ id }) => id),
  ...(row.post_id === null ? {} : { status_id: String(row.post_id) }),
})

const withAvatarOnly = ({ id, acct, locked, bot, url, avatar, avatar_static }: Account): PartialAccount => ({
  id,
  acct,
  locked,
  bot,
  url,
  avatar,
  avatar_static,
})
