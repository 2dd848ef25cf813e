import type { App } from '../app.ts'
import { type Collection, collectionsJson } from '../collections/index.ts'
import type { Viewer } from '../http/index.ts'
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
  readonly collection?: Collection
}

const OF_COLLECTIONS: readonly string[] = ['added_to_collection', 'collection_update']

/** All at once. @returns the fields of a row; null when what it is about is gone, so that it is not shown. */
export async function subjectsOf(
  app: App,
  viewer: Viewer,
  rows: readonly About[],
): Promise<(row: About) => Subject | null> {
  const idsOf = (...types: string[]) => [
    ...new Set(rows.flatMap((row) => (types.includes(row.type) ? (row.subject_id ?? []) : []))),
  ]
  const [reports, warnings, collections] = await Promise.all([
    reportsJson(app, idsOf('admin.report')),
    warningsJson(app, idsOf('moderation_warning')),
    collectionsJson(app, viewer.accountId, idsOf(...OF_COLLECTIONS)),
  ])
  const collectionById = new Map(collections.map((collection) => [Number(collection.id), collection]))
  return ({ type, subject_id }) => {
    if (type === 'admin.report') return named('report', reports.get(subject_id!))
    if (type === 'moderation_warning') return named('moderation_warning', warnings.get(subject_id!))
    if (OF_COLLECTIONS.includes(type)) return named('collection', collectionById.get(subject_id!))
    return {}
  }
}

const named = <K extends keyof Subject>(name: K, json: Subject[K] | undefined): Subject | null =>
  json === undefined ? null : { [name]: json }
