/** What this process holds of the link: what listens, what is open, who is asked. */
import type { Agent, Server as HttpServer } from 'node:http'
import type { Server } from 'node:net'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import type { App } from '../../app.ts'
import { perApp } from '../../kit/index.ts'
import type { Database } from '../../storage/index.ts'
import { stateOf } from '../state.ts'
import { fingerprintOf } from './certificate.ts'
import type { Target } from './dial.ts'
import type { LinkRow } from './queries.ts'

export interface Listening {
  /** As it was asked for. */
  readonly listen: string
  /** Of the certificate that is shown. */
  readonly fingerprint: string
  readonly server: Server
  readonly http: HttpServer
  readonly close: () => Promise<void>
}

export class Link {
  row: LinkRow | null = null
  /** The name of the newest migration. */
  schema = ''
  /** Since when there is another site to be heard, by performance.now(), as all of these moments. */
  startedMs = performance.now()
  looking = false
  /** Since when the database owes an answer, or gives errors; null while it does not. */
  databaseLateMs: number | null = null
  /** How often the clock was corrected: what was read meanwhile may be of before. */
  corrections = 0
  following: Promise<void> = Promise.resolve()
  timer: NodeJS.Timeout | null = null
  doorTimer: NodeJS.Timeout | null = null
  stopped = false
  listening: Listening | null = null
  /** Bytes between a Postgres and the other site's: all ends of them. */
  readonly bridged = new Set<Duplex>()
  /** Connections that came in. */
  readonly incoming = new Set<TLSSocket>()
  agent: { target: Target; agent: Agent } | null = null
  /** This process is the one that the other site reaches; a command beside it is not. */
  serving = false
  /** The folder of a command's door. */
  privateDoor: string | null = null
  doorOpening: Promise<void> | null = null
  /** Null while another process of this data folder holds it open, or none. */
  closeDoor: (() => Promise<void>) | null = null
  doorPassword = ''
  guardedDoor: { close: () => Promise<void> } | null = null
  pool: { of: string; db: Database } | null = null
}

export const linkOf = perApp((_app: App) => new Link())

/** @throws an Error for people when there is no other site. */
export function otherTarget(app: App): Target {
  const { other } = stateOf(app)
  if (!other) throw new Error('This network has one site only; `tweeter site join` makes another.')
  return { address: other.address, fingerprint: fingerprintOf(other.certificate) }
}
