import type { App } from '../../app.ts'
import { emit } from '../../signals/index.ts'
import type { Tx } from '../../storage/index.ts'
import { notified, told } from '../signals.ts'
import type { NotificationType } from '../types.ts'
import { insertNotifications } from './queries.ts'

export interface Cause {
  readonly recipients: number[]
  readonly type: NotificationType
  readonly fromAccountId: number
  /** The post that it shows, or that of each recipient in turn. */
  readonly postId: number | null | readonly number[]
  /** The report, warning, severance or collection that it is about. */
  readonly subjectId?: number
}

/** Tells each recipient, in one statement for all, but those who must not or do not want to hear of it. */
export async function notify(tx: Tx, app: App, cause: Cause): Promise<void> {
  if (cause.recipients.length === 0) return
  const { recipients, type, fromAccountId, postId, subjectId = null } = cause
  const postIds = Array.isArray(postId) ? postId : recipients.map(() => postId)
  const made = { recipients, postIds, type, fromAccountId, subjectId, now: app.now() }
  const rows = await insertNotifications(tx, made)
  if (rows.length === 0) return
  for (const row of rows) {
    await emit(tx, notified, { notificationId: row.id, accountId: row.account_id, type })
  }
  const notifications = rows.map((row) => ({ id: row.id, accountId: row.account_id }))
  await emit(tx, told, { type, fromAccountId, notifications })
}
