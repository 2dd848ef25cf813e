import { requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { cohorts } from './queries.ts'
import type { Cohort, RetentionWanted } from './schema.ts'
import { spanOf } from './span.ts'

/** Of those who signed up in each day or month, how many were seen in each one since. @throws Problem 403, 422. */
export async function retention(app: App, viewer: Viewer, wanted: RetentionWanted): Promise<Cohort[]> {
  await requirePermission(app, viewer, 'view_dashboard')
  const { frequency } = wanted
  const rows = await cohorts(app.db.read, spanOf(wanted.start_at, wanted.end_at), frequency)
  const byPeriod = Map.groupBy(rows, (row) => row.period.toISOString())
  return [...byPeriod].map(([period, dates]) => ({
    period,
    frequency,
    data: dates.map(({ date, people, stayed }) => ({
      date: date.toISOString(),
      rate: people === 0 ? 0 : stayed / people,
      value: String(stayed),
    })),
  }))
}
