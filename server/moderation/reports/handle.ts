import type { Static } from 'typebox'
import { requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import { type Call, linkPages, pageOf, type Viewer } from '../../http/index.ts'
import { notFound } from '../../kit/index.ts'
import { act } from '../act.ts'
import type { AdminReport, ChangedReport, ReportsQuery } from '../admin-schema.ts'
import { requireRules } from './create.ts'
import { listReportRows, lockReport, type ReportChange, type ReportRow, reportRows, updateReport } from './queries.ts'
import { adminReports } from './views.ts'

/** Open ones unless resolved ones are asked for, newest first. @throws Problem 403. */
export async function listReports(
  call: Call<Viewer, unknown, Static<typeof ReportsQuery>, unknown>,
): Promise<AdminReport[]> {
  const { app, viewer, query } = call
  await requirePermission(app, viewer, 'manage_reports')
  // Nobody is from elsewhere.
  if (query.by_target_domain !== undefined) return []
  const page = pageOf(query)
  const rows = await listReportRows(app.db.read, page, {
    resolved: query.resolved ?? false,
    accountId: query.account_id === undefined ? null : Number(query.account_id),
    targetId: query.target_account_id === undefined ? null : Number(query.target_account_id),
  })
  const newestFirst = page.upwards ? rows.toReversed() : rows
  linkPages(
    call,
    newestFirst.map((row) => row.id),
    page.limit,
  )
  return await adminReports(app, viewer, newestFirst)
}

/** @throws Problem 403, 404. */
export async function showReport(app: App, viewer: Viewer, id: string): Promise<AdminReport> {
  await requirePermission(app, viewer, 'manage_reports')
  const rows = await reportRows(app.db.read, [Number(id)])
  if (rows.length === 0) throw notFound()
  return (await adminReports(app, viewer, rows))[0]!
}

/** What each verb makes of a report; nothing where it is so already, so that the first of two who resolve it has done it. */
const verbs = {
  assign_to_self: (_row: ReportRow, by: number) => ({ assigned_account_id: by }),
  unassign: () => ({ assigned_account_id: null }),
  resolve: (row: ReportRow, by: number, now: Date) =>
    row.action_taken_at === null ? { action_taken_at: now, action_taken_by_account_id: by } : {},
  reopen: () => ({ action_taken_at: null, action_taken_by_account_id: null }),
} satisfies Record<string, (row: ReportRow, by: number, now: Date) => ReportChange>

export type ReportVerb = keyof typeof verbs

/** Takes a report, gives it back, resolves or reopens it. @throws Problem 403, 404. */
export const handleReport = (app: App, viewer: Viewer, id: string, verb: ReportVerb): Promise<AdminReport> =>
  change(app, viewer, id, verb, (row) => verbs[verb](row, viewer.accountId, app.now()))

/** Sorts a report anew; with rules it is about a violation, without the category `violation` it names none. */
export async function updateReportAs(
  app: App,
  viewer: Viewer,
  id: string,
  body: Static<typeof ChangedReport>,
): Promise<AdminReport> {
  const ruleIds = body.rule_ids && (await requireRules(app, [...new Set(body.rule_ids.map(Number))]))
  return await change(app, viewer, id, 'update', (row) => {
    const category = ruleIds && ruleIds.length > 0 ? 'violation' : (body.category ?? row.category)
    return { category, rule_ids: category === 'violation' ? (ruleIds ?? row.rule_ids) : [] }
  })
}

async function change(
  app: App,
  viewer: Viewer,
  id: string,
  verb: string,
  work: (row: ReportRow) => ReportChange,
): Promise<AdminReport> {
  await act(app, viewer, 'manage_reports', async (tx, note) => {
    const [row] = await lockReport(tx, Number(id))
    if (!row) throw notFound()
    const wanted = work(row)
    if (Object.keys(wanted).length > 0) await updateReport(tx, row.id, wanted, app.now())
    note({ action: `report.${verb}`, targetType: 'report', targetId: row.id, details: wanted })
  })
  return await showReport(app, viewer, id)
}
