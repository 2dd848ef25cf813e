import type { App } from '../app.ts'
import { type AccountWarning, type Report, reportsJson, warningsJson } from '../moderation/index.ts'

/** What a row must say for its subject to be found. */
interface About {
  readonly type: string
  readonly subject_id: number | null
}

/** The fields of a notification, or of a group, that show what it is about beside a post. */
export interface Subject {
  readonly report?: Report
  readonly moderation_warning?: AccountWarning
}

/** All at once. @returns the fields of a row; null when what it is about is gone, so that it is not shown. */
export async function subjectsOf(app: App, rows: readonly About[]): Promise<(row: About) => Subject | null> {
  const idsOf = (type: string) => rows.flatMap((row) => (row.type === type ? (row.subject_id ?? []) : []))
  const [reports, warnings] = await Promise.all([
    reportsJson(app, idsOf('admin.report')),
    warningsJson(app, idsOf('moderation_warning')),
  ])
  return ({ type, subject_id }) => {
    if (type === 'admin.report') return named('report', reports.get(subject_id!))
    if (type === 'moderation_warning') return named('moderation_warning', warnings.get(subject_id!))
    return {}
  }
}

const named = <K extends keyof Subject>(name: K, json: Subject[K] | undefined): Subject | null =>
  json === undefined ? null : { [name]: json }
