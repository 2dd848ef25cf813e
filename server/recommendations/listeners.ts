import type { App } from '../app.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { forgetPopular } from './popular.ts'

export function listen(bus: Bus, app: App): void {
  bus.after(othersWrote, 'recommendations.forget-popular', () => forgetPopular(app))
}
