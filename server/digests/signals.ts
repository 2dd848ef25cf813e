import { signal } from '../signals/index.ts'

interface Due {
  readonly accountId: number
  /** ISO 8601. Whoever finds another time in the database is late, and does nothing. */
  readonly dueAt: string
}

export const batchDue = signal<Due>(
  'digests.batch-due',
  'Notifications of a person have waited long enough to be mailed together.',
)
export const digestDue = signal<Due>('digests.digest-due', 'It is time for a digest that a person has asked for.')
