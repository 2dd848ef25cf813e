/** The link for a command, with or without a server beside it: what that listens to is not needed, the way there is. */
import type { App } from '../../app.ts'
import { stateOf } from '../state.ts'
import { type Beat, takeBeat } from './beat.ts'
import { call } from './call.ts'
import { openDoor } from './door.ts'
import { Unreachable } from './errors.ts'
import { refreshState } from './look.ts'
import { closeLink } from './start.ts'

/**
 * Lets `work` ask and reach the other site; `stateOf(app)` then says whether it answers.
 */
export async function withLink<T>(app: App, work: () => Promise<T>): Promise<T> {
  try {
    await openLink(app)
    return await work()
  } finally {
    await closeLink(app)
  }
}

/** The same without an end; `closeLink` is it. */
export async function openLink(app: App): Promise<void> {
  await refreshState(app)
  if (stateOf(app).other === null) return
  await openDoor(app)
  const state = stateOf(app)
  state.since = new Date()
  try {
    // Asked only: beats are the server's, and what it says of itself this process cannot.
    takeBeat(app, await call<Beat>(app, 'ping', null, { timeoutMs: 3000 }))
    state.reachable = true
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    state.reachable = false
  }
}
