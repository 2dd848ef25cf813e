import { messageOf } from '../../kit/index.ts'
import type { Read, Taken } from '../reading/reading.ts'
import type { Reject, Stretch } from '../reading/scan.ts'
import { type Files, failed, type Held, looksOf } from './files.ts'
import type { Log, LogFile } from './log.ts'
import type { Place } from './queries.ts'

/** The part of a `Reader` that is needed here. */
export interface LogReader {
  read(stretch: Stretch): Promise<Read>
  take(): Promise<Taken>
  close(): Promise<void>
}

export interface BatchOptions {
  readonly log: Log
  readonly files: Files
  /** @param file the first that is read: what kind of log it is may be seen from it. */
  readonly open: (file: LogFile) => LogReader | Promise<LogReader>
  readonly mostFiles: number
  /** Hears of a file that cannot be read. */
  readonly warn: (text: string, error: unknown) => void
}

/** What was read of some files and is not kept yet. */
export interface Batch {
  readonly places: readonly Place[]
  readonly taken: Taken
  readonly rejects: readonly { file: LogFile; rejects: readonly Reject[] }[]
  readonly bytes: number
  /** All that there was has been read. */
  readonly whole: boolean
}

interface Gathered {
  readonly places: Place[]
  readonly rejects: { file: LogFile; rejects: readonly Reject[] }[]
  bytes: number
  whole: boolean
  /** A file broke, or went, in the midst of it: nobody knows which lines have been counted. */
  void: boolean
}

/** Reads what is new in the files of a log, a bounded stretch at a time. */
export class Batches {
  readonly #options: BatchOptions
  #reader: LogReader | null = null

  constructor(options: BatchOptions) {
    this.#options = options
  }

  /**
   * @param mostBytes uncompressed.
   * @returns what is new in these files, as far as they are held for us.
   */
  async gather(listed: readonly LogFile[], mostBytes: number, stop?: AbortSignal): Promise<Batch> {
    const { files, mostFiles } = this.#options
    const gathered: Gathered = { places: [], rejects: [], bytes: 0, whole: true, void: false }
    const taken = await files.take(listed, mostFiles)
    if (taken.length === mostFiles) gathered.whole = false
    for (const [file, held] of taken) {
      if (gathered.bytes >= mostBytes || stop?.aborted) gathered.whole = false
      else await this.#read(gathered, file, held, mostBytes - gathered.bytes)
      if (gathered.void) break
    }
    // What was counted of a void batch is taken as well, and thrown away.
    const found = gathered.bytes > 0 || gathered.void ? await this.#take() : nothing
    if (!gathered.void) return { ...gathered, taken: found }
    for (const { file, from } of gathered.places) files.stepBack(file, from)
    return { places: [], taken: nothing, rejects: [], bytes: 0, whole: false }
  }

  async close(): Promise<void> {
    const reader = this.#reader
    this.#reader = null
    await reader?.close()
  }

  async #read(gathered: Gathered, file: LogFile, held: Held, most: number): Promise<void> {
    const { log, open } = this.#options
    const { path, compression, final } = file
    const from = held.place
    try {
      const length = from > 0 ? await log.lengthOf(file) : null
      if (length !== null && from >= length) {
        return note(gathered, file, held, { place: from, ended: true, records: 0, rejected: 0, rejects: [] })
      }
      this.#reader ??= await open(file)
      const read = await this.#reader.read({ path, compression, from, most, final })
      // While we read, the file may have been truncated or another put in its place.
      gathered.void = read.place > from && !(await log.isStill(file))
      if (!gathered.void) note(gathered, file, held, read)
    } catch (error) {
      gathered.whole = false
      // It was sealed, rotated or removed since it was listed: the next look finds out.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
      gathered.void = true
      await this.#setAside(file, held, error)
    }
  }

  async #setAside(file: LogFile, held: Held, error: unknown): Promise<void> {
    failed(held)
    this.#options.warn(`${file.path} cannot be read: ${messageOf(error)} It is tried again from time to time.`, error)
    // A thread that died is replaced by a new one.
    await this.close()
  }

  async #take(): Promise<Taken> {
    return (await this.#reader?.take()) ?? nothing
  }
}

const nothing: Taken = {
  traffic: { records: 0, rejected: 0, readBytes: 0, series: [], visitors: [], tops: [] },
  views: null,
}

function note(gathered: Gathered, file: LogFile, held: Held, read: Read): void {
  const from = held.place
  const { place, ended, records, rejected, rejects } = read
  const finished = ended && file.sealed
  Object.assign(held, { failures: 0, place, finished, exhausted: ended ? looksOf(file) : null })
  if (!ended) gathered.whole = false
  if (place === from && !finished) return
  gathered.bytes += place - from
  gathered.places.push({ file: file.file, path: file.path, from, until: place, records, rejected, finished })
  gathered.rejects.push({ file, rejects })
}
