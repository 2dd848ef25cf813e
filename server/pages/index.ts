/** The pages that the server renders itself, for browsers, search engines and link previews. Owns no table. */
import type { Module } from '../app.ts'
import { clientRoutes } from './client/routes.ts'
import { routes } from './routes.ts'

export const pages: Module = { name: 'pages', routes: [...routes, ...clientRoutes] }
