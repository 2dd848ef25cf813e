/** Bringing rows over. What is brought is judged at its target as what replication brings, so repeating it is harmless. */
import { setTimeout as sleep } from 'node:timers/promises'
import * as queries from './queries.ts'
import type { Session } from './session.ts'
import type { Key, Range, Table } from './shapes.ts'

/** Rows in one transaction: other writers wait for it. */
export const BATCH_ROWS = 2000
const PATIENCE_MS = 120_000

/** Another writer was in the way: a deadlock, the same row made at the same moment, a lock that was not to be had. */
const isPassing = (error: unknown) =>
  ['40P01', '40001', '23505', '55P03'].includes((error as { code?: string }).code ?? '')

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const since = performance.now(); ; ) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error) || performance.now() - since > PATIENCE_MS) throw error
      await sleep(20 + 80 * Math.random())
    }
  }
}

/**
 * Sends rows as they are when nobody can write the table at the target, replication neither. Whatever changes
 * afterwards finds them there; an update of a row that is read but not yet written would be passed over, for good.
 */
const send = (from: Session, to: Session, table: Table, statement: string) =>
  patiently(() =>
    to.transaction(async () => {
      await to.rows(queries.lockTable(table))
      await to.copyIn(queries.copyIn(table), await from.copyOut(statement))
    }),
  )

export async function copyKeys(from: Session, to: Session, table: Table, keys: readonly Key[]): Promise<void> {
  for (let at = 0; at < keys.length; at += BATCH_ROWS) {
    await send(from, to, table, queries.copyKeysOut(table, keys.slice(at, at + BATCH_ROWS)))
  }
}

export async function copyRange(from: Session, to: Session, table: Table, range: Range): Promise<void> {
  for (let after = range.after, more = true; more; ) {
    const rest = { after, upTo: range.upTo }
    const [end] = await from.rows<{ key: Key }>(queries.nthKey(table, rest, BATCH_ROWS))
    await send(from, to, table, queries.copyRangeOut(table, end ? { after, upTo: end.key } : rest))
    after = end?.key ?? null
    more = end !== undefined
  }
}

/**
 * Makes home rows here what they are at home. Home is asked when the table is locked: what replication brought before is
 * older than the answer, and what it brings afterwards leads to the same end. What home has not, or otherwise, is set
 * aside first.
 */
export async function copyHome(home: Session, to: Session, table: Table, keys: readonly Key[]): Promise<void> {
  for (let at = 0; at < keys.length; at += BATCH_ROWS) {
    const batch = keys.slice(at, at + BATCH_ROWS)
    await patiently(() =>
      to.transaction(async () => {
        await to.rows(queries.lockTable(table))
        const [ours, theirs] = await Promise.all([listed(to, table, batch), listed(home, table, batch)])
        const missing = batch.filter((key) => ours.has(key.join('\0')) && !theirs.has(key.join('\0')))
        const wrong = batch.filter((key) => {
          const hash = theirs.get(key.join('\0'))
          return hash !== undefined && hash !== ours.get(key.join('\0'))
        })
        const different = wrong.filter((key) => ours.has(key.join('\0')))
        if (missing.length > 0) {
          await to.rows(queries.setAside(table, missing, 'missing'))
          await to.rows(queries.deleteKeys(table, missing))
        }
        if (different.length > 0) await to.rows(queries.setAside(table, different, 'different'))
        if (wrong.length > 0)
          await to.copyIn(queries.copyIn(table), await home.copyOut(queries.copyKeysOut(table, wrong)))
      }),
    )
  }
}

/** Hashes by key, joined with NUL, which no text holds. */
export async function listed(session: Session, table: Table, keys: readonly Key[]): Promise<Map<string, string>> {
  const rows = await session.rows<{ key: Key; hash: string }>(queries.listKeys(table, keys))
  return new Map(rows.map(({ key, hash }) => [key.join('\0'), hash]))
}
