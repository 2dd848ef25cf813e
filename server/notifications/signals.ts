import { signal } from '../signals/index.ts'

export const notified = signal<{ notificationId: number; accountId: number; type: string }>(
  'notifications.notified',
  'A person (accountId) has a notification that they did not have before.',
)
