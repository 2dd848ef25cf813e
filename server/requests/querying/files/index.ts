/** What the aggregates do not know is asked of the files themselves, with DuckDB. */
import { mkdir, stat, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { requestsFolder } from '../../writing/segment.ts'
import type { FilesColumn, FilesQuestion, FilesRow } from '../question.ts'
import { segmentsIn } from '../segments.ts'
import type { Cell, Table, Task } from './messages.ts'
import { lockedTo, trafficSql, viewOf } from './queries.ts'
import { FileGone, runDuckDb, withTemporary } from './run.ts'

export type { Cell, Table } from './messages.ts'

/** So many rows at most. */
const MOST = 100_000
const TRIES = 5

export interface Place {
  readonly dataDir: string
  /** One file of records (plain, `.gz` or `.zst`) instead of the segments of the data folder. */
  readonly file?: string | undefined
  readonly signal?: AbortSignal
}

/**
 * Answers from the files. Counts and distinct visitors are exact, quantiles right within 0.5 %. An open segment counts as
 * far as it is written; lines that are no records are left out.
 *
 * @returns rows by time, then the most requested first; at most 100,000 and `limit`. `files`: how many were read.
 * @throws Problem 400 for a filter that is none, and when it needs more memory and disk than it may take.
 */
export async function askFiles(
  place: Place,
  question: FilesQuestion,
): Promise<{ rows: FilesRow[]; files: number; more: boolean }> {
  const most = Math.min(question.limit ?? MOST, MOST)
  const { table, files } = await ask(place, question, (names) => ({
    ...trafficSql(names, question, most + 1),
    setup: lockedTo(names),
    of: 'ours',
    most,
  }))
  return { rows: table.rows.map((row) => rowOf(question.by, row)), files, more: table.more }
}

/**
 * Runs a person's own `select` over the view `requests` (the columns of a record, and `time`).
 *
 * @throws Problem 400 with what DuckDB says about it, and for any statement that is no `select`.
 */
export async function askSql(
  place: Place,
  { sql, from, until }: { sql: string; from?: Date; until?: Date },
): Promise<Table & { files: number }> {
  const range = { ...(from && { from }), ...(until && { until }) }
  const { table, files } = await ask(place, range, (names) => ({
    sql,
    values: {},
    setup: [viewOf(names, range), ...lockedTo(names)],
    of: 'person',
    most: MOST,
  }))
  return { ...table, files }
}

type Statement = (files: readonly string[]) => Omit<Task, 'temporary'>

async function ask(
  { dataDir, file, signal }: Place,
  range: { from?: Date; until?: Date },
  statement: Statement,
): Promise<{ table: Table; files: number }> {
  return await withTemporary(dataDir, async (temporary) => {
    const folder = file === undefined ? requestsFolder({ dataDir }) : temporary
    if (file === undefined) await mkdir(folder, { recursive: true })
    else await linkInto(temporary, file)
    for (let tried = 1; ; tried++) {
      const files =
        file === undefined
          ? (await segmentsIn(folder, range.from, range.until)).map(({ name }) => name)
          : [linkTo(file)]
      try {
        const table = await runDuckDb(folder, { temporary, ...statement(files) }, signal)
        return { table, files: files.length }
      } catch (error) {
        if (!(error instanceof FileGone) || file !== undefined || tried === TRIES) throw error
      }
    }
  })
}

/** The name says the compression, and nothing in it is a pattern. */
const linkTo = (file: string): string => `file.ndjson${/\.(?:gz|zst)$/.exec(file)?.[0] ?? ''}`

async function linkInto(folder: string, file: string): Promise<void> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${error.message}`)
  })
  if (!found.isFile()) throw new Error(`${file} is not a file.`)
  await symlink(resolve(file), join(folder, linkTo(file)))
}

function rowOf(by: readonly FilesColumn[], cells: readonly Cell[]): FilesRow {
  const keys = Object.fromEntries(by.map((column, index) => [column, cells[index]!]))
  const number = (column: FilesColumn) => (keys[column] as number | null | undefined) ?? null
  const text = (column: FilesColumn) => (keys[column] as string | null | undefined) ?? null
  const [requests, errors, bytes, p50Ms, p95Ms, p99Ms, visitors] = cells.slice(by.length) as number[]
  const at = number('time')
  return {
    at: at === null ? null : new Date(at),
    kind: text('kind') as FilesRow['kind'],
    method: text('method'),
    route: text('route'),
    status: number('status'),
    account: number('account'),
    post: number('post'),
    profile: number('profile'),
    tag: text('tag'),
    agent: text('agent'),
    visitor: text('visitor'),
    requests: requests!,
    errors: errors!,
    bytes: bytes!,
    p50Ms: p50Ms!,
    p95Ms: p95Ms!,
    p99Ms: p99Ms!,
    visitors: visitors!,
  }
}
