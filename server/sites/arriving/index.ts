/** What happened at the other site is heard here, and what happens here is told there. */
import type { App } from '../../app.ts'
import { type Bus, othersWrote, pulse } from '../../signals/index.ts'
import { completed } from '../signals.ts'
import { hearerOf } from './hear.ts'
import { purger } from './tell.ts'

export { purgeTold, tellOtherToForget } from './tell.ts'

export function listenToArrivals(bus: Bus): void {
  bus.after(completed, 'sites.forget-all', () => pulse(bus, othersWrote, {}))
}

export async function startArriving(app: App): Promise<void> {
  await hearerOf(app).start()
  purger(app).start()
}

export async function stopArriving(app: App): Promise<void> {
  await purger(app).stop()
  await hearerOf(app).stop()
}
