import type { App } from '../app.ts'
import { type FilterResult, filtersFor } from '../filters/index.ts'
import type { Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { type PostEntry, postEntries } from './entries.ts'
import { hydrate, type Line } from './hydrate.ts'
import { type Rules, select } from './rules.ts'
import type { QuotedStatus, Status } from './schema.ts'
import { approvals, filteredOf, pollOf, quoteOf, type Shown } from './varying.ts'

/** What changes often and what is the viewer's own; on a boost it speaks of the post that is shown. */
function varying(line: Line, shown: Shown) {
  const { stats, flags } = line
  const counted = {
    replies_count: stats.replies,
    reblogs_count: stats.boosts,
    favourites_count: stats.favourites,
    quotes_count: stats.quotes,
    ...approvals(line, shown.viewer),
  }
  if (!flags) return counted
  const { favourited, boosted, bookmarked, pinned, muted } = flags
  const filtered = filteredOf(line, shown)
  return { ...counted, favourited, reblogged: boosted, muted, bookmarked, pinned, filtered }
}

/** A post that is no boost, but for what it quotes. */
const common = (line: Line, shown: Shown) => ({
  ...line.post.stable,
  account: line.author.json,
  ...varying(line, shown),
  poll: pollOf(line, shown),
  card: line.card,
  tagged_collections: [...line.collections],
  reblog: null,
})

function withQuote(line: Line, shown: Shown) {
  const quote = quoteOf(line, shown)
  const quoted_status = quote?.quoted ? withShallowQuote(quote.quoted, shown) : null
  return { ...common(line, shown), quote: quote && { state: quote.state, quoted_status } }
}

function withShallowQuote(line: Line, shown: Shown): QuotedStatus {
  const quote = quoteOf(line, shown)
  const quoted_status_id = quote?.quoted?.post.stable.id ?? null
  return { ...common(line, shown), quote: quote && { state: quote.state, quoted_status_id } }
}

function present(line: Line, shown: Shown): Status {
  const { post, author, boosted } = line
  if (!boosted) return withQuote(line, shown)
  const outside = { ...post.stable, ...boostShows(boosted.post), account: author.json, ...varying(boosted, shown) }
  return { ...outside, poll: null, card: null, tagged_collections: [], quote: null, reblog: withQuote(boosted, shown) }
}

/** A boost says what it boosts, so that apps which look at the outside show the same. */
export const boostShows = (shown: PostEntry) => ({
  content: shown.stable.content,
  spoiler_text: shown.stable.spoiler_text,
  sensitive: shown.stable.sensitive,
  language: shown.stable.language,
  emojis: shown.stable.emojis,
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
  const shown = { ...got, viewer, nowMs: app.now().getTime() }
  return select(got, viewer, rules).map((line) => present(line, shown))
}

/** Which filters of this person a post matches, that was rendered for nobody in particular. */
export async function filterResults(app: App, accountId: number, postId: number): Promise<FilterResult[]> {
  const filters = await filtersFor(app, accountId)
  const post = filters.isEmpty ? undefined : await postEntries(app).get(postId)
  return post && post.row.author_id !== accountId ? filters.results(post) : []
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
