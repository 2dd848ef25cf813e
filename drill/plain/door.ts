/** Clients that write to whichever Postgres their side believes to be the primary, and read from the one beside them. */
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Database, transact } from '../../server/storage/index.ts'
import { type Act, type Answer, classOf, type Door, type Place } from '../history.ts'
import { Refused, readBalances, readNewest, write } from './queries.ts'

const PATIENCE_MS = 3000
/** read_only_sql_transaction; the ways in which a server says that it is not there (yet, or any more). */
const refusals = /^(?:25006|57P03|ECONNREFUSED|CONNECT_TIMEOUT)$/

export const databaseAt = (port: number): Database =>
  connect({ url: `postgres://postgres@127.0.0.1:${port}/postgres`, connections: 6 })

export class PlainDoor implements Door {
  /** By side: the Postgres beside it, and the way to what it believes to be the primary. */
  readonly #near: [Database, Database]
  readonly #primary: [Database, Database]

  constructor(near: readonly [number, number], primary: readonly [number, number]) {
    this.#near = [databaseAt(near[0]), databaseAt(near[1])]
    this.#primary = [databaseAt(primary[0]), databaseAt(primary[1])]
  }

  /** An operator told this side's clients where to write from now on. */
  point(at: Place, port: number): void {
    const old = this.#primary[at]
    this.#primary[at] = databaseAt(port)
    void old.pool.end({ timeout: 0 }).catch(() => {})
  }

  /** After its Postgres was replaced. */
  reopen(at: Place, port: number): void {
    const old = this.#near[at]
    this.#near[at] = databaseAt(port)
    void old.close().catch(() => {})
  }

  async act(at: Place, act: Act): Promise<Answer> {
    const late = sleep(PATIENCE_MS, null, { ref: false }).then(() => {
      throw Object.assign(new Error('No answer came.'), { code: 'LATE' })
    })
    try {
      return await Promise.race([this.#do(at, act), late])
    } catch (error) {
      const { code = '', message } = error as { code?: string; message: string }
      if (error instanceof Refused) return { status: 422, outcome: 'no', error: message }
      if (refusals.test(code)) return { status: 503, outcome: 'no', error: message }
      return { status: 0, outcome: 'unknown', error: message }
    }
  }

  async #do(at: Place, act: Act): Promise<Answer> {
    if (classOf(act.kind) === 'reading') {
      const { read } = this.#near[at]
      if (act.kind !== 'balances') await readNewest(read)
      return { status: 200, outcome: 'yes', ...(act.kind === 'balances' && { balances: await readBalances(read) }) }
    }
    const id = await transact(this.#primary[at], (tx) => write(tx, act))
    return { status: 200, outcome: 'yes', ...(id !== undefined && { id }) }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#near, ...this.#primary].map((db) => db.pool.end({ timeout: 0 }).catch(() => {})))
  }
}
