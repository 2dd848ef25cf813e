import { type Account, accountsJson } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Page, Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { parseGroupKey } from './group-key.ts'
import { countGroups, listGroups, listNotifications, markersOf, type Wanted } from './queries.ts'
import { wantedBy } from './read.ts'
import type { GroupedNotifications, GroupsQuery, Narrowing, SupportedQuery } from './schema.ts'
import { presentGroups } from './views.ts'

/** A page, newest first. `ids` are the paging keys: the newest of each group, and last the oldest of the page. */
export async function readGroups(
  app: App,
  viewer: Viewer,
  query: GroupsQuery,
  page: Page,
): Promise<{ shown: GroupedNotifications; ids: number[] }> {
  const rows = await listGroups(app.db.read, wantedBy(app, viewer, query), page, query.grouped_types ?? null)
  const partial = query.expand_accounts === 'partial_avatars'
  const shown = await presentGroups(app, viewer, rows, { paged: true, partial, supported: query })
  const oldest = Math.min(...rows.map((row) => row.page_min_id))
  return { shown, ids: rows.map((row, place) => (place > 0 && place === rows.length - 1 ? oldest : row.page_max_id)) }
}

const inGroup = (app: App, viewer: Viewer, groupKey: string): Wanted => ({
  ...wantedBy(app, viewer, {}),
  group: parseGroupKey(groupKey),
  filtered: 'too',
})

/**
 * One group. `ungrouped-<id>` is there for every notification, also for one that has others beside it.
 *
 * @throws Problem 404 when nothing of it is the viewer's, or shown any more.
 */
export async function readGroup(
  app: App,
  viewer: Viewer,
  groupKey: string,
  supported: SupportedQuery,
): Promise<GroupedNotifications> {
  const whole = { below: Number.MAX_SAFE_INTEGER, above: -1, upwards: false, limit: 1 }
  const wanted = inGroup(app, viewer, groupKey)
  const rows = await listGroups(app.db.read, wanted, whole, wanted.group && 'id' in wanted.group ? [] : null)
  const shown = await presentGroups(app, viewer, rows, { paged: false, partial: false, supported })
  if (shown.notification_groups.length === 0) throw notFound()
  return shown
}

/** Who is in a group, the newest first. `ids` are the paging keys: of the notifications. */
export async function readGroupAccounts(
  app: App,
  viewer: Viewer,
  groupKey: string,
  page: Page,
): Promise<{ shown: Account[]; ids: number[] }> {
  const rows = await listNotifications(app.db.read, inGroup(app, viewer, groupKey), page)
  const ordered = page.upwards ? rows.toReversed() : rows
  const accountIds = [...new Set(ordered.map((row) => row.from_account_id))]
  return { shown: await accountsJson(app, accountIds), ids: ordered.map((row) => row.id) }
}

/** How many groups have something that came since the `notifications` marker, up to the limit. */
export async function unreadGroupCount(
  app: App,
  viewer: Viewer,
  query: Narrowing & { limit: number; grouped_types?: string[] },
): Promise<{ count: number }> {
  const [marker] = await markersOf(app.db.read, viewer.accountId, ['notifications'])
  const from = { above: marker?.last_read_id ?? 0, limit: query.limit, types: query.grouped_types ?? null }
  return (await countGroups(app.db.read, wantedBy(app, viewer, query), from))[0]!
}
