import { signal } from '../signals/index.ts'

export interface QueuedFact {
  readonly mailId: number
  /** Its turn at its host has come already. */
  readonly paced?: boolean
}

export const mailQueued = signal<QueuedFact>('mail.queued', 'A mail in the outbox is to be sent.')

export const mailFailed = signal<{ mailId: number; template: string; to: string; reason: string }>(
  'mail.failed',
  'A mail was refused for good, could not be delivered for three days, or goes to an address that is suppressed.',
)

export const mailBounced = signal<{
  mailId: number
  to: string
  kind: 'hard' | 'soft' | 'complaint'
  status: string | null
}>(
  'mail.bounced',
  'A mail came back (hard: for good; soft: it may work another time), or its recipient complained about it as spam.',
)
