import type { Page } from '../../http/index.ts'
import type { Read, Tx } from '../../storage/index.ts'
import type { ReportCategory } from '../schema.ts'

export interface NewReportRow {
  readonly account_id: number
  readonly target_account_id: number
  readonly comment: string
  readonly category: ReportCategory
  readonly status_ids: number[]
  readonly rule_ids: number[]
  readonly created_at: Date
}

export interface ReportRow extends NewReportRow {
  readonly id: number
  readonly collection_ids: number[]
  readonly forwarded: boolean
  readonly assigned_account_id: number | null
  readonly action_taken_at: Date | null
  readonly action_taken_by_account_id: number | null
  readonly updated_at: Date
}

export const insertReport = (tx: Tx, row: NewReportRow) => tx<ReportRow>`
  insert into reports (account_id, target_account_id, comment, category, status_ids, rule_ids, created_at, updated_at)
  values (${row.account_id}, ${row.target_account_id}, ${row.comment}, ${row.category}, ${row.status_ids}::bigint[],
          ${row.rule_ids}::bigint[], ${row.created_at}, ${row.created_at})
  returning *`

export const reportRows = (read: Read, ids: number[]) => read<ReportRow>`
  select * from reports where id = any(${ids}::bigint[])`

/** Of two moderators at once the second sees what the first did. */
export const lockReport = (tx: Tx, id: number) => tx<ReportRow>`select * from reports where id = ${id} for update`

export interface ReportFilter {
  readonly resolved: boolean
  readonly accountId: number | null
  readonly targetId: number | null
}

export const listReportRows = (read: Read, page: Page, filter: ReportFilter) => read<ReportRow>`
  select * from reports
   where id < ${page.below} and id > ${page.above} and (action_taken_at is not null) = ${filter.resolved}
     and (${filter.accountId}::bigint is null or account_id = ${filter.accountId})
     and (${filter.targetId}::bigint is null or target_account_id = ${filter.targetId})
   order by id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

export interface ReportChange {
  category?: ReportCategory
  rule_ids?: number[]
  assigned_account_id?: number | null
  action_taken_at?: Date | null
  action_taken_by_account_id?: number | null
}

export const updateReport = (tx: Tx, id: number, change: ReportChange, now: Date) => tx`
  update reports set ${tx({ ...change, updated_at: now }, ...Object.keys(change), 'updated_at')} where id = ${id}`

/** Resolves one open report, or all that are open about an account; @returns which. */
export const resolveReports = (
  tx: Tx,
  which: { reportId: number | null; targetId: number },
  by: number,
  now: Date,
) => tx<{ id: number }>`
  update reports set action_taken_at = ${now}, action_taken_by_account_id = ${by}, updated_at = ${now}
   where target_account_id = ${which.targetId} and action_taken_at is null
     and (${which.reportId}::bigint is null or id = ${which.reportId})
  returning id`
