import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Sink } from './generate.ts'
import type { Made } from './records.ts'

/** More than this waiting for the disk, and lines are dropped, as the writer of our own records does. */
const WAITING_BYTES = 64 * 1024 * 1024
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (number: number) => String(number).padStart(2, '0')

/** `22/Nov/2026:23:55:12 +0000`. */
export function clfTime(atMs: number): string {
  const at = new Date(atMs)
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
  return `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${clock} +0000`
}

/** The address of the nth visitor, of the network that is set aside for tries (RFC 2544). */
const addressOf = (visitor: number): string => {
  const number = visitor % 131_072
  return `198.${18 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`
}

/** The route with what it is about filled in, as a browser would have asked for it. */
function pathOf({ record: { route, post, profile, tag }, visitor }: Made): string {
  const name = `user${(profile ?? visitor) % 100_000}`
  return (route || `/wp-login-${visitor % 50}.php`)
    .replace(/:(?:id|file)\b|\*/, String(post ?? profile ?? visitor % 1000))
    .replace(':username', name)
    .replace(/:tag\b/, encodeURIComponent(tag ?? 'cats'))
}

/** Writes lines in the combined format of Apache and nginx to one file. */
export class CombinedLog implements Sink {
  readonly #file: WriteStream
  readonly #parts = new Map<Made, [head: string, tail: string]>()
  #second = 0
  #time = ''
  #waiting: string[] = []
  #waitingLines = 0
  #written = 0
  #dropped = 0
  #failure: string | null = null

  /** @param path appended to. */
  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true })
    this.#file = createWriteStream(path, { flags: 'a' })
    this.#file.on('error', (error) => {
      this.#failure = error.message
    })
  }

  write(made: Made, atMs: number): void {
    if (this.#failure !== null || this.#file.writableLength > WAITING_BYTES) {
      this.#dropped++
      return
    }
    const second = Math.floor(atMs / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#time = clfTime(atMs)
    }
    let parts = this.#parts.get(made)
    if (parts === undefined) {
      const { record, agent, visitor } = made
      const referrer = record.kind === 'person' && visitor % 4 === 0 ? 'https://social.example/' : '-'
      const tail = `] "${record.method} ${pathOf(made)} HTTP/1.1" ${record.status} ${record.bytes} "${referrer}" "${agent}"\n`
      parts = [`${addressOf(visitor)} - - [`, tail]
      this.#parts.set(made, parts)
    }
    this.#waiting.push(parts[0], this.#time, parts[1])
    if (++this.#waitingLines >= 2000) this.#send()
  }

  async close(): Promise<void> {
    this.#send()
    this.#file.end()
    await finished(this.#file).catch(() => {})
  }

  stats() {
    return { written: this.#written, dropped: this.#dropped, failure: this.#failure }
  }

  #send(): void {
    if (this.#waitingLines === 0) return
    const lines = this.#waitingLines
    this.#file.write(this.#waiting.join(''), (error) => {
      if (error) this.#dropped += lines
      else this.#written += lines
    })
    this.#waiting = []
    this.#waitingLines = 0
  }
}
