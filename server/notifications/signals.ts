import { signal } from '../signals/index.ts'

export const notified = signal<{ notificationId: number; accountId: number; type: string }>(
  'notifications.notified',
  'A person (accountId) has a notification that they did not have before.',
)

export interface Bells {
  readonly postId: number
  readonly authorId: number
  /** Told already, of the mention. */
  readonly mentions: number[]
}

export const bellsToRing = signal<Bells>(
  'notifications.bells-to-ring',
  'A post was written by somebody whom at least one follower follows with the bell on.',
)
