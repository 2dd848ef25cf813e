/**
 * Search of accounts, tags, posts and collections. Owns the search index: `search_posts`, `search_slices`, `search_tags` and the queue
 * in front of them, all derived from posts.
 */
import type { Module } from '../app.ts'
import { indexer } from './indexer.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'

export { findIds, findPosts, type PostSearch } from './find-posts.ts'
export { indexBatch, rebuildSearch } from './indexer.ts'
export { parseQuery } from './parse.ts'

export const search: Module = {
  name: 'search',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
  start: (app) => indexer(app).start(),
  stop: (app) => indexer(app).stop(),
}
