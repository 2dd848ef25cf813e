import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../../kit/index.ts'
import type { RequestRecord } from '../record.ts'
import { type Batch, Lines } from './lines.ts'
import { sealSegment } from './seal.ts'
import { newSegment, OPEN, ours } from './segment.ts'

export interface WriterOptions {
  /** Made when the first record is written. */
  readonly folder: string
  readonly now: () => Date
  /** Hears each time why records are dropped (a full disk), and how many; 0: a segment cannot be sealed yet. */
  readonly onDrop?: (reason: string, records: number) => void
  /** A segment was sealed: `bytes` compressed. */
  readonly onSealed?: (bytes: number) => void
  readonly sealBytes?: number
  readonly sealMs?: number
  /** Of records that wait for the disk. */
  readonly waitingBytes?: number
}

export interface WriterStats {
  /** Records that are in files. */
  readonly written: number
  readonly dropped: number
  /** Why the newest of them were dropped; null when writing works. */
  readonly failure: string | null
  readonly droppedAt: Date | null
  readonly sealed: number
}

interface Segment {
  readonly name: string
  readonly file: FileHandle
  /** Of the clock that tests turn. */
  readonly openedMs: number
  size: number
}

const FLUSH_MS = 100
const FLUSH_BYTES = 256 * 1024
const SEAL_BYTES = 64 * 1024 * 1024
const SEAL_MS = 60_000
const WAITING_BYTES = 16 * 1024 * 1024
/** How soon a disk that refused is asked again. */
const AGAIN_MS = 1000

/**
 * Writes records to segments in a folder: `write` puts a line into memory, and each tenth of a second one write takes
 * all lines to the file. A segment is closed and sealed when it is large or a minute old. Whatever goes wrong with the
 * disk costs records, which are counted, never the caller's work.
 */
export class RecordWriter {
  readonly #options: Required<WriterOptions>
  readonly #lines: Lines
  #segment: Segment | null = null
  #flushTimer: NodeJS.Timeout | undefined
  #sealTimer: NodeJS.Timeout | undefined
  #work: Promise<void> = Promise.resolve()
  #isWriting = false
  #sealing: Promise<void> = Promise.resolve()
  /** Closed, not sealed; what could not be sealed stays here for the next try. */
  readonly #closed = new Set<string>()
  #refusedMs = Number.NEGATIVE_INFINITY
  #sealAgainMs = 0
  #isClosed = false
  #written = 0
  #dropped = 0
  #sealed = 0
  #failure: string | null = null
  #droppedAt: Date | null = null

  constructor(options: WriterOptions) {
    this.#options = {
      onDrop: () => {},
      onSealed: () => {},
      sealBytes: SEAL_BYTES,
      sealMs: SEAL_MS,
      waitingBytes: WAITING_BYTES,
      ...options,
    }
    this.#lines = new Lines(this.#options.waitingBytes)
  }

  /** Never throws and never waits. After `close` records are dropped. */
  write(record: RequestRecord): void {
    if (this.#isClosed || !this.#lines.add(record)) {
      this.#drop(this.#isClosed ? 'the writer is closed' : (this.#failure ?? 'the disk is too slow'), 1)
      return
    }
    if (this.#lines.used >= FLUSH_BYTES) this.#flushSoon()
    else this.#flushTimer ??= setTimeout(() => this.#flushSoon(), FLUSH_MS).unref()
  }

  /** Resolves when all that was written so far is in a file, or dropped. */
  flush(): Promise<void> {
    return this.#inTurn(() => this.#flush())
  }

  /** Closes the segment and resolves when all closed ones are sealed, or could not be. */
  async seal(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#flush()
      await this.#endSegment()
    })
    await this.#sealClosed(true)
  }

  /** The same, and no record is taken any more. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#flushTimer)
    await this.seal()
  }

  stats(): WriterStats {
    return {
      written: this.#written,
      dropped: this.#dropped,
      failure: this.#failure,
      droppedAt: this.#droppedAt,
      sealed: this.#sealed,
    }
  }

  /** One after the other, so that there are never two writes at once. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work)
    return this.#work
  }

  #flushSoon(): void {
    clearTimeout(this.#flushTimer)
    this.#flushTimer = undefined
    if (this.#isWriting) return
    const waitMs = this.#refusedMs + AGAIN_MS - performance.now()
    if (waitMs > 0) {
      this.#flushTimer = setTimeout(() => this.#flushSoon(), waitMs).unref()
      return
    }
    this.#isWriting = true
    void this.flush().finally(() => {
      this.#isWriting = false
      // What came during the write waits for its own tenth of a second, or goes at once where it is much.
      if (this.#lines.used >= FLUSH_BYTES) this.#flushSoon()
      else if (this.#lines.used > 0) this.#flushTimer ??= setTimeout(() => this.#flushSoon(), FLUSH_MS).unref()
    })
  }

  async #flush(): Promise<void> {
    if (this.#lines.used === 0) return
    if (this.#isOld()) await this.#endSegment()
    const batch = this.#lines.take()
    try {
      const segment = this.#segment ?? (await this.#begin())
      await this.#append(segment, batch)
      this.#failure = null
      this.#refusedMs = Number.NEGATIVE_INFINITY
      if (segment.size >= this.#options.sealBytes) await this.#endSegment()
    } catch (error) {
      this.#refusedMs = performance.now()
      await this.#endSegment()
      const { left = batch.records } = error as { left?: number }
      this.#drop(messageOf(error), left)
    } finally {
      this.#lines.giveBack(batch)
    }
  }

  /**
   * A process that was stopped for long (a suspended machine) must not write on in a file that others have sealed
   * meanwhile, since it was untouched: so none is written to that is older than this.
   */
  #isOld(): boolean {
    const { now, sealMs } = this.#options
    return this.#segment !== null && now().getTime() - this.#segment.openedMs >= sealMs
  }

  async #begin(): Promise<Segment> {
    const { folder, now, sealMs } = this.#options
    await mkdir(folder, { recursive: true })
    const at = now()
    const name = newSegment(at)
    const file = await open(join(folder, name + OPEN), 'ax', 0o640)
    ours.add(join(folder, name))
    this.#sealTimer = setTimeout(() => void this.seal(), sealMs).unref()
    const segment = { name, file, openedMs: at.getTime(), size: 0 }
    this.#segment = segment
    return segment
  }

  /** @throws what the disk said, with the number of records that are `left` unwritten; the file ends with a whole line. */
  async #append(segment: Segment, batch: Batch): Promise<void> {
    let done = 0
    try {
      while (done < batch.length) {
        done += (await segment.file.write(batch.bytes, done, batch.length - done, null)).bytesWritten
      }
      segment.size += done
      this.#written += batch.records
    } catch (error) {
      // Whole lines may have been read already, so they stay; only what is torn is cut off.
      const whole = done === 0 ? 0 : batch.bytes.lastIndexOf(0x0a, done - 1) + 1
      await segment.file.truncate(segment.size + whole).catch(() => {})
      segment.size += whole
      const left = linesIn(batch.bytes.subarray(whole, batch.length))
      this.#written += batch.records - left
      throw Object.assign(error as Error, { left })
    }
  }

  async #endSegment(): Promise<void> {
    const segment = this.#segment
    if (!segment) return
    this.#segment = null
    clearTimeout(this.#sealTimer)
    await segment.file.close().catch(() => {})
    if (segment.size > 0) this.#closed.add(segment.name)
    else await this.#forgetEmpty(segment.name)
    void this.#sealClosed()
  }

  async #forgetEmpty(name: string): Promise<void> {
    const key = join(this.#options.folder, name)
    await rm(key + OPEN, { force: true }).catch(() => {})
    ours.delete(key)
  }

  /** @param now also when it could not be done just before: compressing again and again would not make room. */
  #sealClosed(now = false): Promise<void> {
    this.#sealing = this.#sealing.then(async () => {
      if (!now && performance.now() < this.#sealAgainMs) return
      for (const name of this.#closed) if (!(await this.#sealOne(name))) break
    })
    return this.#sealing
  }

  async #sealOne(name: string): Promise<boolean> {
    const { folder, onSealed } = this.#options
    try {
      const done = await sealSegment(folder, name)
      this.#closed.delete(name)
      ours.delete(join(folder, name))
      if (done) {
        this.#sealed++
        onSealed(done.bytes)
      }
      return true
    } catch (error) {
      // Its records are safe in the plain file.
      this.#sealAgainMs = performance.now() + SEAL_MS
      this.#options.onDrop(messageOf(error), 0)
      return false
    }
  }

  #drop(reason: string, records: number): void {
    if (records === 0) return
    this.#failure = reason
    this.#dropped += records
    this.#droppedAt = this.#options.now()
    this.#options.onDrop(reason, records)
  }
}

function linesIn(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count++
  return count
}
