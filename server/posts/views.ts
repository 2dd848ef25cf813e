import { isVisible } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { type PostEntry, postEntries } from './entries.ts'
import { type Hydrated, hydrate } from './hydrate.ts'
import type { StatsRow } from './queries.ts'
import type { Status } from './schema.ts'

/** What a list leaves out beyond what may not be seen at all. */
export type Rules = 'direct' | 'list'

/** May this viewer see this post at all? In a list, may they be shown it unasked (mutes, own blocks)? */
function passes(got: Hydrated, viewer: Viewer | null, post: PostEntry, rules: Rules): boolean {
  const { row } = post
  const author = got.accounts.peek(row.author_id)
  if (!author || !isVisible(author.row)) return false
  if (!viewer) return row.visibility === 'public' || row.visibility === 'unlisted'
  if (!got.flags!.peek(row.id)?.sees) return false
  if (row.author_id === viewer.accountId) return true
  const { blockedBy, blocking, muting } = got.hidden!
  if (blockedBy.has(row.author_id)) return false
  if (rules === 'direct') return true
  if (blocking.has(row.author_id)) return false
  return !muting.has(row.author_id)
}

/** Those of the ids that may be shown, in their order, each with the post it boosts (itself when it is no boost). */
export function select(got: Hydrated, viewer: Viewer | null, ids: readonly number[], rules: Rules) {
  const selected: { post: PostEntry; shown: PostEntry }[] = []
  for (const id of ids) {
    const post = got.posts.peek(id)
    if (!post || !passes(got, viewer, post, rules)) continue
    const { boost_of_id } = post.row
    const shown = boost_of_id === null ? post : got.posts.peek(boost_of_id)
    if (!shown || (shown !== post && !passes(got, viewer, shown, rules))) continue
    if (rules === 'list' && viewer && mentionsHidden(got, viewer, shown)) continue
    selected.push({ post, shown })
  }
  return selected
}

/** A post that mentions somebody whom the viewer blocks is kept from lists, as Mastodon does. */
function mentionsHidden(got: Hydrated, viewer: Viewer, post: PostEntry): boolean {
  const { blocking } = got.hidden!
  if (blocking.size === 0 || post.row.author_id === viewer.accountId) return false
  return post.row.mentions.some((mention) => blocking.has(mention.id))
}

export const noStats: StatsRow = { post_id: 0, replies: 0, boosts: 0, favourites: 0 }

/** What changes often and what is the viewer's own. Both speak of the post that is shown, also on a boost of it. */
function varying(got: Hydrated, shown: PostEntry) {
  const stats = got.stats.peek(shown.row.id) ?? noStats
  const counters = {
    replies_count: stats.replies,
    reblogs_count: stats.boosts,
    favourites_count: stats.favourites,
  }
  const flags = got.flags?.peek(shown.row.id)
  if (!flags) return counters
  const { favourited, boosted, bookmarked, pinned, muted } = flags
  return { ...counters, favourited, reblogged: boosted, muted, bookmarked, pinned }
}

function present(got: Hydrated, post: PostEntry, shown: PostEntry): Status {
  const common = varying(got, shown)
  const outer = { ...post.stable, account: got.accounts.peek(post.row.author_id)!.json, ...common }
  if (shown === post) return { ...outer, reblog: null }
  const inner = { ...shown.stable, account: got.accounts.peek(shown.row.author_id)!.json, ...common, reblog: null }
  return { ...outer, ...boostShows(shown), reblog: inner }
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
  return select(got, viewer, ids, rules).map(({ post, shown }) => present(got, post, shown))
}

/** @throws Problem 404 when there is no such post for this viewer. */
export async function requireStatus(app: App, viewer: Viewer | null, id: number | string): Promise<Status> {
  const [status] = await renderPosts(app, viewer, [Number(id)], 'direct')
  if (!status) throw notFound()
  return status
}

/** The entry of a post that this viewer may see; for verbs. @throws Problem 404. */
export async function requirePost(app: App, viewer: Viewer, id: number | string): Promise<PostEntry> {
  await requireStatus(app, viewer, id)
  return (await postEntries(app).get(Number(id)))!
}
