import type { App } from '../app.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { filterCache } from './match.ts'
import { filtersChanged } from './signals.ts'

/** Forgets what is kept, after the commits that changed it. */
export function listen(bus: Bus, app: App): void {
  bus.after(filtersChanged, 'filters.forget', ({ accountId }) => filterCache(app).invalidate(accountId))
  bus.after(othersWrote, 'filters.forget-all', () => filterCache(app).clear())
}
