import type { Kind, Pair } from '../replicating/shapes.ts'
import * as queries from './queries.ts'
import type { Table } from './shapes.ts'

/**
 * What there is to compare: shared and home tables that both sites have, with the columns that both have in the same
 * type. During an upgrade one has more; that waits until both have it.
 */
export async function comparedTables({ here, there }: Pair): Promise<Table[]> {
  const [ours, theirs, mySorting, theirSorting] = await Promise.all([
    queries.readCatalog(here.db.read),
    queries.readCatalog(there.db.read),
    queries.readSorting(here.db.read),
    queries.readSorting(there.db.read),
  ])
  const other = new Map(theirs.map((table) => [table.name, table]))
  return ours.flatMap((table) => {
    const twin = other.get(table.name)
    if (!twin || JSON.stringify(twin.keys) !== JSON.stringify(table.keys)) return []
    const columns = Object.keys(table.columns).filter((name) => twin.columns[name] === table.columns[name])
    return {
      name: table.name,
      kind: table.comment.split(':')[0] as Kind,
      keys: table.keys.map(({ name, type, collated }) => ({
        name,
        type,
        bytewise: collated && mySorting !== theirSorting,
      })),
      columns: columns.sort(),
      estimate: Math.max(table.rows, twin.rows),
    }
  })
}
