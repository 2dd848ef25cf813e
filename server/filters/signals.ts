import { signal } from '../signals/index.ts'

export const filtersChanged = signal<{ accountId: number }>(
  'filters.changed',
  'Somebody made, changed or removed one of their filters; streams of theirs say so.',
)
