/**
 * Bytes between a Postgres and the other site's, untouched. Here a connection that came over the link is joined to our
 * Postgres; `door.ts` has the other end, a Unix socket on which our Postgres finds theirs.
 */
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { App } from '../../app.ts'
import { linkOf } from './link.ts'

const REST_WITHIN_MS = 1000

export function bridgeToOwnPostgres(app: App, socket: Duplex): void {
  const { path, host, port } = app.db.pool.options as { path?: string | boolean; host: string[]; port: number[] }
  bridge(app, socket, typeof path === 'string' ? connect(path) : connect(port[0]!, host[0]))
}

/** Joins two streams until either ends; both are known to the link, which can end them at once. */
export function bridge(app: App, one: Duplex, other: Duplex): void {
  const { bridged } = linkOf(app)
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    bridged.add(from)
    from.on('error', () => to.destroy())
    from.once('close', () => {
      bridged.delete(from)
      // What it said last is still on its way.
      to.end()
      setTimeout(() => to.destroy(), REST_WITHIN_MS).unref()
    })
    from.pipe(to)
  }
}
