/** A connection of one site for the length of a comparing: with settings of its own, or writing as replication does. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ReservedSql } from 'postgres'
import type { Site } from '../replicating/shapes.ts'
import * as queries from './queries.ts'

/** What COPY brought, as bytes that the other database understands without us. */
export type Bytes = readonly Buffer[]

/** COPY gives a chunk for each row, and thousands of small writes take longer than one of this size. */
const CHUNK_BYTES = 256 * 1024
/** Home rows alone are compared in a moment. */
const PATIENCE_MS = 10_000

export class Session {
  readonly site: Site
  readonly #connection: ReservedSql
  readonly #writes: boolean

  private constructor(site: Site, connection: ReservedSql, writes: boolean) {
    this.site = site
    this.#connection = connection
    this.#writes = writes
  }

  static async toRead(site: Site): Promise<Session> {
    const connection = await site.db.pool.reserve()
    await connection.unsafe(queries.sessionSettings)
    return new Session(site, connection, false)
  }

  /** @throws an Error for people when another comparing writes at this site and does not end soon. */
  static async toWrite(site: Site): Promise<Session> {
    await queries.ensureOrigin(site.db)
    const connection = await site.db.pool.reserve()
    const session = new Session(site, connection, true)
    try {
      await connection.unsafe(queries.sessionSettings)
      for (const since = performance.now(); ; await sleep(100)) {
        try {
          await connection.unsafe(queries.actAsReplica)
          return session
        } catch (error) {
          // 55006: the origin is in use.
          if ((error as { code?: string }).code !== '55006' || performance.now() - since > PATIENCE_MS) throw error
        }
      }
    } catch (error) {
      await session.close()
      if ((error as { code?: string }).code !== '55006') throw error
      throw new Error(`Another comparing is under way at site ${site.number}; wait until it is done.`)
    }
  }

  async close(): Promise<void> {
    // A connection that broke has forgotten all by itself.
    await this.#connection.unsafe('reset all').catch(() => {})
    if (this.#writes) await this.#connection.unsafe(queries.actAsSelf).catch(() => {})
    this.#connection.release()
  }

  async rows<T extends object>(statement: string): Promise<T[]> {
    return (await this.#connection.unsafe(statement)) as unknown as T[]
  }

  async copyOut(statement: string): Promise<Bytes> {
    const chunks: Buffer[] = []
    let small: Buffer[] = []
    let size = 0
    for await (const chunk of await this.#connection.unsafe(statement).readable()) {
      small.push(chunk)
      size += chunk.length
      if (size < CHUNK_BYTES) continue
      chunks.push(Buffer.concat(small))
      ;[small, size] = [[], 0]
    }
    return size > 0 ? [...chunks, Buffer.concat(small)] : chunks
  }

  /** Within a transaction of the caller's, or one of its own. */
  async copyIn(statement: string, bytes: Bytes): Promise<void> {
    if (bytes.length === 0) return
    const target = await this.#connection.unsafe(statement).writable()
    await new Promise<void>((resolve, reject) => {
      target.on('error', reject).on('finish', resolve)
      for (const chunk of bytes) target.write(chunk)
      target.end()
    })
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.#connection.unsafe('begin')
    try {
      const result = await work()
      await this.#connection.unsafe('commit')
      return result
    } catch (error) {
      await this.#connection.unsafe('rollback').catch(() => {})
      throw error
    }
  }
}
