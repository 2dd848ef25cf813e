/** Home in a running server: begins with it and ends before the link does. */
import type { App } from '../../app.ts'
import { otherDatabase } from '../link/index.ts'
import { stateOf } from '../state.ts'
import { fence } from './actions.ts'
import { startAuthority, stopAuthority } from './authority.ts'
import { keySweeper } from './once.ts'
import { closeWays, reachBy } from './reach.ts'

export const listenHome = (app: App): void => reachBy(app, () => otherDatabase(app))

export async function startHome(app: App): Promise<void> {
  await startAuthority(app)
  keySweeper(app).start()
}

/** Who decided about home rows here decides no more, so nobody writes them before a server does again. */
export async function stopHome(app: App): Promise<void> {
  await keySweeper(app).stop()
  await stopAuthority(app)
  const { here, isHome } = stateOf(app)
  if (here.epoch > 0 && isHome && here.mode !== 'alone') await fence(app, here.epoch)
  await closeWays(app)
}
