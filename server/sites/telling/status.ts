/** How the two sites are, for whoever runs them: from this site's own database, so also during a partition. */
import type { App } from '../../app.ts'
import { type ReplicationStatus, replicationStatus } from '../replicating/status.ts'
import { stateOf } from '../state.ts'
import { readResolved } from './queries.ts'

const DAY_MS = 24 * 3600 * 1000

export interface SitesStatus {
  readonly site: { readonly number: number; readonly name: string }
  /** Null while there is no other. */
  readonly other: {
    readonly number: number
    readonly name: string
    readonly address: string
    readonly state: 'joining' | 'joined' | 'away'
    readonly reachable: boolean
  } | null
  readonly home: { readonly name: string; readonly here: boolean; readonly epoch: number; readonly mode: string }
  /** What is added to the machine's clock. */
  readonly clockCorrectionMs: number
  /** Conflicts of the last 30 days, and home rows that were set aside. */
  readonly resolved: { readonly kept: number; readonly merged: number; readonly setAside: number }
  readonly replication: ReplicationStatus
}

/** Within `withLink`, or in the server. */
export async function sitesStatus(app: App): Promise<SitesStatus> {
  const { here, other, reachable, isHome } = stateOf(app)
  const [replication, resolved] = await Promise.all([
    replicationStatus(app),
    readResolved(app.db.read, new Date(app.now().getTime() - 30 * DAY_MS)),
  ])
  return {
    site: { number: here.site, name: here.name },
    other: other && {
      number: other.number,
      name: other.name,
      address: other.address,
      state: other.state,
      reachable,
    },
    home: { name: isHome ? here.name : (other?.name ?? here.name), here: isHome, epoch: here.epoch, mode: here.mode },
    clockCorrectionMs: here.correctionMs,
    resolved,
    replication,
  }
}
