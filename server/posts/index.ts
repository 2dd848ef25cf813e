/** Posts and what people do to them: write, delete, boost, favourite, bookmark, pin, mute; and how they are shown. */
import type { App, Module } from '../app.ts'
import { hourly, perApp } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { routes as later } from './later/routes.ts'
import { listen } from './listeners.ts'
import { routes as polls } from './polls/routes.ts'
import { purgeIdempotencyKeys } from './queries.ts'
import { routes as quotes } from './quotes/routes.ts'
import { routes } from './routes.ts'

export { boost, unboost } from './boost.ts'
export { renderPostBytes } from './bytes.ts'
export { Collection, CollectionItem, linkedCollections } from './collections.ts'
export { type CreateOptions, createPost } from './create.ts'
export { deletePost, removePost } from './delete.ts'
export { editPost } from './edits/edit.ts'
export { historyOf, sourceOf } from './edits/history.ts'
export { markSensitive } from './edits/mark-sensitive.ts'
export { bookmark, favourite, muteConversation, pin } from './marks/react.ts'
export { POLL_LIMITS } from './polls/check.ts'
export { votersOf } from './polls/queries.ts'
export { contextOf } from './read.ts'
export type { Rules } from './rules.ts'
export { Status } from './schema.ts'
export * from './signals.ts'
export { normalizeTag, plainText, render, scan } from './text/index.ts'
export { filterResults, renderPosts, requirePost, requireStatus } from './views.ts'

const KEYS_KEPT_MS = 24 * 3600 * 1000

const purge = perApp((app: App) =>
  hourly(
    () => transact(app.db, (tx) => purgeIdempotencyKeys(tx, new Date(app.now().getTime() - KEYS_KEPT_MS))),
    (error) => app.log.warn({ error }, 'Old idempotency keys could not be purged; the next hour tries again'),
  ),
)

export const posts: Module = {
  name: 'posts',
  migrations: new URL('./migrations/', import.meta.url),
  routes: [...routes, ...polls, ...quotes, ...later],
  listen,
  start: (app) => purge(app).start(),
  stop: (app) => purge(app).stop(),
}
