import type { Static } from 'typebox'
import { accountEntries, requirePermission } from '../../accounts/index.ts'
import { type Call, linkPages, pageOf, type Viewer } from '../../http/index.ts'
import type { AuditEntry, AuditQuery } from '../schema.ts'
import { listEntries } from './queries.ts'

/** What staff did, newest first. @throws Problem 403. */
export async function readAudit(
  call: Call<Viewer, unknown, Static<typeof AuditQuery>, unknown>,
): Promise<Static<typeof AuditEntry>[]> {
  const { app, viewer, query } = call
  await requirePermission(app, viewer, 'view_audit_log')
  const page = pageOf(query)
  const rows = await listEntries(app.db.read, page, {
    actorId: query.account_id === undefined ? null : Number(query.account_id),
    action: query.action ?? null,
    targetType: query.target_type ?? null,
    targetId: query.target_id === undefined ? null : Number(query.target_id),
  })
  const newestFirst = page.upwards ? rows.toReversed() : rows
  const actors = newestFirst.flatMap((row) => row.actor_id ?? [])
  const people = await accountEntries(app, actors)
  linkPages(
    call,
    newestFirst.map((row) => row.id),
    page.limit,
  )
  return newestFirst.map((row) => ({
    id: String(row.id),
    site: row.site,
    sequence: row.sequence,
    created_at: row.created_at.toISOString(),
    account: (row.actor_id === null ? undefined : people.get(row.actor_id)?.json) ?? null,
    action: row.action,
    target_type: row.target_type,
    target_id: row.target_id === null ? null : String(row.target_id),
    details: row.details,
    hash: row.hash,
  }))
}
