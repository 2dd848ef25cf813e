import type { App } from '../../app.ts'
import { refreshState, startLink, stopLink, withLink } from '../link/index.ts'
import { stateOf } from '../state.ts'
import { isServed } from './queries.ts'

/** @throws an Error for people when a server runs at a site that is about to join. */
export async function requireNoServer(app: App): Promise<void> {
  await refreshState(app)
  if (stateOf(app).other !== null || !(await isServed(app.db.read))) return
  throw new Error(
    'Stop the server that runs here first: it holds keys of before in its memory. Start it again when the join is done.',
  )
}

/** The link for a command that the other site must reach: beside a server, which listens, or by itself. */
export async function serveLink<T>(app: App, work: () => Promise<T>): Promise<T> {
  if (await isServed(app.db.read)) return await withLink(app, work)
  try {
    await startLink(app)
    return await work()
  } finally {
    await stopLink(app)
  }
}
