/** What a comparing of two sites found, in figures and as a table. */
import type { Verdict } from '../../server/sites/index.ts'
import { tableOf } from '../requests/table.ts'

export interface Totals {
  readonly tables: number
  /** The more of both sites. */
  readonly rows: number
  readonly differing: number
  readonly moved: number
}

export function totals(verdicts: readonly Verdict[]): Totals {
  const sum = (of: (verdict: Verdict) => number) => verdicts.reduce((all, verdict) => all + of(verdict), 0)
  return {
    tables: verdicts.length,
    rows: sum(({ here, there }) => Math.max(here, there)),
    differing: sum(({ differing }) => differing),
    moved: sum(({ moved }) => moved),
  }
}

/** One line for each table that has rows, with keys of those that differ. */
export function verdictTable(verdicts: readonly Verdict[]): string[] {
  const columns = [
    { name: 'table' },
    { name: 'class' },
    { name: 'rows here' },
    { name: 'rows there' },
    { name: 'differing' },
    { name: 'examples' },
  ]
  const rows = verdicts
    .filter(({ here, there, differing }) => here + there + differing > 0)
    .map(({ table, kind, here, there, differing, examples }) => [
      table,
      kind,
      here,
      there,
      differing,
      examples.length > 0 ? examples.map((key) => key.join(' ')).join(', ') : ' ',
    ])
  return tableOf(columns, rows)
}
