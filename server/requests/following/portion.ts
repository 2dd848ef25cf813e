import { chunksOf } from '../reading/chunks.ts'
import type { Reject } from '../reading/scan.ts'
import type { Batch } from './batches.ts'
import type { LogFile } from './log.ts'
import type { Place } from './queries.ts'

/** What is refused so often is refused for what is in it. */
const TRIES = 3
const SAMPLE_CHARACTERS = 300

/** Data exception, integrity constraint, too much of something: Postgres will not take it the next time either. */
const isRefusal = (error: unknown): boolean => /^2[123]\d|^54\w/.test((error as { code?: string }).code ?? '')

/**
 * How much is read for one commit. What Postgres refuses again and again is read in ever smaller portions, down to the
 * one line that is the reason, and what it has taken in larger ones again: so one line that nobody thought of does not
 * hold up a log for ever.
 */
export class Portion {
  readonly #most: number
  #bytes: number
  #refused = 0

  /** @param most uncompressed bytes. */
  constructor(most: number) {
    this.#most = most
    this.#bytes = most
  }

  get bytes(): number {
    return this.#bytes
  }

  kept(): void {
    this.#bytes = Math.min(this.#most, this.#bytes * 2)
    // While it looks for the line, every refusal is of that line.
    if (this.#bytes === this.#most) this.#refused = 0
  }

  /**
   * What is to be done about a batch that was not kept.
   *
   * @returns 'wait': what is wrong is elsewhere; 'again': it was refused; 'narrow': again, but in smaller portions; 'leave': it
   * is one line that is refused.
   */
  judge(batch: Batch, error: unknown): 'wait' | 'again' | 'narrow' | 'leave' {
    if (!isRefusal(error)) return 'wait'
    this.#refused++
    if (this.#refused < TRIES) return 'again'
    if (linesOf(batch.places) <= 1) return 'leave'
    this.#bytes = Math.max(1, Math.floor(Math.min(batch.bytes, this.#bytes) / 2))
    return 'narrow'
  }
}

const linesOf = (places: readonly Place[]): number => places.reduce((sum, place) => sum + place.records, 0)

/** The places behind the line of a batch of one, and the line as one that could not be read. */
export async function leftOut(
  { places, rejects }: Batch,
  reason: string,
): Promise<{ places: Place[]; file: LogFile; rejects: Reject[] } | null> {
  const place = places.find(({ records }) => records > 0)
  const file = rejects.find((one) => one.file.file === place?.file)?.file
  if (!place || !file) return null
  const left = places.map((one) => ({ ...one, records: 0, rejected: one.rejected + one.records }))
  const line = await lineAt(file, place)
  return { places: left, file, rejects: [{ place: place.from, reason: `Postgres refuses it: ${reason}`, line }] }
}

async function lineAt({ path, compression }: LogFile, { from, until }: Place): Promise<string> {
  let text = ''
  for await (const chunk of chunksOf(path, compression, from)) {
    text = Buffer.from(chunk.subarray(0, Math.min(until - from, 4 * SAMPLE_CHARACTERS))).toString()
    break
  }
  return text.trimEnd().slice(0, SAMPLE_CHARACTERS)
}
