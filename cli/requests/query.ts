import { readConfig } from '../../server/config/index.ts'
import {
  askLog,
  askRequests,
  askSql,
  askTops,
  type FilesColumn,
  type FilesQuestion,
  type FilesRow,
  logFormat,
  type TrafficRow,
  topsOfLog,
} from '../../server/requests/index.ts'
import { withApp } from '../app.ts'
import { type Call, WrongUse } from '../command.ts'
import { fieldsSaid } from './inputs.ts'
import { questionOf, type Range, rangeOf, type TopsName, topsOf } from './question.ts'
import { type Column, csvOf, tableOf, type Value } from './table.ts'

/** What was found, before it is written in one of three ways. */
export interface Result {
  /** Where it came from, and what there is to know about it; for the standard error. */
  readonly told: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Value[])[]
  /** Of all; the table shows it below, JSON beside the rows. */
  readonly total?: readonly Value[] | null
}

export async function query(call: Call): Promise<void> {
  const format = call.oneOf('format', ['table', 'json', 'csv']) ?? 'table'
  const result = await resultOf(call)
  console.error(result.told)
  write(format, result)
}

async function resultOf(call: Call): Promise<Result> {
  const now = new Date()
  const sql = call.text('sql')
  const top = topsOf(call)
  const file = call.text('file')
  refuseTogether(call)
  const range = file === undefined || call.text('from') || call.text('until') ? rangeOf(call, now) : everything
  if (sql !== undefined) return await sqlResult(call, sql, range)
  if (file !== undefined) return top ? await logTops(call, file, top) : await logResult(call, file, range)
  if (top !== undefined) return await topsResult(call, top, range)
  return await rowsResult(questionOf(call, range), range, call.has('files'), now)
}

/** Of a file, whatever is in it. */
const everything: Range = { from: new Date(0), until: new Date('9999-01-01T00:00Z') }

const limitOf = (call: Call): number => call.number('limit', 1, 100_000) ?? 20

/** Options that would silently mean nothing beside each other. */
function refuseTogether(call: Call): void {
  const given = ['by', 'step', 'where', 'top', 'limit', 'source', 'file', 'sql'].filter((name) => call.text(name))
  if (call.has('files')) given.push('files')
  const alone: Record<string, string[]> = {
    sql: ['by', 'step', 'where', 'top', 'limit', 'source', 'files'],
    top: ['by', 'step', 'where', 'files'],
    file: ['source', 'files'],
  }
  for (const [one, others] of Object.entries(alone)) {
    const other = given.includes(one) && others.find((name) => given.includes(name))
    if (other) throw new WrongUse(`--${one} and --${other} do not go together.`)
  }
}

async function rowsResult(question: FilesQuestion, range: Range, files: boolean, now: Date): Promise<Result> {
  const answer = await withApp({ command: 'requests query' }, ({ db, config }) =>
    askRequests(db.read, { dataDir: config.dataDir }, question, { files }),
  )
  const where =
    answer.from === 'aggregates'
      ? 'From the stored aggregates'
      : `From ${answer.files} ${answer.files === 1 ? 'file' : 'files'}${answer.why === null ? '' : `, because ${answer.why}`}`
  const more = answer.more ? ' There are more rows: see --limit.' : ''
  return {
    told: `${where}: ${spanOf(range)}.${more}`,
    ...trafficColumns(question, answer.rows, answer.total, secondsOf(range, now)),
  }
}

/** `2026-11-20 10:00 to 2026-11-21 10:00 (UTC)`. */
export const spanOf = ({ from, until }: Range): string => `${minuteOf(from)} to ${minuteOf(until)} (UTC)`
const minuteOf = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ')

/** How long the range is so far: what is to come has no requests yet. */
const secondsOf = ({ from, until }: Range, now: Date): number =>
  Math.max(1, (Math.min(until.getTime(), now.getTime()) - from.getTime()) / 1000)

const STEP_SECONDS = { minute: 60, hour: 3600, day: 86_400 } as const

/** @param seconds how long the range is; null where nobody knows, and no rates are told but those by time. */
export function trafficColumns(
  { by, step = 'hour' }: Pick<FilesQuestion, 'by' | 'step'>,
  rows: readonly FilesRow[],
  total: TrafficRow | null,
  seconds: number | null,
): Pick<Result, 'columns' | 'rows' | 'total'> {
  const overall = seconds ?? Number.POSITIVE_INFINITY
  const perSecond = by.includes('time') ? Math.min(STEP_SECONDS[step], overall) : overall
  const rates = Number.isFinite(perSecond)
  const columns: Column[] = [
    ...by.map((name) => ({ name })),
    { name: 'requests' },
    ...(rates ? [{ name: 'per_s', digits: 2 }] : []),
    { name: 'errors' },
    { name: 'p50_ms', digits: 1 },
    { name: 'p95_ms', digits: 1 },
    { name: 'p99_ms', digits: 1 },
    { name: 'bytes' },
    { name: 'visitors' },
  ]
  const figures = (row: TrafficRow, over: number): Value[] => [
    row.requests,
    ...(rates ? [rounded(row.requests / over)] : []),
    row.errors,
    ...[row.p50Ms, row.p95Ms, row.p99Ms].map((ms) => (ms === null ? null : rounded(ms))),
    row.bytes,
    row.visitors,
  ]
  return {
    columns,
    rows: rows.map((row) => [...by.map((name) => keyOf(row, name)), ...figures(row, perSecond)]),
    total: total && [...by.map((_, index) => (index === 0 ? 'total' : null)), ...figures(total, overall)],
  }
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000

/** Ids and statuses are names, not quantities. */
function keyOf(row: FilesRow, name: FilesColumn): Value {
  if (name === 'time') return row.at === null ? null : row.at.toISOString().replace('.000Z', 'Z')
  const value = row[name]
  return typeof value === 'number' ? String(value) : value
}

const TOP_OF = {
  agents: 'agent',
  paths: 'path',
  referrers: 'referrer',
  visitors: 'visitor',
  accounts: 'account',
} as const

async function topsResult(call: Call, top: TopsName, range: Range): Promise<Result> {
  const question = { source: call.text('source') ?? 'tweeter', ...range, of: TOP_OF[top], limit: limitOf(call) }
  const rows = await withApp({ command: 'requests query' }, ({ db }) => askTops(db.read, question))
  const hint =
    question.source === 'tweeter' && (top === 'paths' || top === 'referrers')
      ? ' Our own records have neither paths nor referrers; ask --by route.'
      : ''
  return {
    told: `From the stored aggregates, by whole hours: ${spanOf(range)}.${rows.length > 0 ? ' The true number is between requests − too_high and requests + too_low.' : ''}${hint}`,
    columns: [{ name: TOP_OF[top] }, { name: 'requests' }, { name: 'too_high' }, { name: 'too_low' }],
    rows: rows.map(({ label, requests, error, missing }) => [label, requests, error, missing]),
  }
}

async function logResult(call: Call, file: string, range: Range): Promise<Result> {
  const isOurs = (await logFormat(file, fieldsSaid(call))) === 'tweeter'
  const question = questionOf(call, range, isOurs ? 'route' : 'status')
  const answer = await askLog({ dataDir: readConfig().dataDir, file, format: fieldsSaid(call) }, question)
  const rejected = answer.rejected ? ` ${answer.rejected} lines could not be read.` : ''
  const more = answer.more ? ' There are more rows: see --limit.' : ''
  return { told: `From ${file}.${rejected}${more}`, ...trafficColumns(question, answer.rows, null, null) }
}

async function logTops(call: Call, file: string, top: TopsName): Promise<Result> {
  const { rows, rejected } = await topsOfLog(file, { of: TOP_OF[top], limit: limitOf(call), format: fieldsSaid(call) })
  return {
    told: `From ${file}.${rows.length > 0 ? ' The true number is between requests − too_high and requests.' : ''}${rejected ? ` ${rejected} lines could not be read.` : ''}`,
    columns: [{ name: TOP_OF[top] }, { name: 'requests' }, { name: 'too_high' }],
    rows: rows.map(({ label, requests, error }) => [label, requests, error]),
  }
}

async function sqlResult(call: Call, sql: string, range: Range): Promise<Result> {
  const found = await askSql({ dataDir: readConfig().dataDir, file: call.text('file') }, { sql, ...range })
  const more = found.more ? ` Only the first ${found.rows.length} rows are shown.` : ''
  return {
    told: `From ${found.files} ${found.files === 1 ? 'file' : 'files'}.${more}`,
    columns: found.columns.map((name) => ({ name, plain: true })),
    rows: found.rows as Value[][],
  }
}

function write(format: 'table' | 'json' | 'csv', { columns, rows, total }: Result): void {
  if (format === 'csv') for (const line of csvOf(columns, rows)) console.log(line)
  else if (format === 'json') {
    const object = (row: readonly Value[]) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]]))
    const keys = columns.findIndex(({ name }) => name === 'requests')
    const all = total && Object.fromEntries(Object.entries(object(total)).slice(keys))
    console.log(JSON.stringify({ rows: rows.map(object), ...(total !== undefined && { total: all }) }, null, 2))
  } else if (rows.length === 0) console.log('Nothing was found.')
  else for (const line of tableOf(columns, total && rows.length > 1 ? [...rows, total] : rows)) console.log(line)
}
