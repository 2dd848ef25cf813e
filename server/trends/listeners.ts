import type { App } from '../app.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { forgetRanking } from './ranking.ts'
import { reviewed } from './signals.ts'

export function listen(bus: Bus, app: App): void {
  bus.after(reviewed, 'trends.forget-reviewed', () => forgetRanking(app))
  bus.after(othersWrote, 'trends.forget-all', () => forgetRanking(app))
}
