/** What a refusal must leave alone: all that the database holds. */
import type { App } from '../server/app.ts'

/** Each table with the number of its rows and a sum over all that they say. */
export async function everything(app: App): Promise<Record<string, string>> {
  const tables = await app.db.read<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'tweeter')`
  const sums = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) as sum from ${name} t`,
  )
  const rows = await app.db.read.unsafe<{ name: string; sum: string }>(sums.join(' union all '))
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]))
}
