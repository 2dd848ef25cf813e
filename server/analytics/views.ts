import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { renderPosts } from '../posts/index.ts'
import { viewsOf } from './queries.ts'
import type { ViewCount } from './schema.ts'

/**
 * How often posts were seen, of those that this viewer may see, in the order of the ids; of a boost, what it shows. Who
 * reads a direct message is not counted, so it is left out.
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
    .filter((pair) => pair.shown.visibility !== 'direct')
    .map((pair) => ({ id: pair.id, views: views.get(pair.shown.id) ?? 0 }))
}
