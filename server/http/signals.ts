import { signal } from '../signals/index.ts'
import type { Subject } from './subject.ts'

export interface Served {
  /** The pattern, never the address; null where none matched. */
  readonly route: string | null
  readonly method: string
  readonly status: number
  readonly durationMs: number
  /** Server-sent events and WebSockets: the duration is how long somebody listened. */
  readonly stream: boolean
  /** Of the answer's body. */
  readonly bytes: number
  /** Where it came from; not to be kept as it is. */
  readonly address: string
  /** As it calls itself; '' where it does not. */
  readonly userAgent: string
  /** The name of the OAuth app whose token came with it. */
  readonly appName: string | null
  /** Who is signed in. */
  readonly accountId: number | null
  readonly subject: Subject | null
}

/** A request was answered; for metrics and the request files. */
export const requestServed = signal<Served>('http.request-served', 'A request was answered, whatever the answer.')

/** Not for each request of a stream, which stays open: for knowing when somebody was last here. */
export const personActed = signal<{ accountId: number }>(
  'http.person-acted',
  'A person asked for something, with a token of theirs; fires without a commit, before they get it.',
)
