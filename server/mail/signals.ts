import { signal } from '../signals/index.ts'

export const mailQueued = signal<{ mailId: number }>('mail.queued', 'A mail was written into the outbox.')

/** Hear it to mark an address as one that takes no mail. */
export const mailFailed = signal<{ mailId: number; template: string; to: string; reason: string }>(
  'mail.failed',
  'A mail was refused for good, or could not be delivered for three days.',
)

export const mailDelayed = signal<{ mailId: number; reason: string }>(
  'mail.delayed',
  'A mail could not be handed over and will be tried again; fires without a commit.',
)
