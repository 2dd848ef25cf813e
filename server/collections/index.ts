/** Collections: accounts that somebody recommends together. Owns `collections` and `collection_items`. */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'

export { COLLECTION_LIMITS } from './check.ts'
export { searchCollections } from './find.ts'
export { Collection } from './schema.ts'
export * from './signals.ts'
export { collectionsJson } from './views.ts'

export const collections: Module = {
  name: 'collections',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
}
