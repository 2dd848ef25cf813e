import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { renderPosts } from '../posts/index.ts'
import type { Read } from '../storage/index.ts'
import { viewersOfPosts, viewersOfTags, viewsOf } from './queries.ts'
import type { ViewCount } from './schema.ts'
import { countOf, isCounted } from './sketches.ts'

const HOUR_MS = 3600 * 1000

/**
 * How often posts were seen, of those that this viewer may see, in the order of the ids; of a boost, what it shows. Who
 * reads a post for followers or a direct message is not counted, so these are left out.
 */
export async function viewCounts(app: App, viewer: Viewer | null, ids: readonly string[]): Promise<ViewCount[]> {
  const posts = await renderPosts(app, viewer, ids.map(Number), 'direct')
  const pairs = posts.map((post) => ({ id: post.id, shown: post.reblog ?? post }))
  const rows = await viewsOf(
    app.db.read,
    pairs.map((pair) => Number(pair.shown.id)),
  )
  const views = new Map(rows.map((row) => [String(row.post_id), row.views]))
  return pairs
    .filter((pair) => isCounted(pair.shown))
    .map((pair) => ({ id: pair.id, views: views.get(pair.shown.id) ?? 0 }))
}

/**
 * How many distinct people saw posts, or the timelines of hashtags, since the hour of a moment: for what weighs by
 * attention. Those that nobody saw are absent. One statement.
 */
export async function viewersSince(
  read: Read,
  kind: 'post' | 'tag',
  keys: readonly string[],
  since: Date,
): Promise<Map<string, number>> {
  const from = new Date(since.getTime() - (since.getTime() % HOUR_MS))
  const rows = await (kind === 'post' ? viewersOfPosts : viewersOfTags)(read, keys, from)
  return new Map(
    [...Map.groupBy(rows, (row) => row.key)].map(([key, hours]) => [
      key,
      countOf(
        hours.map((row) => row.viewers),
        hours.some((row) => row.own),
      ),
    ]),
  )
}
