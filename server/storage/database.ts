import type { PendingQuery, PostgresType, Sql, TransactionSql } from 'postgres'
import { postgres } from './driver.ts'

/** `tx(rows, 'a', 'b')`, `tx(['x'])`, `tx('column')`: the driver's helpers for lists and identifiers. */
export type Helper = object

/**
 * May read. What it is given runs on a connection on which Postgres itself refuses to write, unless it is a `Tx`
 * (whoever may write may read, and sees its own writes).
 */
export interface Read {
  <T extends object = Record<string, unknown>>(strings: TemplateStringsArray, ...values: unknown[]): PendingQuery<T[]>
  (rows: object | readonly unknown[] | string, ...columns: string[]): Helper
  json(value: unknown): Helper
  unsafe<T extends object = Record<string, unknown>>(statement: string, values?: unknown[]): PendingQuery<T[]>
}

/** May write: a transaction that is open. Made by `transact` only. */
export interface Tx extends Read {
  readonly may: 'write'
  readonly db: Database
  /** Runs when the transaction is durable, in the order of the calls; never when it was rolled back. */
  afterCommit(run: () => void): void
  /** A part that may fail alone: its writes and its afterCommits are undone, then the error goes on. */
  savepoint<T>(run: (tx: Tx) => Promise<T>): Promise<T>
}

export interface Database {
  /** For reading outside a transaction. */
  readonly read: Read
  /** The pool behind `transact`; also for LISTEN. Not for modules. */
  readonly pool: Sql
  /** Called when a commit may have happened although its answer never came: whoever caches must forget. */
  onUncertain: () => void
  /** What Postgres said beside its answers (a wait that was cut short). */
  onNotice: (notice: { readonly code?: string; readonly message?: string }) => void
  /** More connections to the same database, for what must not take up those of everybody else; to be closed by itself. */
  beside(connections: number): Database
  /** How many statements were sent so far; counted only when asked for at opening. */
  readonly statements: () => number
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** `postgres://…`, or the folder of a Unix socket. */
  readonly url?: string
  readonly socketDir?: string
  readonly database?: string
  readonly user?: string
  readonly connections: number
  readonly countStatements?: boolean
  /**
   * Commits are durable here and wait for no other server, but for those that ask for it. So it is of the embedded
   * Postgres; one of your own may have standbys of yours that commits are to wait for, unless a witness is set.
   */
  readonly commitsHere?: boolean
}

/** bigint and numeric ids and counts come as plain numbers: ids have 53 bits (see migrations), so none is inexact. */
const bigintAsNumber = { to: 20, from: [20], serialize: (value: number) => String(value), parse: Number }

export function connect(options: DatabaseOptions): Database {
  let statements = 0
  const common = {
    types: { bigint: bigintAsNumber } as unknown as Record<string, PostgresType>,
    connection: {
      application_name: 'tweeter',
      search_path: 'public',
      plan_cache_mode: 'force_generic_plan',
    } as Record<string, string>,
    onnotice: (notice: object) => database.onNotice(notice),
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 10,
    ...(options.countStatements ? { debug: () => void statements++ } : {}),
  }
  const commitsHere = options.commitsHere ?? options.url === undefined
  if (commitsHere) common.connection.synchronous_commit = 'local'
  const open = (more: object) => {
    const all = { ...common, max: options.connections, ...more }
    return options.url
      ? postgres(options.url, all)
      : postgres({ ...all, host: options.socketDir, port: 5432, database: options.database, user: options.user })
  }
  const pool = open({})
  const readPool = open({
    connection: {
      application_name: 'tweeter-read',
      search_path: 'public',
      default_transaction_read_only: true,
      plan_cache_mode: 'force_generic_plan',
    },
  })
  const database: Database = {
    pool,
    read: readPool as unknown as Read,
    onUncertain: () => {},
    onNotice: () => {},
    beside: (connections) => connect({ ...options, connections }),
    statements: () => statements,
    close: async () => {
      await Promise.all([pool.end({ timeout: 5 }), readPool.end({ timeout: 5 })])
    },
  }
  return database
}

/** serialization_failure and deadlock_detected: the transaction did nothing and may be run again. */
const isRetryable = (error: unknown) => ['40001', '40P01'].includes((error as { code?: string }).code ?? '')

/** The connection went while something was under way; a commit may have been it. */
export const isDisconnection = (error: unknown) =>
  /^(?:CONNECTION_|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_STREAM|57P0)/.test(
    (error as { code?: string }).code ?? '',
  )

/**
 * Runs `work` in one transaction and commits when it returns. When Postgres asks for a retry it is run again, at most
 * three times in all, so it must do nothing outside the database but through `tx.afterCommit`.
 *
 * @param settled what is waited for between the commit and what `tx.afterCommit` was told: that it can be read here.
 */
export async function transact<T>(
  db: Database,
  work: (tx: Tx) => Promise<T>,
  settled?: () => Promise<void>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const afterCommit: (() => void)[] = []
    try {
      const result = await db.pool.begin((sql) => work(asTx(db, sql, afterCommit)))
      await settled?.()
      for (const run of afterCommit) run()
      return result as T
    } catch (error) {
      if (isDisconnection(error)) db.onUncertain()
      if (attempt === 3 || !isRetryable(error)) throw error
    }
  }
}

/** Reads one state of the database, however many statements that takes. */
export const snapshot = async <T>(db: Database, work: (read: Read) => Promise<T>): Promise<T> =>
  (await (db.read as unknown as Sql).begin('isolation level repeatable read read only', (sql) =>
    work(sql as unknown as Read),
  )) as T

function asTx(db: Database, sql: TransactionSql, afterCommit: (() => void)[]): Tx {
  const begin = sql.savepoint.bind(sql)
  const savepoint = async <T>(run: (tx: Tx) => Promise<T>): Promise<T> => {
    const inner: (() => void)[] = []
    const result = await begin((part) => run(asTx(db, part, inner)))
    afterCommit.push(...inner)
    return result as T
  }
  // The driver gives each transaction a function of its own, so it can carry what belongs to this transaction.
  return Object.assign(sql, {
    may: 'write' as const,
    db,
    afterCommit: (run: () => void) => void afterCommit.push(run),
    savepoint,
  }) as unknown as Tx
}
