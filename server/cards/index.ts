/** Previews of links: fetched once per link, however many post it. Owns `cards` and the pictures in `media/cards/`. */
import type { Module } from '../app.ts'
import { listen } from './listeners.ts'
import { sweeper } from './sweep.ts'

export { linkAddress } from './address.ts'
export { PreviewCard } from './schema.ts'
export { cardFetched } from './signals.ts'
export { cardEntries, peekCard } from './views.ts'
export { wantCard } from './want.ts'

export const cards: Module = {
  name: 'cards',
  migrations: new URL('./migrations/', import.meta.url),
  listen,
  start: (app) => sweeper(app).start(),
  stop: (app) => sweeper(app).stop(),
}
