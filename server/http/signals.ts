import { signal } from '../signals/index.ts'

/** A request was answered; for metrics and, later, the request files. `route` is the pattern, never the address. */
export const requestServed = signal<{
  route: string | null
  method: string
  status: number
  durationMs: number
  /** Server-sent events: the duration is how long somebody listened. */
  stream: boolean
}>('http.request-served', 'A request was answered, whatever the answer.')

/** Not for each request of a stream, which stays open: for knowing when somebody was last here. */
export const personActed = signal<{ accountId: number }>(
  'http.person-acted',
  'A person asked for something, with a token of theirs; fires without a commit, before they get it.',
)
