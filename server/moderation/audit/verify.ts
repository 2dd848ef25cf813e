import { createHash } from 'node:crypto'
import type { Read } from '../../storage/index.ts'
import { type ChainRow, chainRows, chainSites } from './queries.ts'

/** One site's chain: how long it is and how it ends, or the first entry that is not what it was. */
export interface Chain {
  readonly site: number
  readonly entries: number
  /** Hexadecimal; of the last good entry. Who notes it elsewhere can prove later that nothing was cut off before it. */
  readonly head: string
  readonly broken: { readonly sequence: number; readonly why: string } | null
}

const NOTHING = '00'.repeat(32)
const AT_ONCE = 1000

/**
 * Works every hash out again. What it finds: an entry that was changed, taken out or put in. What it cannot find by
 * itself: that the newest entries were cut off, for which a head noted earlier is needed (`isKnown`).
 *
 * @param isKnown told each good hash.
 */
export async function verifyAudit(read: Read, isKnown: (hash: string) => void = () => {}): Promise<Chain[]> {
  const chains: Chain[] = []
  for (const { site } of await chainSites(read)) chains.push(await verifyChain(read, site, isKnown))
  return chains
}

async function verifyChain(read: Read, site: number, isKnown: (hash: string) => void): Promise<Chain> {
  let entries = 0
  let head = NOTHING
  for (;;) {
    const rows = await chainRows(read, site, entries, AT_ONCE)
    for (const row of rows) {
      const why = wrongWith(row, entries + 1, head)
      if (why !== null) return { site, entries, head, broken: { sequence: entries + 1, why } }
      entries = row.sequence
      head = row.hash
      isKnown(head)
    }
    if (rows.length < AT_ONCE) return { site, entries, head, broken: null }
  }
}

function wrongWith(row: ChainRow, sequence: number, previous: string): string | null {
  if (row.sequence !== sequence) return 'the entry is missing'
  if (row.previous_hash !== previous) return 'it does not follow the entry before it'
  const text = [row.previous_hash, row.site, row.sequence, ...row.parts].join('\n')
  return createHash('sha256').update(text).digest('hex') === row.hash ? null : 'it was changed'
}
