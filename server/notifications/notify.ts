import type { App } from '../app.ts'
import { emit } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { insertNotifications } from './queries.ts'
import { notified, told } from './signals.ts'

export interface Cause {
  readonly recipients: number[]
  readonly type: 'mention' | 'reblog' | 'favourite' | 'follow' | 'follow_request' | 'status' | 'update'
  readonly fromAccountId: number
  readonly postId: number | null
}

/** Tells each recipient, in one statement for all, but those who must not or do not want to hear of it. */
export async function notify(tx: Tx, app: App, cause: Cause): Promise<void> {
  if (cause.recipients.length === 0) return
  const { type, fromAccountId } = cause
  const rows = await insertNotifications(tx, { ...cause, now: app.now() })
  if (rows.length === 0) return
  for (const row of rows) {
    await emit(tx, notified, { notificationId: row.id, accountId: row.account_id, type })
  }
  const notifications = rows.map((row) => ({ id: row.id, accountId: row.account_id }))
  await emit(tx, told, { type, fromAccountId, notifications })
}
