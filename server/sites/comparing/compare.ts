/** Comparing two sites while they serve, and making good what differs. */
import { tellBothCompleted } from '../arriving/tell.ts'
import type { Pair } from '../replicating/shapes.ts'
import * as queries from './queries.ts'
import { Session } from './session.ts'
import type { Progress, Table, Verdict } from './shapes.ts'
import { comparedTables } from './tables.ts'
import { type Crew, Walk } from './walk.ts'

export interface CompareOptions {
  /** Makes good what differs. */
  readonly repair: boolean
  /** The site whose home rows are right. */
  readonly home: number
  /** Only these, as `"schema"."table"`. */
  readonly tables?: readonly string[]
  /** Under this name the place is kept, so that an interrupted comparing goes on there. */
  readonly job?: string
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

/**
 * Compares the shared and home tables of two sites that replicate to each other. Memory and transactions are bounded
 * whatever there is, and both may write meanwhile: a difference counts when it is still there after all that was under
 * way has arrived.
 *
 * With `repair` shared rows are exchanged both ways, and the newer of each row or column wins; home rows are made what
 * they are at home, and what the other site had beyond that goes to `tweeter.set_aside`.
 */
export async function compareSites(pair: Pair, options: CompareOptions): Promise<Verdict[]> {
  const { job } = options
  const all = await comparedTables(pair)
  const tables = options.tables ? all.filter(({ name }) => options.tables!.includes(name)) : all
  const place = job === undefined ? null : await queries.readPlace(pair.here.db, job)
  // A table that is gone meanwhile: from the start.
  const first = Math.max(0, place ? tables.findIndex(({ name }) => name === place.table) : 0)
  const verdicts: Verdict[] = []
  await withCrew(pair, options, async (crew) => {
    for (const [nth, table] of tables.entries()) {
      if (nth < first) continue
      const walk = new Walk(crew, table)
      await walk.run(nth === first ? (place?.upTo ?? null) : null, async (upTo) => {
        options.onProgress?.(progressOf(table, walk))
        if (job !== undefined && upTo !== null) await queries.savePlace(pair.here.db, job, table.name, upTo)
      })
      const next = tables[nth + 1]
      if (job !== undefined && next) await queries.savePlace(pair.here.db, job, next.name, null)
      const { here, there, differing, examples, moved, filled } = walk
      verdicts.push({ table: shown(table), kind: table.kind, here, there, differing, examples, moved, filled })
    }
  })
  return verdicts
}

/** `posts`, `tweeter.facts` */
const shown = ({ name }: Table) => name.replaceAll('"', '').replace(/^public\./, '')

const progressOf = (table: Table, { here, there, moved }: Walk): Progress => {
  const done = Math.max(here, there)
  return { table: shown(table), done, total: Math.max(table.estimate, done), moved }
}

async function withCrew(
  pair: Pair,
  { repair, home, signal }: CompareOptions,
  work: (crew: Crew) => Promise<void>,
): Promise<void> {
  const sessions: Session[] = []
  const open = async (session: Promise<Session>) => {
    sessions.push(await session)
    return sessions.at(-1)!
  }
  try {
    const crew = {
      pair,
      home,
      signal,
      readHere: await open(Session.toRead(pair.here)),
      readThere: await open(Session.toRead(pair.there)),
      ...(repair && {
        writeHere: await open(Session.toWrite(pair.here)),
        writeThere: await open(Session.toWrite(pair.there)),
      }),
    }
    await work(crew)
  } finally {
    for (const session of sessions) await session.close()
  }
}

/** Rounds of completing: a row that changed on its way is found by the next one. */
const ROUNDS = 10

/**
 * Compares and makes good until a whole round has found every row equal.
 *
 * @returns what the last round found.
 * @throws an Error for people when the sites do not become equal.
 */
export async function completeSites(pair: Pair, options: Omit<CompareOptions, 'repair'>): Promise<Verdict[]> {
  let moved = 0
  for (let round = 1; round <= ROUNDS; round++) {
    // Only the first round is long.
    const { job, ...others } = options
    const verdicts = await compareSites(pair, { ...(round === 1 ? options : others), repair: true })
    if (round === 1 && job !== undefined) await queries.deletePlace(pair.here.db, job)
    for (const verdict of verdicts) moved += verdict.moved
    const bad = verdicts.filter(({ differing }) => differing > 0)
    if (bad.length > 0) {
      throw new Error(
        `These tables do not become equal: ${bad.map(({ table, differing }) => `${table} (${differing} rows)`).join(', ')}.`,
      )
    }
    // What an earlier run had done before it was interrupted was not looked at in the first round.
    if (verdicts.every(({ filled }) => filled === 0) && (round > 1 || job === undefined)) {
      if (moved > 0) await tellBothCompleted(pair)
      return verdicts
    }
  }
  throw new Error(`After ${ROUNDS} rounds there were still stretches of rows that only one site had.`)
}
