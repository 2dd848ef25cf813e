/**
 * Lists of posts: home by hybrid fan-out, list, direct, public, tag, account, favourites, bookmarks. Owns no table, only
 * memory.
 */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'

export { Homes } from './homes.ts'
export { accountIds, homeIds, listsOfPosts, pinnedIds, publicIds, tagIds } from './queries.ts'
export { firstOfHome, homesOf, watchHome } from './read.ts'

export const timelines: Module = {
  name: 'timelines',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
}
