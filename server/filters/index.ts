/**
 * What people do not want to read: filters with keywords and single posts, and which of them a post matches. Owns
 * `filters`, `filter_keywords` and `filter_posts`.
 */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'

export { type Filterable, FilterSet, filtersFor, knownFiltersFor } from './match.ts'
export { FilterResult } from './schema.ts'
export { filtersChanged } from './signals.ts'

export const filters: Module = {
  name: 'filters',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
}
