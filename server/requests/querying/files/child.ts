/**
 * DuckDB, for one statement, in a process of its own: whatever it takes in memory and time, nobody else waits for it,
 * and it is gone afterwards.
 */
import { type DuckDBConnection, DuckDBInstance, type JS, StatementType } from '@duckdb/node-api'
import { messageOf } from '../../../kit/index.ts'
import type { Answer, Cell, Table, Task } from './messages.ts'

const MEMORY = '200MB'
const TEMPORARY = '4GB'
const THREADS = '2'

// Whoever asked is gone.
process.once('disconnect', () => process.exit())
process.once('message', async (task) => {
  const answer = await answerTo(task as Task)
  process.send!(answer, () => process.exit())
})

async function answerTo(task: Task): Promise<Answer> {
  try {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: MEMORY,
      threads: THREADS,
      temp_directory: task.temporary,
      max_temp_directory_size: TEMPORARY,
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    })
    const connection = await instance.connect()
    for (const statement of task.setup) await connection.run(statement)
    return task.of === 'ours' ? { table: await run(connection, task) } : await runTheirs(connection, task)
  } catch (error) {
    const message = messageOf(error)
    if (/No files found|Cannot open file.*No such file/.test(message)) return { gone: message }
    if (/^(?:Error: )?Out of Memory/i.test(message)) return { refused: tooMuch }
    return { broken: message }
  }
}

const tooMuch = `That needs more than ${MEMORY} of memory and ${TEMPORARY} of disk: ask for a shorter range, or by less.`

async function runTheirs(connection: DuckDBConnection, task: Task): Promise<Answer> {
  const wrong = await whatIsWrong(connection, task.sql)
  if (wrong !== null) return { refused: wrong }
  try {
    return { table: await run(connection, task) }
  } catch (error) {
    if (/Cannot open file|No files found|Out of Memory/.test(messageOf(error))) throw error
    return { refused: firstOf(messageOf(error)) }
  }
}

/** Why a statement is not run; null for a single `select`. Nothing else only reads. */
async function whatIsWrong(connection: DuckDBConnection, sql: string): Promise<string | null> {
  try {
    const statements = await connection.extractStatements(sql)
    if (statements.count !== 1) return 'One statement at a time, please.'
    const prepared = await statements.prepare(0)
    if (prepared.statementType !== StatementType.SELECT) return 'Only a `select` can be asked.'
    return prepared.parameterCount > 0 ? 'Parameters such as $1 have no value here.' : null
  } catch (error) {
    return firstOf(messageOf(error))
  }
}

/** DuckDB explains over several lines, with a blank one and the statement below. */
const firstOf = (message: string): string => message.split('\n\n')[0]!.replace(/^Error: /, '')

async function run(connection: DuckDBConnection, { sql, values, most }: Task): Promise<Table> {
  const reader = await connection.streamAndReadUntil(sql, most + 1, values)
  const rows = reader.getRowsJS()
  return {
    columns: reader.deduplicatedColumnNames(),
    rows: rows.slice(0, most).map((row) => row.map(cellOf)),
    more: rows.length > most,
  }
}

/** What can go between processes; integers that a number cannot hold go as text. */
function cellOf(value: JS): Cell {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(cellOf)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cellOf(one as JS)]))
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return value === undefined ? null : (value as Cell)
}
