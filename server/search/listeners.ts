import type { App } from '../app.ts'
import { cardFetched } from '../cards/index.ts'
import { postDeleted, postEdited, posted } from '../posts/index.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { indexer } from './indexer.ts'
import { queueLinked } from './queries.ts'

const MOST_LINKED = 1000

/** What is to be indexed stands in the queue already; these only say that it does. */
export function listen(bus: Bus, app: App): void {
  bus.after(posted, 'search.index-posted', () => indexer(app).soon())
  bus.after(postEdited, 'search.index-edited', () => indexer(app).soon())
  bus.after(postDeleted, 'search.index-deleted', () => indexer(app).soon())
  bus.after(othersWrote, 'search.index-others', () => indexer(app).soon())
  bus.elsewhere(cardFetched, 'search.queue-linked-there', (tx, { url }) => queueLinked(tx, url, MOST_LINKED))
  bus.during(cardFetched, 'search.queue-linked', (tx, { url }) => queueLinked(tx, url, MOST_LINKED))
}
