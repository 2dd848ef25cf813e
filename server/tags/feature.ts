import { accountEntries, profileUrl, requireAccount } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { notFound, unprocessable } from '../kit/index.ts'
import { hiddenFor } from '../relations/index.ts'
import { transact } from '../storage/index.ts'
import { countTags, endFeatured, endTag, featuredRows, holdTag, lockTags, mostUsed } from './queries.ts'
import type { FeaturedTag, Tag } from './schema.ts'
import { requireKey, showTag, tagKey, tagsJson } from './views.ts'

/** As Mastodon has them. */
const MOST_FEATURED = 10
const MOST_SUGGESTED = 10

async function feature(app: App, accountId: number, tag: string): Promise<void> {
  await transact(app.db, async (tx) => {
    await lockTags(tx, accountId)
    if ((await holdTag(tx, 'featured_tags', accountId, tag)).length === 0) return
    if ((await countTags(tx, 'featured_tags', accountId)) > MOST_FEATURED) {
      const description = `You can feature ${MOST_FEATURED} hashtags. Take one down first.`
      throw unprocessable(`Validation failed: ${description}`, { base: [{ error: 'ERR_TOO_MANY', description }] })
    }
  })
}

/** Shows a hashtag on the viewer's profile; no error when it is there. @throws Problem 422 (cannot be one, too many). */
export async function featureByName(app: App, viewer: Viewer, name: string): Promise<FeaturedTag> {
  const tag = tagKey(name)
  if (tag === null) {
    const description = 'is not a hashtag: letters, digits and _ only, and not digits alone'
    throw unprocessable(`Validation failed: Name ${description}`, { name: [{ error: 'ERR_INVALID', description }] })
  }
  await feature(app, viewer.accountId, tag)
  const found = (await featuredOf(app, viewer.accountId)).find((one) => one.name === tag)
  if (!found) throw notFound()
  return found
}

/** The same, answered by the tag. @throws Problem 404 (cannot be one), 422 (too many). */
export async function featureTag(app: App, viewer: Viewer, name: string): Promise<Tag> {
  const tag = requireKey(name)
  await feature(app, viewer.accountId, tag)
  return await showTag(app, viewer, tag)
}

/** Takes a hashtag down from the viewer's profile; no error when it is not there. @throws Problem 404 (cannot be one). */
export async function unfeatureTag(app: App, viewer: Viewer, name: string): Promise<Tag> {
  const tag = requireKey(name)
  await transact(app.db, (tx) => endTag(tx, 'featured_tags', viewer.accountId, tag))
  return await showTag(app, viewer, tag)
}

/** By the id of the FeaturedTag. @throws Problem 404 when it is not the viewer's, or is down already. */
export async function unfeatureById(app: App, viewer: Viewer, id: string): Promise<Record<string, never>> {
  const ended = await transact(app.db, (tx) => endFeatured(tx, viewer.accountId, Number(id)))
  if (ended.length === 0) throw notFound('You feature no hashtag with this id.')
  return {}
}

/** The hashtags on somebody's profile, the most used first; nothing for whom they block. @throws Problem 404. */
export async function showFeatured(app: App, viewer: Viewer | null, id: string): Promise<FeaturedTag[]> {
  const { row } = await requireAccount(app, id)
  if (viewer && (await hiddenFor(app, viewer.accountId)).blockedBy.has(row.id)) return []
  return await featuredOf(app, row.id)
}

/** The hashtags on an account's profile, the most used first. */
export async function featuredOf(app: App, accountId: number): Promise<FeaturedTag[]> {
  const rows = await featuredRows(app.db.read, accountId)
  const { row: account } = (await accountEntries(app, [accountId])).get(accountId)!
  return rows.map(({ id, tag, posts, last_posted_at }) => ({
    id: String(id),
    name: tag,
    url: `${profileUrl(app, account.username)}/tagged/${encodeURIComponent(tag)}`,
    statuses_count: String(posts),
    last_status_at: last_posted_at?.toISOString().slice(0, 10) ?? null,
  }))
}

/** Hashtags that the viewer uses most and does not feature. */
export async function suggestFeatured(app: App, viewer: Viewer): Promise<Tag[]> {
  return await tagsJson(app, viewer, await mostUsed(app.db.read, viewer.accountId, MOST_SUGGESTED))
}
