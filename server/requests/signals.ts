import { signal } from '../signals/index.ts'
import type { Views } from './reading/views.ts'

/** What people saw and opened in a stretch of the request files; each stretch is told once. */
export const requestsRead = signal<Views>(
  'requests.read',
  'Sealed request files were read: fires in the transaction that keeps the place in them, so what a `during` listener writes is counted once whatever happens.',
)
