/** One walk through a table at both sites: ranges of its key, those that differ halved, down to rows. */
import { type Pair, turned } from '../replicating/shapes.ts'
import { waitUntilReplayed } from '../replicating/subscriptions.ts'
import { BATCH_ROWS, copyHome, copyKeys, copyRange, listed } from './exchange.ts'
import * as queries from './queries.ts'
import type { Session } from './session.ts'
import type { Key, Range, Table } from './shapes.ts'

/** Rows that are hashed at once. */
const RANGE_ROWS = 20_000
/** A range that differs and has no more is listed, row by row. */
const LEAF_ROWS = 2000
/** So often a row that differs is looked at again, after all that was under way has arrived. */
const LOOKS = 8
/** From then on it is made good: one that is just being written at both has mostly become equal by itself. */
const PATIENCE_LOOKS = 2
const EXAMPLES = 5

export interface Crew {
  readonly pair: Pair
  readonly readHere: Session
  readonly readThere: Session
  /** Only when differences are to be made good. */
  readonly writeHere?: Session
  readonly writeThere?: Session
  /** The site whose home rows are right. */
  readonly home: number
  readonly signal: AbortSignal | undefined
}

interface Found {
  readonly rows: number
  readonly hash: string
}

export class Walk {
  readonly #crew: Crew
  readonly #table: Table
  #suspects: Key[] = []
  here = 0
  there = 0
  differing = 0
  moved = 0
  filled = 0
  readonly examples: Key[] = []

  constructor(crew: Crew, table: Table) {
    this.#crew = crew
    this.#table = table
  }

  /**
   * @param after where an earlier walk got to.
   * @param seen called after each range; `upTo` when all up to there is done.
   */
  async run(after: Key | null, seen: (upTo: Key | null) => Promise<void>): Promise<void> {
    for (let from = after, more = true; more; ) {
      this.#crew.signal?.throwIfAborted()
      const end = await this.#nth({ after: from, upTo: null }, RANGE_ROWS)
      await this.#compare({ after: from, upTo: end }, true)
      if (this.#suspects.length >= RANGE_ROWS || end === null) await this.#judge()
      await seen(this.#suspects.length === 0 ? end : null)
      from = end
      more = end !== null
    }
  }

  /** The nth key at the site that has so many; null when none has. */
  async #nth(range: Range, nth: number): Promise<Key | null> {
    const statement = queries.nthKey(this.#table, range, nth)
    const { readHere, readThere } = this.#crew
    const [found] = await readHere.rows<{ key: Key }>(statement)
    if (found) return found.key
    return (await readThere.rows<{ key: Key }>(statement))[0]?.key ?? null
  }

  async #compare(range: Range, counts: boolean): Promise<void> {
    const statement = queries.digest(this.#table, range)
    const { readHere, readThere } = this.#crew
    const [[here], [there]] = await Promise.all([readHere.rows<Found>(statement), readThere.rows<Found>(statement)])
    if (counts) {
      this.here += here!.rows
      this.there += there!.rows
    }
    if (here!.rows === there!.rows && here!.hash === there!.hash) return
    const most = Math.max(here!.rows, there!.rows)
    if (this.#fillsGap(here!.rows, there!.rows)) return await this.#fill(range, here!.rows > 0, most)
    if (most <= LEAF_ROWS) return await this.#list(range)
    const session = here!.rows === most ? readHere : readThere
    const [middle] = await session.rows<{ key: Key }>(queries.nthKey(this.#table, range, Math.ceil(most / 2)))
    // Rows went meanwhile: what is left is few enough to be listed, or is split the next time.
    if (!middle) return await this.#list(range)
    await this.#compare({ after: range.after, upTo: middle.key }, false)
    await this.#compare({ after: middle.key, upTo: range.upTo }, false)
  }

  /** Nothing of a shared table is there, as at a site that joins: all of it is sent, without looking row by row. */
  #fillsGap(here: number, there: number): boolean {
    const empty = here === 0 ? this.#crew.writeHere : there === 0 ? this.#crew.writeThere : undefined
    return empty !== undefined && this.#table.kind === 'shared' && Math.max(here, there) <= 2 * RANGE_ROWS
  }

  async #fill(range: Range, isHere: boolean, rows: number): Promise<void> {
    const { readHere, readThere, writeHere, writeThere } = this.#crew
    const [from, to] = isHere ? [readHere, writeThere!] : [readThere, writeHere!]
    await copyRange(from, to, this.#table, range)
    this.moved += rows
    this.filled += rows
  }

  async #list(range: Range): Promise<void> {
    const statement = queries.listRange(this.#table, range)
    type Row = { key: Key; hash: string }
    const { readHere, readThere } = this.#crew
    const [here, there] = await Promise.all([readHere.rows<Row>(statement), readThere.rows<Row>(statement)])
    const rest = new Map(there.map(({ key, hash }) => [key.join('\0'), { key, hash }]))
    for (const { key, hash } of here) {
      const id = key.join('\0')
      if (rest.get(id)?.hash !== hash) this.#suspects.push(key)
      rest.delete(id)
    }
    for (const { key } of rest.values()) this.#suspects.push(key)
  }

  /** Those that still differ when all that was under way has arrived are made good, or counted. */
  async #judge(): Promise<void> {
    const { pair, home, signal, writeHere } = this.#crew
    const { kind } = this.#table
    let suspects = this.#suspects
    for (let look = 1; look <= LOOKS && suspects.length > 0; look++) {
      // Of home rows only home's are under way; a former home's are not taken over any more.
      if (kind === 'shared' || pair.here.number === home) await waitUntilReplayed(pair, [kind], signal)
      if (kind === 'shared' || pair.there.number === home) await waitUntilReplayed(turned(pair), [kind], signal)
      const still: Key[] = []
      for (let at = 0; at < suspects.length; at += BATCH_ROWS) {
        const differing = await this.#lookAgain(suspects.slice(at, at + BATCH_ROWS))
        if (writeHere && look >= PATIENCE_LOOKS && look < LOOKS) await this.#exchange(differing)
        still.push(...differing)
      }
      suspects = still
    }
    this.differing += suspects.length
    this.examples.push(...suspects.slice(0, EXAMPLES - this.examples.length))
    this.#suspects = []
  }

  async #lookAgain(keys: readonly Key[]): Promise<Key[]> {
    const { readHere, readThere } = this.#crew
    const [here, there] = await Promise.all([listed(readHere, this.#table, keys), listed(readThere, this.#table, keys)])
    return keys.filter((key) => here.get(key.join('\0')) !== there.get(key.join('\0')))
  }

  async #exchange(keys: readonly Key[]): Promise<void> {
    if (keys.length === 0) return
    const { pair, home, readHere, readThere, writeHere, writeThere } = this.#crew
    if (this.#table.kind === 'home') {
      const isHome = pair.here.number === home
      await copyHome(isHome ? readHere : readThere, isHome ? writeThere! : writeHere!, this.#table, keys)
    } else {
      await copyKeys(readHere, writeThere!, this.#table, keys)
      await copyKeys(readThere, writeHere!, this.#table, keys)
    }
    this.moved += keys.length
  }
}
