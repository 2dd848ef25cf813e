import type { App } from '../app.ts'
import { dropPicture } from '../media/index.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { fetchCard } from './fetch.ts'
import { cardFetched, cardPictureLeft, cardWanted } from './signals.ts'
import { cardCache } from './views.ts'

export function listen(bus: Bus, app: App): void {
  bus.after(cardFetched, 'cards.forget', ({ url }) => cardCache(app).invalidate(url))
  bus.after(othersWrote, 'cards.forget-all', () => cardCache(app).clear())
  bus.later(cardWanted, 'cards.fetch', (tx, wanted) => fetchCard(app, tx, wanted), { slow: true })
  // To remove a file twice is no error, so this bears being repeated.
  bus.later(cardPictureLeft, 'cards.remove-picture', (_tx, { name }) => dropPicture(app, name), { slow: true })
}
