import { isVisible } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import type { Hidden } from '../relations/index.ts'
import { type PostEntry, postEntries } from './entries.ts'
import { type Hydrated, hydrate, type Line } from './hydrate.ts'
import type { Status } from './schema.ts'

/**
 * What is left out beyond what may not be seen at all. list: whom the viewer mutes or blocks, unasked as it comes.
 * direct: nothing, they asked for it by its id or marked it themselves. profile: they asked for this author, but not for
 * whom the author boosts. moderation: nothing at all; staff see what was reported, whoever it was for and whatever became
 * of its author.
 */
export type Rules = 'direct' | 'list' | 'profile' | 'moderation'

/** May this viewer see this post at all? In a list, may they be shown it unasked (mutes, own blocks)? */
function passes(line: Line, viewer: Viewer | null, hidden: Hidden | null, rules: Rules): boolean {
  const { row } = line.post
  if (rules === 'moderation') return true
  if (!isVisible(line.author.row)) return false
  if (!viewer || !hidden) return row.visibility === 'public' || row.visibility === 'unlisted'
  if (!line.flags?.sees) return false
  if (row.author_id === viewer.accountId) return true
  if (hidden.blockedBy.has(row.author_id)) return false
  if (rules !== 'list') return true
  return !hidden.blocking.has(row.author_id) && !hidden.muting.has(row.author_id)
}

/** Rules, the third step: the lines that may be shown. */
export function select(got: Hydrated, viewer: Viewer | null, rules: Rules): Line[] {
  const { lines, hidden } = got
  return lines.filter((line) => {
    if (!passes(line, viewer, hidden, rules)) return false
    if (line.boosted === null) return rules !== 'list' || !viewer || !mentionsHidden(hidden, viewer, line)
    if (line.boosted === undefined) return false
    const inner = rules === 'profile' ? 'list' : rules
    if (!passes(line.boosted, viewer, hidden, inner)) return false
    return inner !== 'list' || !viewer || !mentionsHidden(hidden, viewer, line.boosted)
  })
}

/** A post that mentions somebody whom the viewer blocks is kept from lists, as Mastodon does. */
function mentionsHidden(hidden: Hidden | null, viewer: Viewer, { post }: Line): boolean {
  if (!hidden || hidden.blocking.size === 0 || post.row.author_id === viewer.accountId) return false
  return post.row.mentions.some((mention) => hidden.blocking.has(mention.id))
}

/** What changes often and what is the viewer's own; on a boost it speaks of the post that is shown. */
function varying({ stats, flags }: Line) {
  const counters = {
    replies_count: stats.replies,
    reblogs_count: stats.boosts,
    favourites_count: stats.favourites,
  }
  if (!flags) return counters
  const { favourited, boosted, bookmarked, pinned, muted } = flags
  return { ...counters, favourited, reblogged: boosted, muted, bookmarked, pinned }
}

function present(line: Line): Status {
  const { post, author, boosted } = line
  if (!boosted) return { ...post.stable, account: author.json, ...varying(line), reblog: null }
  const inner = { ...boosted.post.stable, account: boosted.author.json, ...varying(boosted), reblog: null }
  return { ...post.stable, ...boostShows(boosted.post), account: author.json, ...varying(boosted), reblog: inner }
}

/** A boost says what it boosts, so that apps which look at the outside show the same. */
export const boostShows = (shown: PostEntry) => ({
  content: shown.stable.content,
  spoiler_text: shown.stable.spoiler_text,
  sensitive: shown.stable.sensitive,
  language: shown.stable.language,
})

/**
 * Posts as the API shows them, in the order of the ids; what the viewer may not see is left out.
 *
 * @param rules 'list' (the default) also leaves out what the viewer mutes or blocks; 'direct' is for what they asked
 * for by its id.
 */
export async function renderPosts(
  app: App,
  viewer: Viewer | null,
  ids: readonly number[],
  rules: Rules = 'list',
): Promise<Status[]> {
  if (ids.length === 0) return []
  const got = await hydrate(app, viewer, ids)
  return select(got, viewer, rules).map(present)
}

/** @throws Problem 404 when there is no such post for this viewer. */
export async function requireStatus(
  app: App,
  viewer: Viewer | null,
  id: number | string,
  rules: Rules = 'direct',
): Promise<Status> {
  const [status] = await renderPosts(app, viewer, [Number(id)], rules)
  if (!status) throw notFound()
  return status
}

/** The entry of a post that this viewer may see; for verbs. @throws Problem 404. */
export async function requirePost(
  app: App,
  viewer: Viewer,
  id: number | string,
  rules: Rules = 'direct',
): Promise<PostEntry> {
  await requireStatus(app, viewer, id, rules)
  return (await postEntries(app).get(Number(id)))!
}
