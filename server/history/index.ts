/**
 * What each person saw and opened, from the request files: shown to its owner and to nobody else, learnt from by
 * recommendations, paused and erased by its owner. Owns `history_days`, `history_settings` and `history_erasures`.
 */
import type { Module } from '../app.ts'
import { sweeper } from './keep.ts'
import { listen } from './listeners.ts'
import { routes } from './routes.ts'

export { sweepHistory } from './keep.ts'
export { openedBy, type SeenDay, type SeenPost, seenBy, seenByMany } from './learn.ts'

export const history: Module = {
  name: 'history',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
  start: (app) => sweeper(app).start(),
  stop: (app) => sweeper(app).stop(),
}
