import type { App } from '../app.ts'
import type { Page, Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { countUnread, listNotifications, type Wanted } from './queries.ts'
import type { Narrowing, Notification, NotificationsQuery, SupportedQuery } from './schema.ts'
import { present, renderNotifications } from './views.ts'

/** What a request asks for, of all groups. */
export const wantedBy = (app: App, viewer: Viewer, query: Narrowing): Wanted => ({
  accountId: viewer.accountId,
  types: query.types && query.types.length > 0 ? query.types : null,
  excludedTypes: query.exclude_types ?? [],
  fromAccountId: query.account_id === undefined ? null : Number(query.account_id),
  group: null,
  filtered: query.include_filtered ? 'too' : 'without',
  now: app.now(),
})

/** A page, newest first. `ids` are the paging keys: of all rows of the page, also of one that is not shown. */
export async function readNotifications(
  app: App,
  viewer: Viewer,
  query: NotificationsQuery,
  page: Page,
): Promise<{ shown: Notification[]; ids: number[] }> {
  const rows = await listNotifications(app.db.read, wantedBy(app, viewer, query), page)
  const ordered = page.upwards ? rows.toReversed() : rows
  return { shown: await present(app, viewer, ordered, query), ids: ordered.map((row) => row.id) }
}

/** @throws Problem 404 when it is not the viewer's, or not shown any more. */
export async function readNotification(
  app: App,
  viewer: Viewer,
  id: string,
  supported: SupportedQuery,
): Promise<Notification> {
  const [found] = await renderNotifications(app, viewer, [Number(id)], supported)
  if (!found) throw notFound()
  return found
}

/** How many came since the `notifications` marker, up to the limit. */
export async function unreadCount(
  app: App,
  viewer: Viewer,
  query: Narrowing & { limit: number },
): Promise<{ count: number }> {
  return (await countUnread(app.db.read, wantedBy(app, viewer, query), query.limit))[0]!
}
