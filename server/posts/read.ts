import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { ancestorIds, descendantIds } from './queries.ts'
import type { Status } from './schema.ts'
import { renderPosts, requireStatus } from './views.ts'

/** A thread around a post: what it answers, oldest first, and its replies, each followed by its own. @throws 404. */
export async function contextOf(
  app: App,
  viewer: Viewer | null,
  id: string,
): Promise<{ ancestors: Status[]; descendants: Status[] }> {
  const status = await requireStatus(app, viewer, id)
  const postId = Number(status.reblog?.id ?? status.id)
  const [up, down] = await Promise.all([ancestorIds(app.db.read, postId), descendantIds(app.db.read, postId)])
  const above = up.map((row) => row.id)
  const shown = await renderPosts(app, viewer, [...above, ...down.map((row) => row.id)])
  const ancestors = new Set(above.map(String))
  return {
    ancestors: shown.filter((one) => ancestors.has(one.id)),
    descendants: shown.filter((one) => !ancestors.has(one.id)),
  }
}
