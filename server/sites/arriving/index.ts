/** What happened at the other site is heard here, and what happens here is told there. */
import type { App } from '../../app.ts'
import { type Bus, othersWrote } from '../../signals/index.ts'
import { hearerOf } from './hear.ts'
import { learner, learnWhoIsTold, purger } from './tell.ts'

export { purgeTold, tellOtherToForget } from './tell.ts'

export function listenToArrivals(bus: Bus, app: App): void {
  bus.after(othersWrote, 'sites.learn-who-is-told', () => learnWhoIsTold(app))
}

export async function startArriving(app: App): Promise<void> {
  await learnWhoIsTold(app)
  await hearerOf(app).start()
  learner(app).start()
  purger(app).start()
}

export async function stopArriving(app: App): Promise<void> {
  await learner(app).stop()
  await purger(app).stop()
  await hearerOf(app).stop()
}
