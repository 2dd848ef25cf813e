import { chunksOf } from '../reading/chunks.ts'
import { detectFormat } from '../reading/detect.ts'
import { type FormatName, openFormat } from '../reading/formats/index.ts'
import { type Format, Row, SLACK } from '../reading/row.ts'
import { compressionOf } from '../reading/whole.ts'

/** One request of a log, as far as it can be asked again. */
export interface Recorded {
  readonly atMs: number
  readonly method: string
  /** Of our own records; '' in logs of others. */
  readonly route: string
  /** Of logs of others, without its query; '' in our own. */
  readonly path: string
  readonly status: number
  /** Microseconds; null where none is told. */
  readonly us: number | null
  readonly post: number | null
  readonly profile: number | null
  readonly tag: string | null
}

const NEWLINE = 10
/** A line longer than this is no line. */
const MOST_LINE_BYTES = 65_536

<<<<<<< HEAD
/** What a file looks like by its first lines. @throws an Error for people when it looks like nothing that is known. */
export const guessFormat = async (path: string): Promise<FormatName> =>
  (await detectFormat(path, compressionOf(path))) ?? 'combined'
=======
/** What kind of log a file is by its first lines; the combined format where there are none yet. @throws as `detectFormat`. */
export async function guessFormat(path: string): Promise<FormatName> {
  return (await detectFormat(path, compressionOf(path))) ?? 'combined'
}
>>>>>>> p4-report

/** The requests of a log, some thousand at a time, however long it is. Lines that cannot be read are counted. */
export async function* recordedIn(path: string, format: FormatName, rejected: () => void): AsyncGenerator<Recorded[]> {
  const lines = new Lines(openFormat(format, false), rejected)
  for await (const chunk of chunksOf(path, compressionOf(path), 0)) yield lines.take(chunk)
  yield lines.take(Buffer.from('\n'))
}

/** Whole lines of pieces; what is no whole line yet waits for the next piece. */
class Lines {
  readonly #format: Format
  readonly #rejected: () => void
  readonly #row = new Row()
  #rest: Uint8Array = new Uint8Array(0)

  constructor(format: Format, rejected: () => void) {
    this.#format = format
    this.#rejected = rejected
  }

  take(chunk: Uint8Array): Recorded[] {
    const filled = this.#rest.length + chunk.length
    const buffer = Buffer.from(new ArrayBuffer(filled + SLACK))
    buffer.set(this.#rest)
    buffer.set(chunk, this.#rest.length)
    const view = new DataView(buffer.buffer)
    const end = buffer.subarray(0, filled).lastIndexOf(NEWLINE) + 1
    const found: Recorded[] = []
    for (let at = 0; at < end; ) {
      if (buffer[at] === NEWLINE) {
        at++
        continue
      }
      at = this.#format.next(buffer, view, at, this.#row)
      if (this.#row.refused === '') found.push(this.#recorded(buffer))
      else this.#rejected()
    }
    this.#rest = buffer.subarray(end, filled)
    if (this.#rest.length > MOST_LINE_BYTES) {
      this.#rest = new Uint8Array(0)
      this.#rejected()
    }
    return found
  }

  #recorded(buffer: Buffer): Recorded {
    const row = this.#row
    const { method, route } = this.#format.series[row.series]!
    const text = (start: number, end: number) => (end > start ? buffer.toString('utf8', start, end) : '')
    return {
      atMs: row.at,
      method,
      route,
      path: route === '' ? text(row.pathStart, row.pathEnd) : '',
      status: row.status,
      us: row.us >= 0 ? row.us : null,
      post: row.post >= 0 ? row.post : null,
      profile: row.profile >= 0 ? row.profile : null,
      tag: row.tagEnd > row.tagStart ? text(row.tagStart, row.tagEnd) : null,
    }
  }
}
