import type { Told } from '../notifications/index.ts'
import { signal } from '../signals/index.ts'

export const pushWanted = signal<Told>(
  'push.wanted',
  'Some of those who were told of something have apps that want it sent to them.',
)

/** One notification on its way to one app. */
export interface Push {
  readonly tokenId: number
  /** Of the subscription: another one has taken its place when it is not the same any more. */
  readonly number: number
  readonly notificationId: number
  readonly type: string
  readonly fromAccountId: number
  /** ISO 8601; after it the news is old and is not sent any more. */
  readonly until: string
  /** How often it was tried before. */
  readonly tries: number
}

export const pushDue = signal<Push>('push.due', 'A notification is to be sent to an app, for the first time or again.')
