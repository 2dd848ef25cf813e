/** What a follower needs to know of the logs that it follows. */
import type { Compression } from '../reading/chunks.ts'

/** One file of a log, wherever it stands at the moment. */
export interface LogFile {
  /** Which file it is, whatever it is called by now: see `Log.list`. */
  readonly file: string
  readonly path: string
  readonly compression: Compression
  /** Of the file as it lies there, bytes; of a compressed one it says nothing about places. */
  readonly size: number
  /** Nobody writes to it any more: a last line without a newline is all there will be of it. */
  readonly final: boolean
  /** It will never be more than it is now: once read to its end it is finished. */
  readonly sealed: boolean
}

/** A log in however many files: ours, or that of another server. */
export interface Log {
  /** As rows are stored under it; 'tweeter' is our own. */
  readonly source: string
  /**
   * The files there are, the oldest first, each once.
   *
   * @param begin told once which of them were there before anybody followed the log, should nobody have: these are not
   * read.
   */
  list(begin: (before: readonly LogFile[]) => Promise<void>): Promise<LogFile[]>
  /** Whether what stands at the path is (still) this file: what was read from a file that went away meanwhile is void. */
  isStill(file: LogFile): Promise<boolean>
  /** The bytes in a compressed file, where it says so itself; saves unpacking what has been read before. */
  lengthOf(file: LogFile): Promise<number | null>
}
