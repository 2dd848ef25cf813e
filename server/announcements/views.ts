import { accountEntries, accountIdsByUsername, isVisible, profileUrl } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { emojisFor } from '../emojis/index.ts'
import type { Viewer } from '../http/index.ts'
import { Cache, notFound, perApp } from '../kit/index.ts'
import { render, renderPosts, scan } from '../posts/index.ts'
import { type AnnouncementRow, dismissedOf, publishedAnnouncements, type ReactionRow, reactionRows } from './queries.ts'
import type { Announcement, Reaction } from './schema.ts'

type Published = AnnouncementRow & { readonly published_at: Date }

/** A published announcement as it is kept: what is the same for every viewer and follows from its text. */
interface Entry {
  readonly row: Published
  readonly content: string
  readonly tags: Announcement['tags']
  readonly mentionedIds: number[]
  /** Posts of this network that it links to; whether they may be seen is asked each time. */
  readonly postIds: number[]
}

const kept = perApp(
  (app: App) =>
    new Cache<'all', Entry[]>(
      1,
      async () => new Map([['all', await compose(app, await publishedAnnouncements(app.db.read))]]),
    ),
)

export const forgetAnnouncements = (app: App): void => kept(app).clear()

async function compose(app: App, rows: readonly Published[]): Promise<Entry[]> {
  const scanned = rows.map((row) => ({ row, entities: scan(row.text) }))
  const isHere = (host: string | null) => host === null || host === app.config.domain
  const names = scanned.flatMap(({ entities }) =>
    entities.flatMap((one) => (one.type === 'mention' && isHere(one.host) ? one.user.toLowerCase() : [])),
  )
  const accounts = await accountIdsByUsername(app.db.read, [...new Set(names)])
  const idOf = (user: string, host: string | null) => (isHere(host) ? accounts.get(user.toLowerCase()) : undefined)
  return scanned.map(({ row, entities }) => {
    const tags = new Map(entities.flatMap((one) => (one.type === 'hashtag' ? [[one.key, one.key] as const] : [])))
    const mentioned = entities.flatMap((one) => (one.type === 'mention' ? (idOf(one.user, one.host) ?? []) : []))
    const posts = entities.flatMap((one) => (one.type === 'link' ? (postIdOf(app, one.url) ?? []) : []))
    const mention = (one: { user: string; host: string | null }) =>
      idOf(one.user, one.host) === undefined ? null : profileUrl(app, one.user)
    return {
      row,
      content: render(row.text, { tagBase: app.config.url, mention }),
      tags: [...tags.keys()].map((name) => ({ name, url: `${app.config.url}/tags/${encodeURIComponent(name)}` })),
      mentionedIds: [...new Set(mentioned)],
      postIds: [...new Set(posts)],
    }
  })
}

/** The id in the address of a post's page here, or null. */
function postIdOf(app: App, url: string): number | null {
  if (!url.startsWith(`${app.config.url}/@`)) return null
  const id = /^\/@\w+\/(\d{1,16})\/?$/.exec(URL.parse(url)?.pathname ?? '')?.[1]
  return id === undefined ? null : Number(id)
}

/** What is shown now, in its order; a job takes what has ended away a moment later. */
async function current(app: App): Promise<Entry[]> {
  const now = app.now()
  return (await kept(app).get('all'))!.filter(({ row }) => row.ends_at === null || row.ends_at > now)
}

/** An announcement that is shown. @throws Problem 404. */
export async function requireAnnouncement(app: App, id: string | number): Promise<Published> {
  const found = (await current(app)).find(({ row }) => row.id === Number(id))
  if (!found) throw notFound('There is no such announcement.')
  return found.row
}

/** What somebody has not dismissed, or everything. */
export async function listAnnouncements(app: App, viewer: Viewer, withDismissed: boolean): Promise<Announcement[]> {
  const shown = await present(app, viewer, await current(app))
  return withDismissed ? shown : shown.filter((one) => !one.read)
}

/** One as it is for nobody in particular; null when it is not shown. */
export async function announcementJson(app: App, id: number): Promise<Announcement | null> {
  const entries = (await current(app)).filter(({ row }) => row.id === id)
  return (await present(app, null, entries))[0] ?? null
}

/** How often people reacted with this emoji, for nobody in particular; nobody any more is a count of 0. */
export async function reactionJson(
  app: App,
  id: number,
  name: string,
): Promise<Reaction & { announcement_id: string }> {
  const row = (await reactionRows(app.db.read, [id], null)).find((one) => one.name === name)
  const emoji = (await emojisFor(app)).get(name)
  const count = row?.count ?? 0
  const address = emoji && { url: emoji.url, static_url: emoji.static_url }
  return { name, count, ...address, announcement_id: String(id) }
}

/** A fixed number of statements, whatever is in them. */
async function present(app: App, viewer: Viewer | null, entries: readonly Entry[]): Promise<Announcement[]> {
  const ids = entries.map(({ row }) => row.id)
  if (ids.length === 0) return []
  const [reactions, dismissed, emojis, accounts, posts] = await Promise.all([
    reactionRows(app.db.read, ids, viewer?.accountId ?? null),
    viewer ? dismissedOf(app.db.read, ids, viewer.accountId) : [],
    emojisFor(app),
    accountEntries(app, new Set(entries.flatMap((one) => one.mentionedIds))),
    renderPosts(app, null, [...new Set(entries.flatMap((one) => one.postIds))], 'direct'),
  ])
  const read = new Set(dismissed.map((row) => row.announcement_id))
  const byPost = new Map(posts.map((post) => [Number(post.id), { id: post.id, url: post.url }]))
  const byAnnouncement = Map.groupBy(reactions, (row) => row.announcement_id)
  // An emoji that is gone takes its reactions with it.
  const shownReaction = ({ name, count, me }: ReactionRow): Reaction[] => {
    const own = viewer ? { me } : {}
    if (!/^\w+$/.test(name)) return [{ name, count, ...own }]
    const emoji = emojis.get(name)
    return emoji ? [{ name, count, ...own, url: emoji.url, static_url: emoji.static_url }] : []
  }
  return entries.map(({ row, content, tags, mentionedIds, postIds }) => ({
    id: String(row.id),
    content,
    starts_at: row.starts_at?.toISOString() ?? null,
    ends_at: row.ends_at?.toISOString() ?? null,
    all_day: row.all_day,
    published: true,
    published_at: row.published_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    ...(viewer ? { read: read.has(row.id) } : {}),
    mentions: mentionedIds.flatMap((id) => {
      const account = accounts.get(id)
      if (!account || !isVisible(account.row)) return []
      const { username, url, acct } = account.json
      return [{ id: String(id), username, url, acct }]
    }),
    statuses: postIds.flatMap((id) => byPost.get(id) ?? []),
    tags,
    emojis: emojis.in(row.text),
    reactions: (byAnnouncement.get(row.id) ?? []).flatMap(shownReaction),
  }))
}
