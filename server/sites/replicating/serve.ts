import type { App } from '../../app.ts'
import { startLink, stopLink, withLink } from '../link/index.ts'
import { isServed } from './queries.ts'

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
