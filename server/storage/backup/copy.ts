import { pipeline } from 'node:stream/promises'
import type { Connection } from './catalog.ts'

/** Gives Postgres the lines of a `copy … from stdin`. @throws what Postgres has against them. */
export async function copyIn(sql: Connection, statement: string, lines: AsyncIterable<Uint8Array>): Promise<void> {
  const stream = await sql.unsafe(statement).writable()
  await pipeline(lines, stream)
}
