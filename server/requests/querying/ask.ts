import type { Read } from '../../storage/index.ts'
import { askAggregates, knownSources } from './aggregates.ts'
import { askFiles, type Place } from './files/index.ts'
import type { FilesQuestion, FilesRow, TrafficQuestion, TrafficRow } from './question.ts'
import { suffices } from './suffice.ts'

const OWN = 'tweeter'

export interface Answer {
  readonly rows: readonly FilesRow[]
  /** Of all rows, also those that a limit left out; null where the files were asked, which would be read once more. */
  readonly total: TrafficRow | null
  readonly from: 'aggregates' | 'files'
  /** Why the aggregates were not asked; null when they were, or when the files were wanted. */
  readonly why: string | null
  /** How many files were read. */
  readonly files: number
  /** There are more rows. */
  readonly more: boolean
}

/**
 * Answers from the stored aggregates when they suffice, else from the files.
 *
 * @param files never from the aggregates.
 * @throws Problem 400 for a filter that is none; Error for people when nothing can answer: a source that is not there, or
 * another's requests by what is not kept of them.
 */
export async function askRequests(
  read: Read,
  place: Place,
  question: FilesQuestion,
  { files = false } = {},
): Promise<Answer> {
  const why = files ? null : await whyNot(read, question)
  if (!files && why === null) return await fromAggregates(read, question as TrafficQuestion, question.limit)
  if (question.source !== OWN) {
    throw new Error(
      `The stored aggregates of ${question.source} cannot answer that${why === null ? '' : ` (${why})`}, and its files are its own: name one with --file.`,
    )
  }
  return { ...(await askFiles(place, question)), total: null, from: 'files', why }
}

async function whyNot(read: Read, question: FilesQuestion): Promise<string | null> {
  const known = (await knownSources(read)).map(({ source }) => source)
  if (known.includes(question.source)) return await suffices(read, question)
  if (question.source === OWN) return 'nothing is kept yet'
  const others = known.length > 0 ? `There are ${known.join(', ')}.` : 'Nothing is kept yet.'
  throw new Error(`No requests of "${question.source}" are kept. ${others}`)
}

async function fromAggregates(
  read: Read,
  question: TrafficQuestion,
  limit = Number.POSITIVE_INFINITY,
): Promise<Answer> {
  const all = await askAggregates(read, question)
  const total = question.by.length > 0 ? ((await askAggregates(read, { ...question, by: [] }))[0] ?? null) : null
  return {
    rows: all.slice(0, limit).map(filled),
    total,
    from: 'aggregates',
    why: null,
    files: 0,
    more: all.length > limit,
  }
}

const nobody = { account: null, post: null, profile: null, tag: null, agent: null, visitor: null }

/** What the aggregates know, with nothing for what they do not. */
export const filled = (row: TrafficRow): FilesRow => ({ ...row, ...nobody })
