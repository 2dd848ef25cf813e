import type { App } from '../app.ts'
import { notFound } from '../kit/index.ts'
import type { Read } from '../storage/index.ts'
import { filterJson } from './match.ts'
import { type FilterRow, filtersOf } from './queries.ts'
import type { Filter, V1Filter } from './schema.ts'

type Keyword = FilterRow['keywords'][number]
type Named = FilterRow['posts'][number]

/** All filters of a person, ended ones too, so that they can be prolonged. */
export const listFilters = async (app: App, accountId: number): Promise<Filter[]> =>
  (await filtersOf(app.db.read, [accountId])).map(present)

export const present = (row: FilterRow): Filter => ({
  ...filterJson(row),
  keywords: row.keywords.map(keywordJson),
  statuses: row.posts.map(namedJson),
})

export const keywordJson = ({ id, keyword, whole_word }: Keyword) => ({ id: String(id), keyword, whole_word })

export const namedJson = ({ id, post_id }: Named) => ({ id: String(id), status_id: String(post_id) })

export const v1Json = (row: FilterRow, { id, keyword, whole_word }: Keyword): V1Filter => ({
  id: String(id),
  phrase: keyword,
  context: row.contexts,
  whole_word,
  expires_at: row.expires_at?.toISOString() ?? null,
  irreversible: row.action === 'hide',
})

/** A filter of one's own. @throws Problem 404. */
export async function requireFilter(read: Read, accountId: number, id: string): Promise<FilterRow> {
  return find(await filtersOf(read, [accountId]), (row) => row.id === Number(id))
}

/** A keyword of one of one's filters. @throws Problem 404. */
export async function requireKeyword(
  read: Read,
  accountId: number,
  id: string,
): Promise<{ row: FilterRow; keyword: Keyword }> {
  const has = (row: FilterRow) => row.keywords.find((one) => one.id === Number(id))
  const row = find(await filtersOf(read, [accountId]), (one) => has(one) !== undefined)
  return { row, keyword: has(row)! }
}

/** A post named by one of one's filters. @throws Problem 404. */
export async function requireNamed(
  read: Read,
  accountId: number,
  id: string,
): Promise<{ row: FilterRow; named: Named }> {
  const has = (row: FilterRow) => row.posts.find((one) => one.id === Number(id))
  const row = find(await filtersOf(read, [accountId]), (one) => has(one) !== undefined)
  return { row, named: has(row)! }
}

function find(rows: readonly FilterRow[], is: (row: FilterRow) => boolean): FilterRow {
  const row = rows.find(is)
  if (!row) throw notFound()
  return row
}
