/** One statement for DuckDB, in a process of its own. */
export interface Task {
  /** Where it may put what does not fit into its memory. */
  readonly temporary: string
  readonly sql: string
  readonly values: Record<string, string | number>
  /** Ours is taken as it is; what a person typed must be one `select`. */
  readonly of: 'ours' | 'person'
  /** Run before it. */
  readonly setup: readonly string[]
  /** So many rows at most. */
  readonly most: number
}

export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [name: string]: Cell }

export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** There are more rows than were asked for. */
  readonly more: boolean
}

export type Answer =
  | { readonly table: Table }
  /** What the person asked is wrong. */
  | { readonly refused: string }
  /** A file went while it was to be read. */
  | { readonly gone: string }
  | { readonly broken: string }
