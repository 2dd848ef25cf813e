/** Whom to follow, and who is listed in the directory. Owns `dismissed_suggestions`. */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'

export { suggest } from './suggest.ts'

export const recommendations: Module = {
  name: 'recommendations',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
}
