import type { Static } from 'typebox'
import { accountsJson } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { type Call, linkPages, type Page, type PageQuery, pageOf, type Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { renderPosts, type Status } from '../posts/index.ts'
import type { Read } from '../storage/index.ts'
import {
  type ConversationRow,
  conversationsOfPosts,
  conversationsPage,
  countUnread,
  messagesOf,
  oneConversation,
} from './queries.ts'
import type { Conversation } from './schema.ts'

type Paged = Call<Viewer, unknown, Static<ReturnType<typeof PageQuery>>, unknown>

/** Somebody's conversations, the one with the newest post first; paged by that post's id, as Mastodon does. */
export async function listConversations(call: Paged): Promise<Conversation[]> {
  const { app, viewer, query } = call
  const page = pageOf(query)
  const rows = await conversationsPage(app.db.read, viewer.accountId, page)
  if (page.upwards) rows.reverse()
  linkPages(
    call,
    rows.map((row) => row.last_post_id),
    page.limit,
  )
  return await present(app, viewer, rows)
}

/** Conversations as their owner sees them, in the given order. A fixed number of statements. */
export async function present(app: App, viewer: Viewer, rows: readonly ConversationRow[]): Promise<Conversation[]> {
  const othersOf = (row: ConversationRow) => (row.participants.length > 0 ? row.participants : [viewer.accountId])
  const ids = [...new Set(rows.flatMap(othersOf))]
  const lastIds = rows.map((row) => row.last_post_id)
  // Muted people are shown where one talks with them.
  const [accounts, posts] = await Promise.all([accountsJson(app, ids), renderPosts(app, viewer, lastIds, 'direct')])
  const accountOf = new Map(accounts.map((one) => [Number(one.id), one]))
  const postOf = new Map(posts.map((one) => [Number(one.id), one]))
  return rows.map((row) => ({
    id: String(row.id),
    unread: row.unread,
    accounts: othersOf(row).flatMap((id) => accountOf.get(id) ?? []),
    last_status: postOf.get(row.last_post_id) ?? null,
  }))
}

/** For streams: the conversations that direct posts are or were in, by the post's id. */
export async function conversationsWith(
  app: App,
  viewer: Viewer,
  postIds: readonly number[],
): Promise<Map<number, Conversation>> {
  if (postIds.length === 0) return new Map()
  const rows = await conversationsOfPosts(app.db.read, viewer.accountId, [...postIds])
  const shown = await present(app, viewer, rows)
  return new Map(rows.map((row, place) => [row.post_id, shown[place]!]))
}

/** A conversation of one's own. @throws Problem 404. */
export async function requireConversation(read: Read, viewer: Viewer, id: string): Promise<ConversationRow> {
  const [row] = await oneConversation(read, viewer.accountId, Number(id))
  if (!row) throw notFound()
  return row
}

/** One of one's own. @throws Problem 404. */
export async function readConversation(app: App, viewer: Viewer, id: string): Promise<Conversation> {
  return (await present(app, viewer, [await requireConversation(app.db.read, viewer, id)]))[0]!
}

/**
 * A page of the messages of a conversation, newest first. `ids` are the paging keys: of all, also of one that is not
 * shown any more. @throws Problem 404.
 */
export async function readMessages(
  app: App,
  viewer: Viewer,
  id: string,
  page: Page,
): Promise<{ shown: Status[]; ids: number[] }> {
  const conversation = await requireConversation(app.db.read, viewer, id)
  const rows = await messagesOf(app.db.read, viewer.accountId, conversation, page)
  const ids = (page.upwards ? rows.toReversed() : rows).map((row) => row.post_id)
  return { shown: await renderPosts(app, viewer, ids, 'direct'), ids }
}

/** How many conversations have something unread, up to the limit. */
export async function unreadCount(app: App, viewer: Viewer, limit: number): Promise<{ count: number }> {
  return (await countUnread(app.db.read, viewer.accountId, limit))[0]!
}
