import { holdPermission, type Permission } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Role, Viewer } from '../http/index.ts'
import { transactHome } from '../sites/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { insertEntry } from './audit/queries.ts'

/** What was done, for the audit log. */
export interface Deed {
  /** `ip_block.create`: what it was done to, and the verb. */
  readonly action: string
  readonly targetType: string
  readonly targetId: number | null
  /** Small facts, as JSON. Nothing secret: staff who may read the log see them. */
  readonly details?: object
}

export type Note = (deed: Deed) => void

/**
 * The one way in which staff change something: one transaction in which the person's permission holds, the work is done
 * and the audit log says so. Other modules' admin verbs use it too.
 *
 * Entries are written at the end, because the log is locked from then until the commit.
 *
 * @param work calls `note` for each thing that it did, at least once.
 * @throws Problem 403 when the person may not, by what the database says now.
 */
export async function act<T>(
  app: App,
  viewer: Viewer,
  permission: Permission,
  work: (tx: Tx, note: Note, role: Role) => Promise<T>,
): Promise<T> {
  return await transact(app.db, (tx) => actIn(app, tx, viewer, permission, work))
}

/** The same for what writes home rows (the claims on names): in a transaction at home. */
export async function actAtHome<T>(
  app: App,
  viewer: Viewer,
  permission: Permission,
  work: (tx: Tx, note: Note, role: Role) => Promise<T>,
): Promise<T> {
  return await transactHome(app, (tx) => actIn(app, tx, viewer, permission, work))
}

async function actIn<T>(
  app: App,
  tx: Tx,
  viewer: Viewer,
  permission: Permission,
  work: (tx: Tx, note: Note, role: Role) => Promise<T>,
): Promise<T> {
  const deeds: Deed[] = []
  const role = await holdPermission(tx, viewer, permission)
  const result = await work(tx, (deed) => void deeds.push(deed), role)
  if (deeds.length === 0) throw new Error('An admin verb left no entry for the audit log.')
  for (const deed of deeds) {
    await insertEntry(tx, {
      actor_id: viewer.accountId,
      action: deed.action,
      target_type: deed.targetType,
      target_id: deed.targetId,
      details: deed.details ?? {},
      created_at: app.now(),
    })
  }
  return result
}
