/** Follows by the hundred thousand, from a file. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { countImportedFollows, importAccounts } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import { transactHome } from '../../sites/index.ts'
import { rowsOf, type SkippedLine, type Source } from './lines.ts'
import { beginBulk, copyLines, insertImportedFollows, stageNames, stagePairs } from './queries.ts'

/** So many follows are written between two reports of progress. */
const BATCH = 20_000

export type { SkippedLine } from './lines.ts'

export type ImportStep = 'Reading' | 'Accounts' | 'Follows' | 'Counters'

export interface FollowImport {
  /** Called once; again only when Postgres asks for the transaction to be run again. Lines `A B`: A follows B. */
  readonly open: () => Source
  readonly skip: (line: SkippedLine) => void
  /** `total` is 0 where nobody knows it; reading counts bytes, the others rows. */
  readonly progress: (step: ImportStep, done: number, total: number) => void
}

export interface Imported {
  readonly accounts: number
  readonly follows: number
}

/**
 * Makes the accounts that the lines name and that are not there, and the follows between them. What exists stays as it
 * is: a follow that somebody took back is not made again, and an account that was deleted follows nobody.
 *
 * All in one transaction: a crash leaves nothing half. The lines are streamed into a temporary table and joined there,
 * so memory does not grow with the file. Nobody is notified and no signal is announced for a row; tell a running server
 * to forget its caches afterwards.
 *
 * @throws when somebody else took one of the names at the same moment; nothing is changed then.
 */
export async function importFollows(app: App, wanted: FollowImport): Promise<Imported> {
  return await transactHome(app, async (tx) => {
    await beginBulk(tx)
    const rows = rowsOf(wanted.open(), wanted.skip, (bytes) => wanted.progress('Reading', bytes, 0))
    await pipeline(Readable.from(rows, { highWaterMark: 1 }), await copyLines(tx))
    wanted.progress('Accounts', 0, 0)
    await stageNames(tx)
    const accounts = await importAccounts(tx, (done, total) => wanted.progress('Accounts', done, total))
    wanted.progress('Follows', 0, 0)
    const pairs = await stagePairs(tx)
    let follows = 0
    for (let done = 0; done < pairs; done += BATCH) {
      wanted.progress('Follows', done, pairs)
      follows += (await insertImportedFollows(tx, done, Math.min(BATCH, pairs - done))).count
    }
    wanted.progress('Counters', 0, 0)
    await countImportedFollows(tx)
    return { accounts, follows }
  })
}
