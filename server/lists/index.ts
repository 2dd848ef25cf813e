/** Lists of people one follows, each a timeline of its own (see timelines). Owns `lists` and `list_accounts`. */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'

export { List, type RepliesPolicy } from './schema.ts'
export * from './signals.ts'
export { requireList } from './views.ts'

export const lists: Module = {
  name: 'lists',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
}
