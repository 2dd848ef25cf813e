import { isUsername, skeletonOf } from '../../accounts/index.ts'

/** A longer line cannot be two names; what follows in it is thrown away, so that memory stays bounded. */
const LINE_LENGTH_MAX = 1000

export interface SkippedLine {
  /** From 1. */
  readonly number: number
  /** Its beginning. */
  readonly text: string
  readonly why: string
}

export type Source = AsyncIterable<Uint8Array>

/**
 * Reads lines `A B` and yields them as rows for COPY (text format): the two names and their skeletons. Empty lines and
 * those that begin with `#` say nothing and are passed over; what else is not two names is handed to `skip`.
 */
export async function* rowsOf(
  source: Source,
  skip: (line: SkippedLine) => void,
  progress: (bytes: number) => void,
): AsyncGenerator<string> {
  let number = 0
  let bytes = 0
  const count = (more: number) => {
    bytes += more
    progress(bytes)
  }
  for await (const lines of linesOf(source, count)) {
    let rows = ''
    for (const line of lines) {
      const row = rowOf(line)
      number++
      if (row.why) skip({ number, text: line.slice(0, 60), why: row.why })
      else rows += row.text
    }
    if (rows) yield rows
  }
}

function rowOf(line: string): { text: string; why?: string } {
  if (line.length > LINE_LENGTH_MAX) return { text: '', why: `is longer than ${LINE_LENGTH_MAX} characters` }
  const words = line.split(/\s+/).filter(Boolean)
  if (words.length === 0 || words[0]!.startsWith('#')) return { text: '' }
  const [follower, followee] = words
  if (words.length !== 2)
    return { text: '', why: `has ${words.length === 1 ? 'one word' : `${words.length} words`}, not two names` }
  const wrong = words.find((name) => !isUsername(name))
  if (wrong !== undefined) return { text: '', why: 'is not two names (1 to 30 letters a to z, digits and underscores)' }
  if (follower!.toLowerCase() === followee!.toLowerCase())
    return { text: '', why: 'says that an account follows itself' }
  return { text: `${follower}\t${skeletonOf(follower!)}\t${followee}\t${skeletonOf(followee!)}\n` }
}

/** The lines of each chunk, decoded as UTF-8. */
async function* linesOf(source: Source, progress: (bytes: number) => void): AsyncGenerator<string[]> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of source) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()!.slice(0, LINE_LENGTH_MAX + 1)
    progress(chunk.length)
    yield lines
  }
  rest += decoder.decode()
  if (rest) yield [rest]
}
