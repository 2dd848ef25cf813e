import { accountEntries, isVisible } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { notFound } from '../kit/index.ts'
import { type RelationshipRow, selectRelationships } from './queries.ts'
import type { Relationship } from './schema.ts'

/**
 * How the viewer stands to each of these accounts, in the given order; repeated ids count once, and accounts that are
 * gone (or suspended, unless asked for) are left out. One statement, and one more when an account is not in memory.
 */
export async function relationships(
  app: App,
  viewerId: number,
  ids: readonly number[],
  options: { withSuspended?: boolean } = {},
): Promise<Relationship[]> {
  const entries = await accountEntries(app, ids)
  const shown = [...new Set(ids)].filter((id) => {
    const row = entries.get(id)?.row
    return row && (options.withSuspended ? row.deleted_at === null : isVisible(row))
  })
  if (shown.length === 0) return []
  const rows = await selectRelationships(app.db.read, viewerId, shown, app.now(), app.config.domain)
  const byId = new Map(rows.map((row) => [row.id, present(row)]))
  return shown.map((id) => byId.get(id)!)
}

/** @throws Problem 404 when the account went away meanwhile. */
export async function relationship(app: App, viewerId: number, id: number): Promise<Relationship> {
  const [found] = await relationships(app, viewerId, [id])
  if (!found) throw notFound()
  return found
}

const present = (row: RelationshipRow): Relationship => ({
  id: String(row.id),
  following: row.following,
  showing_reblogs: row.show_reblogs ?? false,
  notifying: row.notify ?? false,
  languages: row.languages,
  followed_by: row.followed_by,
  blocking: row.blocking,
  blocked_by: row.blocked_by,
  muting: row.muting,
  muting_notifications: row.muting_notifications,
  muting_expires_at: row.muting_expires_at?.toISOString() ?? null,
  requested: row.requested,
  requested_by: row.requested_by,
  domain_blocking: row.domain_blocking,
  endorsed: row.endorsed,
  note: row.note,
})
