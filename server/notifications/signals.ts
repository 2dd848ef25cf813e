import { signal } from '../signals/index.ts'

export const notified = signal<{ notificationId: number; accountId: number; type: string }>(
  'notifications.notified',
  'A person (accountId) has a notification that they did not have before, and their policy lets it through.',
)

export interface Told {
  readonly type: string
  readonly fromAccountId: number
  readonly notifications: readonly { readonly id: number; readonly accountId: number }[]
}

export const told = signal<Told>(
  'notifications.told',
  'The same as notified, once for all who are told of one thing: for those who leave jobs.',
)

export const sendersAccepted = signal<{ accountId: number; fromAccountIds: number[] }>(
  'notifications.senders-accepted',
  'A person accepted some whose notifications were held back; these are in their list from now on.',
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
