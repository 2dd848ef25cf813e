import { accountEntries } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { renderPosts } from '../../posts/index.ts'
import type { AdminReport } from '../admin-schema.ts'
import { adminAccounts } from '../people/views.ts'
import { rulesOf } from '../rules/rules.ts'
import type { Report } from '../schema.ts'
import { type ReportRow, reportRows } from './queries.ts'

/** Mastodon's Report by id, for those who sent them and for the notifications of staff. */
export async function reportsJson(app: App, ids: readonly number[]): Promise<Map<number, Report>> {
  if (ids.length === 0) return new Map()
  const rows = await reportRows(app.db.read, [...ids])
  const accounts = await accountEntries(
    app,
    rows.map((row) => row.target_account_id),
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...common(row),
        status_ids: row.status_ids.map(String),
        rule_ids: row.rule_ids.map(String),
        collection_ids: row.collection_ids.map(String),
        target_account: accounts.get(row.target_account_id)!.json,
      },
    ]),
  )
}

const common = (row: ReportRow) => ({
  id: String(row.id),
  action_taken: row.action_taken_at !== null,
  action_taken_at: row.action_taken_at?.toISOString() ?? null,
  category: row.category,
  comment: row.comment,
  forwarded: row.forwarded,
  created_at: row.created_at.toISOString(),
})

/** Reports as staff see them, in the order given; a fixed number of statements, whatever is in them. */
export async function adminReports(app: App, viewer: Viewer, rows: readonly ReportRow[]): Promise<AdminReport[]> {
  const people = rows.flatMap((row) => [
    row.account_id,
    row.target_account_id,
    row.assigned_account_id ?? [],
    row.action_taken_by_account_id ?? [],
  ])
  const postIds = [...new Set(rows.flatMap((row) => row.status_ids))]
  const [accounts, posts, rules] = await Promise.all([
    adminAccounts(app, people.flat()),
    renderPosts(app, viewer, postIds, 'moderation'),
    rulesOf(
      app,
      rows.flatMap((row) => row.rule_ids),
    ),
  ])
  const byId = new Map(posts.map((post) => [Number(post.id), post]))
  const account = (id: number | null) => (id === null ? null : (accounts.get(id) ?? null))
  return rows.map((row) => ({
    ...common(row),
    updated_at: row.updated_at.toISOString(),
    account: account(row.account_id)!,
    target_account: account(row.target_account_id)!,
    assigned_account: account(row.assigned_account_id),
    action_taken_by_account: account(row.action_taken_by_account_id),
    statuses: row.status_ids.flatMap((id) => byId.get(id) ?? []),
    rules: row.rule_ids.flatMap((id) => rules.get(id) ?? []),
  }))
}
