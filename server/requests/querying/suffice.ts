import type { Read } from '../../storage/index.ts'
import { tellsVisitors } from './aggregates.ts'
import { coarseIn } from './queries.ts'
import type { FilesQuestion, TrafficQuestion } from './question.ts'

const MINUTE_MS = 60_000
const KEPT: readonly string[] = ['time', 'kind', 'method', 'route', 'status'] satisfies TrafficQuestion['by']
/** What logs of other servers tell. */
export const FOREIGN: readonly string[] = ['time', 'kind', 'method', 'status'] satisfies TrafficQuestion['by']

/** Why the aggregates cannot answer as exactly as the files; null when they can. */
export type Missing = string | null

/**
 * Whether what is kept in Postgres answers a question exactly: the ends of the range fall between the minutes that are
 * kept (hours, where they are old), and it asks for nothing but what is kept.
 *
 * @param visitors also distinct visitors are wanted.
 */
export async function suffices(read: Read, question: FilesQuestion, { visitors = false } = {}): Promise<Missing> {
  const filters = Object.entries(question.where ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  const unkept = [...question.by, ...filters].find((name) => !KEPT.includes(name))
  if (unkept !== undefined) return `requests are not kept by ${unkept}`
  if (visitors && !tellsVisitors(question as TrafficQuestion)) return 'distinct visitors are kept by time and kind only'
  const { from, until } = question
  if ([from, until].some((end) => end.getTime() % MINUTE_MS !== 0))
    return 'the range does not begin and end with a minute'
  const [coarse] = await coarseIn(read, question)
  if (coarse!.cut) return 'of that time whole hours are kept, and the range does not begin and end with one'
  if (question.step === 'minute' && question.by.includes('time') && coarse!.within)
    return 'of that time only hours are kept'
  return null
}
