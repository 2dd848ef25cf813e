import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { parseGroupKey } from './group-key.ts'
import { dismissAll, dismissGroupOf, dismissOne } from './queries.ts'

export async function clearNotifications(app: App, viewer: Viewer): Promise<Record<string, never>> {
  await transact(app.db, (tx) => dismissAll(tx, viewer.accountId))
  return {}
}

/** @throws Problem 404 when it is not the viewer's, or was dismissed before. */
export async function dismissNotification(app: App, viewer: Viewer, id: string): Promise<Record<string, never>> {
  const dismissed = await transact(app.db, (tx) => dismissOne(tx, viewer.accountId, Number(id)))
  if (dismissed.length === 0) throw notFound()
  return {}
}

/** All of a group, also what is hidden now by a mute or a block. That there is nothing (any more) is no error. */
export async function dismissGroup(app: App, viewer: Viewer, groupKey: string): Promise<Record<string, never>> {
  await transact(app.db, (tx) => dismissGroupOf(tx, viewer.accountId, parseGroupKey(groupKey)))
  return {}
}
