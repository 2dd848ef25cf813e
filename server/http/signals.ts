import { signal } from '../signals/index.ts'

/** A request was answered; for metrics and, later, the request files. `route` is the pattern, never the address. */
export const requestServed = signal<{ route: string | null; method: string; status: number; durationMs: number }>(
  'http.request-served',
  'A request was answered, whatever the answer.',
)
