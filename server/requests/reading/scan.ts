import { type Compression, chunksOf } from './chunks.ts'
import { type Format, Row, SLACK } from './row.ts'

const NEWLINE = 10
/** A line longer than this is no line. */
const MOST_LINE_BYTES = 65_536
const BUFFER_BYTES = 2 << 20
const SAMPLE_CHARACTERS = 300

/** What lines are handed to. The texts of the row are ranges of the buffer, valid during the call. */
export interface Collector {
  add(buffer: Buffer, view: DataView, row: Row): void
}

export interface Reject {
  /** Where the line begins, uncompressed bytes. */
  readonly place: number
  readonly reason: string
  /** Its beginning. */
  readonly line: string
}

export interface Stretch {
  readonly path: string
  readonly compression: Compression
  /** Where to begin, uncompressed bytes. */
  readonly from: number
  /** Stop behind the line that reaches so many bytes from there. */
  readonly most: number
  /** Nobody writes to it any more: a last line without a newline is a line, or torn. */
  readonly final: boolean
  /** `from` may be in the middle of a line, which is then another reader's. */
  readonly middle?: boolean
}

export interface Scanned {
  /** Where the first line that was read begins. */
  begin: number
  /** Where to go on. */
  place: number
  /** There is nothing more in the file now. */
  ended: boolean
  records: number
  rejected: number
  rejects: Reject[]
}

/** Reads lines of files and hands them to a collector. One for a thread: its buffer and its row are used again and again. */
export class Scanner {
  readonly #format: Format
  readonly #collector: Collector
  readonly #mostRejects: number
  readonly #row = new Row()
  readonly #buffer = Buffer.from(new ArrayBuffer(BUFFER_BYTES + SLACK))
  readonly #view = new DataView(this.#buffer.buffer)
  #scanned: Scanned = { begin: 0, place: 0, ended: false, records: 0, rejected: 0, rejects: [] }
  /** Bytes at the beginning of the buffer that are no whole line yet. */
  #held = 0
  /** A packed file that was left in the midst of it: to read on, it need not be unpacked from its beginning again. */
  #left: { path: string; place: number; rest: Uint8Array; chunks: AsyncGenerator<Uint8Array> } | null = null
  /** In a line that is too long: up to the next newline nothing is one. */
  #skipping = false

  /** @param mostRejects how many refused lines are kept as samples of each stretch. */
  constructor(format: Format, collector: Collector, mostRejects: number) {
    this.#format = format
    this.#collector = collector
    this.#mostRejects = mostRejects
  }

  async read({ path, compression, from, most, final, middle }: Stretch): Promise<Scanned> {
    const begin = middle && from > 0 ? from - 1 : from
    this.#scanned = { begin, place: begin, ended: true, records: 0, rejected: 0, rejects: [] }
    this.#held = 0
    this.#skipping = false
    let toAlign = begin < from
    const { chunks, first } = await this.#chunksOf(path, compression, begin)
    let at = begin
    for (
      let chunk = first ?? (await nextOf(chunks));
      chunk !== null;
      at += chunk.length, chunk = await nextOf(chunks)
    ) {
      let piece = chunk
      if (toAlign) {
        const newline = piece.indexOf(NEWLINE)
        this.#scanned.place += newline < 0 ? piece.length : newline + 1
        if (newline < 0) continue
        toAlign = false
        this.#scanned.begin = this.#scanned.place
        piece = piece.subarray(newline + 1)
        if (this.#scanned.place >= from + most) piece = piece.subarray(0, 0)
      }
      if (!this.#take(piece, from + most)) {
        this.#scanned.ended = false
        if (compression === 'none' || !this.#leave(path, chunks, chunk, at)) await chunks.return(undefined)
        break
      }
    }
    if (this.#scanned.ended && final && this.#held > 0) this.#last()
    return this.#scanned
  }

  /** Goes on where a packed file was left, if that is what is wanted; else begins. */
  async #chunksOf(path: string, compression: Compression, begin: number) {
    const left = this.#left
    this.#left = null
    if (left?.path === path && left.place === begin) return { chunks: left.chunks, first: left.rest }
    await left?.chunks.return(undefined)
    return { chunks: chunksOf(path, compression, begin), first: null }
  }

  /** @param at where the chunk begins, uncompressed. @returns false when the next line began before this chunk. */
  #leave(path: string, chunks: AsyncGenerator<Uint8Array>, chunk: Uint8Array, at: number): boolean {
    const { place } = this.#scanned
    if (place < at) return false
    this.#left = { path, place, rest: chunk.subarray(place - at), chunks }
    return true
  }

  /** @returns whether more is wanted. */
  #take(chunk: Uint8Array, until: number): boolean {
    for (let at = 0; at < chunk.length; ) {
      if (this.#scanned.place >= until) return false
      const room = BUFFER_BYTES - this.#held
      const part = chunk.subarray(at, at + room)
      this.#buffer.set(part, this.#held)
      this.#lines(this.#held + part.length, until)
      at += part.length
    }
    return this.#scanned.place < until
  }

  /** Takes the whole lines of the buffer, and moves what is left to its beginning. */
  #lines(filled: number, until: number): void {
    const buffer = this.#buffer
    const end = buffer.subarray(0, filled).lastIndexOf(NEWLINE) + 1
    let at = 0
    if (this.#skipping && end > 0) {
      at = buffer.indexOf(NEWLINE) + 1
      this.#skipping = false
    }
    const start = this.#scanned.place
    // The line that reaches the bound is the last; those behind it are another stretch's.
    const bound = Math.min(end, until - start)
    while (at < bound) at = this.#line(at, start)
    const stopped = at < end
    this.#scanned.place = start + at
    if (stopped) {
      this.#held = 0
      return
    }
    this.#held = filled - at
    if (this.#held > MOST_LINE_BYTES && !stopped) this.#tooLong(filled)
    else buffer.copyWithin(0, at, filled)
  }

  #line(at: number, start: number): number {
    const row = this.#row
    const next = this.#format.next(this.#buffer, this.#view, at, row)
    if (row.refused === '') {
      this.#collector.add(this.#buffer, this.#view, row)
      this.#scanned.records++
    } else this.#refuse(start + at, row.refused, at, next - 1)
    return next
  }

  #tooLong(filled: number): void {
    const held = filled - this.#held
    if (!this.#skipping) this.#refuse(this.#scanned.place, 'line too long', held, filled)
    this.#scanned.place += this.#held
    this.#held = 0
    this.#skipping = true
  }

  /** What stands behind the last newline. */
  #last(): void {
    const length = this.#held
    this.#buffer[length] = NEWLINE
    if (!this.#skipping) this.#line(0, this.#scanned.place)
    this.#scanned.place += length
    this.#held = 0
  }

  #refuse(place: number, reason: string, from: number, to: number): void {
    const scanned = this.#scanned
    scanned.rejected++
    if (scanned.rejects.length >= this.#mostRejects) return
    const line = this.#buffer.toString('utf8', from, Math.min(to, from + SAMPLE_CHARACTERS))
    scanned.rejects.push({ place, reason, line })
  }
}

async function nextOf(chunks: AsyncGenerator<Uint8Array>): Promise<Uint8Array | null> {
  const { value, done } = await chunks.next()
  return done ? null : value
}
