/** How far each site is behind the other, and what keeps it. */
import type { App } from '../../app.ts'
import { stateOf } from '../state.ts'
import * as queries from './queries.ts'
import { namesFor } from './refresh.ts'
import { type Kind, kinds, subscriptionOf } from './shapes.ts'

/** What this site sends of one class. */
export interface Outgoing {
  readonly kind: Kind
  /** 'streaming' the other takes it over, 'waiting' it is kept for the other, 'lost' too much waited, 'none' no slot. */
  readonly state: 'streaming' | 'waiting' | 'lost' | 'none'
  /** What waits to be taken over, and for how long it has; null when it is not known. */
  readonly bytes: number | null
  readonly seconds: number | null
  /** The next checkpoint may give it up: the bound is reached. */
  readonly atRisk: boolean
}

/** What this site takes over of one class. */
export interface Incoming {
  readonly kind: Kind
  readonly state: 'running' | 'stopped' | 'paused' | 'none'
  /** 'schema': the other site runs a newer Tweeter, and this one goes on when it is upgraded; 'home': taking over. */
  readonly pauses: readonly string[]
  readonly heardAt: Date | null
  /** Since the statistics began: attempts that failed, and changes of rows that were not here (PostgreSQL 18). */
  readonly errors: number
  readonly skipped: number
}

export interface ReplicationStatus {
  readonly outgoing: readonly Outgoing[]
  readonly incoming: readonly Incoming[]
}

/** Of this site alone, so it also says during a partition what waits. Both empty where there is no other site. */
export async function replicationStatus(app: App): Promise<ReplicationStatus> {
  const { here, other } = stateOf(app)
  if (!other) return { outgoing: [], incoming: [] }
  const [slots, subscriptions] = await Promise.all([
    queries.readSlots(app.db.read, namesFor(other.number)),
    queries.readSubscriptions(app.db.read, namesFor(here.site)),
  ])
  return {
    outgoing: kinds.map((kind) => outgoing(kind, slots, other.number)),
    incoming: kinds.map((kind) => {
      const row = subscriptions.find(({ name }) => name === subscriptionOf(kind, here.site))
      if (!row) return { kind, state: 'none', pauses: [], heardAt: null, errors: 0, skipped: 0 }
      const { pauses, heardAt, errors, skipped } = row
      return {
        kind,
        state: row.enabled ? (row.running ? 'running' : 'stopped') : 'paused',
        pauses,
        heardAt,
        errors,
        skipped,
      }
    }),
  }
}

function outgoing(kind: Kind, slots: Awaited<ReturnType<typeof queries.readSlots>>, to: number): Outgoing {
  const slot = slots.find(({ name }) => name === subscriptionOf(kind, to))
  if (!slot) return { kind, state: 'none', bytes: null, seconds: null, atRisk: false }
  const { active, walStatus, waitingBytes: bytes, lagSeconds, inactiveSince } = slot
  const waitedSeconds = inactiveSince ? (Date.now() - inactiveSince.getTime()) / 1000 : null
  return {
    kind,
    state: walStatus === 'lost' ? 'lost' : active ? 'streaming' : 'waiting',
    bytes,
    seconds: active ? lagSeconds : waitedSeconds,
    atRisk: walStatus === 'unreserved',
  }
}
